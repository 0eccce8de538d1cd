"""The desk's actions on a case: queue, open, write, acknowledge, pass on, step out."""

import datetime as dt
import hashlib

import cast
import pytest
from deskhand import b64
from deskworld import SEALED, WRAP, duties, events, leaf_of, wrap_of
from phone import verified

from heard.formats import agefile
from heard.formats.ids import new_id
from heard.records.models import Case, Duty, Event, Letter, Outgoing, Wrap


@pytest.fixture
def four(world):
    return [world.desks[name] for name in ("Amara", "Jonas", "Ruth", "Ines")]


def refusal(response):
    return response.status_code, response.json()["error"]["code"]


def queue(desk, query=""):
    return [line["id"] for line in desk.get(f"cases{query}").json()["cases"]]


def test_the_queue_says_what_waits_and_nothing_else(world, four, hour):
    amara = four[0]
    case = world.case([amara, four[1]], urgent=True)
    assert amara.get("cases").json() == {
        "cases": [
            {
                "id": case,
                "ref": f"{case[:4]}-{case[4:8]}".upper(),
                "received": "2026-03-10T09:00:00Z",
                "state": "received",
                "urgent": True,
                "opened": False,
                "looked": None,
                "unread": 1,
                "next_due": "2026-03-10T13:00:00Z",
                "returns_until": None,
                "lead": None,
            }
        ],
        "next": None,
    }


def test_the_queue_says_when_a_case_was_last_opened_to_the_day(world, four, now):
    amara, jonas = four[:2]
    case = world.case([amara, jonas])
    Wrap.objects.filter(holder=amara.id).update(looked=now - dt.timedelta(days=8))
    for _ in range(2):
        assert amara.post(f"cases/{case}/open", {"id": new_id()}).status_code == 200
    rows = [each.get("cases").json()["cases"][0]["looked"] for each in (amara, jonas)]
    assert rows == ["2026-03-10T09:41:27.123456Z", None]


def test_unread_counts_what_others_did_since(world, four):
    amara, jonas = four[:2]
    case = world.case([amara, jonas])
    amara.post(f"cases/{case}/open", {"id": new_id()})
    amara.post(f"cases/{case}/letters", world.letter(amara, case))

    def line(desk):
        return desk.get("cases").json()["cases"][0]

    def unread(desk):
        return line(desk)["unread"]

    assert (line(amara)["opened"], line(jonas)["opened"]) == (True, False)
    assert (unread(amara), unread(jonas)) == (0, 3)
    jonas.post(f"cases/{case}/acknowledge", {"id": new_id()})
    assert (unread(amara), unread(jonas)) == (1, 3)


def test_the_queue_is_paged_without_a_gap_or_a_repeat(world, four, hour):
    amara, jonas = four[:2]
    wanted = []
    for number in range(205):  # several share an hour, so that pages break inside one
        at = hour - dt.timedelta(hours=number // 50)
        wanted.append((-at.timestamp(), world.case([amara], received=at)))
        if number % 50 == 0:
            world.case([jonas], received=at)
    pages, after = [], None
    while after is not None or not pages:
        page = amara.get(f"cases?after={after}" if after else "cases").json()
        pages.append([line["id"] for line in page["cases"]])
        after = page["next"]
    assert [len(page) for page in pages] == [100, 100, 5]
    assert [case for page in pages for case in page] == [case for _, case in sorted(wanted)]


@pytest.mark.parametrize("query", ["?after=", "?after=xx", "?after=AAAA", "?state=all", "?x=1"])
def test_other_pages_of_the_queue_do_not_exist(four, query):
    assert refusal(four[0].get(f"cases{query}")) == (400, "bad_request")


def test_stopped_cases_are_closed_once_nothing_is_owed_in_them(world, four):
    amara = four[0]
    here, gone = world.case([amara]), world.case([amara])
    Case.objects.filter(id=gone).update(state="withdrawn")
    assert (set(queue(amara)), queue(amara, "?state=closed")) == ({here, gone}, [])
    Case.objects.filter(id=gone).update(state="stopped")
    assert (set(queue(amara)), queue(amara, "?state=closed")) == ({here, gone}, [])
    Duty.objects.filter(case__id=gone).update(state="cancelled")
    assert (queue(amara), queue(amara, "?state=closed")) == ([here], [gone])


def test_opening_is_logged_once_a_day_and_holder(world, four, clock):
    amara, jonas = four[:2]
    case = world.case([amara, jonas])
    first = amara.post(f"cases/{case}/open", {"id": new_id()})
    again = amara.post(f"cases/{case}/open", {"id": new_id()})
    assert (first.status_code, first.json()) == (200, again.json())
    assert events(case)[1:] == [("case_opened", amara.id)]
    jonas.post(f"cases/{case}/open", {"id": new_id()})
    clock.shift(dt.timedelta(days=1))
    amara.sign_in()
    amara.post(f"cases/{case}/open", {"id": new_id()})
    assert events(case)[1:] == [("case_opened", d.id) for d in (amara, jonas, amara)]


def test_an_open_case_holds_what_its_reader_needs(world, four):
    amara, jonas, ruth, _ = four
    case = world.case([amara, jonas], [ruth])
    seen = amara.post(f"cases/{case}/open", {"id": new_id()}).json()
    assert (seen["case"], seen["generation"], seen["wrap"]) == (
        *(case, 0),
        b64(wrap_of(case, amara)),
    )
    assert set(seen["reporter"]) == {"recipient", "signing"}
    assert [(h["name"], h["tier"], h["released"]) for h in seen["holders"]] == [
        ("Amara", 1, True),
        ("Jonas", 1, True),
        ("Ruth", 2, False),
    ]
    assert [(t["event"], t["name"]) for t in seen["timeline"]] == [
        ("report_received", ""),
        ("case_opened", "Amara"),
    ]
    [report] = seen["letters"]
    sealed = amara.get(f"cases/{case}/letters/{report['id']}")
    assert sealed.headers["Content-Type"] == "application/octet-stream"
    assert world.words(amara, case, sealed.content) == cast.CONTENT["words"]
    assert report["sha256"] == hashlib.sha256(sealed.content).hexdigest()


def test_letters_are_kept_logged_and_numbered(world, four):
    amara, jonas = four[:2]
    case = world.case([amara, jonas])
    message = world.letter(amara, case)
    note = world.letter(amara, case, "note", seq=1)
    answers = [amara.post(f"cases/{case}/letters", body) for body in (message, note, message)]
    assert [a.status_code for a in answers] == [201, 201, 201]
    assert answers[0].content == answers[2].content
    assert events(case)[1:] == [("letter_received", amara.id), ("note_added", amara.id)]
    places = Letter.objects.filter(author=amara.id).order_by("seq").values_list("index", flat=True)
    assert [leaf_of(place) for place in places] == [a.json()["leaf"] for a in answers[:2]]
    letters = Outgoing.objects.exclude(kind="report")
    assert [each.holder for each in letters] == [jonas.id] * 2


def test_a_letter_out_of_order_is_told_its_number(world, four):
    amara = four[0]
    case = world.case([amara])
    for wrong in (1, 7):
        answer = amara.post(f"cases/{case}/letters", world.letter(amara, case, seq=wrong))
        assert (answer.status_code, answer.json()["error"]["seq"]) == (409, 0)
    assert amara.post(f"cases/{case}/letters", world.letter(amara, case)).status_code == 201
    answer = amara.post(f"cases/{case}/letters", world.letter(amara, case))
    assert (answer.status_code, answer.json()["error"]["seq"]) == (409, 1)
    assert len(events(case)) == 2


def test_an_id_is_not_used_for_two_letters(world, four):
    amara = four[0]
    case, id = world.case([amara]), new_id()
    amara.post(f"cases/{case}/letters", world.letter(amara, case, id=id))
    other = amara.post(f"cases/{case}/letters", world.letter(amara, case, "note", id=id))
    assert refusal(other) == (409, "conflict")


def test_an_id_of_another_cases_letter_is_as_good_as_any_and_tells_nothing(world, four):
    amara, ines = four[0], four[3]
    theirs = Letter.objects.get(case__id=world.case([ines])).id
    case = world.case([amara])
    again = world.letter(amara, case, id=theirs)
    assert amara.post(f"cases/{case}/letters", again).status_code == 201
    assert Letter.objects.filter(id=theirs).count() == 2
    # Each reads their own by it, and in one case it is used once.
    amara.post(f"cases/{case}/open", {"id": new_id()})
    assert world.words(amara, case, amara.get(f"cases/{case}/letters/{theirs}").content)
    assert refusal(ines.get(f"cases/{case}/letters/{theirs}")) == (404, "not_found")
    twice = world.letter(amara, case, id=theirs, seq=1)
    assert refusal(amara.post(f"cases/{case}/letters", twice)) == (409, "conflict")


def test_what_came_since_is_read_only_by_opening_again(world, four):
    amara, jonas = four[:2]
    case = world.case([amara, jonas])
    new = world.letter(jonas, case, words="I am here on Monday.")
    amara.post(f"cases/{case}/open", {"id": new_id()})
    jonas.post(f"cases/{case}/letters", new)
    assert refusal(amara.get(f"cases/{case}/letters/{new['id']}")) == (404, "not_found")
    amara.post(f"cases/{case}/open", {"id": new_id()})
    sealed = amara.get(f"cases/{case}/letters/{new['id']}").content
    assert world.words(amara, case, sealed) == "I am here on Monday."


@pytest.mark.parametrize(
    "sealed",
    [
        b"in plain words",
        SEALED[:-1],
        agefile.seal(bytes(4097), [agefile.recipient_of(agefile.generate_identity())]),
        agefile.seal(
            bytes(4096), [agefile.recipient_of(agefile.generate_identity()) for _ in range(2)]
        ),
        SEALED + bytes(2**21),
    ],
)
def test_what_is_not_sealed_right_is_refused(world, four, sealed):
    amara = four[0]
    case = world.case([amara])
    answer = amara.post(f"cases/{case}/letters", world.letter(amara, case, sealed=b64(sealed)))
    assert answer.status_code in {400, 413}
    assert len(events(case)) == 1


def test_acknowledging_fulfils_the_duty_once(world, four):
    amara, jonas = four[:2]
    case = world.case([amara, jonas])
    assert duties(case) == [
        ("preserve_evidence", "open"),
        ("acknowledge", "open"),
        ("triage", "open"),
    ]
    body = {"id": new_id()}
    answers = [
        amara.post(f"cases/{case}/acknowledge", body),
        amara.post(f"cases/{case}/acknowledge", body),
        jonas.post(f"cases/{case}/acknowledge", {"id": new_id()}),
    ]
    assert {(a.status_code, a.content) for a in answers} == {(201, answers[0].content)}
    assert events(case)[1:] == [("case_acknowledged", amara.id)]
    assert duties(case) == [
        ("preserve_evidence", "open"),
        ("acknowledge", "done"),
        ("triage", "open"),
        ("update", "open"),
    ]
    [line] = jonas.get("cases").json()["cases"]
    assert (line["state"], line["lead"]) == ("acknowledged", "Amara")
    next_due = Duty.objects.filter(case__id=case, state="open").earliest("due").due
    assert line["next_due"] == next_due.strftime("%Y-%m-%dT%H:%M:%SZ")


def pass_body(to, generation=0, wrap=WRAP):
    wraps = [{"generation": generation, "wrap": b64(wrap)}]
    return {"id": new_id(), "to": to, "wraps": wraps}


def test_passing_on_gives_a_new_holder_the_case_and_the_lead(world, four):
    amara = four[0]
    case = world.case([amara])
    petra = world.active("Petra")
    body = world.passing(amara, case, petra)
    answers = [amara.post(f"cases/{case}/pass", body) for _ in range(2)]
    assert answers[0].status_code == 201
    assert answers[0].content == answers[1].content
    assert (queue(petra), queue(amara)) == ([case], [case])
    assert petra.get("cases").json()["cases"][0]["lead"] == "Petra"
    [report] = petra.post(f"cases/{case}/open", {"id": new_id()}).json()["letters"]
    sealed = petra.get(f"cases/{case}/letters/{report['id']}").content
    assert world.words(petra, case, sealed) == cast.CONTENT["words"]
    assert events(case)[1] == ("case_passed", amara.id)
    passed = Outgoing.objects.exclude(kind="report")
    assert [(each.kind, each.holder) for each in passed] == [("passed", petra.id)]


def test_passing_to_one_whom_the_reporter_chose_keeps_her_wrap(world, four):
    amara, _, ruth, _ = four
    case = world.case([amara], [ruth])
    before = wrap_of(case, ruth)
    assert amara.post(f"cases/{case}/pass", world.passing(amara, case, ruth)).status_code == 201
    assert ruth.post(f"cases/{case}/open", {"id": new_id()}).json()["wrap"] == b64(before)


def test_a_case_is_not_passed_to_whom_the_reporter_left_out(world, four):
    amara, jonas, _, _ = four
    case = world.case([amara])
    seen = amara.post(f"cases/{case}/open", {"id": new_id()}).json()
    assert seen["left_out"] == sorted(each.id for each in four[1:])
    assert refusal(amara.post(f"cases/{case}/pass", pass_body(jonas.id))) == (409, "conflict")
    assert queue(jonas) == []


def test_a_case_is_not_passed_back_nor_to_nobody(world, four):
    amara, jonas = four[:2]
    case = world.case([amara, jonas])
    petra = world.join("Petra")
    jonas.post(f"cases/{case}/step-out", {"id": new_id(), "note": None})
    for to in (jonas.id, amara.id, petra.id, new_id()):
        assert refusal(amara.post(f"cases/{case}/pass", pass_body(to))) == (409, "conflict")
    newer = pass_body(world.active("Quinn").id, generation=1)
    assert refusal(amara.post(f"cases/{case}/pass", newer)) == (409, "conflict")
    assert (queue(jonas), queue(petra)) == ([], [])


def test_stepping_out_erases_the_wrap_and_hides_the_case(world, four):
    amara, jonas, ruth, _ = four
    case = world.case([amara, jonas], [ruth])
    body = {
        "id": new_id(),
        "note": world.note(amara, case),
    }
    answers = [amara.post(f"cases/{case}/step-out", body) for _ in range(2)]
    assert [(a.status_code, a.json()) for a in answers] == [(201, {})] * 2
    said = sorted(events(case)[1:])  # one commit: the log shuffles what it holds
    assert said == [("conflict_declared", amara.id), ("note_added", amara.id)]
    gone = Wrap.objects.get(case__id=case, holder=amara.id)
    assert (bytes(gone.sealed), gone.left is not None) == (b"", True)
    assert (queue(amara), queue(jonas), queue(ruth)) == ([], [case], [])
    other = amara.post(f"cases/{case}/step-out", {**body, "id": new_id()})
    changed = amara.post(f"cases/{case}/step-out", {**body, "note": None})
    absent = amara.post(f"cases/{new_id()}/step-out", body)
    assert (other.status_code, other.content) == (404, absent.content) == (404, changed.content)


def test_the_next_tier_takes_over_when_nobody_is_left(world, four):
    amara, _, ruth, ines = four
    case = world.case([amara], [ruth, ines])
    amara.post(f"cases/{case}/step-out", {"id": new_id(), "note": None})
    assert (queue(amara), queue(ruth), queue(ines)) == ([], [case], [])
    ruth.post(f"cases/{case}/step-out", {"id": new_id(), "note": None})
    assert (queue(ruth), queue(ines)) == ([], [case])
    kinds = sorted(kind for kind, _ in events(case)[1:])
    assert kinds == ["conflict_declared"] * 2 + ["tier_released"] * 2
    last = ines.post(f"cases/{case}/step-out", {"id": new_id(), "note": None})
    assert refusal(last) == (409, "conflict")
    assert (queue(ines), len(events(case))) == ([case], 5)


def test_removed_holders_do_not_count_as_left(world, four):
    amara, jonas, ruth, _ = four
    case = world.case([amara, jonas], [ruth])
    world.remove(jonas)
    amara.post(f"cases/{case}/step-out", {"id": new_id(), "note": None})
    assert queue(ruth) == [case]


def test_receipts_of_the_case_and_of_no_other(world, four):
    amara, jonas = four[:2]
    case, other = world.case([amara]), world.case([jonas])
    leaf = amara.post(f"cases/{case}/acknowledge", {"id": new_id()}).json()["leaf"]
    answer = amara.get(f"cases/{case}/receipts/{leaf}")
    assert verified(answer.content.decode()).leaf.hex() == leaf
    theirs = leaf_of(Event.objects.get(case=other).index)
    foreign = amara.get(f"cases/{case}/receipts/{theirs}")
    absent = amara.get(f"cases/{case}/receipts/{'0' * 64}")
    assert (foreign.status_code, foreign.content) == (404, absent.content)

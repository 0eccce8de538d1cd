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
    return [world.desks[name] for name in ("Nadia", "Omar", "Ruth", "Sam")]


def refusal(response):
    return response.status_code, response.json()["error"]["code"]


def queue(desk, query=""):
    return [line["id"] for line in desk.get(f"cases{query}").json()["cases"]]


def test_the_queue_says_what_waits_and_nothing_else(world, four, hour):
    nadia = four[0]
    case = world.case([nadia, four[1]], urgent=True)
    assert nadia.get("cases").json() == {
        "cases": [
            {
                "id": case,
                "ref": f"{case[:4]}-{case[4:8]}".upper(),
                "received": "2026-03-10T09:00:00Z",
                "state": "received",
                "urgent": True,
                "opened": False,
                "unread": 1,
                "next_due": "2026-03-10T13:00:00Z",
                "lead": None,
            }
        ],
        "next": None,
    }


def test_unread_counts_what_others_did_since(world, four):
    nadia, omar = four[:2]
    case = world.case([nadia, omar])
    nadia.post(f"cases/{case}/open", {"id": new_id()})
    nadia.post(f"cases/{case}/letters", world.letter(nadia, case))

    def line(desk):
        return desk.get("cases").json()["cases"][0]

    def unread(desk):
        return line(desk)["unread"]

    assert (line(nadia)["opened"], line(omar)["opened"]) == (True, False)
    assert (unread(nadia), unread(omar)) == (0, 3)
    omar.post(f"cases/{case}/acknowledge", {"id": new_id()})
    assert (unread(nadia), unread(omar)) == (1, 3)


def test_the_queue_is_paged_without_a_gap_or_a_repeat(world, four, hour):
    nadia, omar = four[:2]
    wanted = []
    for number in range(205):  # several share an hour, so that pages break inside one
        at = hour - dt.timedelta(hours=number // 50)
        wanted.append((-at.timestamp(), world.case([nadia], received=at)))
        if number % 50 == 0:
            world.case([omar], received=at)
    pages, after = [], None
    while after is not None or not pages:
        page = nadia.get(f"cases?after={after}" if after else "cases").json()
        pages.append([line["id"] for line in page["cases"]])
        after = page["next"]
    assert [len(page) for page in pages] == [100, 100, 5]
    assert [case for page in pages for case in page] == [case for _, case in sorted(wanted)]


@pytest.mark.parametrize("query", ["?after=", "?after=xx", "?after=AAAA", "?state=all", "?x=1"])
def test_other_pages_of_the_queue_do_not_exist(four, query):
    assert refusal(four[0].get(f"cases{query}")) == (400, "bad_request")


def test_withdrawn_cases_are_closed(world, four):
    nadia = four[0]
    here, gone = world.case([nadia]), world.case([nadia])
    Case.objects.filter(id=gone).update(state="withdrawn")
    assert (queue(nadia), queue(nadia, "?state=closed")) == ([here], [gone])


def test_opening_is_logged_once_a_day_and_holder(world, four, clock):
    nadia, omar = four[:2]
    case = world.case([nadia, omar])
    first = nadia.post(f"cases/{case}/open", {"id": new_id()})
    again = nadia.post(f"cases/{case}/open", {"id": new_id()})
    assert (first.status_code, first.json()) == (200, again.json())
    assert events(case)[1:] == [("case_opened", nadia.id)]
    omar.post(f"cases/{case}/open", {"id": new_id()})
    clock.shift(dt.timedelta(days=1))
    nadia.sign_in()
    nadia.post(f"cases/{case}/open", {"id": new_id()})
    assert events(case)[1:] == [("case_opened", d.id) for d in (nadia, omar, nadia)]


def test_an_open_case_holds_what_its_reader_needs(world, four):
    nadia, omar, ruth, _ = four
    case = world.case([nadia, omar], [ruth])
    seen = nadia.post(f"cases/{case}/open", {"id": new_id()}).json()
    assert (seen["case"], seen["generation"], seen["wrap"]) == (
        *(case, 0),
        b64(wrap_of(case, nadia)),
    )
    assert set(seen["reporter"]) == {"recipient", "signing"}
    assert [(h["name"], h["tier"], h["released"]) for h in seen["holders"]] == [
        ("Nadia", 1, True),
        ("Omar", 1, True),
        ("Ruth", 2, False),
    ]
    assert [(t["event"], t["name"]) for t in seen["timeline"]] == [
        ("report_received", ""),
        ("case_opened", "Nadia"),
    ]
    [report] = seen["letters"]
    sealed = nadia.get(f"cases/{case}/letters/{report['id']}")
    assert sealed.headers["Content-Type"] == "application/octet-stream"
    assert world.words(nadia, case, sealed.content) == cast.CONTENT["words"]
    assert report["sha256"] == hashlib.sha256(sealed.content).hexdigest()


def test_letters_are_kept_logged_and_numbered(world, four):
    nadia, omar = four[:2]
    case = world.case([nadia, omar])
    message = world.letter(nadia, case)
    note = world.letter(nadia, case, "note", seq=1)
    answers = [nadia.post(f"cases/{case}/letters", body) for body in (message, note, message)]
    assert [a.status_code for a in answers] == [201, 201, 201]
    assert answers[0].content == answers[2].content
    assert events(case)[1:] == [("letter_received", nadia.id), ("note_added", nadia.id)]
    places = Letter.objects.filter(author=nadia.id).order_by("seq").values_list("index", flat=True)
    assert [leaf_of(place) for place in places] == [a.json()["leaf"] for a in answers[:2]]
    letters = Outgoing.objects.exclude(kind="report")
    assert [each.holder for each in letters] == [omar.id] * 2


def test_a_letter_out_of_order_is_told_its_number(world, four):
    nadia = four[0]
    case = world.case([nadia])
    for wrong in (1, 7):
        answer = nadia.post(f"cases/{case}/letters", world.letter(nadia, case, seq=wrong))
        assert (answer.status_code, answer.json()["error"]["seq"]) == (409, 0)
    assert nadia.post(f"cases/{case}/letters", world.letter(nadia, case)).status_code == 201
    answer = nadia.post(f"cases/{case}/letters", world.letter(nadia, case))
    assert (answer.status_code, answer.json()["error"]["seq"]) == (409, 1)
    assert len(events(case)) == 2


def test_an_id_is_not_used_for_two_letters(world, four):
    nadia = four[0]
    case, id = world.case([nadia]), new_id()
    nadia.post(f"cases/{case}/letters", world.letter(nadia, case, id=id))
    other = nadia.post(f"cases/{case}/letters", world.letter(nadia, case, "note", id=id))
    assert refusal(other) == (409, "conflict")


def test_an_id_of_another_cases_letter_is_refused_as_any_used_one(world, four):
    nadia, sam = four[0], four[3]
    theirs = Letter.objects.get(case=world.case([sam])).id
    case = world.case([nadia])
    again = world.letter(nadia, case, id=theirs)
    assert refusal(nadia.post(f"cases/{case}/letters", again)) == (409, "conflict")
    assert len(events(case)) == 1


def test_what_came_since_is_read_only_by_opening_again(world, four):
    nadia, omar = four[:2]
    case = world.case([nadia, omar])
    new = world.letter(omar, case, words="I am here on Monday.")
    nadia.post(f"cases/{case}/open", {"id": new_id()})
    omar.post(f"cases/{case}/letters", new)
    assert refusal(nadia.get(f"cases/{case}/letters/{new['id']}")) == (404, "not_found")
    nadia.post(f"cases/{case}/open", {"id": new_id()})
    sealed = nadia.get(f"cases/{case}/letters/{new['id']}").content
    assert world.words(nadia, case, sealed) == "I am here on Monday."


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
    nadia = four[0]
    case = world.case([nadia])
    answer = nadia.post(f"cases/{case}/letters", world.letter(nadia, case, sealed=b64(sealed)))
    assert answer.status_code in {400, 413}
    assert len(events(case)) == 1


def test_acknowledging_fulfils_the_duty_once(world, four):
    nadia, omar = four[:2]
    case = world.case([nadia, omar])
    assert duties(case) == [("preserve_evidence", "open"), ("acknowledge", "open")]
    body = {"id": new_id()}
    answers = [
        nadia.post(f"cases/{case}/acknowledge", body),
        nadia.post(f"cases/{case}/acknowledge", body),
        omar.post(f"cases/{case}/acknowledge", {"id": new_id()}),
    ]
    assert {(a.status_code, a.content) for a in answers} == {(201, answers[0].content)}
    assert events(case)[1:] == [("case_acknowledged", nadia.id)]
    assert duties(case) == [
        ("preserve_evidence", "open"),
        ("acknowledge", "done"),
        ("update", "open"),
    ]
    [line] = omar.get("cases").json()["cases"]
    assert (line["state"], line["lead"]) == ("acknowledged", "Nadia")
    next_due = Duty.objects.filter(case=case, state="open").earliest("due").due
    assert line["next_due"] == next_due.strftime("%Y-%m-%dT%H:%M:%SZ")


def pass_body(to, generation=0, wrap=WRAP):
    wraps = [{"generation": generation, "wrap": b64(wrap)}]
    return {"id": new_id(), "to": to, "wraps": wraps}


def test_passing_on_gives_a_new_holder_the_case_and_the_lead(world, four):
    nadia = four[0]
    case = world.case([nadia])
    petra = world.active("Petra")
    body = world.passing(nadia, case, petra)
    answers = [nadia.post(f"cases/{case}/pass", body) for _ in range(2)]
    assert answers[0].status_code == 201
    assert answers[0].content == answers[1].content
    assert (queue(petra), queue(nadia)) == ([case], [case])
    assert petra.get("cases").json()["cases"][0]["lead"] == "Petra"
    [report] = petra.post(f"cases/{case}/open", {"id": new_id()}).json()["letters"]
    sealed = petra.get(f"cases/{case}/letters/{report['id']}").content
    assert world.words(petra, case, sealed) == cast.CONTENT["words"]
    assert events(case)[1] == ("case_passed", nadia.id)
    passed = Outgoing.objects.exclude(kind="report")
    assert [(each.kind, each.holder) for each in passed] == [("passed", petra.id)]


def test_passing_to_one_whom_the_reporter_chose_keeps_her_wrap(world, four):
    nadia, _, ruth, _ = four
    case = world.case([nadia], [ruth])
    before = wrap_of(case, ruth)
    assert nadia.post(f"cases/{case}/pass", world.passing(nadia, case, ruth)).status_code == 201
    assert ruth.post(f"cases/{case}/open", {"id": new_id()}).json()["wrap"] == b64(before)


def test_a_case_is_not_passed_to_whom_the_reporter_left_out(world, four):
    nadia, omar, _, _ = four
    case = world.case([nadia])
    seen = nadia.post(f"cases/{case}/open", {"id": new_id()}).json()
    assert seen["left_out"] == sorted(each.id for each in four[1:])
    assert refusal(nadia.post(f"cases/{case}/pass", pass_body(omar.id))) == (409, "conflict")
    assert queue(omar) == []


def test_a_case_is_not_passed_back_nor_to_nobody(world, four):
    nadia, omar = four[:2]
    case = world.case([nadia, omar])
    petra = world.join("Petra")
    omar.post(f"cases/{case}/step-out", {"id": new_id(), "note": None})
    for to in (omar.id, nadia.id, petra.id, new_id()):
        assert refusal(nadia.post(f"cases/{case}/pass", pass_body(to))) == (409, "conflict")
    newer = pass_body(world.active("Quinn").id, generation=1)
    assert refusal(nadia.post(f"cases/{case}/pass", newer)) == (409, "conflict")
    assert (queue(omar), queue(petra)) == ([], [])


def test_stepping_out_erases_the_wrap_and_hides_the_case(world, four):
    nadia, omar, ruth, _ = four
    case = world.case([nadia, omar], [ruth])
    body = {
        "id": new_id(),
        "note": world.note(nadia, case),
    }
    answers = [nadia.post(f"cases/{case}/step-out", body) for _ in range(2)]
    assert [(a.status_code, a.json()) for a in answers] == [(201, {})] * 2
    said = sorted(events(case)[1:])  # one commit: the log shuffles what it holds
    assert said == [("conflict_declared", nadia.id), ("note_added", nadia.id)]
    gone = Wrap.objects.get(case=case, holder=nadia.id)
    assert (bytes(gone.sealed), gone.left is not None) == (b"", True)
    assert (queue(nadia), queue(omar), queue(ruth)) == ([], [case], [])
    other = nadia.post(f"cases/{case}/step-out", {**body, "id": new_id()})
    changed = nadia.post(f"cases/{case}/step-out", {**body, "note": None})
    absent = nadia.post(f"cases/{new_id()}/step-out", body)
    assert (other.status_code, other.content) == (404, absent.content) == (404, changed.content)


def test_the_next_tier_takes_over_when_nobody_is_left(world, four):
    nadia, _, ruth, sam = four
    case = world.case([nadia], [ruth, sam])
    nadia.post(f"cases/{case}/step-out", {"id": new_id(), "note": None})
    assert (queue(nadia), queue(ruth), queue(sam)) == ([], [case], [])
    ruth.post(f"cases/{case}/step-out", {"id": new_id(), "note": None})
    assert (queue(ruth), queue(sam)) == ([], [case])
    kinds = sorted(kind for kind, _ in events(case)[1:])
    assert kinds == ["conflict_declared"] * 2 + ["tier_released"] * 2
    last = sam.post(f"cases/{case}/step-out", {"id": new_id(), "note": None})
    assert refusal(last) == (409, "conflict")
    assert (queue(sam), len(events(case))) == ([case], 5)


def test_removed_holders_do_not_count_as_left(world, four):
    nadia, omar, ruth, _ = four
    case = world.case([nadia, omar], [ruth])
    world.remove(omar)
    nadia.post(f"cases/{case}/step-out", {"id": new_id(), "note": None})
    assert queue(ruth) == [case]


def test_receipts_of_the_case_and_of_no_other(world, four):
    nadia, omar = four[:2]
    case, other = world.case([nadia]), world.case([omar])
    leaf = nadia.post(f"cases/{case}/acknowledge", {"id": new_id()}).json()["leaf"]
    answer = nadia.get(f"cases/{case}/receipts/{leaf}")
    assert verified(answer.content.decode()).leaf.hex() == leaf
    theirs = leaf_of(Event.objects.get(case=other).index)
    foreign = nadia.get(f"cases/{case}/receipts/{theirs}")
    absent = nadia.get(f"cases/{case}/receipts/{'0' * 64}")
    assert (foreign.status_code, foreign.content) == (404, absent.content)

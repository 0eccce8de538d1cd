"""Who may decide how a case goes on, what is kept and told of it, and what is refused."""

import datetime as dt

import cast
import pytest
from deskworld import duties, events, opened
from kept import number
from taking_back import take_back

from heard.access import casework
from heard.access.casework import _known
from heard.actions.deadlines import escalation
from heard.actions.intake import inbox
from heard.formats import letter, shell
from heard.formats.ids import new_id
from heard.records.models import Case, Letter, Move, Wrap
from heard.rules.casework import NEEDS, REFUSALS, TABLE

DAY = dt.timedelta(days=1)


@pytest.fixture
def amara(world):
    return world.desks["Amara"]


@pytest.fixture
def jonas(world):
    return world.desks["Jonas"]


@pytest.fixture
def ruth(world):
    return world.desks["Ruth"]


@pytest.fixture
def case(world, amara, jonas, ruth):
    return world.case([amara, jonas], [ruth])


def decide(desk, case, body):
    answer = desk.post(f"cases/{case}/triage", body)
    error = answer.json().get("error", {})
    return answer.status_code, error.get("code", ""), error.get("reason", "")


def kept(case):
    """All that a refusal must leave as it was."""
    moves = Move.objects.filter(case__id=case).order_by("version").values_list("version", "code")
    letters = Letter.objects.filter(case__id=case, kind="decision").count()
    return list(moves), letters, len(events(case)), duties(case), Case.objects.get(id=case).lead_id


REFUSED = {
    "not_yours": (409, "refused", "not_yours"),
    "lapsed": (409, "conflict", ""),
    "hidden": (404, "not_found", ""),
}


# --- what it does --------------------------------------------------------------------------------


def test_it_is_kept_logged_and_told_to_both(world, now, amara, case):
    body = world.decision(amara, case)
    answer = amara.post(f"cases/{case}/triage", body)
    assert answer.status_code == 201
    leaf = answer.json()["leaf"]
    row = Move.objects.get()
    assert (row.object, row.record, row.move) == ("case", case, "triage")
    assert (row.version, row.code, row.actor) == (1, "support_only", amara.id)
    assert (row.letter, row.case.id) == (body["letter"]["id"], case)
    (said,) = opened("case_triaged")
    sealed = Letter.objects.get(kind="decision")
    assert (said["route"], said["letter"]) == ("support_only", sealed.sha256)
    expected = {
        "letter": body["letter"]["id"],
        "event": leaf,
        "at": said["at"],
        "author": amara.id,
        "from": "received",
        "to": "triaged",
        "code": "support_only",
        "version": 1,
    }
    seen = amara.post(f"cases/{case}/open", {"id": new_id()}).json()
    assert (seen["phase"], seen["decisions"]) == ("triaged", [expected])
    lin = world.reporters[case]
    hers = inbox.read_inbox(authorization=lin.authorization, now=now)
    assert hers.phase == "triaged"
    assert [each.letter for each in hers.decisions] == [expected["letter"]]
    assert [(each.kind, each.leaf) for each in hers.letters][-1] == ("decision", leaf)


def test_before_it_the_case_is_received(world, now, amara, case):
    seen = amara.post(f"cases/{case}/open", {"id": new_id()}).json()
    assert (seen["phase"], seen["decisions"]) == ("received", [])
    hers = inbox.read_inbox(authorization=world.reporters[case].authorization, now=now)
    assert (hers.phase, hers.decisions) == ("received", [])


def test_she_opens_the_reason_and_it_says_what_the_server_says(world, now, amara, case):
    body = world.decision(amara, case, "investigate")
    assert decide(amara, case, body)[0] == 201
    lin = world.reporters[case]
    (told,) = inbox.read_inbox(authorization=lin.authorization, now=now).decisions
    sealed = inbox.read_letter(authorization=lin.authorization, letter=told.letter)
    found = letter.unseal(sealed, [lin.secrets.identity], key=amara.public)
    clear = shell.Shell(
        object="case", id=case, move="triage", from_=told.from_, to=told.to,
        code=told.code, version=told.version,
    )  # fmt: skip
    assert shell.fits(clear, found.content) == ()
    assert found.content["text"].startswith("Two people")


@pytest.mark.parametrize("route", ["investigate", "support_only", "redirect", "no_action_now"])
def test_each_route_that_asks_for_nothing_more_can_be_taken(world, amara, case, route):
    assert decide(amara, case, world.decision(amara, case, route)) == (201, "", "")
    assert kept(case)[:2] == ([(1, route)], 1)


def test_it_is_decided_anew(world, amara, case):
    assert decide(amara, case, world.decision(amara, case))[0] == 201
    anew = world.decision(amara, case, "investigate", seq=1, version=2)
    assert decide(amara, case, anew)[0] == 201
    seen = amara.post(f"cases/{case}/open", {"id": new_id()}).json()["decisions"]
    told = [(each["from"], each["to"], each["code"], each["version"]) for each in seen]
    assert told == [
        ("received", "triaged", "support_only", 1),
        ("triaged", "triaged", "investigate", 2),
    ]


def test_whoever_decides_in_a_case_that_nobody_leads_leads_it(world, amara, jonas, case):
    assert kept(case)[-1] is None
    assert decide(jonas, case, world.decision(jonas, case))[0] == 201
    assert kept(case)[-1] == jonas.id
    anew = world.decision(amara, case, version=2)
    assert decide(amara, case, anew) == REFUSED["not_yours"]


def test_the_others_who_read_it_are_told(world, amara, jonas, case):
    assert decide(amara, case, world.decision(amara, case))[0] == 201
    rows = {each["id"]: each["unread"] for each in jonas.get("cases").json()["cases"]}
    assert rows[case] > 0


def test_it_is_word_of_where_things_stand(world, amara, case):
    """The promised update is kept by it, and the next is promised."""
    assert amara.post(f"cases/{case}/acknowledge", {"id": new_id()}).status_code == 201
    row = Case.objects.get(id=case).duty_set.get(kind="update")
    type(row).objects.filter(pk=row.pk).update(due=row.due - 5 * DAY)
    assert decide(amara, case, world.decision(amara, case))[0] == 201
    assert [state for kind, state in duties(case) if kind == "update"] == ["done", "open"]


# --- who -----------------------------------------------------------------------------------------


def leads(world, case, name):
    Case.objects.filter(id=case).update(lead=world.desks[name].id)


def test_the_lead_may(world, amara, case):
    leads(world, case, "Amara")
    assert decide(amara, case, world.decision(amara, case))[0] == 201


def test_another_who_reads_it_may_not(world, jonas, case):
    leads(world, case, "Amara")
    before = kept(case)
    assert decide(jonas, case, world.decision(jonas, case)) == REFUSED["not_yours"]
    assert kept(case) == before


def test_who_let_a_duty_lapse_may_not(world, amara, case):
    leads(world, case, "Amara")
    Wrap.objects.filter(case__id=case, holder=amara.id).update(lapsed=dt.datetime.now(dt.UTC))
    before = kept(case)
    assert decide(amara, case, world.decision(amara, case)) == REFUSED["lapsed"]
    assert kept(case) == before


def test_the_next_tier_does_not_wait_for_a_lead_around_whom_the_case_was_moved(
    world, now, amara, ruth, case
):
    leads(world, case, "Amara")
    Wrap.objects.filter(case__id=case, holder=ruth.id).update(released=now)
    assert decide(ruth, case, world.decision(ruth, case)) == (201, "", "")
    assert kept(case)[-1] == ruth.id
    again = world.decision(amara, case, version=2)
    assert decide(amara, case, again) == REFUSED["not_yours"]


def test_and_may_once_those_before_let_a_duty_lapse(world, now, amara, ruth, case):
    leads(world, case, "Amara")
    escalation.sweep(now=now + 2 * DAY)
    assert kept(case)[-1] is None
    assert decide(ruth, case, world.decision(ruth, case)) == (201, "", "")
    assert kept(case)[-1] == ruth.id


def test_who_went_from_the_roster_leads_nothing(world, amara, jonas, case):
    leads(world, case, "Amara")
    world.remove(amara)
    seen = jonas.post(f"cases/{case}/open", {"id": new_id()}).json()
    assert seen["lead"] is None
    assert decide(jonas, case, world.decision(jonas, case)) == (201, "", "")
    assert kept(case)[-1] == jonas.id


@pytest.mark.parametrize("who", ["waiting", "foreign", "left", "removed"])
def test_to_whom_it_is_not_there_it_is_not_there(world, amara, jonas, ruth, case, who):
    desk = {"waiting": ruth, "foreign": world.active("Mei"), "left": jonas, "removed": jonas}[who]
    body = world.decision(desk, case)
    if who == "left":
        gone = jonas.post(f"cases/{case}/step-out", {"id": new_id(), "note": None})
        assert gone.status_code == 201
    if who == "removed":
        world.remove(jonas)
    before = kept(case)
    answer = decide(desk, case, body)
    assert answer == ((401, "not_signed_in", "") if who == "removed" else REFUSED["hidden"])
    assert kept(case) == before


# --- what is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("route", "reason"), [("informal", "informal_asked"), ("insufficient", "silence_waited")]
)
def test_what_asks_for_more_is_refused_and_says_what(world, amara, case, route, reason):
    before = kept(case)
    body = world.decision(amara, case, route)
    answer = amara.post(f"cases/{case}/triage", body)
    error = answer.json()["error"]
    assert (answer.status_code, error["code"], error["reason"]) == (409, "refused", reason)
    assert error["message"] == casework.SAID[reason]
    assert kept(case) == before


def test_each_refusal_that_can_come_up_has_a_sentence():
    rows = [TABLE.moves[object][move] for object, move in casework.OFFERED | casework.APART]
    forms = {name for name in REFUSALS if name not in NEEDS}
    assert casework.SAID.keys() == forms.union(*(row.needs for row in rows))
    assert all(each.endswith(".") for each in casework.SAID.values())


@pytest.mark.parametrize("version", [0, 2, 7])
def test_another_version_than_the_next_is_refused(world, amara, case, version):
    before = kept(case)
    body = world.decision(amara, case) | {"version": version}
    assert decide(amara, case, body) == (409, "refused", "stale")
    assert kept(case) == before


def test_of_two_windows_one_is_first(world, amara, case):
    """Both saw the case as it was before; the second has read no decision."""
    one, other = (world.decision(amara, case, seq=seq) for seq in (0, 1))
    assert decide(amara, case, one)[0] == 201
    before = kept(case)
    assert decide(amara, case, other) == (409, "refused", "stale")
    assert kept(case) == before


def test_of_two_people_one_is_first(world, amara, jonas, case):
    leads(world, case, "Amara")
    mine = world.decision(amara, case)
    assert decide(amara, case, mine)[0] == 201
    assert amara.post(f"cases/{case}/pass", world.passing(amara, case, jonas)).status_code == 201
    assert decide(jonas, case, world.decision(jonas, case)) == (409, "refused", "stale")
    assert decide(jonas, case, world.decision(jonas, case, version=2))[0] == 201


def test_the_same_again_is_answered_alike_and_done_once(world, amara, case):
    body = world.decision(amara, case)
    first = amara.post(f"cases/{case}/triage", body)
    before = kept(case)
    again = amara.post(f"cases/{case}/triage", body)
    assert (again.status_code, again.json()) == (201, first.json())
    assert kept(case) == before


@pytest.mark.parametrize("changed", ["route", "version", "letter"])
def test_the_same_id_with_another_content_is_refused(world, amara, case, changed):
    body = world.decision(amara, case)
    assert decide(amara, case, body)[0] == 201
    before = kept(case)
    other = world.decision(amara, case, "investigate", seq=1, version=2)
    assert decide(amara, case, body | {changed: other[changed]}) == (409, "conflict", "")
    assert kept(case) == before


def test_a_letter_of_an_older_key_is_refused(world, amara, jonas, ruth, case):
    stale = world.decision(amara, case)
    renewal = world.renewal(case, [amara, jonas, ruth])
    assert amara.post(f"cases/{case}/identity", renewal).status_code == 201
    before = kept(case)
    answer = amara.post(f"cases/{case}/triage", stale)
    assert (answer.status_code, answer.json()["error"]["generation"]) == (409, 1)
    assert kept(case) == before


def test_another_number_than_the_next_is_refused(world, amara, case):
    before = kept(case)
    answer = amara.post(f"cases/{case}/triage", world.decision(amara, case, seq=4))
    assert (answer.status_code, answer.json()["error"]["seq"]) == (409, 0)
    assert kept(case) == before


def test_nothing_is_decided_in_a_case_that_she_took_back(world, now, amara, case):
    lin = world.reporters[case]
    take_back(lin, now=now)
    before = kept(case)
    answer = decide(amara, case, world.decision(amara, case))
    assert answer == (409, "refused", "not_in_this_course")
    assert kept(case) == before


@pytest.mark.parametrize(
    "changes",
    [
        {"route": "punish"},
        {"route": ""},
        {"route": "x" * 33},
        {"version": -1},
        {"version": "1"},
        {"letter": None},
        {"letter": {"id": new_id(), "seq": 0, "sealed": cast.b64(b"plain words"), "generation": 0}},
        {"more": 1},
    ],
)
def test_what_no_page_sends_is_refused(world, amara, case, changes):
    before = kept(case)
    assert decide(amara, case, world.decision(amara, case) | changes)[:2] == (400, "bad_request")
    assert kept(case) == before


@pytest.mark.parametrize("kind", ["decision"])
def test_no_other_address_takes_such_a_letter(world, amara, case, kind):
    body = world.letter(amara, case) | {"kind": kind}
    assert amara.post(f"cases/{case}/letters", body).status_code == 400
    assert Letter.objects.filter(kind="decision").count() == 0


# --- the fold ------------------------------------------------------------------------------------


def test_what_is_remembered_is_what_is_there(world, amara, case):
    """Another process may have moved the case: what this one remembers is never older."""
    assert decide(amara, case, world.decision(amara, case))[0] == 201
    row = Case.objects.get(id=case)
    casework.remember(row)
    assert casework.state_of(row).case.version == 1
    Move.objects.create(
        case_id=number(case), object="case", record=case, move="triage", version=2,
        actor=amara.id, at=dt.datetime.now(dt.UTC), code="redirect", letter=new_id(),
    )  # fmt: skip
    assert casework.state_of(row).case.last("triage").code == "redirect"
    assert decide(amara, case, world.decision(amara, case, seq=1, version=2))[2] == "stale"


def test_only_so_many_are_remembered(world, amara, monkeypatch):
    monkeypatch.setattr(_known, "KEPT", 2)
    for _ in range(4):
        casework.remember(Case.objects.get(id=world.case([amara])))
    assert len(_known._known) <= 2

"""Requests to her: typed, counted, and in the way of nothing."""

import datetime as dt

import pytest
from deskworld import duties, events

from heard.actions.deadlines import escalation
from heard.formats import entry
from heard.formats.ids import new_id
from heard.records.models import Duty, Event, Letter, Opening

# About other duties than the one to preserve evidence, which every report brings.
pytestmark = pytest.mark.usefixtures("no_evidence", "no_triage")

PROOF = ("document", "proof", "recording", "witness")


@pytest.fixture
def letter(world, amara):
    """Amara's next letter about a case."""

    def written(case, kind="request", seq=0, **more):
        return world.letter(amara, case, kind, seq) | more

    return written


@pytest.fixture
def amara(world):
    return world.desks["Amara"]


@pytest.fixture
def case(world, amara):
    return world.case([amara, world.desks["Jonas"]], [world.desks["Ruth"]])


@pytest.fixture
def urgent(world, amara):
    """A case where her safety is to be checked, beside what is always owed."""
    return world.case([amara], [world.desks["Ruth"]], urgent=True)


def logged(case, kind):
    index = Event.objects.exclude(actor="reporter").get(case=case, kind=kind).index
    return entry.parse(Opening.objects.get(index=index).fields).values


def test_a_request_is_logged_with_what_it_asks_for(amara, case, letter):
    body = letter(case, asks="meeting")
    answers = [amara.post(f"cases/{case}/letters", body) for _ in range(2)]
    assert [a.status_code for a in answers] == [201, 201]
    assert answers[0].content == answers[1].content
    assert sorted(events(case)[1:]) == [("letter_received", amara.id), ("request_made", amara.id)]
    row = Letter.objects.get(id=body["id"])
    assert (row.kind, row.asks, row.flags) == ("request", "meeting", "")
    assert Opening.objects.get(index=row.index).leaf == answers[0].json()["leaf"]
    assert logged(case, "request_made")["asks"] == "meeting"
    assert logged(case, "letter_received")["kind"] == "request"


def test_an_overridden_warning_is_logged_with_its_reason(amara, case, letter):
    body = letter(case, "message", flags=["why", "proof"], override="law_requires")
    assert amara.post(f"cases/{case}/letters", body).status_code == 201
    said = logged(case, "warning_overridden")
    assert (said["flags"], said["reason"]) == ("proof,why", "law_requires")
    assert Letter.objects.get(id=body["id"]).flags == "proof,why"
    seen = amara.post(f"cases/{case}/open", {"id": new_id()}).json()["letters"][-1]
    assert (seen["asks"], seen["flags"]) == ("", ["proof", "why"])


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "message", "asks": "proof"},
        {"kind": "request"},
        {"asks": "money"},
        {"asks": "proof", "flags": ["why"]},
        {"asks": "proof", "override": "misread"},
        {"asks": "proof", "flags": ["sin"], "override": "misread"},
        {"asks": "proof", "flags": "why", "override": "misread"},
        {"kind": "note", "flags": ["why"], "override": "misread"},
        {"kind": "evidence"},
    ],
)
def test_what_is_no_request_is_refused_and_nothing_is_kept(amara, case, changes, letter):
    answer = amara.post(f"cases/{case}/letters", letter(case, **changes))
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "bad_request")
    assert len(events(case)) == 1


def test_the_same_id_with_another_reason_is_another_deed(amara, case, letter):
    body = letter(case, "message", flags=["why"], override="quoting")
    assert amara.post(f"cases/{case}/letters", body).status_code == 201
    again = amara.post(f"cases/{case}/letters", {**body, "override": "misread"})
    assert again.status_code == 409


@pytest.mark.parametrize("asks", PROOF)
def test_a_demand_for_proof_keeps_no_promise(amara, urgent, asks, letter):
    assert amara.post(f"cases/{urgent}/letters", letter(urgent, asks=asks)).status_code == 201
    assert duties(urgent) == [("safety_check", "open"), ("acknowledge", "open")]


@pytest.mark.parametrize("asks", ["question", "meeting", "consent"])
def test_to_turn_to_her_is_the_safety_check_and_never_the_acknowledgement(
    amara, urgent, asks, letter
):
    assert amara.post(f"cases/{urgent}/letters", letter(urgent, asks=asks)).status_code == 201
    assert duties(urgent) == [("safety_check", "done"), ("acknowledge", "open")]


def test_a_message_that_asks_for_proof_keeps_no_promise_either(amara, urgent, letter):
    body = letter(urgent, "message", flags=["proof"], override="law_requires")
    assert amara.post(f"cases/{urgent}/letters", body).status_code == 201
    assert duties(urgent) == [("safety_check", "open"), ("acknowledge", "open")]


def test_a_demand_for_proof_is_no_update(amara, case, clock, letter):
    amara.post(f"cases/{case}/acknowledge", {"id": new_id()})
    clock.shift(dt.timedelta(days=2))
    amara.sign_in()
    amara.post(f"cases/{case}/letters", letter(case, asks="recording"))
    assert duties(case) == [("acknowledge", "done"), ("update", "open")]
    amara.post(f"cases/{case}/letters", letter(case, asks="question", seq=1))
    assert duties(case) == [("acknowledge", "done"), ("update", "done"), ("update", "open")]


def test_every_step_goes_on_whatever_she_was_asked_and_did_not_answer(
    world, amara, case, clock, letter
):
    """Five unanswered demands stop no step, no clock and no other tier."""
    for seq, asks in enumerate([*PROOF, "question"]):
        assert (
            amara.post(f"cases/{case}/letters", letter(case, asks=asks, seq=seq)).status_code == 201
        )
    assert amara.post(f"cases/{case}/acknowledge", {"id": new_id()}).status_code == 201
    assert duties(case) == [("acknowledge", "done"), ("update", "open")]
    message = amara.post(f"cases/{case}/letters", letter(case, "message", seq=5))
    assert message.status_code == 201
    due = Duty.objects.get(case__id=case, kind="update", state="open").due
    assert escalation.sweep(now=due) == 1
    ruth = world.desks["Ruth"]
    assert [line["id"] for line in ruth.get("cases").json()["cases"]] == [case]


def test_the_clock_goes_on_while_proof_is_waited_for(world, amara, case, hour, letter):
    amara.post(f"cases/{case}/letters", letter(case, asks="proof"))
    assert escalation.sweep(now=hour + dt.timedelta(days=1)) == 1
    ruth = world.desks["Ruth"]
    assert [line["id"] for line in ruth.get("cases").json()["cases"]] == [case]

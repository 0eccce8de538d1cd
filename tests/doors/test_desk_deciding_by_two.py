"""Ways to go on that nobody chooses alone: too little is known, or without an inquiry."""

import datetime as dt
import json

import pytest
from deskhand import HOST
from django.test import Client
from moving import Worked

from heard.access import casework
from heard.records.models import Move, Wrap

pytestmark = pytest.mark.usefixtures("no_evidence", "no_triage")
DAY = dt.timedelta(days=1)


@pytest.fixture
def desks(world):
    return [world.desks[name] for name in ("Amara", "Jonas", "Ruth")]


@pytest.fixture
def work(world, desks, clock):
    """A case that three read, Ruth of a later tier among them, and all have its file."""
    amara, jonas, ruth = desks
    case = world.case([amara, jonas], [ruth, world.desks["Ines"]])
    Wrap.objects.filter(case__id=case, holder=ruth.id).update(released=world.now)
    found = Worked(world, case)
    found.begin(amara, jonas, ruth)
    found.clock = clock
    return found


def later(work, **much):
    work.clock.shift(dt.timedelta(**much))
    for each in work.world.desks.values():
        each.sign_in_by_recovery()


def decide(work, by, route, *agreed):
    """Status and reason of the decision."""
    version = casework.state_of(work.row).case.version + 1
    body = by.decision(work.lin, route, seq=work.next(by), now=work.now, version=version)
    answer = by.post(f"cases/{work.case}/triage", {**body, "agreed": [each.id for each in agreed]})
    return answer.status_code, answer.json().get("error", {}).get("reason", "")


def sign(work, by, actor, route):
    said = {"code": route, "agreed": []}
    return work.assents(by, "case.triage", "case", actor=actor, **said)


def asked_three_times(work, amara):
    for _ in range(3):
        work.moves(amara, "case.ask_silent", "case")
        later(work, days=1)


def hers(work, move):
    """She posts a move of the case; status and reason."""
    code = {"HTTP_AUTHORIZATION": work.lin.authorization}
    body = work.body(work.lin, f"case.{move}", "case")
    answer = Client().post(
        "/report/api/inbox/moves", json.dumps(body), content_type="application/json", **HOST, **code
    )
    return answer.status_code, answer.json().get("error", {}).get("reason", "")


def test_too_little_is_known_takes_questions_days_and_a_second(work, desks):
    amara, jonas, ruth = desks
    asked_three_times(work, amara)
    assert decide(work, amara, "insufficient") == (409, "silence_waited")
    later(work, days=28)
    assert decide(work, amara, "insufficient") == (409, "not_signed")
    sign(work, jonas, amara, "insufficient")
    assert decide(work, amara, "insufficient", jonas) == (409, "not_signed")
    assert decide(work, amara, "insufficient", ruth) == (409, "not_signed")
    sign(work, ruth, amara, "insufficient")
    assert decide(work, amara, "insufficient", ruth) == (201, "")
    row = Move.objects.get(case=work.row, move="triage")
    assert (row.code, row.actor, row.agreed) == ("insufficient", amara.id, ruth.id)
    told = amara.get(f"cases/{work.case}/work").json()["moves"][-1]
    assert (told["code"], told["agreed"]) == ("insufficient", [ruth.id])


def test_a_signature_counts_for_the_way_that_was_signed(work, desks):
    amara, _, ruth = desks
    asked_three_times(work, amara)
    later(work, days=28)
    sign(work, ruth, amara, "redirect")
    assert decide(work, amara, "insufficient", ruth) == (409, "not_signed")
    assert not Move.objects.filter(case=work.row, move="triage").exists()


def test_questions_are_asked_on_days_of_their_own(work, desks):
    amara, _, _ = desks
    work.moves(amara, "case.ask_silent", "case")
    again = work.body(amara, "case.ask_silent", "case")
    assert work.send(amara, again)[1]["reason"] == "another_day"


def test_without_an_inquiry_is_hers_to_ask_to_think_over_and_to_end(work, desks):
    amara, _, _ = desks
    assert decide(work, amara, "informal") == (409, "informal_asked")
    assert hers(work, "ask_informal") == (201, "")
    assert decide(work, amara, "informal") == (409, "informal_cooled")
    later(work, hours=73)
    assert decide(work, amara, "informal") == (201, "")
    assert hers(work, "revoke_informal") == (201, "")
    assert decide(work, amara, "informal") == (409, "informal_asked")
    assert decide(work, amara, "investigate") == (201, "")


def test_there_is_none_where_an_assault_is_alleged(work, desks):
    amara, _, _ = desks
    work.moves(amara, "party.note", "gao", code="respondent")
    said = {"code": "assault", "party": work.id("gao"), "when": "2026-Q3"}
    work.moves(amara, "allegation.note", "a1", **said)
    assert hers(work, "ask_informal") == (409, "informal_not_for_assault")

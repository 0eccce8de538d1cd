"""What binds a party without their yes, what they need, and how who was heard leaves the case."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from channels import invite, party
from phone import error
from taking_back import turn

from heard.access import casework
from heard.formats.ids import new_id
from heard.records.models import Case, Duty, FileLetter
from heard.rules.casework import is_adjusted

pytestmark = pytest.mark.usefixtures("no_evidence")
GAO, NOOR = "a" * 32, "b" * 32


@pytest.fixture
def gao(team, now):
    return party(team, GAO, "respondent", now)


@pytest.fixture
def noor(team, now):
    return party(team, NOOR, "witness", now)


def owed(party):
    return [(each["kind"], each["late"]) for each in party.ask("channel").json()["duties"]]


def test_who_is_bound_without_a_yes_is_told_when_they_are_heard_and_says_something(team, gao, noor):
    """Whom it protects is told of it, too, and not that."""
    amara, *_ = team.people
    noor.moves(team, "measure.request", "away", code="respondent", party=GAO)
    team.moves(amara, "measure.grant", "away")
    team.moves(amara, "measure.impose", "away")
    assert sorted(owed(gao)) == [("measure_hearing", False), ("measure_review", False)]
    assert ("measure_hearing", False) not in owed(noor)
    refused = noor.send("channel/moves", noor.move(team, "measure.comment", "away"))
    assert refused.json()["error"]["reason"] == "not_yours"
    gao.moves(team, "measure.comment", "away")
    assert ("measure_hearing", False) in owed(gao)
    team.moves(amara, "measure.hear", "away")
    assert owed(gao) == [("measure_review", False)]
    assert [each["move"] for each in gao.ask("channel").json()["moves"]][-2:] == ["comment", "hear"]
    assert "comment" not in {each["move"] for each in noor.ask("channel").json()["moves"]}


def test_who_has_left_writes_nothing_and_reads_on(team, noor, now):
    noor.write("I saw it.", now)
    late = noor.move(team, "measure.request", "own", code="employer")
    noor.moves(team, "party.leave", NOOR)
    assert casework.state_of(team.row).get("party", NOOR).state == "left"
    for path, body in (
        ("channel/letters", noor.letter("And more.", now, seq=2)),
        ("channel/moves", late),
        ("channel/moves", noor.move(team, "measure.request", "other", code="employer")),
    ):
        sent = noor.send(path, body)
        assert error(sent) == (409, "conflict")
        assert "You have left" in sent.json()["error"]["message"]
    told = noor.ask("channel").json()
    assert [each["move"] for each in told["moves"]] == ["leave"]
    assert FileLetter.objects.filter(author=NOOR).count() == 2
    assert noor.ask(f"channel/letters/{told['letters'][0]['id']}").status_code == 200


def test_who_was_only_heard_is_offered_to_leave_and_who_is_accused_is_not(team, gao, noor, now):
    """And nobody whose words two have not confirmed; nor does it tell how the case goes on."""
    told = [each.ask("channel").json()["may_leave"] for each in (gao, noor)]
    assert told == [False, True]
    refused = gao.send("channel/moves", gao.move(team, "party.leave", GAO))
    assert refused.json()["error"]["reason"] == "may_leave"
    invited = "c" * 32
    team.note(invited)
    bo = invite(team, team.people[0], now, invited)
    bo.enrol(now)
    assert bo.ask("channel").json()["may_leave"] is False
    Case.objects.filter(id=team.case).update(state=Case.State.WITHDRAWN)
    assert noor.ask("channel").json()["may_leave"] is True
    Case.objects.filter(id=team.case).update(state=Case.State.ACKNOWLEDGED)
    noor.moves(team, "party.leave", NOOR)
    assert noor.ask("channel").json()["may_leave"] is False


def test_what_is_owed_to_who_was_heard_does_not_tell_that_the_report_was_taken_back(
    team, noor, clock
):
    amara, jonas, *_ = team.people
    team.moves(jonas, "interview.plan", "talk", code="main", party=NOOR)
    today = datetime.now(UTC)
    said = {"when": today.date().isoformat(), "due": today.strftime("%Y-%m-%dT%H:%M:%SZ")}
    team.moves(jonas, "interview.invite", "talk", code="sooner", **said)
    noor.moves(team, "interview.confirm", "talk")
    team.moves(amara, "case.weigh_measures", "case")
    team.moves(jonas, "interview.conduct", "talk")
    before = noor.ask("channel").json()["duties"]
    turn(team)
    assert Duty.objects.get(kind="transcript").state == "held"
    assert noor.ask("channel").json()["duties"] == before != []
    clock.shift(timedelta(days=15))
    assert owed(noor) == [("transcript", True)]


def test_a_party_says_what_they_need_and_has_longer_and_nobody_else_has(team, gao, noor):
    """Without a reason; what it is stands in the letter alone."""
    amara, jonas, *_ = team.people
    before = list(Duty.objects.order_by("number").values_list("kind", "due", "state"))
    noor.moves(team, "party.request", NOOR, words={"text": "Signed, please.", "what": "sign"})
    team.moves(amara, "party.grant", NOOR)
    told = noor.ask("channel").json()["moves"]
    assert [(each["move"], each["code"]) for each in told] == [("request", ""), ("grant", "")]
    assert gao.ask("channel").json()["moves"] == []
    assert list(Duty.objects.order_by("number").values_list("kind", "due", "state")) == before
    state = casework.state_of(team.row)
    assert [is_adjusted(state, each) for each in (NOOR, GAO)] == [True, False]
    stolen = team.said("party.request", GAO)
    assert team.send(jonas, {"id": new_id(), **stolen, "letters": []})[0] == 409

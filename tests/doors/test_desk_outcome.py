"""After the letters: appeals, a case that is looked into again, and how things are since then.

Of each the two sides are told what is theirs, and nobody is owed what nobody could do.
"""

from __future__ import annotations

import datetime as dt
import json

import pytest
from deskhand import HOST
from django.test import Client
from outcome_told import GAO, Told
from taking_back import take_back, turn

from heard.access import casework
from heard.actions.deadlines import escalation
from heard.actions.intake import inbox
from heard.records.models import Case, Duty, FileWrap

pytestmark = pytest.mark.usefixtures("no_evidence")


@pytest.fixture
def told(once, world, clock, now):
    made = once("told", lambda: Told(world, clock, now))
    made.team.world = made.world
    clock.move_to(made.at)
    return made


def refused(told, by, what, name, **said):
    """Why; nothing is kept of it."""
    before = dict(told.team.file.seq)
    status, error = told.team.send(by, told.team.body(by, what, name, **said))
    told.team.file.seq = before
    assert status == 409, (what, error)
    return error["reason"]


def hers(told, what, name, **said):
    """The reporter moves."""
    lin = told.team.lin
    body = told.team.body(lin, what, name, **said)
    sent = Client().post(
        "/report/api/inbox/moves", json.dumps(body), content_type="application/json",
        **HOST, HTTP_AUTHORIZATION=lin.authorization,
    )  # fmt: skip
    assert sent.status_code == 201, sent.content


def to_reporter(told):
    """What the reporter is told was moved, in order; and what is owed, by kind."""
    found = inbox.read_inbox(authorization=told.team.lin.authorization, now=told.team.now)
    owed = {each.kind for each in found.duties if each.state == "open"}
    return [f"{each.object}.{each.move}" for each in found.moves], owed


def to_gao(told):
    return [f"{each['object']}.{each['move']}" for each in told.gao.ask("channel").json()["moves"]]


def state(told, object, name):
    return casework.state_of(told.team.row).get(object, told.team.id(name)).state


def owed(told):
    """What is open: kinds, with the name of the record where it is one's."""
    rows = Duty.objects.filter(case__id=told.team.case, state="open")
    return {f"{row.kind} {told.team.name(row.record)}" if row.record else row.kind for row in rows}


def test_each_side_is_told_of_its_own_appeal_alone(told):
    amara, *_, mei, _ = told.desks
    team = told.team
    about = [team.id("act")]
    before = (to_reporter(told)[0], to_gao(told))
    told.gao.moves(team, "appeal.lodge", "his", code="procedure", party=GAO, about=about)
    hers(told, "appeal.lodge", "hers", code="sanction", party="reporter", about=about)
    assert {"appeal_decision his", "appeal_decision hers"} <= owed(told)
    for name in ("his", "hers"):
        assert refused(told, amara, "appeal.hear", name) == "not_yours"
        team.moves(mei, "appeal.hear", name)
    team.moves(mei, "appeal.allow", "his")
    team.moves(mei, "appeal.dismiss", "hers")
    assert (state(told, "appeal", "his"), state(told, "appeal", "hers")) == ("upheld", "dismissed")
    assert not any("appeal_decision" in each for each in owed(told))
    told_now = (to_reporter(told)[0], to_gao(told))
    mine = [[f"appeal.{each}" for each in ("lodge", "hear", last)] for last in ("dismiss", "allow")]
    assert told_now == tuple(was + own for was, own in zip(before, mine, strict=True))


def test_an_appeal_gives_out_what_waits_for_it_and_nothing_else(told):
    """Design K7: who hears it reads the file from then on."""
    amara, jonas, *_ = told.desks
    copies = FileWrap.objects.filter(case=told.team.row)
    for holder, until in ((amara, "appeal_lodged"), (jonas, "tier_3")):
        assert copies.filter(holder=holder.id).update(until=until, released=None)
    about = [told.team.id("act")]
    hers(told, "appeal.lodge", "hers", code="sanction", party="reporter", about=about)
    given = copies.exclude(released=None)
    assert given.filter(holder=amara.id).count() == copies.filter(holder=amara.id).count() > 0
    assert not given.filter(holder=jonas.id).exists()


def test_what_was_found_goes_on_by_its_days_where_the_report_was_taken_back_before(told, clock):
    """Or nobody would owe the other side an answer to an appeal, and nobody would carry it out."""
    *_, mei, _ = told.desks
    team = told.team
    with pytest.raises(casework.CannotMoveError, match="gone on"):
        take_back(team.lin, now=team.now, version=casework.state_of(team.row).case.version + 1)
    # Before that was refused, it ended what did not follow from the finding.
    Case.objects.filter(id=team.case).update(state="stopped")
    Duty.objects.filter(kind="update").update(state="cancelled")
    assert owed(told) == {"action"}
    told.gao.moves(team, "appeal.lodge", "his", code="procedure", party=GAO, about=[team.id("act")])
    assert owed(told) == {"action", "appeal_decision his"}
    team.moves(mei, "appeal.hear", "his")
    clock.shift(dt.timedelta(days=40))
    assert escalation.sweep(now=team.now) == 2
    missed = Duty.objects.filter(case__id=team.case, state="missed", done=None)
    assert {each.kind for each in missed} == {"action", "appeal_decision"}
    # They go on to who comes next, who can do something about it.
    assert owed(told) == {"action", "appeal_decision his"}


def test_what_stands_is_appealed_also_where_it_was_reopened_and_then_stopped(told, clock):
    """Nor does a refusal tell who is accused that the report was taken back."""
    amara, *_, ruth, _, _ = told.desks
    team = told.team
    his = {"code": "procedure", "party": GAO, "about": [team.id("act")]}
    team.moves(amara, "case.reopen", "case", code="new_evidence")
    told.gao.moves(team, "appeal.lodge", "reopened", **his)
    told.gao.moves(team, "appeal.take_back", "reopened")
    turn(team)
    told.gao.moves(team, "appeal.lodge", "withdrawn", **his)
    told.gao.moves(team, "appeal.take_back", "withdrawn")
    team.moves(ruth, "case.check_withdrawal", "case")
    told.later(clock, days=3, hours=2)
    team.moves(amara, "case.stop", "case")
    team.moves(amara, "party.tell_closed", GAO)
    told.gao.moves(team, "appeal.lodge", "stopped", **his)
    assert owed(told) >= {"appeal_decision stopped"}


def test_a_reply_after_the_finding_is_kept_and_changes_nothing_by_itself(told):
    amara, *_ = told.desks
    told.gao.moves(told.team, "notice.reply", "notice")
    assert (state(told, "notice", "notice"), state(told, "allegation", "act")) == (
        "replied",
        "found",
    )
    assert casework.state_of(told.team.row).phase == "acting"
    assert owed(told) >= {"action"}
    told.team.moves(amara, "case.reopen", "case", code="respondent_returned")
    assert casework.state_of(told.team.row).phase == "reopened"


def test_a_reopened_case_goes_on_as_far_as_both_sides_are_told(told, clock):
    """Each role has its part of it again, and nothing is owed that nobody could do."""
    amara, jonas, bo, ruth, mei, tan = told.desks
    team = told.team
    before = (to_reporter(told)[0], to_gao(told))
    assert (owed(told) & {"action", "finding"}, refused(told, mei, "case.reopen", "case",
            code="tier_decision")) == ({"action"}, "not_yours")  # fmt: skip
    clock.shift(dt.timedelta(minutes=5))
    team.moves(ruth, "case.reopen", "case", code="tier_decision")
    assert owed(told) & {"action", "finding", "outcome_letter"} == {"finding"}
    moves, promised = to_reporter(told)
    assert (moves, "finding" in promised) == ([*before[0], "case.reopen"], True)
    assert to_gao(told) == before[1]
    # What was found stands until it is opened, and nothing of the outcome goes on meanwhile.
    made = {"code": "not_investigated", "basis": "evidence"}
    for by, what, name, said, why in (
        (amara, "party.tell_outcome", GAO, {"due": told.due(16)}, "not_in_this_phase"),
        (amara, "outcome.do", "training", {}, "not_in_this_phase"),
        (jonas, "case.share_draft", "case", {"due": told.due(9)}, "something_to_find"),
        (jonas, "allegation.reopen", "act", {}, "not_yours"),
        (tan, "finding.draft", "other", {"about": [team.id("act")]}, "not_yours"),
        (bo, "finding.draft", "other", {"about": [team.id("act")]}, "not_found_yet"),
    ):
        assert refused(told, by, what, name, **said) == why, what
    team.moves(amara, "allegation.reopen", "act")
    team.moves(jonas, "finding.draft", "again", about=[team.id("act")])
    made["agreed"] = [ruth.id]
    assert refused(told, bo, "finding.make", "again", **made) == "reopening_told"
    team.moves(amara, "party.tell_reopened", GAO)
    assert to_gao(told) == [*before[1], "party.tell_reopened"]
    team.assents(ruth, "finding.make", "again", actor=bo, **made)
    team.moves(bo, "finding.make", "again", **made)
    assert owed(told) & {"action", "finding", "outcome_letter"} == {"outcome_letter"}
    # Found once more: the time to appeal begins anew with the letters, and is no shorter.
    assert refused(told, amara, "party.tell_outcome", GAO, due=told.due(10)) == "term_whole"
    for party in ("reporter", GAO):
        team.moves(amara, "party.tell_outcome", party, due=told.due(17))
    assert "outcome_letter" not in owed(told)
    team.moves(amara, "outcome.do", "training")


def test_silence_is_looked_at_and_what_changed_by_somebody_of_the_next_tier(told, clock):
    amara, *_, ruth, _, tan = told.desks
    team = told.team
    team.moves(amara, "outcome.do", "training")
    team.moves(amara, "checkin.lay_down", "first", party="reporter", number=1, due=told.due(14))
    team.moves(amara, "case.start_aftercare", "case")
    before = (to_reporter(told)[0], to_gao(told))
    told.later(clock, days=14, minutes=1)
    team.moves(tan, "checkin.ask", "first")
    assert refused(told, tan, "checkin.note_silence", "first") == "reminded"
    for _ in range(2):
        told.later(clock, days=1)
        team.moves(tan, "checkin.remind", "first")
    team.moves(tan, "checkin.note_silence", "first")
    assert refused(told, amara, "checkin.review", "first", code="unchanged") == "not_yours"
    team.moves(tan, "checkin.review", "first", code="changed")
    assert "retaliation first" in owed(told)
    looked = {"code": "measure"}
    assert refused(told, amara, "checkin.look_into", "first", **looked) == "not_yours"
    team.moves(ruth, "checkin.look_into", "first", **looked)
    assert "retaliation first" not in owed(told)
    said = ["ask", "remind", "remind", "review", "look_into"]
    assert to_reporter(told)[0] == [*before[0], *(f"checkin.{each}" for each in said)]
    assert to_gao(told) == before[1]


def a_day(told, days):
    return (told.team.now + dt.timedelta(days=days)).date().isoformat()


def test_the_reporter_says_when_to_be_asked_and_when_no_more(told, clock):
    amara, *_, tan = told.desks
    team, mine = told.team, {"party": "reporter"}
    before = to_gao(told)
    team.moves(amara, "outcome.do", "training")
    team.moves(amara, "checkin.lay_down", "first", number=1, due=told.due(14), **mine)
    for name, days in (("soon", 2), ("later", 40)):
        hers(told, "checkin.request", name, when=a_day(told, days), **mine)
    assert owed(told) >= {"checkin first", "checkin soon", "checkin later"}
    # The day is all that is kept of the reporter's wish, and what is owed by it tells no minute.
    own = duties(told).exclude(record=team.id("first"))
    assert {each.due.minute for each in own} == {0}
    # Nobody else ends what is the reporter's, nor asks before its day.
    assert refused(told, tan, "checkin.decline", "soon") == "not_yours"
    assert refused(told, tan, "checkin.end", "none", **mine) == "not_yours"
    assert refused(told, tan, "checkin.ask", "soon") == "checkin_due"
    told.later(clock, days=2, hours=14)
    team.moves(tan, "checkin.ask", "soon")
    hers(told, "checkin.decline", "soon")
    hers(told, "checkin.end", "none", **mine)
    assert {state(told, "checkin", each) for each in ("first", "soon", "later")} == {"declined"}
    assert not {each for each in owed(told) if each.startswith("checkin")}
    second = {"number": 2, "due": told.due(39), **mine}
    assert refused(told, amara, "checkin.lay_down", "second", **second) == "checkins_wanted"
    team.moves(amara, "case.start_aftercare", "case")
    hers(told, "checkin.request", "again", when=a_day(told, 3), **mine)
    assert owed(told) & {"checkin again", "checkin first"} == {"checkin again"}
    assert to_gao(told) == before


def duties(told):
    return Duty.objects.filter(case__id=told.team.case, kind="checkin")


@pytest.mark.parametrize("when", ["2026-02-30", "tomorrow", ""], ids=["no-day", "no-form", "none"])
def test_a_day_that_there_is_not_is_refused_and_nothing_is_kept(told, when):
    team = told.team
    body = team.body(team.lin, "checkin.request", "one", party="reporter", when=a_day(told, 2))
    sent = Client().post(
        "/report/api/inbox/moves", json.dumps(body | {"when": when}),
        content_type="application/json", **HOST, HTTP_AUTHORIZATION=team.lin.authorization,
    )  # fmt: skip
    assert sent.status_code == 409
    assert sent.json()["error"]["reason"] == "bad_members"
    assert not duties(told)


def kept(told, desk=None):
    """What is kept, and until when, as the reporter is told it, or at a desk."""
    if desk is not None:
        return desk.get(f"cases/{told.team.case}/kept").json()
    code = {"HTTP_AUTHORIZATION": told.team.lin.authorization}
    return Client().get("/report/api/inbox/kept", **HOST, **code).json()


def in_queue(desk, state="open"):
    return [line["id"] for line in desk.get(f"cases?state={state}").json()["cases"]]


def test_a_case_is_closed_with_a_day_and_looked_into_again(told, clock):
    amara, *_, ruth, _, _ = told.desks
    team = told.team
    team.moves(amara, "outcome.do", "training")
    hers(told, "checkin.end", "none", party="reporter")
    team.moves(amara, "case.start_aftercare", "case")
    day = {"when": told.team.now.date().isoformat()}
    assert refused(told, amara, "case.close", "case", **day) == "appeal_terms_over"
    told.later(clock, days=30)
    before = kept(told)
    assert (before["closed"], before["held"]) == (False, False)
    assert "update" in owed(told)
    team.moves(amara, "case.close", "case", when=team.now.date().isoformat())
    # What it would be is what it is; nobody tells any more where it stands.
    assert kept(told) == before | {"closed": True}
    assert "update" not in owed(told)
    days = {each["kind"]: each["day"] for each in kept(told)["kept"]}
    assert list(days) == ["contacts", "identity", "report", "findings", "drafts", "wraps"]
    assert days["wraps"] == max(days.values())
    assert {each["kind"] for each in kept(told, amara)["kept"]} >= set(days)
    assert in_queue(amara, "closed") == [team.case]
    assert in_queue(amara) == []
    team.assents(amara, "case.hold", "case", actor=ruth, agreed=[amara.id])
    team.moves(ruth, "case.hold", "case", agreed=[amara.id])
    assert kept(told)["held"] is True
    assert all("hold" in each["waits"] for each in kept(told)["kept"])
    assert "update" not in owed(told)
    team.moves(ruth, "case.reopen", "case", code="tier_decision")
    assert {"update", "finding"} <= owed(told)
    assert in_queue(amara) == [team.case]
    assert kept(told)["closed"] is False

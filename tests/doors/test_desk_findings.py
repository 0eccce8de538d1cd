"""What is found and what follows: by whom, signed by whom, and never what was not put to anyone."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from deskhand import HOST
from django.test import Client
from moving import Worked

from heard.access import casework, file_key
from heard.records.models import Duty, Wrap

pytestmark = pytest.mark.usefixtures("no_evidence")


@pytest.fixture
def desks(world):
    """Four who read the case: Ruth is of a later tier."""
    world.active("Bo")
    return [world.desks[name] for name in ("Amara", "Jonas", "Bo", "Ruth")]


@pytest.fixture
def work(world, desks):
    """A case whose file four have; one act is alleged of one person."""
    return alleged(world, desks)


def alleged(world, desks, *others):
    """The same; ``others`` read the case, and have no part in it yet."""
    amara, jonas, bo, ruth = desks
    found = Worked(world, world.case([amara, jonas, bo, *others], [ruth, world.desks["Ines"]]))
    Wrap.objects.filter(case__id=found.case, holder=ruth.id).update(released=world.now)
    found.begin(amara, jonas, bo, ruth)
    found.moves(amara, "party.note", "gao", code="respondent")
    said = {"code": "other", "party": found.id("gao"), "when": "2026-Q1"}
    found.moves(amara, "allegation.note", "act", **said)
    return found


@pytest.fixture
def officers(work, desks):
    """Amara leads, Jonas finds out, Bo decides; Ruth waits outside."""
    work.team(*desks)
    return work


@pytest.fixture
def committee(work, desks):
    """Amara presides, Jonas sits, Bo is from outside the house."""
    amara, jonas, bo, ruth = desks
    work.triaged(amara)
    parts = {"presiding": amara, "committee": jonas, "external": bo, "outside": ruth}
    for part, holder in parts.items():
        work.seat(amara, part, holder)
    said = {"code": "committee", "agreed": [ruth.id]}
    work.assents(ruth, "case.form_team", "case", actor=amara, **said)
    work.moves(amara, "case.form_team", "case", **said)
    return work


def refused(work, by, what, name, **said):
    """Why; nothing is kept of it."""
    before = dict(work.file.seq)
    status, error = work.send(by, work.body(by, what, name, **said))
    work.file.seq = before
    assert status == 409, (what, error)
    return error["reason"]


def sealed_to_who_may(work, desks, author, second):
    """A file key whose copies wait for what they must."""
    own = {each.id: each for each in (*desks, *work.world.desks.values())}
    meant = [each for each in file_key.may_hold(work.row, by="") if each.until is not None]
    waits = [(own[each.id], str(each.until)) for each in meant]
    body = work.file.made(
        author, waits, now=work.now, told_seq=work.next(author), authors=[author, second]
    )
    answer = author.post(f"cases/{work.case}/file-keys", body)
    assert answer.status_code == 201, answer.content


def test_no_key_is_made_for_the_team_alone(officers, desks):
    """Design K8: the file would end with it."""
    amara, jonas, bo, _ruth = desks
    own = {each.id: each for each in (*desks, *officers.world.desks.values())}
    may = {each.id: each.until for each in file_key.may_hold(officers.row, by="")}
    team = {amara.id, jonas.id, bo.id}
    assert may.keys() - team
    waits = [(own[id], str(until)) for id, until in may.items() if id in team]
    body = officers.file.made(
        amara, waits, now=officers.now, told_seq=officers.next(amara), authors=[amara, jonas]
    )
    answer = amara.post(f"cases/{officers.case}/file-keys", body)
    assert answer.status_code == 409
    assert "Somebody outside of the team must have the file" in answer.json()["error"]["message"]


def copies(work, desk):
    keys = desk.get(f"cases/{work.case}/work").json()["file"]["keys"]
    return sum(len(each["wraps"]) for each in keys)


def later(desks, clock, **by):
    clock.shift(dt.timedelta(**by))
    assert {each.sign_in().status_code for each in desks} == {200}


def in_days(work, days):
    return (work.now + dt.timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")


@pytest.mark.usefixtures("no_triage")
def test_who_decides_has_the_file_from_the_draft_on(officers, desks, clock):
    """Design K7: their copy waits for it, and is given out by it alone."""
    amara, jonas, bo, ruth = desks
    sealed_to_who_may(officers, desks, amara, jonas)
    before = copies(officers, bo)
    officers.moves(amara, "case.weigh_measures", "case")
    officers.moves(jonas, "plan.draft", "plan")
    officers.moves(amara, "plan.approve", "plan")
    about = {"party": officers.id("gao"), "about": [officers.id("act")]}
    officers.moves(jonas, "notice.draft", "n", code="first", **about)
    officers.moves(ruth, "notice.check", "n")
    officers.moves(jonas, "notice.preview", "n")
    Duty.objects.update(state="done")
    later(desks, clock, days=6)  # a Monday
    said = {"due": in_days(officers, 16), "holder": amara.id}
    officers.moves(jonas, "notice.send", "n", **said)
    for route in ("post", "phone"):
        officers.moves(jonas, "notice.attempt", "n", code=route)
    Duty.objects.update(state="done")
    later(desks, clock, days=21)
    officers.moves(jonas, "notice.record_silence", "n")
    assert copies(officers, bo) == before
    officers.moves(jonas, "case.share_draft", "case", due=in_days(officers, 9))
    assert copies(officers, bo) == before + 1


def test_what_was_put_to_nobody_is_not_weighed(officers, desks):
    amara, jonas, bo, ruth = desks
    officers.moves(jonas, "finding.draft", "f", about=[officers.id("act")])
    made = {"code": "substantiated", "basis": "evidence"}
    assert refused(officers, bo, "finding.make", "f", **made) == "notice_or_refusal"
    made["code"] = "not_investigated"
    assert refused(officers, bo, "finding.make", "f", **made) == "not_signed"
    assert refused(officers, jonas, "finding.make", "f", **made) == "not_yours"
    made["agreed"] = [ruth.id]
    officers.assents(ruth, "finding.make", "f", actor=bo, **made)
    # What she signed is what is found, and nothing else.
    other = {**made, "code": "referred"}
    assert refused(officers, bo, "finding.make", "f", **other) == "not_signed"
    officers.moves(bo, "finding.make", "f", **made)
    told = amara.get(f"cases/{officers.case}/work").json()
    assert (told["phase"], told["moves"][-1]["code"]) == ("decided", "not_investigated")


def found(work, by, *beside, ruth):
    """Decided with these and the next tier, of what is alleged."""
    work.moves(by, "finding.draft", "f", about=[work.id("act")])
    agreed = [each.id for each in (*beside, ruth)]
    made = {"code": "not_investigated", "basis": "evidence", "agreed": agreed}
    for each in (*beside, ruth):
        work.assents(each, "finding.make", "f", actor=by, **made)
    work.moves(by, "finding.make", "f", **made)


def test_another_comes_in_the_place_of_a_decider_who_left(world, desks):
    """And who left finds nothing any more, nor does who inquired."""
    amara, jonas, bo, ruth = desks
    world.active("Mei")
    mei = world.desks["Mei"]
    work = alleged(world, desks, mei)
    work.team(*desks)
    work.moves(jonas, "finding.draft", "f", about=[work.id("act")])
    work.moves(bo, "seat.step_out", f"seat of {bo.id}")
    sealed_to_who_may(work, [*desks, mei], amara, jonas)
    made = {"code": "not_investigated", "basis": "evidence", "agreed": [ruth.id]}
    for by in (bo, amara, mei):
        assert refused(work, by, "finding.make", "f", **made) == "not_yours"
    for other, why in ((jonas, "no_other_seat"), (ruth, "no_other_seat")):
        said = {"code": "decider", "holder": other.id}
        assert refused(work, amara, "seat.propose", "again", **said) == why
    work.seat(amara, "decider", mei)
    work.assents(ruth, "finding.make", "f", actor=mei, **made)
    assert refused(work, bo, "finding.make", "f", **made) == "not_yours"
    work.moves(mei, "finding.make", "f", **made)
    assert casework.state_of(work.row).phase == "decided"


def test_only_who_was_named_carries_it_out_and_who_decides_says_by_when(officers, desks, now):
    amara, jonas, bo, ruth = desks
    found(officers, bo, ruth=ruth)
    officers.moves(jonas, "outcome.propose", "o", code="system")
    due = (now + dt.timedelta(days=14)).strftime("%Y-%m-%dT%H:%M:%SZ")
    decided = {"holder": amara.id, "due": due}
    assert refused(officers, jonas, "outcome.decide", "o", **decided) == "not_yours"
    officers.moves(bo, "outcome.decide", "o", **decided)
    assert refused(officers, bo, "outcome.do", "o") == "not_yours"
    officers.moves(amara, "outcome.do", "o")
    # What the reporter proposes is answered like any other.
    own = officers.body(officers.lin, "outcome.propose", "leave", code="remedy", party="reporter")
    code = {"HTTP_AUTHORIZATION": officers.lin.authorization}
    sent = Client().post(
        "/report/api/inbox/moves", json.dumps(own), content_type="application/json", **HOST, **code
    )
    assert sent.status_code == 201, sent.content
    officers.moves(bo, "outcome.refuse", "leave")
    assert casework.state_of(officers.row).get("outcome", officers.id("leave")).state == "waived"


def test_a_committee_finds_together_and_decides_together_what_follows(committee, desks, now):
    """Its quorum signs, who presides among them; the first that is missing refuses it."""
    amara, jonas, bo, ruth = desks
    committee.moves(jonas, "finding.draft", "f", about=[committee.id("act")])
    made = {"code": "not_investigated", "basis": "evidence"}
    assert refused(committee, jonas, "finding.make", "f", **made) == "found_together"
    made["agreed"] = [amara.id, bo.id, ruth.id]
    for each in (amara, bo, ruth):
        committee.assents(each, "finding.make", "f", actor=jonas, **made)
    committee.moves(jonas, "finding.make", "f", **made)
    committee.moves(jonas, "outcome.propose", "o", code="system")
    due = (now + dt.timedelta(days=14)).strftime("%Y-%m-%dT%H:%M:%SZ")
    decided = {"holder": amara.id, "due": due, "agreed": [bo.id]}
    committee.assents(bo, "outcome.decide", "o", actor=amara, **decided)
    assert refused(committee, amara, "outcome.decide", "o", **decided) == "found_together"
    committee.assents(jonas, "outcome.decide", "o", actor=amara, **decided)
    decided["agreed"] = [bo.id, jonas.id]
    committee.moves(amara, "outcome.decide", "o", **decided)
    waived = {"code": "not_needed", "agreed": [bo.id, jonas.id]}
    for each in (bo, jonas):
        committee.assents(each, "outcome.waive", "o", actor=amara, **waived)
    committee.moves(amara, "outcome.waive", "o", **waived)

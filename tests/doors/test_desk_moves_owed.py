"""What is owed by moves: a plan, and that each protection is looked at again."""

import datetime as dt
from base64 import b64decode

import pytest
from deskworld import events, opened
from moving import Worked
from taking_back import take_back

from heard.access import law
from heard.actions.deadlines import escalation
from heard.actions.intake import inbox
from heard.actions.intake import moves as intake_moves
from heard.formats.ids import new_id
from heard.records.models import Case, Duty, Wrap

pytestmark = pytest.mark.usefixtures("no_evidence", "no_triage")
DAY = dt.timedelta(days=1)


@pytest.fixture
def desks(world):
    return [world.desks[name] for name in ("Amara", "Jonas")]


@pytest.fixture
def work(world, desks):
    """A case that two read, and Ruth and Ines wait for; its file has a key."""
    amara, jonas = desks
    case = world.case([amara, jonas], [world.desks["Ruth"], world.desks["Ines"]])
    assert amara.post(f"cases/{case}/acknowledge", {"id": new_id()}).status_code == 201
    found = Worked(world, case)
    found.begin(amara, jonas)
    return found


def owed(work, kind):
    rows = Duty.objects.filter(case__id=work.case, kind=kind).order_by("number")
    return [(row.record and work.name(row.record), row.state) for row in rows]


def active(work, amara, name):
    work.moves(amara, "measure.request", name, code="employer")
    work.moves(amara, "measure.grant", name)
    work.moves(amara, "measure.impose", name)


def test_a_plan_is_owed_once_it_is_decided_to_investigate(work, desks):
    amara, _ = desks
    work.triaged(amara, "support_only")
    assert owed(work, "plan") == []
    work.triaged(amara)
    work.triaged(amara)
    assert owed(work, "plan") == [(None, "open")]
    row = Duty.objects.get(kind="plan")
    assert (row.source, row.tier) == ("Heard default: a plan in 10 working days", 1)
    work.triaged(amara, "redirect")
    assert owed(work, "plan") == [(None, "cancelled")]
    work.triaged(amara)
    assert owed(work, "plan") == [(None, "cancelled"), (None, "open")]


def test_each_measure_owes_a_review_of_its_own(work, desks, now):
    amara, _ = desks
    active(work, amara, "m1")
    active(work, amara, "m2")
    assert owed(work, "measure_review") == [("m1", "open"), ("m2", "open")]
    assert {
        each.due - now.replace(microsecond=0) for each in Duty.objects.filter(record__isnull=False)
    } == {14 * DAY}
    sent = {each["record"]: each for each in amara.get(f"cases/{work.case}/work").json()["moves"]}
    assert (
        dt.datetime.fromisoformat(sent[work.id("m1")]["due"])
        == now.replace(microsecond=0) + 14 * DAY
    )
    ruth = work.world.desks["Ruth"]
    Wrap.objects.filter(case__id=work.case, holder=ruth.id).update(released=now)
    body = work.file.given(amara, [(ruth, "")], now=work.now, stating=True)
    assert amara.post(f"cases/{work.case}/file-keys/copies", body).status_code == 201
    work.moves(ruth, "measure.review", "m1")
    # That it goes on, or ends, is owed by a day, too: else it is neither, for as long as they like.
    assert owed(work, "measure_review") == [("m1", "done"), ("m2", "open"), ("m1", "open")]
    work.moves(amara, "measure.keep", "m1")
    assert owed(work, "measure_review") == [
        ("m1", "done"), ("m2", "open"), ("m1", "done"), ("m1", "open"),
    ]  # fmt: skip
    work.assents(ruth, "measure.end", "m2", actor=amara, agreed=[ruth.id])
    work.moves(amara, "measure.end", "m2", agreed=[ruth.id])
    assert owed(work, "measure_review") == [
        ("m1", "done"), ("m2", "done"), ("m1", "done"), ("m1", "open"),
    ]  # fmt: skip


def test_after_a_leak_the_reporters_safety_is_owed_in_four_hours(work, desks, now, clock):
    """Shown to the reporter, once for each; and the case goes on where nobody asks."""
    amara, _ = desks
    work.moves(amara, "leak.raise", "k1", code="inside")
    work.moves(amara, "leak.raise", "k2", code="published")
    row = Duty.objects.filter(kind="leak_check").first()
    assert (row.due, row.source) == (
        now.replace(microsecond=0) + dt.timedelta(hours=4),
        "Heard default: safety is checked in 4 hours after a leak",
    )
    told = inbox.read_inbox(authorization=work.lin.authorization, now=now)
    assert [each.kind for each in told.duties].count("leak_check") == 2
    work.moves(amara, "leak.check_safety", "k1")
    assert owed(work, "leak_check") == [("k1", "done"), ("k2", "open")]
    Duty.objects.exclude(kind="leak_check").update(state="done")
    later = row.due + dt.timedelta(minutes=1)
    clock.shift(later - now)
    assert escalation.sweep(now=later) == 1
    assert len(opened("duty_missed")) == 1


def promised(work, kind):
    """What the reporter is told of it."""
    told = inbox.read_inbox(authorization=work.lin.authorization, now=work.now)
    return [each.state for each in told.duties if each.kind == kind]


def test_whether_a_law_has_it_passed_on_is_owed_until_the_reporter_is_told(work, desks, now, clock):
    """Or until counsel decided that it is not; else the case goes on to the next tier."""
    amara, jonas = desks
    work.seat(amara, "counsel", jonas)
    for name in ("r1", "r2", "r3"):
        work.moves(amara, "referral.raise", name, code="prosecutor")
    row = Duty.objects.filter(kind="referral").first()
    law = "passing on is decided, and the reporter told, in 2 working days"
    assert row.source == f"Heard default: {law}"
    assert promised(work, "referral") == []  # of what is not decided nobody is told
    work.moves(jonas, "referral.choose", "r1", code="not_here")
    work.moves(jonas, "referral.choose", "r2", code="refer")
    assert owed(work, "referral") == [("r1", "done"), ("r2", "open"), ("r3", "open")]
    work.moves(amara, "referral.tell_first", "r2")
    assert promised(work, "referral") == ["done"]
    work.moves(amara, "referral.ask_again", "r1")
    assert owed(work, "referral") == [
        ("r1", "done"), ("r2", "done"), ("r3", "open"), ("r1", "open"),
    ]  # fmt: skip
    Duty.objects.exclude(kind="referral").update(state="done")
    later = row.due + dt.timedelta(minutes=1)
    clock.shift(later - now)
    assert escalation.sweep(now=later) == 2


def bound(work, amara, name):
    """Who is accused has to bear it, and was not asked."""
    work.moves(amara, "party.note", f"gao-{name}", code="respondent")
    gao = work.id(f"gao-{name}")
    work.moves(amara, "measure.request", name, code="respondent", party=gao)
    work.moves(amara, "measure.grant", name)
    work.moves(amara, "measure.impose", name)


def test_who_is_bound_without_a_yes_is_heard_in_two_days(work, desks, now, clock):
    """It is owed to who is accused, and no word of it to the reporter."""
    amara, _ = desks
    active(work, amara, "employers")
    assert owed(work, "measure_hearing") == []
    bound(work, amara, "m1")
    bound(work, amara, "m2")
    row = Duty.objects.filter(kind="measure_hearing").first()
    assert (row.due, row.source) == (
        now.replace(microsecond=0) + 2 * DAY,
        "Heard default: who has to bear a measure is heard in 48 hours",
    )
    told = inbox.read_inbox(authorization=work.lin.authorization, now=now)
    assert "measure_hearing" not in {each.kind for each in told.duties}
    work.moves(amara, "measure.hear", "m1")
    assert owed(work, "measure_hearing") == [("m1", "done"), ("m2", "open")]
    Duty.objects.exclude(kind="measure_hearing").update(state="done")
    later = row.due + dt.timedelta(minutes=1)
    clock.shift(later - now)
    assert escalation.sweep(now=later) == 1
    assert [each["record"] for each in opened("file_duty_missed")] == [work.id("m2")]
    assert opened("duty_missed") == []


@pytest.mark.acceptance("case-work", 8)
def test_a_review_that_nobody_makes_goes_to_the_next_tier(work, desks, now, clock):
    amara, _ = desks
    active(work, amara, "m1")
    active(work, amara, "m2")
    Duty.objects.exclude(kind="measure_review").update(state="done")
    clock.shift(14 * DAY - dt.timedelta(minutes=1))
    assert escalation.sweep(now=now + 14 * DAY - dt.timedelta(minutes=1)) == 0
    later = now + 14 * DAY + dt.timedelta(minutes=1)
    assert escalation.sweep(now=later) == 2
    missed = [each["duty"] for each in opened("duty_missed")]
    assert missed == ["measure_review", "measure_review"]
    assert ("tier_released", "clock") in events(work.case)
    ruth = Wrap.objects.get(case__id=work.case, holder=work.world.desks["Ruth"].id)
    assert ruth.released == later
    assert Wrap.objects.get(case__id=work.case, holder=amara.id).lapsed == later
    again = Duty.objects.filter(case__id=work.case, kind="measure_review", state="open")
    assert sorted(work.name(each.record) for each in again) == ["m1", "m2"]
    assert {each.tier for each in again} == {2}
    # Whose turn it is by now can do it, and need not wait for who missed it.
    ruth = work.world.desks["Ruth"]
    clock.shift(14 * DAY + dt.timedelta(minutes=1))
    assert (amara.sign_in().status_code, ruth.sign_in().status_code) == (200, 200)
    body = work.file.given(amara, [(ruth, "")], now=work.now, stating=True)
    assert amara.post(f"cases/{work.case}/file-keys/copies", body).status_code == 201
    work.moves(ruth, "measure.review", "m1")
    kept = Duty.objects.filter(case__id=work.case, record=work.id("m1"))
    assert [each.state for each in kept.order_by("number")] == ["missed", "done", "open"]
    assert all(each.done for each in kept.exclude(state="open"))
    work.moves(ruth, "measure.keep", "m1")
    assert owed(work, "measure_review")[-1] == ("m1", "open")


def test_nothing_but_protection_is_owed_in_what_was_taken_back(work, desks, now):
    amara, _ = desks
    active(work, amara, "m1")
    work.triaged(amara)
    take_back(work.lin, now=now, version=2, phase="triaged")
    assert owed(work, "plan") == [(None, "held")]
    assert owed(work, "measure_review") == [("m1", "open")]
    active(work, amara, "m2")
    assert owed(work, "measure_review") == [("m1", "open"), ("m2", "open")]


def objects(work, name):
    """The reporter does, to somebody of the team."""
    body = work.body(work.lin, "seat.object", name)
    letters = tuple(intake_moves.ReportersLetter(**each | {"sealed": b64decode(each["sealed"])})
                    for each in body.pop("letters"))  # fmt: skip
    move = intake_moves.ReportersMove(**body, letters=letters)
    intake_moves.move(authorization=work.lin.authorization, move=move, now=work.now)


def test_an_objection_that_nobody_decides_goes_to_who_can(work, desks, now, clock):
    """Until then who was objected to has no part, and nobody whose turn it is may decide."""
    amara, jonas = desks
    work.triaged(amara)
    name = work.seat(amara, "investigator", jonas)
    objects(work, name)
    assert owed(work, "objection") == [(name, "open")]
    row = Duty.objects.get(kind="objection")
    assert row.source == "Heard default: an objection is decided in 5 working days"
    told = inbox.read_inbox(authorization=work.lin.authorization, now=now).duties
    assert [each.record for each in told if each.kind == "objection"] == [work.id(name)]
    Duty.objects.exclude(kind="objection").update(state="done")
    later = row.due + dt.timedelta(minutes=1)
    clock.shift(later - now)
    assert escalation.sweep(now=later) == 1
    ruth = work.world.desks["Ruth"]
    assert Wrap.objects.get(case__id=work.case, holder=ruth.id).released == later
    assert ruth.sign_in().status_code == 200
    work.moves(ruth, "seat.overrule", name)
    assert owed(work, "objection") == [(name, "missed"), (name, "done")]
    assert all(each.done for each in Duty.objects.filter(kind="objection"))


def test_the_reporter_is_shown_what_is_owed_of_what_they_are_shown(work, desks, now):
    amara, _ = desks
    active(work, amara, "m1")
    Duty.objects.filter(record=work.id("m1")).update(record=new_id())
    active(work, amara, "m2")
    told = inbox.read_inbox(authorization=work.lin.authorization, now=now).duties
    assert [each.record for each in told if each.kind == "measure_review"] == [work.id("m2")]
    seen = amara.post(f"cases/{work.case}/open", {"id": new_id()}).json()["duties"]
    assert len([each for each in seen if each["kind"] == "measure_review"]) == 2


def test_protection_and_a_finding_are_owed_from_the_report_on(work, desks):
    amara, _ = desks
    received = Case.objects.get(id=work.case).received
    assert owed(work, "finding") == owed(work, "interim_measures") == []
    work.triaged(amara)
    due = {each.kind: each.due - received for each in Duty.objects.filter(case__id=work.case)}
    assert (due["interim_measures"], due["finding"]) == (3 * DAY, 60 * DAY)
    work.moves(amara, "case.weigh_measures", "case")
    assert owed(work, "interim_measures") == [(None, "done")]
    work.triaged(amara, "redirect")
    assert owed(work, "finding") == [(None, "cancelled")]
    work.triaged(amara)
    again = Duty.objects.get(case__id=work.case, kind="finding", state="open")
    assert again.due - received == 60 * DAY


def test_who_decides_after_the_time_is_over_owes_protection_from_then(work, desks, now):
    amara, _ = desks
    Case.objects.filter(id=work.case).update(received=now - 10 * DAY)
    work.triaged(amara)
    due = Duty.objects.get(case__id=work.case, kind="interim_measures").due
    assert due == now.replace(microsecond=0) + 3 * DAY
    work.moves(amara, "measure.request", "m1", code="employer")
    work.moves(amara, "measure.refuse", "m1", code="not_necessary")
    assert owed(work, "interim_measures") == [(None, "done")]


def test_of_a_missed_review_the_reporter_is_told_where_they_know_the_protection(work, desks, now):
    amara, _ = desks
    active(work, amara, "m1")
    Duty.objects.exclude(kind="measure_review").update(state="done")
    assert escalation.sweep(now=now + 15 * DAY) == 1
    told = inbox.read_inbox(authorization=work.lin.authorization, now=now + 15 * DAY).timeline
    assert [each.event for each in told if "missed" in each.event] == ["duty_missed"]
    (said,) = opened("duty_missed")
    assert (said["duty"], "record" in said) == ("measure_review", False)


def test_the_case_says_by_which_days_it_counts(work, desks):
    """As ``term_whole`` does: so that a page names the first day, and the server takes it."""
    amara, *_ = desks
    told = amara.get(f"cases/{work.case}/work").json()["calendar"]
    binding = law.of_case(work.row, now=work.now)
    today = work.now.astimezone(binding.zone).date()
    days = [today + dt.timedelta(days=each) for each in range(101)]
    worked = [
        str(day) in told["worked"]
        or (day.weekday() not in told["weekend"] and str(day) not in told["holidays"])
        for day in days
    ]
    assert worked == [binding.calendar.is_worked(day) for day in days]
    assert told["holidays"]
    assert told["zone"] == str(binding.zone)

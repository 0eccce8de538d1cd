"""Nobody can sit on a report: what is not done in time opens it to the next tier, by itself."""

import datetime as dt
from base64 import b64decode
from concurrent.futures import ThreadPoolExecutor

import cast
import msgspec
import pytest
from django.db import connections
from taking_back import take_back

from heard.actions.cases import acknowledge, queue, write_letter
from heard.actions.deadlines import escalation
from heard.actions.intake import inbox, report
from heard.formats.ids import new_id
from heard.records.models import Case, Duty, Event, Head, Outgoing, Wrap
from heard.rules.refusals import RefusedError

# Of their own: test_evidence.py, test_triage.py.
pytestmark = pytest.mark.usefixtures("no_evidence", "no_triage")
DAY = dt.timedelta(days=1)
SECOND = dt.timedelta(seconds=1)


@pytest.fixture
def sent(meridian, lin, now):
    """Lin's report, sealed to all who are not involved."""
    body = lin.report(meridian.roster, now=now)
    report.accept_report(report=msgspec.convert(body, report.Report), now=now)
    return lin


def may_read(case):
    released = Wrap.objects.filter(case__id=case, released__isnull=False, left=None)
    return {each.holder.name for each in released.exclude(holder=None).select_related("holder")}


def states(case):
    return [
        (duty.kind, duty.state)
        for duty in Duty.objects.filter(case__id=case).order_by("due", "kind")
    ]


def kinds(case):
    return list(Event.of(case).order_by("index").values_list("kind", flat=True))


def test_nothing_due_changes_nothing(sent, now):
    before = Head.objects.get().size
    assert escalation.sweep(now=now) == 0
    assert (Head.objects.get().size, may_read(sent.case)) == (before, {"Amara", "Jonas"})


def test_not_a_second_early_and_not_a_second_late(sent, hour):
    assert escalation.sweep(now=hour + DAY - SECOND) == 0
    assert escalation.sweep(now=hour + DAY) == 1


def test_a_day_of_silence_opens_it_to_the_independent_tier(sent, hour):
    escalation.sweep(now=hour + DAY)
    assert may_read(sent.case) == {"Amara", "Jonas", "Ruth"}
    assert states(sent.case) == [("acknowledge", "missed"), ("acknowledge", "open")]
    assert sorted(kinds(sent.case)) == ["duty_missed", "report_received", "tier_released"]
    assert Outgoing.objects.filter(holder=cast.RUTH.id).count() == 1


def test_and_another_day_to_the_outside_tier_and_there_the_log_goes_on(sent, hour):
    for days in (1, 2, 3):
        assert escalation.sweep(now=hour + days * DAY) == 1
    assert may_read(sent.case) == {"Amara", "Jonas", "Ruth", "Ines"}
    assert escalation.sweep(now=hour + 9 * DAY) == 0
    assert [state for _, state in states(sent.case)] == ["missed"] * 3


def test_who_is_told_can_open_it(sent, hour):
    assert queue(holder=cast.RUTH.id, after=None, closed=False).cases == []
    escalation.sweep(now=hour + DAY)
    (line,) = queue(holder=cast.RUTH.id, after=None, closed=False).cases
    assert line.id == sent.case


def test_she_sees_what_was_missed_and_what_is_owed_now(sent, hour):
    escalation.sweep(now=hour + DAY)
    seen = inbox.read_inbox(authorization=sent.authorization, now=hour + DAY)
    assert [each.state for each in seen.duties] == ["missed", "open"]
    events = {each.event for each in seen.timeline}
    assert {"duty_missed", "tier_released"} <= events


def test_an_acknowledgement_in_time_keeps_it_where_it_is(sent, now, hour):
    acknowledge(holder=cast.AMARA.id, case=sent.case, key=new_id(), now=now)
    assert escalation.sweep(now=hour + 9 * DAY) == 0
    assert may_read(sent.case) == {"Amara", "Jonas"}


def test_a_late_acknowledgement_ends_what_is_owed_but_not_what_was_missed(sent, hour):
    escalation.sweep(now=hour + DAY)
    acknowledge(holder=cast.RUTH.id, case=sent.case, key=new_id(), now=hour + DAY)
    assert states(sent.case) == [
        ("acknowledge", "missed"),
        ("acknowledge", "done"),
        ("update", "open"),
    ]


def test_danger_is_answered_in_four_hours_or_moves(meridian, lin, now, hour):
    body = lin.report(meridian.roster, now=now, safe="no")
    report.accept_report(report=msgspec.convert(body, report.Report), now=now)
    escalation.sweep(now=hour + 4 * dt.timedelta(hours=1))
    assert ("safety_check", "missed") in states(lin.case)
    assert "Ruth" in may_read(lin.case)


def test_a_message_to_her_is_the_safety_check(meridian, lin, now, hour):
    body = lin.report(meridian.roster, now=now, safe="no")
    report.accept_report(report=msgspec.convert(body, report.Report), now=now)
    posted = cast.AMARA.letter(lin, "Are you safe?", seq=0, now=now)
    write_letter(
        holder=cast.AMARA.id,
        case=lin.case,
        letter=posted["id"],
        kind="message",
        seq=0,
        sealed=b64decode(posted["sealed"]),
        now=now,
    )
    assert ("safety_check", "done") in states(lin.case)


# --- word of where it stands ---------------------------------------------------------------------


@pytest.fixture
def answered(sent, now):
    """Amara has acknowledged Lin's report."""
    acknowledge(holder=cast.AMARA.id, case=sent.case, key=new_id(), now=now)
    return sent


def write_to(lin, *, seq, at, kind="message", by=cast.AMARA):
    posted = by.letter(lin, "We have asked the hotel.", seq=seq, now=at, kind=kind)
    write_letter(
        holder=by.id,
        case=lin.case,
        letter=posted["id"],
        kind=kind,
        seq=seq,
        sealed=b64decode(posted["sealed"]),
        now=at,
    )


@pytest.fixture
def sharp(now):
    """``now`` in whole seconds, as what is owed is said."""
    return now.replace(microsecond=0)


def updates(case):
    owed = Duty.objects.filter(case__id=case, kind="update").order_by("due")
    return [(duty.due, duty.state) for duty in owed]


def test_from_the_acknowledgement_on_she_hears_every_fourteen_days(answered, sharp):
    assert updates(answered.case) == [(sharp + 14 * DAY, "open")]
    (owed,) = Duty.objects.filter(case__id=answered.case, kind="update")
    assert owed.source == "Heard default: an update at least every 14 days"
    write_to(answered, seq=0, at=sharp + 5 * DAY)
    assert updates(answered.case) == [(sharp + 14 * DAY, "done"), (sharp + 19 * DAY, "open")]


def test_a_note_among_handlers_is_no_update(answered, sharp):
    write_to(answered, seq=0, at=sharp + 5 * DAY, kind="note")
    assert updates(answered.case) == [(sharp + 14 * DAY, "open")]


def test_many_messages_of_a_day_renew_the_promise_once(answered, sharp):
    for seq in range(3):
        write_to(answered, seq=seq, at=sharp + 5 * DAY + seq * SECOND)
    assert updates(answered.case) == [(sharp + 14 * DAY, "done"), (sharp + 19 * DAY, "open")]


def test_before_somebody_has_acknowledged_no_update_is_promised(sent, sharp):
    write_to(sent, seq=0, at=sharp)
    assert updates(sent.case) == []


def test_a_missed_update_moves_the_case_and_is_owed_again(answered, sharp):
    late = sharp + 14 * DAY
    assert escalation.sweep(now=late - SECOND) == 0
    assert escalation.sweep(now=late) == 1
    assert may_read(answered.case) == {"Amara", "Jonas", "Ruth"}
    assert updates(answered.case) == [(late, "missed"), (late + 14 * DAY, "open")]


def test_after_the_last_tier_a_message_promises_anew(answered, sharp):
    for periods in (1, 2, 3):
        escalation.sweep(now=sharp + periods * 14 * DAY)
    assert [state for _, state in updates(answered.case)] == ["missed"] * 3
    write_to(answered, seq=0, at=sharp + 60 * DAY, by=cast.INES)
    assert updates(answered.case)[-1] == (sharp + 74 * DAY, "open")


def test_nothing_is_promised_once_she_took_it_back(answered, sharp):
    take_back(answered, now=sharp)
    write_to(answered, seq=0, at=sharp + 5 * DAY)
    assert updates(answered.case) == [(sharp + 14 * DAY, "held")]


# --- the end, twice, and badly -------------------------------------------------------------------


def test_what_she_took_back_is_owed_no_more(sent, now, hour):
    take_back(sent, now=now)
    assert states(sent.case) == [("acknowledge", "held"), ("withdrawal_check", "open")]
    assert escalation.sweep(now=hour + 2 * DAY - dt.timedelta(hours=1)) == 0


def test_twice_at_once_it_is_moved_once(sent, hour):
    def swept(_):
        try:
            return escalation.sweep(now=hour + DAY)
        finally:
            connections.close_all()  # this thread's own

    with ThreadPoolExecutor(4) as pool:
        moved = list(pool.map(swept, range(4)))
    assert sum(moved) == 1
    assert kinds(sent.case).count("duty_missed") == 1


@pytest.mark.parametrize("place", range(5))
def test_one_bad_row_stops_no_other(meridian, sent, now, hour, monkeypatch, caplog, place):
    """Wherever in the batch it stands, and whatever it does."""
    others = [meridian.lin() for _ in range(4)]
    for other in others:
        body = other.report(meridian.roster, now=now)
        report.accept_report(report=msgspec.convert(body, report.Report), now=now)
    for n, lin in enumerate([*others[:place], sent, *others[place:]]):
        Duty.objects.filter(case__id=lin.case).update(due=hour + n * SECOND)
    real = escalation.open_next

    def failing(entry, *, cases, **rest):
        if sent.case in cases:
            raise ZeroDivisionError(sent.case)
        return real(entry, cases=cases, **rest)

    monkeypatch.setattr(escalation, "open_next", failing)
    assert escalation.sweep(now=hour + DAY) == 4
    assert states(sent.case) == [("acknowledge", "open")]
    for other in others:
        assert states(other.case) == [("acknowledge", "missed"), ("acknowledge", "open")]
        assert kinds(other.case).count("duty_missed") == 1
    assert [line.getMessage() for line in caplog.records if line.name == "heard.clocks"] == [
        "a duty could not be moved: ZeroDivisionError"
    ]


@pytest.mark.parametrize("batch", [2, 100])
def test_two_duties_late_together_open_one_tier_and_many_batches_lose_none(
    meridian, lin, now, hour, monkeypatch, batch
):
    body = lin.report(meridian.roster, now=now, safe="no")
    report.accept_report(report=msgspec.convert(body, report.Report), now=now)
    others = [meridian.lin() for _ in range(3)]
    for other in others:
        body = other.report(meridian.roster, now=now)
        report.accept_report(report=msgspec.convert(body, report.Report), now=now)
    monkeypatch.setattr(escalation, "BATCH", batch)
    assert escalation.sweep(now=hour + DAY) == 5
    assert may_read(lin.case) == {"Amara", "Jonas", "Ruth"}
    assert kinds(lin.case).count("tier_released") == 1
    assert states(lin.case) == [
        ("safety_check", "missed"),
        ("acknowledge", "missed"),
        ("safety_check", "open"),
        ("acknowledge", "open"),
    ]
    for other in others:
        assert may_read(other.case) == {"Amara", "Jonas", "Ruth"}


def test_what_the_new_tier_lets_lapse_opens_the_one_after(meridian, lin, now, hour):
    body = lin.report(meridian.roster, now=now, safe="no")
    report.accept_report(report=msgspec.convert(body, report.Report), now=now)
    escalation.sweep(now=hour + DAY)
    assert escalation.sweep(now=hour + DAY + dt.timedelta(hours=4)) == 1
    assert may_read(lin.case) == {"Amara", "Jonas", "Ruth", "Ines"}


# --- who let it lapse ----------------------------------------------------------------------------


def lapsed(case):
    rows = Wrap.objects.filter(case__id=case, lapsed__isnull=False).select_related("holder")
    return {row.holder.name for row in rows}


def test_who_let_it_lapse_reads_on_and_decides_nothing(sent, hour):
    escalation.sweep(now=hour + DAY)
    assert lapsed(sent.case) == {"Amara", "Jonas"}
    assert queue(holder=cast.AMARA.id, after=None, closed=False).cases != []
    write_to(sent, seq=0, at=hour + DAY, kind="note")
    with pytest.raises(RefusedError, match="not kept in time"):
        write_to(sent, seq=1, at=hour + DAY)
    with pytest.raises(RefusedError, match="not kept in time"):
        acknowledge(holder=cast.AMARA.id, case=sent.case, key=new_id(), now=hour + DAY)
    acknowledge(holder=cast.RUTH.id, case=sent.case, key=new_id(), now=hour + DAY)


def test_what_was_missed_is_overdue_until_somebody_makes_it_good(sent, hour):
    escalation.sweep(now=hour + DAY)
    missed = Duty.objects.filter(case__id=sent.case, state="missed")
    before = missed.get()
    assert before.done is None
    acknowledge(holder=cast.RUTH.id, case=sent.case, key=new_id(), now=hour + 2 * DAY - SECOND)
    after = missed.get()
    assert after.done == hour + 2 * DAY - SECOND
    assert (after.due, after.tier, after.source) == (before.due, before.tier, before.source)


def test_the_lead_goes_with_the_duty(answered, sharp):
    assert Case.objects.get().lead_id == cast.AMARA.id
    escalation.sweep(now=sharp + 14 * DAY)
    assert Case.objects.get().lead_id is None


def test_on_the_last_rung_somebody_is_left_who_may_act(sent, hour):
    for days in (1, 2, 3, 4):
        escalation.sweep(now=hour + days * DAY)
    assert lapsed(sent.case) == {"Amara", "Jonas", "Ruth"}
    acknowledge(holder=cast.INES.id, case=sent.case, key=new_id(), now=hour + 5 * DAY)
    assert not Duty.objects.filter(case__id=sent.case, state="missed", done=None).exists()


def test_who_got_it_after_it_was_due_did_not_let_it_lapse(sent, hour):
    Wrap.objects.filter(holder=cast.JONAS.id).update(released=hour + DAY)
    escalation.sweep(now=hour + DAY + SECOND)
    assert lapsed(sent.case) == {"Amara"}


def test_each_duty_says_whose_turn_it_was(meridian, sent, now, hour):
    escalation.sweep(now=hour + DAY)
    tiers = Duty.objects.filter(case__id=sent.case).order_by("due").values_list("tier", flat=True)
    assert list(tiers) == [1, 2]
    struck = meridian.lin()
    body = struck.report(meridian.roster, now=now, to=(cast.RUTH, cast.INES))
    report.accept_report(report=msgspec.convert(body, report.Report), now=now)
    assert Duty.objects.get(case__id=struck.case).tier == 2
    acknowledge(holder=cast.RUTH.id, case=struck.case, key=new_id(), now=now)
    assert Duty.objects.get(case__id=struck.case, kind="update").tier == 2


def test_a_second_promise_that_tier_one_misses_opens_no_third_tier(meridian, lin, now, hour):
    """Not safe: four hours; the acknowledgement of the first tier is missed a day after."""
    body = lin.report(meridian.roster, now=now, safe="no")
    report.accept_report(report=msgspec.convert(body, report.Report), now=now)
    escalation.sweep(now=hour + 4 * dt.timedelta(hours=1))
    cared = hour + 5 * dt.timedelta(hours=1)
    write_to(lin, seq=0, at=cared, by=cast.RUTH)
    escalation.sweep(now=hour + DAY)
    assert may_read(lin.case) == {"Amara", "Jonas", "Ruth"}
    owed = Duty.objects.get(case__id=lin.case, kind="acknowledge", state="open")
    assert (owed.tier, owed.due) == (2, hour + 2 * DAY)


def test_a_clock_that_went_backwards_does_nothing_wrong(sent, hour):
    escalation.sweep(now=hour + DAY)
    before = states(sent.case), kinds(sent.case), may_read(sent.case), lapsed(sent.case)
    for days in (0, -1, -400):
        assert escalation.sweep(now=hour + days * DAY) == 0
    assert (states(sent.case), kinds(sent.case), may_read(sent.case), lapsed(sent.case)) == before
    assert escalation.sweep(now=hour + 2 * DAY) == 1
    assert may_read(sent.case) == {"Amara", "Jonas", "Ruth", "Ines"}

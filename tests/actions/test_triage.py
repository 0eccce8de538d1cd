"""From the report on it is owed that somebody decides how it goes on, in three working days."""

import datetime as dt
from base64 import b64decode

import cast
import msgspec
import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from taking_back import take_back

from heard.access import casework as worked
from heard.actions import casework
from heard.actions.cases import acknowledge
from heard.actions.deadlines import escalation, suspension
from heard.actions.intake import inbox, report
from heard.actions.operations import updates
from heard.formats.ids import new_id
from heard.records.models import Case, Duty, Event, Move, Wrap
from heard.rules.refusals import RefusedError

pytestmark = pytest.mark.usefixtures("no_evidence")  # of its own: test_evidence.py
DAY = dt.timedelta(days=1)
SECOND = dt.timedelta(seconds=1)


@pytest.fixture
def sent(meridian, lin, now):
    """Lin's report, acknowledged by Amara, who leads it."""
    body = lin.report(meridian.roster, now=now)
    report.accept_report(report=msgspec.convert(body, report.Report), now=now)
    acknowledge(holder=cast.AMARA.id, case=lin.case, key=new_id(), now=now)
    return lin


def owed(case):
    rows = Duty.objects.filter(case__id=case, kind="triage").order_by("due")
    return [(row.due, row.state, row.tier) for row in rows]


def decide(lin, *, by, at, route="support_only", version=1, seq=0):
    posted = by.decision(lin, route, seq=seq, now=at, version=version)
    sealed = posted["letter"]
    return casework.triage(
        holder=by.id,
        case=lin.case,
        key=posted["id"],
        route=route,
        version=version,
        letter=(sealed["id"], sealed["seq"], b64decode(sealed["sealed"]), 0),
        now=at,
    )


def may_read(case):
    released = Wrap.objects.filter(case__id=case, released__isnull=False, left=None)
    return set(released.exclude(holder=None).values_list("holder__name", flat=True))


def test_it_is_owed_in_three_working_days(sent, hour):
    """The report came on a Tuesday; Meridian is in China, where no day of that week is free."""
    assert hour.strftime("%a") == "Tue"
    assert owed(sent.case) == [(hour + 3 * DAY, "open", 1)]
    (row,) = Duty.objects.filter(case__id=sent.case, kind="triage")
    assert row.source == "Heard default: triage in 3 working days"


def test_it_runs_from_when_somebody_was_first_told(meridian, lin, now):
    """Told on Wednesday the 4th; over everywhere on the 5th at 20:00 in Shanghai."""
    body = lin.report(meridian.roster, now=now, disclosed="2026-03-04")
    report.accept_report(report=msgspec.convert(body, report.Report), now=now)
    due = dt.datetime(2026, 3, 10, 12, tzinfo=dt.UTC)  # Friday, Monday, Tuesday
    assert owed(lin.case) == [(due, "open", 2)]  # late on arrival: both tiers have it together


def test_she_is_told_by_when(sent, now, hour):
    seen = inbox.read_inbox(authorization=sent.authorization, now=now)
    (told,) = [each for each in seen.duties if each.kind == "triage"]
    assert (told.due, told.state) == ((hour + 3 * DAY).strftime("%Y-%m-%dT%H:%M:%SZ"), "open")


def test_deciding_keeps_it_and_deciding_anew_changes_nothing_of_it(sent, now, hour):
    at = now + DAY
    decide(sent, by=cast.AMARA, at=at)
    assert owed(sent.case) == [(hour + 3 * DAY, "done", 1)]
    (row,) = Duty.objects.filter(case__id=sent.case, kind="triage")
    assert row.done == at
    decide(sent, by=cast.AMARA, at=at + DAY, route="investigate", version=2, seq=1)
    assert owed(sent.case) == [(hour + 3 * DAY, "done", 1)]
    Duty.objects.filter(case__id=sent.case).exclude(kind="triage").delete()  # what an inquiry owes
    assert escalation.sweep(now=hour + 9 * DAY) == 0
    assert may_read(sent.case) == {"Amara", "Jonas"}


def test_missed_it_moves_the_case_and_the_next_tier_owes_it(sent, hour):
    late = hour + 3 * DAY
    assert escalation.sweep(now=late - SECOND) == 0
    assert escalation.sweep(now=late) == 1
    assert may_read(sent.case) == {"Amara", "Jonas", "Ruth"}
    (missed, again) = owed(sent.case)
    assert missed == (late, "missed", 1)
    assert again[1:] == ("open", 2)
    assert again[0] > late + 3 * DAY  # from a Friday on, over a weekend
    said = list(Event.of(sent.case).order_by("index").values_list("kind", flat=True))
    assert said.count("duty_missed") == said.count("tier_released") == 1
    with pytest.raises(RefusedError, match="was not kept in time"):
        decide(sent, by=cast.AMARA, at=late)


def test_and_whoever_has_it_then_may_decide(sent, hour):
    late = hour + 3 * DAY
    escalation.sweep(now=late)
    decide(sent, by=cast.RUTH, at=late + DAY)
    (missed, again) = owed(sent.case)
    assert (missed[1], again[1]) == ("missed", "done")
    made_good = Duty.objects.get(case__id=sent.case, kind="triage", state="missed")
    assert made_good.done == late + DAY
    assert Case.objects.get(id=sent.case).lead_id == cast.RUTH.id


def test_what_she_took_back_owes_none(sent, now, hour):
    take_back(sent, now=now)
    Duty.objects.filter(kind="withdrawal_check").update(state="done", done=now)
    escalation.sweep(now=hour + 9 * DAY)
    assert [state for _, state, _ in owed(sent.case)] == ["held"]
    assert may_read(sent.case) == {"Amara", "Jonas", "Ruth"}  # she asks why


@pytest.mark.parametrize("reason", ["reporter_asked", "police_asked"])
def test_it_may_wait_for_a_reason_and_goes_on_when_it_is_decided(sent, now, hour, reason):
    until = (hour + 2 * DAY).date()
    suspension.suspend(
        holder=cast.AMARA.id, case=sent.case, id=new_id(), duty="triage", reason=reason,
        until=until, now=now,
    )  # fmt: skip
    ((due, state, _),) = owed(sent.case)
    assert state == "open"
    assert due > hour + 4 * DAY
    decide(sent, by=cast.AMARA, at=now + DAY)
    (pause,) = inbox.read_inbox(authorization=sent.authorization, now=now + DAY).suspensions
    assert pause.ended is not None
    assert owed(sent.case)[0][1] == "done"


def rows(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} ORDER BY number")
        return cursor.fetchall()


def columns(table):
    with connection.cursor() as cursor:
        return {each.name for each in connection.introspection.get_table_description(cursor, table)}


def test_a_decision_from_before_stands_as_it_was(sent, now):
    """Step 0023 on what a Heard moved that knew this decision alone."""
    decide(sent, by=cast.AMARA, at=now, route="redirect")
    call_command("migrate", "heard", "0022", verbosity=0)
    assert "about" not in columns("heard_move")
    (before,), owed = rows("heard_move"), len(rows("heard_duty"))
    updates.bring(progress=lambda *_: None)
    (after,) = rows("heard_move")
    assert set(before) <= set(after)
    (move,) = Move.objects.all()
    assert (move.object, move.move, move.code, move.version) == ("case", "triage", "redirect", 1)
    assert (move.agreed, move.party, move.about, move.file_letter, move.due) == (
        "",
        "",
        "",
        "",
        None,
    )
    assert Duty.objects.count() == owed
    assert set(Duty.objects.values_list("record", flat=True)) == {None}
    assert worked.state_of(Case.objects.get()).phase == "triaged"


def test_what_is_no_code_is_refused_after_the_step_as_before(sent, now):
    """On SQLite the table was copied, and its triggers with it."""
    decide(sent, by=cast.AMARA, at=now, route="redirect")
    call_command("migrate", "heard", "0022", verbosity=0)
    updates.bring(progress=lambda *_: None)
    for column in ("object", "move", "code", "basis"):
        with pytest.raises(DatabaseError), transaction.atomic():
            Move.objects.update(**{column: "none"})

"""Evidence is preserved the same day, or the case moves: the duty from receipt to its end."""

import datetime as dt
from base64 import b64decode

import cast
import msgspec
import pytest
from taking_back import take_back

from heard.actions import cases, evidence
from heard.actions.deadlines import escalation
from heard.actions.intake import report
from heard.formats.ids import new_id
from heard.records.models import Case, Duty, Wrap
from heard.rules.refusals import RefusedError

pytestmark = pytest.mark.usefixtures("no_triage")  # of its own: test_triage.py
HOURS = dt.timedelta(hours=1)
DAY = 24 * HOURS


@pytest.fixture
def sent(meridian, lin, now):
    """Lin's report, acknowledged at once: only the evidence waits."""
    body = lin.report(meridian.roster, now=now)
    report.accept_report(report=msgspec.convert(body, report.Report), now=now)
    cases.acknowledge(holder=cast.AMARA.id, case=lin.case, key=new_id(), now=now)
    return lin


def preserving(case):
    owed = Duty.objects.filter(case__id=case, kind="preserve_evidence").order_by("due", "id")
    return [(duty.due, duty.state) for duty in owed]


def may_read(case):
    released = Wrap.objects.filter(case__id=case, released__isnull=False, left=None)
    return {each.holder.name for each in released.exclude(holder=None).select_related("holder")}


def note(lin, *, now, seq=0, by=cast.AMARA):
    posted = by.letter(lin, "Hotel, camera", seq=seq, now=now, kind="evidence")
    item = new_id()
    evidence.note(
        holder=by.id,
        case=lin.case,
        key=new_id(),
        item=item,
        kind="camera",
        overwritten=dt.date(2026, 3, 17),
        letter=(posted["id"], seq, b64decode(posted["sealed"]), 0),
        now=now,
    )
    return item


def looked(lin, *, now, by=cast.AMARA):
    return evidence.check_over(holder=by.id, case=lin.case, key=new_id(), now=now)


def ends(hour):
    """When the day of Meridian's head office is over, or twelve hours are."""
    return max(hour.replace(hour=16), hour + 12 * HOURS)


def test_evidence_is_owed_by_the_day_of_its_case(sent, hour):
    """Noted in the morning of New York, it has until midnight there."""
    Case.objects.filter(id=sent.case).update(country="US", zone="America/New_York")
    looked(sent, now=hour)
    note(sent, now=hour + 2 * HOURS)
    assert (hour.replace(hour=4) + DAY, "open") in preserving(sent.case)


def test_it_is_owed_with_the_report(sent, hour):
    assert preserving(sent.case) == [(ends(hour), "open")]


def test_who_looked_in_time_keeps_the_case(sent, now, hour):
    looked(sent, now=now)
    assert preserving(sent.case) == [(ends(hour), "done")]
    assert escalation.sweep(now=hour + 9 * DAY) == 0
    assert may_read(sent.case) == {"Amara", "Jonas"}


def test_who_noted_and_did_not_order_loses_it(sent, now, hour):
    note(sent, now=now)
    assert escalation.sweep(now=ends(hour)) == 1
    assert may_read(sent.case) == {"Amara", "Jonas", "Ruth"}
    assert [state for _, state in preserving(sent.case)] == ["missed", "open"]


def test_who_ordered_in_time_keeps_the_case(sent, now, hour):
    item = note(sent, now=now)
    evidence.order(
        holder=cast.AMARA.id, case=sent.case, item=item, key=new_id(), document="ab" * 32, now=now
    )
    assert preserving(sent.case) == [(ends(hour), "done")]
    assert escalation.sweep(now=hour + 9 * DAY) == 0


def test_the_next_tier_owes_it_anew_and_makes_it_good(sent, hour):
    late = ends(hour)
    escalation.sweep(now=late)
    with pytest.raises(RefusedError, match="not kept in time"):
        looked(sent, now=late)
    looked(sent, now=late + HOURS, by=cast.RUTH)
    (_, missed), (due, done) = preserving(sent.case)
    assert (missed, done) == ("missed", "done")
    assert due >= late + 12 * HOURS
    assert Duty.objects.get(case__id=sent.case, kind="preserve_evidence", state="missed").done


def test_a_case_that_she_took_back_owes_nothing_new_until_she_comes_back(sent, now):
    """Then what is owed by the old promise is owed again, or what was noted meanwhile by a new."""
    take_back(sent, now=now)
    Duty.objects.filter(kind="preserve_evidence").update(state="cancelled")
    note(sent, now=now)
    assert [state for _, state in preserving(sent.case)] == ["cancelled"]
    take_back(sent, move="come_back", version=2, now=now)
    assert [state for _, state in preserving(sent.case)] == ["cancelled", "open"]

"""Which days a law counts as worked, and from what each of its duties runs."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws import law, only, packs
from zones import STARTS, ZONES

from heard.rules import clocks
from heard.rules.clocks import Law
from heard.rules.deadlines import Calendar, Deadline
from heard.rules.lawpack import Limit, Pack

DAY = timedelta(days=1)
START = datetime(2026, 12, 18, 15, tzinfo=UTC)  # the Friday before Christmas
UTC_ZONE = ZoneInfo("UTC")


def due(deadline: Deadline, start: datetime, zone: ZoneInfo, calendar: Calendar) -> datetime:
    return deadline.after(start, calendar=calendar, zone=zone)


# --- weeks of six days ----------------------------------------------------------------------------

REST = st.sampled_from([4, 5, 6])
HOLIDAYS = st.frozensets(st.dates(date(2026, 1, 1), date(2026, 4, 30)), max_size=40)


@given(st.dates(date(2026, 1, 1), date(2026, 3, 1)), st.integers(1, 20), HOLIDAYS, REST, ZONES)
def test_a_week_of_six_days_leaves_out_its_day_of_rest_and_holidays(
    day: date, count: int, holidays: frozenset[date], rest: int, zone: ZoneInfo
) -> None:
    calendar = Calendar(holidays=holidays).resting(rest)
    start = datetime.combine(day, time(10), zone)
    last = due(Deadline(count, "working days"), start, zone, calendar).astimezone(zone).date()
    days = [day + n * DAY for n in range(1, (last - day).days + 1)]
    counted = [each for each in days if each.weekday() != rest and each not in holidays]
    assert len(counted) == count
    assert counted[-1] == last


@given(
    STARTS, st.integers(1, 60), HOLIDAYS, st.sampled_from([(4, {4, 5}), (5, {4, 5}), (6, {5, 6})])
)
def test_six_days_a_week_are_never_later_than_five(
    start: datetime, count: int, holidays: frozenset[date], week: tuple[int, set[int]]
) -> None:
    rest, weekend = week
    five = Calendar(frozenset(weekend), holidays)
    within, utc = Deadline(count, "working days"), ZoneInfo("UTC")
    assert due(within, start, utc, five.resting(rest)) <= due(within, start, utc, five)


def test_only_a_law_counts_six_days_and_only_unattested() -> None:
    pack = packs()["pe-27942"]
    five = Calendar()
    assert Law((pack,), five).week_of(pack).weekend == {6}
    assert Law((pack,), five, five_days=True).week_of(pack) == five
    assert Law((), five).week_of(packs()["default"]) == five


# --- what has happened so far ---------------------------------------------------------------------


@given(st.timedeltas(timedelta(0), timedelta(days=40)), st.sampled_from(["DE", "IT", "HR", "FR"]))
def test_an_answer_is_owed_though_nobody_ever_acknowledges(later: timedelta, country: str) -> None:
    """From the acknowledgement or the end of its time, whichever is first, by each law."""
    here = law(country)
    never = clocks.owed_by("feedback", happened={"report_received": START}, law=here)
    assert never is not None
    said = {"report_received": START, "case_acknowledged": START + later}
    then = clocks.owed_by("feedback", happened=said, law=here)
    assert then is not None
    assert then.due <= never.due
    assert (then.due < never.due) == (later < DAY if country != "HR" else later < 7 * DAY)


def test_the_end_of_the_time_to_acknowledge_is_that_of_the_same_pack() -> None:
    happened = {"report_received": START}
    found = clocks.owed_by("feedback", happened=happened, law=only("de-hinschg"))
    assert found is not None
    assert found.due == datetime(2027, 3, 25, 15, tzinfo=UTC)
    assert clocks.owed_by("feedback", happened={}, law=only("de-hinschg")) is None


@pytest.mark.parametrize(
    ("country", "over"), [("ES", date(2027, 3, 25)), ("FR", date(2027, 3, 26))]
)
def test_a_fallback_whose_time_to_acknowledge_a_national_law_set_counts_by_that(
    country: str, over: date
) -> None:
    """Or whoever never acknowledges would never owe the answer that the fallback asks for."""
    here = law(country)
    fallback = next(pack for pack in here.packs if pack.fallback)
    assert {limit.kind for limit in fallback.limits} == {"feedback"}
    national = [pack for pack in here.packs if pack.countries and not pack.fallback]
    without = [replace(pack, limits=acknowledged(pack)) for pack in national]
    found = clocks.owed_by(
        "feedback", happened={"report_received": START}, law=Law((fallback, *without))
    )
    assert found is not None
    assert found.source.startswith(fallback.title)
    assert found.due == datetime.combine(over, time(15), UTC)


def acknowledged(pack: Pack) -> tuple[Limit, ...]:
    return tuple(limit for limit in pack.limits if limit.kind == "acknowledge")


def test_an_event_starts_what_a_law_lets_run_from_it_and_nothing_else() -> None:
    """The Indian inquiry runs from the complaint, its law says no time from the report."""
    indian = only("in-posh")
    found = clocks.strictest("finding", start=START, law=indian, trigger="complaint_filed")
    assert found is not None
    assert found.due - START == 90 * DAY
    assert clocks.strictest("finding", start=START, law=indian, trigger="report_received") is None


def test_only_her_written_complaint_starts_what_runs_from_it() -> None:
    """The report is never sent to the respondent (process-rules 2)."""
    told = {"report_received": START, "plan_approved": START}
    assert clocks.owed_by("copy_to_respondent", happened=told, law=law("IN")) is None
    filed = {**told, "complaint_filed": START + DAY}
    found = clocks.owed_by("copy_to_respondent", happened=filed, law=law("IN"))
    assert found is not None
    assert found.source == "POSH Act 2013 (India): Rule 7(2)"
    assert found.due - START == 10 * DAY  # from Saturday; two Sundays do not count


@given(
    st.lists(st.sampled_from(["report_received", "complaint_filed", "finding_made"]), unique=True)
)
def test_what_happens_later_makes_nothing_due_later(events: list[str]) -> None:
    happened: dict[str, datetime] = {}
    dues: list[datetime] = []
    for at, event in enumerate(events):
        happened[event] = START + at * DAY
        found = clocks.owed_by("finding", happened=happened, law=law("IN"))
        if found is not None:
            dues.append(found.due)
    assert dues == sorted(dues, reverse=True)


@given(STARTS, ZONES, st.sampled_from(sorted({"", "DE", "IN", "CA", "CN", "GR"})), st.booleans())
def test_what_runs_today_is_owed_as_before(
    start: datetime,
    zone: ZoneInfo,
    country: str,
    urgent: bool,  # noqa: FBT001 drawn by hypothesis
) -> None:
    """No pack that came since makes anything due at another time than the default alone."""
    here, ours = law(country, zone=zone), law(zone=zone)
    for event in ("report_received", "case_acknowledged"):
        found = clocks.started(event, at=start, urgent=urgent, law=here)
        assert found == clocks.started(event, at=start, urgent=urgent, law=ours)

"""When a duty falls due: days, months and working days, in every zone and over every change."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from laws import law, only
from zones import STARTS, ZONES

from heard.rules import clocks
from heard.rules.clocks import Law
from heard.rules.deadlines import Calendar, Deadline, end_of
from heard.rules.escalation import owed_again

BERLIN, LORD_HOWE = ZoneInfo("Europe/Berlin"), ZoneInfo("Australia/Lord_Howe")
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
UNITS = st.sampled_from(["hours", "days", "working days", "months"])
PLAIN = Calendar()


def due(
    deadline: Deadline, start: datetime, zone: ZoneInfo, calendar: Calendar = PLAIN
) -> datetime:
    return deadline.after(start, calendar=calendar, zone=zone)


def berlin(*at: int, fold: int = 0) -> datetime:
    return datetime(*at, fold=fold, tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("start", "deadline", "wanted"),
    [
        # Clocks went forward in the night to 29 March 2026: 24 hours are 24 hours.
        (berlin(2026, 3, 28, 12), Deadline(24, "hours"), berlin(2026, 3, 29, 13)),
        (berlin(2026, 3, 28, 12), Deadline(1, "days"), berlin(2026, 3, 29, 12)),
        # 02:30 does not come on that day; it is counted as if the clocks had stayed.
        (berlin(2026, 3, 28, 2, 30), Deadline(1, "days"), berlin(2026, 3, 29, 3, 30)),
        # 02:30 comes twice on 25 October 2026: the first counts, to whichever it was said.
        (berlin(2026, 10, 24, 2, 30), Deadline(1, "days"), berlin(2026, 10, 25, 2, 30)),
        (berlin(2026, 10, 25, 2, 30, fold=1), Deadline(1, "days"), berlin(2026, 10, 26, 2, 30)),
        # From the second 02:30 of one year to the first of the next.
        (berlin(2025, 10, 26, 2, 30, fold=1), Deadline(364, "days"), berlin(2026, 10, 25, 2, 30)),
        # Months keep the day, or end on the last one.
        (berlin(2026, 11, 21, 9), Deadline(3, "months"), berlin(2027, 2, 21, 9)),
        (berlin(2026, 11, 30, 9), Deadline(3, "months"), berlin(2027, 2, 28, 9)),
        (berlin(2027, 11, 30, 9), Deadline(3, "months"), berlin(2028, 2, 29, 9)),
        (berlin(2026, 12, 31, 9), Deadline(12, "months"), berlin(2027, 12, 31, 9)),
        # Friday to Wednesday; from a Saturday the first day is Monday.
        (berlin(2026, 11, 20, 17), Deadline(3, "working days"), berlin(2026, 11, 25, 17)),
        (berlin(2026, 11, 21, 23), Deadline(1, "working days"), berlin(2026, 11, 23, 23)),
        # The day is over at midnight there, not in UTC.
        (berlin(2026, 11, 21, 23, 30), Deadline(0, "days"), berlin(2026, 11, 22)),
    ],
)
def test_on_the_wall_in_berlin(start: datetime, deadline: Deadline, wanted: datetime) -> None:
    assert due(deadline, start.astimezone(UTC), BERLIN) == wanted.astimezone(UTC)


@given(STARTS, st.integers(1, 700), ZONES)
def test_hours_are_elapsed_hours_anywhere(start: datetime, count: int, zone: ZoneInfo) -> None:
    assert due(Deadline(count, "hours"), start, zone) == start + count * HOUR


def around(at: datetime, zone: ZoneInfo) -> set[datetime]:
    """What a clock on the wall reads, minute by minute, in the two days about an instant."""
    steps = (at + timedelta(minutes=n) for n in range(-60 * 26, 60 * 26))
    return {step.astimezone(zone).replace(tzinfo=None, fold=0) for step in steps}


@given(STARTS, st.integers(1, 400), ZONES)
@settings(max_examples=60)
@example(datetime(2011, 12, 30, 9, 30, tzinfo=UTC), 1, ZoneInfo("Pacific/Apia"))
@example(datetime(2018, 11, 3, 3, 30, tzinfo=UTC), 1, ZoneInfo("America/Sao_Paulo"))
def test_days_keep_the_hour_on_the_wall(start: datetime, count: int, zone: ZoneInfo) -> None:
    """Whoever looks at a clock there reads the same hour; only an hour that is skipped is not."""
    there = start.astimezone(zone).replace(fold=0, tzinfo=None)
    found = due(Deadline(count, "days"), start, zone)
    read = found.astimezone(zone)
    wanted = there + count * DAY
    skipped = read.replace(tzinfo=None) - wanted
    assert read.fold == 0  # of an hour that comes twice, the first
    if wanted in around(found, zone):
        assert not skipped
    else:
        assert timedelta(0) < skipped <= DAY  # an hour is skipped, and once it was a day


@given(STARTS, STARTS, UNITS, st.integers(1, 30), ZONES)
def test_who_hears_later_owes_on_no_earlier_day(
    one: datetime, other: datetime, unit: str, count: int, zone: ZoneInfo
) -> None:
    """Hours and days keep their order to the second, but for the hour that comes twice: its second
    pass owes what its first did."""
    first, second = sorted((one, other))
    found = [due(Deadline(count, unit), start, zone) for start in (first, second)]
    there = [each.astimezone(zone) for each in found]
    assert there[0].date() <= there[1].date()
    if unit == "hours" or (unit == "days" and second.astimezone(zone).fold == 0):
        assert found[0] <= found[1]


@given(STARTS, UNITS, st.integers(1, 30), ZONES)
def test_nothing_is_due_before_it_begins(
    start: datetime, unit: str, count: int, zone: ZoneInfo
) -> None:
    assert due(Deadline(count, unit), start, zone) > start
    assert start < due(Deadline(0, "days"), start, zone) <= start + 26 * HOUR + DAY


CALENDARS = st.builds(
    Calendar,
    weekend=st.frozensets(st.integers(0, 6), max_size=6),
    holidays=st.frozensets(st.dates(date(2026, 1, 1), date(2026, 4, 30)), max_size=60),
    worked=st.frozensets(st.dates(date(2026, 1, 1), date(2026, 4, 30)), max_size=20),
)


@given(st.dates(date(2026, 1, 1), date(2026, 3, 1)), st.integers(1, 20), CALENDARS)
def test_so_many_working_days_lie_between(day: date, count: int, calendar: Calendar) -> None:
    start = datetime.combine(day, time(10), UTC)
    last = due(Deadline(count, "working days"), start, ZoneInfo("UTC"), calendar).date()
    days = list(itertools.takewhile(lambda d: d <= last, (day + n * DAY for n in range(1, 9999))))
    assert sum(calendar.is_worked(each) for each in days) == count
    assert calendar.is_worked(last)


@given(st.dates(date(2026, 1, 1), date(2026, 3, 1)), st.integers(1, 20), CALENDARS, st.data())
def test_a_holiday_that_is_not_known_makes_nothing_later(
    day: date, count: int, calendar: Calendar, data: st.DataObject
) -> None:
    known = data.draw(st.frozensets(st.sampled_from(sorted(calendar.holidays) or [day])))
    less = Calendar(calendar.weekend, calendar.holidays & known, calendar.worked)
    start, days = datetime.combine(day, time(10), UTC), Deadline(count, "working days")
    utc = ZoneInfo("UTC")
    assert due(days, start, utc, less) <= due(days, start, utc, calendar)


def test_a_calendar_without_working_days_still_ends() -> None:
    never = Calendar(weekend=frozenset(range(7)))
    found = due(Deadline(1, "working days"), datetime(2026, 1, 1, tzinfo=UTC), BERLIN, never)
    assert found.year == 9999


def test_a_worked_saturday_counts() -> None:
    saturday = date(2026, 2, 14)
    shifted = Calendar(worked=frozenset({saturday}), holidays=frozenset({date(2026, 2, 16)}))
    friday = datetime(2026, 2, 13, 10, tzinfo=UTC)
    utc = ZoneInfo("UTC")
    assert due(Deadline(1, "working days"), friday, utc, shifted).date() == saturday
    assert due(Deadline(2, "working days"), friday, utc, shifted).date() == date(2026, 2, 17)


# --- which law ------------------------------------------------------------------------------------

START = datetime(2026, 12, 18, 15, tzinfo=UTC)  # the Friday before Christmas


def strictest(kind: str, law: Law) -> tuple[timedelta, str] | None:
    found = clocks.strictest(kind, start=START, law=law)
    return found and (found.due - START, found.source)


def test_the_strictest_that_applies_says_which_article() -> None:
    ours = "Heard default: a person acknowledges in 24 hours"
    assert strictest("acknowledge", only("default", "eu-2019-1937", "fr")) == (DAY, ours)
    european = (7 * DAY, "Directive (EU) 2019/1937: Art. 9(1)(b)")
    assert strictest("acknowledge", only("fr", "eu-2019-1937")) == european
    assert strictest("acknowledge", only("eu-2019-1937", "fr")) == european
    french = "Décret 2022-1284 (France): Art. 4(I)"
    christmas = Calendar(holidays=frozenset({date(2026, 12, 25)}))
    # Saturdays count, unless somebody attests that nobody works on them.
    assert strictest("acknowledge", only("fr")) == (8 * DAY, french)
    assert strictest("acknowledge", only("fr", calendar=christmas)) == (10 * DAY, french)
    five = replace(only("fr"), five_days=True)
    assert strictest("acknowledge", five) == (11 * DAY, french)
    assert strictest("acknowledge", replace(five, calendar=christmas)) == (12 * DAY, french)


def test_of_two_that_fall_due_together_the_first_is_named() -> None:
    assert strictest("acknowledge", only("de-hinschg", "eu-2019-1937")) == (
        7 * DAY,
        "HinSchG (Germany): § 17(1)",
    )


def test_a_law_without_a_number_sets_no_time_of_its_own() -> None:
    assert strictest("finding", only("kr")) is None
    ours = (60 * DAY, "Heard default: findings in 60 days")
    assert strictest("finding", only("default", "kr")) == ours


def test_what_no_deed_fulfils_starts_no_clock() -> None:
    found = clocks.started("report_received", at=START, urgent=True, law=law("IN"))
    begun = ["acknowledge", "safety_check", "preserve_evidence", "triage"]
    assert [each.kind for each in found] == begun
    assert [
        each.kind
        for each in clocks.started("case_acknowledged", at=START, urgent=False, law=law("DE"))
    ] == ["update"]
    assert clocks.started("finding_made", at=START, urgent=False, law=law("IN")) == ()


def test_only_a_law_that_counts_working_days_needs_a_calendar() -> None:
    """In "default" the triage is counted so; of a pack alone what runs of it decides."""
    ids = ("default", "de-hinschg", "in-posh", "fr")
    assert [only(each).counts_working_days() for each in ids] == [True, False, False, True]


# --- from the first disclosure --------------------------------------------------------------------


@given(STARTS, ZONES, st.integers(0, 40), st.booleans())
def test_a_clock_runs_from_when_the_day_she_told_somebody_was_over_everywhere(
    received: datetime,
    zone: ZoneInfo,
    days: int,
    urgent: bool,  # noqa: FBT001 drawn by hypothesis
) -> None:
    told = received.astimezone(zone).date() - days * DAY
    here = law(zone=zone)

    def times(disclosed: date | None) -> dict[str, datetime]:
        found = clocks.at_intake(received=received, disclosed=disclosed, urgent=urgent, law=here)
        return {each.kind: each.due for each in found.owed}

    start = min(received, end_of(told, timezone(-12 * HOUR)))
    due = start + DAY
    assert times(told)["acknowledge"] == (due if due > received else received + DAY)
    assert all(received <= at <= times(None)[kind] for kind, at in times(told).items())


@given(STARTS, ZONES, ZONES, st.timedeltas(timedelta(0), timedelta(hours=4)), st.booleans())
def test_nothing_is_late_before_anybody_could_know(
    told: datetime,
    hers: ZoneInfo,
    theirs: ZoneInfo,
    later: timedelta,
    urgent: bool,  # noqa: FBT001 drawn by hypothesis
) -> None:
    """She tells somebody, reports within four hours, and gives the day of where she is."""
    day, received = told.astimezone(hers).date(), told + later
    found = clocks.at_intake(received=received, disclosed=day, urgent=urgent, law=law(zone=theirs))
    assert not found.before
    for each in found.owed:
        limit = clocks.strictest(each.kind, start=told, law=law(zone=theirs))
        assert limit is not None
        assert each.due >= limit.due or each.due > received


def test_today_in_honolulu_is_not_over_in_shanghai() -> None:
    """22:57 on the 27th where she is, 16:57 on the 28th where the organisation is."""
    received = datetime(2026, 11, 28, 8, 57, tzinfo=UTC)
    here = law(zone=ZoneInfo("Asia/Shanghai"))
    today = clocks.at_intake(received=received, disclosed=date(2026, 11, 27), urgent=True, law=here)
    assert today == clocks.at_intake(received=received, disclosed=None, urgent=True, law=here)
    assert {each.kind: each.due - received for each in today.owed}["safety_check"] == 4 * HOUR


def test_the_same_day_is_never_shorter_than_twelve_hours() -> None:
    """Of what is reported at eleven at night there is no day left."""
    for hour, left in ((0, 24), (9, 15), (12, 12), (13, 12), (23, 12)):
        received = datetime(2026, 3, 10, hour, tzinfo=UTC)
        found = clocks.at_intake(received=received, disclosed=None, urgent=False, law=law())
        due = {each.kind: each.due - received for each in found.owed}
        assert due["preserve_evidence"] == left * HOUR


# --- updates, and what is owed again --------------------------------------------------------------


def test_an_update_is_owed_every_fourteen_days_and_renewed_once_a_day() -> None:
    def after(promised: timedelta | None) -> datetime | None:
        open_one = START + promised if promised is not None else None
        found = clocks.next_update(at=START, promised=open_one, law=law())
        return found and found.due

    assert after(None) == START + 14 * DAY
    assert after(timedelta(days=13)) == START + 14 * DAY
    assert after(timedelta(days=13, seconds=1)) is None
    assert after(timedelta(days=-1)) == START + 14 * DAY


def test_without_a_rule_for_updates_none_is_owed() -> None:
    assert clocks.next_update(at=START, promised=None, law=only("cn")) is None


def test_the_next_tier_owes_the_same_from_when_it_was_opened() -> None:
    for kind, within in (("acknowledge", DAY), ("safety_check", 4 * HOUR), ("update", 14 * DAY)):
        again = owed_again(kind, opened=START, law=law())
        assert again is not None
        assert again.due == START + within
    assert owed_again("something_of_old", opened=START, law=law()) is None


def test_a_pack_of_another_country_binds_nobody_here() -> None:
    assert {pack.id for pack in law("DE").packs} & {"fr", "in-posh"} == set()
    assert {"fr", "fr-travail"} <= {pack.id for pack in law("FR").packs}

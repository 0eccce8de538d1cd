"""A day without an hour or a zone is read so that nobody is blamed for what may not have been."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.rules import days

VECTORS = json.loads((Path(__file__).parents[2] / "vectors/days.json").read_text())
NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)
INSTANTS = st.integers(0, 4_000_000_000).map(lambda each: datetime.fromtimestamp(each, UTC))
OFFSETS = st.integers(-12 * 60, 14 * 60).map(lambda each: timezone(timedelta(minutes=each)))


@pytest.mark.parametrize("case", VECTORS["over"], ids=lambda case: f"{case['day']} {case['now']}")
def test_a_day_is_over_when_the_vectors_say(case: dict[str, str]) -> None:
    now = datetime.fromisoformat(case["now"])
    found = days.surely_over(date.fromisoformat(case["day"]), now=now)
    assert found == datetime.fromisoformat(case["over"])


@given(INSTANTS, OFFSETS, st.timedeltas(timedelta(0), timedelta(days=400)))
def test_it_is_never_read_as_earlier_than_it_was_nor_later_than_now(
    told: datetime, zone: timezone, later: timedelta
) -> None:
    """Wherever she was when she told somebody, and however long after she says so."""
    now = told + later
    found = days.surely_over(told.astimezone(zone).date(), now=now)
    assert told <= found <= now
    assert found - told <= timedelta(hours=24 + 26)


@given(st.dates())
def test_every_day_that_can_be_written_is_read(day: date) -> None:
    assert days.surely_over(day, now=NOW) <= NOW


# --- a written day -------------------------------------------------------------------------------

HERS = days.of_telling(datetime.fromisoformat(VECTORS["now"]))


def by_name(given: str, at: str, zone: str) -> days.Bounds:
    now = datetime.fromisoformat(at)
    return days.of_telling(now) if given == "telling" else days.of_overwriting(now, ZoneInfo(zone))


@pytest.mark.parametrize("case", VECTORS["bounds"])
def test_the_bounds_are_those_of_the_vectors(case: dict[str, Any]) -> None:
    found = by_name(case["of"], case["now"], case["zone"])
    near = [each.isoformat() for each in found.near]
    assert (found.earliest.isoformat(), found.latest.isoformat()) == (
        case["earliest"],
        case["latest"],
    )
    assert near == case["near"]


@pytest.mark.parametrize("case", VECTORS["telling"], ids=lambda case: repr(case["written"]))
def test_what_she_wrote_is_read_as_the_vectors_say(case: dict[str, Any]) -> None:
    found = days.read(case["written"], HERS)
    assert [found.day and found.day.isoformat(), found.ask] == [case["day"], case["ask"]]
    assert [each.isoformat() for each in found.offers] == case["offers"]


@given(
    st.one_of(st.text(max_size=50), st.from_regex(r"[0-9]{1,6}[-/. ][0-9]{1,2}[-/. ][0-9]{1,6}"))
)
def test_whatever_is_written_a_day_counts_only_where_it_can_be(written: str) -> None:
    found = days.read(written, HERS)
    if not found.ask:
        assert found.day is not None
        assert HERS.near[0] <= found.day <= HERS.near[1]
        assert not found.offers
    assert all(HERS.hold(each) for each in found.offers)
    assert len(found.offers) <= 3


@given(INSTANTS, OFFSETS)
def test_today_is_a_day_that_can_be_wherever_she_is(now: datetime, zone: timezone) -> None:
    today = now.astimezone(zone).date()
    assert days.read(today.isoformat(), days.of_telling(now)) == days.Reading(today)


@given(st.dates(HERS.near[0], HERS.latest))
def test_a_year_of_two_digits_is_offered_as_this_century(day: date) -> None:
    """As browsers keep it, and as people write it where the browser takes any text."""
    year = f"{day:%y}"
    for written in (f"00{year}-{day:%m-%d}", f"{day:%d.%m.}{year}", f"{day:%m/%d/}{year}"):
        assert day in days.read(written, HERS).offers

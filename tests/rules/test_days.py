"""A day without an hour or a zone is read so that nobody is blamed for what may not have been."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

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

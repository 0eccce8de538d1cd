"""Whether a clock can be believed."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.rules import timekeeping as rules

NOW = datetime(2026, 3, 10, 9, 41, tzinfo=UTC)
SPANS = st.timedeltas(min_value=timedelta(days=-4000), max_value=timedelta(days=4000))


@given(SPANS)
def test_no_jump_of_more_than_a_minute_is_followed(by):
    wanted = "" if abs(by) <= rules.STRAY else "ahead" if by > timedelta() else "behind"
    assert rules.strays(NOW + by, NOW) == wanted


@given(SPANS)
def test_a_start_explains_five_minutes_and_nothing_backwards(by):
    found = rules.at_start(NOW + by, last=NOW, newest=None)
    assert (found == "ahead") == (by > rules.PAUSE)
    assert (found == "behind") == (by < -rules.STRAY)


@pytest.mark.parametrize(
    ("newest", "said"),
    [(None, ""), (NOW - timedelta(days=900), ""), (NOW + timedelta(minutes=6), "behind")],
)
def test_the_first_start_knows_the_newest_event_alone(newest, said):
    assert rules.at_start(NOW, last=None, newest=newest) == said


@given(st.lists(SPANS, max_size=6))
def test_most_of_those_who_were_asked_agree(spans):
    near = [each for each in spans if abs(each) <= rules.NEAR]
    told = [NOW + each for each in spans]
    assert rules.agree(NOW, told) == (len(near) * 2 > len(told))


def test_a_month_off_wants_a_person():
    assert not rules.is_too_long(NOW, NOW - timedelta(days=30))
    assert rules.is_too_long(NOW, NOW - timedelta(days=32))
    assert rules.is_too_long(NOW, NOW + timedelta(days=32))

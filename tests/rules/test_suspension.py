"""A clock that stands still loses nothing and gains nothing but the pause."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.rules import suspension as rule
from heard.rules.duties import KINDS
from heard.rules.refusals import RefusedError

ROOT = Path(__file__).parents[2]
START = datetime(2026, 3, 10, 9, tzinfo=UTC)
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
SPANS = st.timedeltas(min_value=SECOND, max_value=timedelta(days=400))


@given(left=SPANS, pause=SPANS)
def test_what_remained_is_left_at_the_end(left, pause):
    until = START + pause
    assert rule.suspended(START + left, since=START, until=until) - until == left


@given(left=SPANS, pause=SPANS, share=st.integers(0, 20))
def test_ended_early_it_has_waited_as_long_as_it_stood_still(left, pause, share):
    due, until, ended = START + left, START + pause, START + pause * share // 10
    moved = rule.suspended(due, since=START, until=until)
    back = rule.resumed(moved, until=until, ended=ended)
    assert back - due == min(ended, until) - START
    assert due <= back <= moved


@given(first=SPANS, then=SPANS, left=SPANS)
def test_two_pauses_are_one_of_both_lengths(first, then, left):
    once = rule.suspended(START + left, since=START, until=START + first)
    twice = rule.suspended(once, since=START + first, until=START + first + then)
    assert twice == START + left + first + then


@given(late=st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=9)))
def test_what_is_due_does_not_wait(late):
    with pytest.raises(RefusedError):
        rule.suspended(START - late, since=START, until=START + DAY)


@pytest.mark.parametrize("duty", ["acknowledge", "safety_check", "update", "preserve_evidence"])
@pytest.mark.parametrize("reason", rule.REASONS)
def test_the_first_promises_never_wait(duty, reason):
    with pytest.raises(RefusedError):
        rule.check(duty=duty, reason=reason, since=START, until=START + DAY)


def test_what_may_wait_is_as_the_vectors_say():
    longest = json.loads((ROOT / "vectors/suspension.json").read_text("utf-8"))["longest"]
    assert longest.keys() == KINDS.keys()
    for duty, days in longest.items():
        for reason in rule.REASONS:
            may = {"duty": duty, "reason": reason, "since": START}
            most = days.get(reason, 0)
            if most:
                rule.check(**may, until=START + most * DAY)
            with pytest.raises(RefusedError):
                rule.check(**may, until=START + most * DAY + SECOND)


def test_only_duties_that_there_are_may_wait():
    assert all(reason.duties <= KINDS.keys() for reason in rule.REASONS.values())


@pytest.mark.parametrize(
    ("reason", "used", "length", "allowed"),
    [
        ("reporter_asked", 0 * DAY, 30 * DAY, True),
        ("reporter_asked", 0 * DAY, 30 * DAY + SECOND, False),
        ("reporter_asked", 20 * DAY, 10 * DAY, True),
        ("reporter_asked", 20 * DAY, 11 * DAY, False),
        ("police_asked", 0 * DAY, 90 * DAY, True),
        ("police_asked", 0 * DAY, 91 * DAY, False),
        ("court_ordered", 0 * DAY, 90 * DAY, True),
        ("person_unwell", 0 * DAY, 30 * DAY, True),
        ("person_unwell", 0 * DAY, 31 * DAY, False),
        ("reporter_asked", 0 * DAY, 0 * DAY, False),
        ("reporter_asked", 0 * DAY, -DAY, False),
        ("we_are_busy", 0 * DAY, DAY, False),
    ],
)
def test_how_long_a_finding_may_wait(reason, used, length, allowed):
    asked = {"duty": "finding", "reason": reason, "since": START, "until": START + length}
    if allowed:
        rule.check(**asked, used=used)
    else:
        with pytest.raises(RefusedError):
            rule.check(**asked, used=used)


@pytest.mark.parametrize(
    ("ended", "now", "wanted"),
    [
        (None, START + DAY, DAY),
        (None, START + 9 * DAY, 3 * DAY),
        (START + 2 * DAY, START + 9 * DAY, 2 * DAY),
        (None, START - DAY, 0 * DAY),
    ],
)
def test_how_long_a_pause_has_lasted(ended, now, wanted):
    assert rule.lasted(since=START, until=START + 3 * DAY, ended=ended, now=now) == wanted

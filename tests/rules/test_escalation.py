"""Whose turn it is, whom a miss moves the case past, and who let it lapse."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws import law

from heard.rules import escalation as rule

START = datetime(2026, 3, 10, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
TIERS = st.sets(st.integers(1, 5))


@pytest.mark.parametrize(
    ("reading", "waiting", "wanted"),
    [
        ({1}, {2, 3}, 1),
        ({1, 2}, {3}, 2),
        ({1, 2, 3}, set(), 3),
        # Somebody outside to whom intake passed it does not answer for it before the second tier.
        ({1, 3}, {2}, 1),
        ({3}, {2}, 2),
        ({2}, set(), 2),
        (set(), {2, 3}, 2),
        (set(), set(), 1),
    ],
)
def test_the_turn_is_the_furthest_that_was_reached_in_order(reading, waiting, wanted):
    assert rule.turn(reading, waiting) == wanted


@pytest.mark.parametrize(
    ("tier", "reading", "waiting", "wanted"),
    [
        (1, {1}, {2, 3}, False),
        (1, {1, 2}, {3}, True),  # two that are late together open one tier
        (2, {1, 2}, {3}, False),
        (
            1,
            {1, 3},
            {2},
            False,
        ),  # passed to somebody outside: the second tier is opened all the same
        (3, {1, 2, 3}, set(), False),
        (1, {1, 2, 3}, set(), True),
        (1, {2}, set(), True),  # intake stepped out
        (1, set(), {2}, False),
    ],
)
def test_a_miss_opens_no_tier_where_the_case_has_gone_past_it(tier, reading, waiting, wanted):
    assert rule.moved_on(tier, reading, waiting) is wanted


@given(TIERS, TIERS)
def test_whoever_has_the_turn_has_not_been_passed(reading, waiting):
    """What the turn's tier owes and misses opens the next, or is the last rung."""
    tier = rule.turn(reading, waiting)
    assert not rule.moved_on(tier, reading, waiting)
    assert not (reading or waiting) or tier in reading | waiting


@given(TIERS, TIERS)
def test_opening_tier_after_tier_reaches_everyone_once(reading, waiting):
    reading, waiting, opened = set(reading), waiting - reading, []
    while (tier := rule.next_tier(waiting)) is not None:
        opened.append(tier)
        reading, waiting = reading | {tier}, waiting - {tier}
    assert opened == sorted(set(opened))
    assert not waiting


@pytest.mark.parametrize(
    ("tier", "released", "wanted"),
    [
        (1, -HOUR, True),
        (1, timedelta(0), False),  # got it when it was late already
        (1, HOUR, False),
        (2, -HOUR, False),  # a later tier's person answers for a later tier's clock
    ],
)
def test_who_had_the_duty_and_missed_it(tier, released, wanted):
    assert rule.let_lapse(tier=tier, released=START + released, missed=1, due=START) is wanted


@pytest.mark.parametrize(
    ("urgent", "wanted"),
    [
        (False, {"acknowledge": START + 24 * HOUR}),
        (True, {"acknowledge": START + 24 * HOUR, "safety_check": START + 4 * HOUR}),
    ],
)
def test_a_tier_that_she_opens_owes_her_an_answer_from_now(urgent, wanted):
    owed = rule.owed_to_look(urgent=urgent, opened=START, law=law())
    assert {each.kind: each.due for each in owed} == wanted

"""Places are drawn by chance alone, in a width that no single hour moves."""

from __future__ import annotations

import itertools
from collections import Counter
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.rules import places

WIDTH = 4


def every_way(chains: list[str | None], leaves: int) -> Counter[tuple[int | None, ...]]:
    """Each outcome by how often it comes, over every way in which chance can fall."""
    draws = [range(end + 1) for end in range(leaves - 1, 0, -1)]
    found: Counter[tuple[int | None, ...]] = Counter()
    for drawn in itertools.product(*draws):
        rest = iter(drawn)
        found[tuple(places.spread(chains, leaves, lambda _, rest=rest: next(rest)))] += 1
    return found


@pytest.mark.parametrize("others", range(WIDTH - 1))
def test_the_places_of_my_two_deeds_do_not_count_what_came_between(others: int) -> None:
    """Every pair of places is as likely, whatever others did before, between and after."""
    for before in range(others + 1):
        chains: list[str | None] = [None] * others
        chains[before:before] = ["mine"]
        chains.append("mine")
        pairs: Counter[tuple[int, int]] = Counter()
        mine = (before, others + 1)
        for outcome, times in every_way(chains, WIDTH).items():
            pairs[outcome.index(mine[0]), outcome.index(mine[1])] += times
        total = sum(pairs.values())
        told = {pair: Fraction(times, total) for pair, times in pairs.items()}
        # In the order of what happened, and else each pair of places alike.
        assert told == {pair: Fraction(1, 6) for pair in itertools.combinations(range(WIDTH), 2)}


@given(st.lists(st.sampled_from([None, "a", "b"]), max_size=30), st.integers(0, 40), st.randoms())
def test_each_event_stands_once_and_those_of_a_chain_in_order(chains, more, chance) -> None:
    leaves = len(chains) + more
    found = places.spread(chains, leaves, chance.randrange)
    assert len(found) == leaves
    assert sorted(each for each in found if each is not None) == list(range(len(chains)))
    for chain in ("a", "b"):
        of_it = [each for each in found if each is not None and chains[each] == chain]
        assert of_it == sorted(of_it)


@pytest.mark.parametrize(
    ("busiest", "leaves"), [(0, 64), (16, 64), (17, 128), (100, 512), (1000, 4096), (10**6, 65536)]
)
def test_a_week_is_four_times_as_wide_as_the_busiest_hour(busiest: int, leaves: int) -> None:
    assert places.width(busiest) == leaves


@given(st.integers(6, 18), st.integers(0, 10**5), st.data())
def test_only_what_would_wait_too_long_widens_it(power, waiting, data) -> None:
    leaves, due = 2**power, data.draw(st.integers(0, waiting))
    found = places.widened(leaves, waiting=waiting, due=due)
    assert found & (found - 1) == 0
    assert found >= min(max(leaves, due), places.MOST)
    assert waiting - found <= places.HOURS * found  # the rest fits in twelve hours
    if due <= leaves and waiting - leaves <= places.HOURS * leaves:
        assert found == leaves


def test_a_week_begins_on_monday() -> None:
    assert {places.week_of(date(2026, 11, day)) for day in range(23, 30)} == {date(2026, 11, 23)}

"""What is hidden stays hidden from somebody who knows the rule and adds up everything shown."""

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.rules.suppression import ENOUGH, LEAST, STEPS, Delay, Figure, delays, protect, rounded

MOST = 14  # the largest sum of the tables that are all gone through
SMALL = set(range(LEAST))


def table(numbers):
    return {f"c{place}": number for place, number in enumerate(numbers)}


def shown(numbers):
    found = protect({"by": table(numbers)})
    return found.total, tuple(found.by["by"].values())


@pytest.mark.parametrize("cells", [1, 2, 3, 4])
def test_of_all_tables_with_the_same_picture_a_small_number_may_be_any_small_number(cells):
    same = defaultdict(list)
    for numbers in product(range(MOST + 1), repeat=cells):
        if sum(numbers) <= MOST:
            same[shown(numbers)].append(numbers)
    for (_, picture), tables in same.items():
        for place in range(cells):
            could_be = {numbers[place] for numbers in tables}
            if could_be & SMALL:
                assert picture[place] is None
                assert could_be >= SMALL, (picture, tables)


def could_be(numbers, place, value):
    """Another table with the same picture in which this place has another small value."""
    picture = shown(numbers)
    hidden = [other for other, number in enumerate(picture[1]) if number is None]
    rest = sum(numbers[other] for other in hidden) - value
    for heir in hidden:
        if heir == place:
            continue
        changed = [0 if other in hidden else number for other, number in enumerate(numbers)]
        changed[place], changed[heir] = value, rest
        if rest >= 0 and shown(changed) == picture:
            return True
    return False


@given(st.lists(st.integers(0, 30) | st.integers(0, 5), min_size=2, max_size=12))
def test_the_attacker_rules_out_no_small_number_in_a_larger_table(numbers):
    if sum(numbers) < LEAST:
        assert shown(numbers) == (None, (None,) * len(numbers))
        return
    for place, number in enumerate(numbers):
        if number < LEAST:
            assert all(could_be(numbers, place, value) for value in SMALL)


@given(st.lists(st.integers(0, 40), min_size=1, max_size=12))
def test_what_is_shown_is_true_and_no_more_is_hidden_than_must_be(numbers):
    total, picture = shown(numbers)
    assert total in {None, sum(numbers)}
    assert all(seen in {None, number} for seen, number in zip(picture, numbers, strict=True))
    small = [number for number in numbers if number < LEAST]
    hidden = [n for n, seen in zip(numbers, picture, strict=True) if seen is None]
    if not small:
        assert hidden == []
    elif total is not None:
        assert len(hidden) - len(small) <= 2
        assert sum(hidden) >= ENOUGH or len(hidden) == len(numbers)


def test_breakdowns_of_one_count_are_hidden_together():
    found = protect({"tier": {"1": 3, "2": 0}, "kind": {"update": 3, "acknowledge": 0}})
    nothing = {"tier": {"1": None, "2": None}, "kind": {"update": None, "acknowledge": None}}
    assert found == Figure(None, nothing)


def test_a_breakdown_that_hides_leaves_the_other_as_it_is():
    found = protect({"tier": {"1": 8, "2": 1, "3": 6}, "kind": {"update": 9, "acknowledge": 6}})
    assert found.total == 15
    assert found.by["tier"] == {"1": None, "2": None, "3": 6}
    assert found.by["kind"] == {"update": 9, "acknowledge": 6}


def test_breakdowns_that_disagree_are_refused():
    with pytest.raises(ValueError, match="totals of one count differ"):
        protect({"tier": {"1": 8}, "kind": {"update": 9}})


def test_a_delay_is_told_of_five_and_its_tail_of_twenty():
    assert delays([1.0] * 4) == Delay(None, None, None)
    assert delays([0.5, 3, 3.5, 20, 90]) == Delay(5, 4, None)
    assert delays([3.0] * 17 + [23.0] * 3) == Delay(20, 4, 24)


@given(st.floats(0, 10_000))
def test_times_are_rounded_up_to_a_step(hours):
    assert rounded(hours) in STEPS
    assert rounded(hours) >= min(hours, STEPS[-1])

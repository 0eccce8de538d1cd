"""Every event that a holder can cause ends somewhere."""

from heard.rules.events import (
    ENDS_BY_ITSELF,
    FIELDS,
    MOST_OF_A_CASE,
    MOST_OF_A_DAY,
    NOT_A_HOLDERS,
    OF_A_CASE,
)

APART = [set(MOST_OF_A_CASE), set(MOST_OF_A_DAY), set(ENDS_BY_ITSELF), set(NOT_A_HOLDERS)]


def test_each_event_is_bounded_or_says_what_ends_it():
    assert set().union(*APART) == set(FIELDS)
    assert sum(map(len, APART)) == len(FIELDS)


def test_the_bounds_of_a_case_are_of_events_of_a_case():
    assert all(FIELDS[kind] >= OF_A_CASE for kind in MOST_OF_A_CASE)
    assert not any(FIELDS[kind] >= OF_A_CASE for kind in MOST_OF_A_DAY)

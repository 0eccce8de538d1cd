"""The retaliation gate: what its answers tell of who is protected, and when they come."""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from hashlib import sha256
from itertools import count, product
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.rules import gate
from heard.rules.deadlines import Calendar
from heard.rules.gate import TOP, AdverseAction, Answer, Cell

JANUARY, JULY = date(2027, 1, 1), date(2027, 7, 1)
LATER = [gate.half_years_on(JANUARY, n) for n in range(6)]
CHANCE = Fraction(1, gate.SHARE)
NEVER = bytes([1, 0, 0, 0])


def keyed(text):
    return sha256(b"a key" + text.encode()).digest()


def drawing(cell, begins):
    return keyed(f"{cell.id} {begins}")


def company(*sizes):
    """Units A, B … of so many people under one at the top; the people by unit, and the parents."""
    people = {
        f"{unit}{n}": unit
        for unit, size in zip("ABCDEFG", sizes, strict=False)
        for n in range(size)
    }
    return people, {"all": TOP} | dict.fromkeys("ABCDEFG"[: len(sizes)], "all")


def admit(made, people, parents):
    numbers = count(len(made))
    return gate.admit(made, people, parents, order=keyed, new_id=lambda: f"{next(numbers):03}")


def drawn_as(draws):
    """What is drawn: by half-year the day in it, or None."""

    def draw(_cell, begins):
        day = draws.get(begins)
        return NEVER if day is None else bytes([0]) + day.to_bytes(3, "big")

    return draw


# ------------------------------------------------------------------- what is to be learned from it
#
# One cell, since cells are apart from each other; each of its people is protected from one of two
# days of the first half-year on, or not; in both half-years it is drawn for one of two days, or
# not. What is seen are the answers about all of them on each day there is: whatever anybody files,
# when, and after what they saw, they see a part of that.

DAYS = [JANUARY + timedelta(days=n) for n in range(3)]
DAYS += [day + timedelta(days=n) for day in LATER[1:] for n in (-1, 0, 1, 2)]


def worlds(size, likely):
    """Who began on which day, what was drawn, and how likely that is."""
    begins = {None: 1 - likely, 0: likely / 2, 1: likely / 2}
    draws = {None: 1 - CHANCE, 0: CHANCE / 2, 1: CHANCE / 2}
    for days in product(begins, repeat=size):
        for one, two in product(draws, repeat=2):
            weight = draws[one] * draws[two]
            for day in days:
                weight *= begins[day]
            yield days, {JANUARY: one, JULY: two}, weight


def seen(days, draws):
    held = tuple(JANUARY + timedelta(days=day) for day in days if day is not None)
    cell = Cell("c", "A", ("p",), held)
    return tuple(gate.answer(cell, day=day, drawing=drawn_as(draws)) for day in DAYS)


@pytest.mark.parametrize("likely", [Fraction(1, 1000), Fraction(1, 5)], ids=str)
@pytest.mark.parametrize("size", [1, 2, 5])
def test_whatever_is_seen_is_seventeen_times_as_likely_at_the_most(monkeypatch, size, likely):
    monkeypatch.setattr(gate, "_HALF_YEAR", 2)
    found = {True: defaultdict(Fraction), False: defaultdict(Fraction)}
    for days, draws, weight in worlds(size, likely):
        protected = days[0] is not None
        chance = likely if protected else 1 - likely
        found[protected][seen(days, draws)] += weight / chance
    ratios = [chance / found[False][sight] for sight, chance in found[True].items()]
    assert sum(found[True].values()) == sum(found[False].values()) == 1
    assert 1 < max(ratios) <= gate.SHARE + 1
    if size == 1:  # nobody else can be the reason
        assert max(ratios) > gate.SHARE


def test_without_what_is_drawn_it_would_be_certain(monkeypatch):
    monkeypatch.setattr(gate, "_HALF_YEAR", 2)
    assert seen((0,), {}) not in {seen((None,), {}), seen((1,), {})}


def test_at_any_moment_more_than_a_fifth_are_held_with_nobody_protected():
    least = 1 - (1 - CHANCE) ** gate.LASTS
    assert 1 / least < Fraction(44, 10)
    for day in (JANUARY, date(2027, 3, 31), date(2027, 12, 31)):
        said = [gate.answer(Cell(f"{n}", "A", ()), day=day, drawing=drawing) for n in range(4000)]
        assert 0.21 < said.count(Answer.TALK) / len(said) < 0.30


def test_all_of_a_cell_are_answered_about_alike_and_nothing_is_kept_of_whom():
    made = admit([], *company(10))
    held = Cell(made[0].id, made[0].unit, made[0].people, (JANUARY,))
    assert set(Cell.__slots__) == {"id", "unit", "people", "held"}
    assert gate.answer(held, day=JANUARY, drawing=drawn_as({})) == Answer.TALK


@pytest.mark.parametrize("begins", [JANUARY, date(2027, 6, 30), date(2028, 2, 29)], ids=str)
def test_protection_lasts_two_years_at_least_and_ends_with_a_half_year(begins):
    ends = gate.ends(begins)
    assert ends >= date(begins.year + 2, begins.month, min(begins.day, 28))
    assert ends == gate.half_year(ends)
    cell = Cell("c", "A", ("p",), (begins,))
    said = {
        day: gate.answer(cell, day=day, drawing=drawn_as({}))
        for day in (begins - timedelta(days=1), begins, ends - timedelta(days=1), ends)
    }
    assert list(said.values()) == [Answer.GO, Answer.TALK, Answer.TALK, Answer.GO]


def test_a_draw_begins_on_a_day_of_its_half_year_and_ends_as_protection_does():
    days = {gate.drawn(Cell(f"{n}", "A", ()), JANUARY, drawing) for n in range(2000)} - {None}
    assert JANUARY <= min(days) < date(2027, 1, 20)
    assert date(2027, 6, 10) < max(days) < JULY


# --------------------------------------------------------------------------------------- the cells


@given(st.lists(st.integers(0, 23), min_size=1, max_size=7))
def test_everybody_is_in_one_cell_of_five_and_more(sizes):
    people, parents = company(*sizes)
    made = admit([], people, parents)
    assert sorted(person for cell in made for person in cell.people) == sorted(people)
    if len(people) >= gate.LEAST:
        assert all(len(cell.people) >= gate.LEAST for cell in made)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=5))
def test_who_comes_later_moves_nobody(sizes):
    first, parents = company(*(before for before, _ in sizes))
    whole, _ = company(*(before + more for before, more in sizes))
    made = admit([], first, parents)
    later = admit(made, whole, parents)
    assert sorted(person for cell in later for person in cell.people) == sorted(whole)
    for before, after in zip(made, later, strict=False):
        assert (before.id, before.held) == (after.id, after.held)
        assert set(before.people) <= set(after.people)


def test_who_leaves_or_goes_elsewhere_stays_in_the_cell():
    people, parents = company(5, 5)
    made = admit([], people, parents)
    moved = {person: "B" for person in people if person != "A0"}
    assert admit(made, moved, parents) == made


def test_small_units_are_counted_in_the_next_one_up():
    people = {"a": "tiny", "b": "tiny", "c": "small", "d": "small", "e": "mid", "f": "top"}
    parents = {"tiny": "small", "small": "mid", "mid": "top", "top": TOP}
    assert gate.units_of(people, parents) == {"mid": ["e", "c", "d", "a", "b"], TOP: ["f"]}


def test_one_who_is_alone_at_the_top_joins_the_smallest_cell():
    people, parents = company(5, 6)
    made = admit([], people | {"chair": "all"}, parents)
    assert [cell.people for cell in made if "chair" in cell.people] == [
        ("A0", "A1", "A2", "A3", "A4", "chair")
    ]


def test_units_that_go_round_are_refused():
    with pytest.raises(ValueError, match="in a circle"):
        gate.units_of({"a": "x"}, {"x": "y", "y": "x"})


# -------------------------------------------------------------------------------- what and when


def test_a_dismissal_is_looked_at_and_an_appraisal_need_not_be():
    assert AdverseAction.DISMISSAL in gate.SEVERE
    assert set(AdverseAction) - gate.SEVERE == {"lowered_appraisal", "disciplinary_step"}


def test_both_answers_have_one_length():
    assert len({len(each.encode()) for each in Answer}) == 1


@pytest.mark.parametrize(
    ("filed", "expected"),
    [
        ("2026-11-26T08:00", "2026-12-01T09:00"),  # a Thursday: Friday, Monday, Tuesday
        ("2026-11-26T23:59", "2026-12-01T09:00"),
        ("2026-11-28T12:00", "2026-12-02T09:00"),  # a Saturday
        ("2026-03-26T12:00", "2026-03-31T09:00"),  # over the beginning of summer time
    ],
)
def test_all_are_answered_at_nine_of_the_third_working_day(filed, expected):
    berlin = ZoneInfo("Europe/Berlin")
    at = gate.answered_at(
        datetime.fromisoformat(filed).replace(tzinfo=berlin).astimezone(UTC),
        calendar=Calendar(),
        zone=berlin,
    )
    assert at == datetime.fromisoformat(expected).replace(tzinfo=berlin)


def test_what_was_answered_late_waits_for_the_next_nine_o_clock():
    friday = datetime(2026, 11, 27, 9, 0, 1, tzinfo=UTC)
    monday = datetime(2026, 11, 30, 9, tzinfo=UTC)
    assert gate.next_answers(friday, calendar=Calendar(), zone=UTC) == monday
    before = friday.replace(hour=8)
    assert gate.next_answers(before, calendar=Calendar(), zone=UTC) == friday.replace(second=0)

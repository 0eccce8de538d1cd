"""Who may hold the file key of a matter, who is owed it, and who must not be the last of it."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.rules import matters
from heard.rules.matters import CaseSide, Copy, Link, Owed, Seat

VECTORS = json.loads((Path(__file__).parents[2] / "vectors/matters.json").read_text("utf-8"))
SEATS = [Seat(**each) for each in VECTORS["seats"]]


def side(given):
    return CaseSide(**{name: frozenset(ids) for name, ids in given.items()})


def named(cases):
    return pytest.mark.parametrize("case", cases, ids=lambda case: case["name"])


def test_what_parts_wait_for():
    assert VECTORS["until"] == matters.UNTIL


@named(VECTORS["cases"])
def test_who_may_hold_it_and_what_may_be_linked(case):
    sides = [side(each) for each in case["cases"]]
    assert sorted(matters.may_hold(sides)) == case["may"]
    assert matters.linking_fault(sides, VECTORS["later"]) == case["linking"]


@named(VECTORS["links"])
def test_who_may_link_cases_and_what_of_a_counter_complaint(case):
    said = dict(case["link"], deciders=tuple(map(frozenset, case["link"]["deciders"])))
    said |= {name: frozenset(said[name]) for name in ("checked", "inquirers")}
    sides = [side(each) for each in case["cases"]]
    assert matters.link_fault(Link(**said), sides, VECTORS["later"]) == case["fault"]


@pytest.mark.parametrize("case", VECTORS["floors"])
def test_floor(case):
    found = matters.floor(case["newest"], case["holders"], case["may"], parted=case["parted"])
    assert found == case["floor"]


@named(VECTORS["leaving"])
def test_who_must_not_leave(case):
    assert matters.leaving_fault(**case["given"]) == case["fault"]


@pytest.mark.parametrize("case", VECTORS["released"])
def test_when_a_copy_is_given_out(case):
    assert matters.is_released(case["until"], case["happened"]) is case["is"]


@named(VECTORS["debts"])
def test_what_is_owed_and_who_can_pay(case):
    copies = [Copy(**each) for each in case["copies"]]
    found = matters.owed(SEATS, copies, may=case["may"], happened=case["happened"])
    assert found == [Owed(**{**each, "authors": tuple(each["authors"])}) for each in case["owed"]]
    assert {by: matters.payable(found, by) for by in case["payable"]} == case["payable"]


IDS = [n * 32 for n in "123456"]
SETS = st.frozensets(st.sampled_from(IDS))
SIDES = st.lists(
    st.builds(CaseSide, sealed_to=SETS, excluded=SETS, conflicted=SETS), min_size=1, max_size=3
)


@given(sides=SIDES, more=SIDES)
def test_a_linked_case_lets_nobody_in(sides, more):
    """K3: whoever links a case, by however many forged reports, only ever takes readers away."""
    both = matters.may_hold([*sides, *more])
    assert both <= matters.may_hold(sides) & matters.may_hold(more)
    for each in sides:
        assert both.isdisjoint(each.excluded | each.conflicted)
        assert both <= each.sealed_to


@given(data=st.data())
def test_debts_that_are_paid_are_gone_and_two_readers_pay_any(data):
    """K5, K6: from whatever copies there are, two readers' desks pay all, each only what it can."""
    seats = [
        Seat(holder=each, recipient="0" * 64, until=until)
        for each, until in zip(IDS, ("", "", "draft_shared", "tier_2", "", ""), strict=True)
    ]
    made = st.builds(
        Copy,
        holder=st.sampled_from(IDS),
        author=st.sampled_from(IDS),
        recipient=st.sampled_from(["0" * 64, "1" * 64]),
    )
    copies = data.draw(st.lists(made, max_size=12))
    happened = data.draw(st.sets(st.sampled_from(["draft_shared", "tier_2"])))
    for by in IDS[:2]:
        for holder in matters.payable(matters.owed(seats, copies, may=IDS, happened=happened), by):
            copies.append(Copy(holder=holder, author=by, recipient="0" * 64))
    assert matters.owed(seats, copies, may=IDS, happened=happened) == []
    for seat in seats:
        theirs = {
            each.author
            for each in copies
            if (each.holder, each.recipient) == (seat.holder, "0" * 64)
        }
        waits = not matters.is_released(seat.until, happened)
        assert len(theirs - {seat.holder} if waits else theirs) >= (2 if waits else 1)

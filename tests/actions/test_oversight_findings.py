"""What is found, as the board sees it: by the case, by what weighs most, none below five."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from overseen import found, seed_duties

from heard.actions import oversight
from heard.actions.oversight._months import FINDINGS
from heard.records.models import Holder, Move, OversightWeek
from heard.rules import casework

WEEK = dt.timedelta(weeks=1)


@pytest.fixture
def ruth(meridian, now):
    """Ruth of the works council sees the figures."""
    holder = Holder.objects.get(name="Ruth")
    oversight.allow(holder=holder.id, may=True, now=now)
    return holder.id


@pytest.fixture
def cases(meridian, now):
    return seed_duties(now, 20)


def seen(holder, now):
    return oversight.read(holder=holder, now=now)


def test_what_can_be_found_is_what_the_rules_know():
    moves = casework.TABLE.moves["finding"]
    assert set(FINDINGS) == moves["make"].codes == moves["vary"].codes


def test_a_month_tells_what_was_found_of_each_case_once(meridian, ruth, cases, now):
    for case in cases[:9]:
        found(case, "unfounded", now=now)
        found(case, "substantiated", now=now)
        found(case, "withdrawn", now=now)
    for case in cases[9:15]:
        found(case, "inconclusive", now=now)
    found(cases[15], "inconclusive", now=now + 5 * WEEK)
    for case in cases[:15]:  # changed after an appeal: it was found in another month
        found(case, "unfounded", now=now + 5 * WEEK, move="vary")
    months = {each.month: each.findings for each in seen(ruth, now + 14 * WEEK).months}
    march, april = months["2026-03"], months["2026-04"]
    # Each that counts 0 is hidden, and beside them the first that is large enough to hide them.
    assert march.by["code"] == {**dict.fromkeys(FINDINGS), "inconclusive": 6}
    assert (march.total, april.total) == (15, None)


@pytest.mark.acceptance("case-work", 10)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(made=st.dictionaries(st.sampled_from(FINDINGS), st.integers(0, 9), max_size=6))
def test_no_count_of_findings_below_five_is_told(meridian, ruth, now, made):
    """Nor can one be worked out from what is."""
    Move.objects.all().delete()
    OversightWeek.objects.all().delete()
    for code, number in made.items():
        for case in seed_duties(now, number):
            found(case, code, now=now)
    march = seen(ruth, now + 8 * WEEK).months[-1]
    shown = [march.findings.total, *march.findings.by["code"].values()]
    assert all(each is None or each >= 5 for each in shown)
    if march.findings.total is None:
        assert set(march.findings.by["code"].values()) == {None}
        return
    true = {code: made.get(code, 0) for code in FINDINGS}
    hidden = [code for code, each in march.findings.by["code"].items() if each is None]
    small = [code for code in hidden if true[code] < 5]
    # Where not all is hidden, what is makes so many that a small one could be any of 0 to 4.
    all_hidden = len(hidden) == len(FINDINGS)
    assert not small or all_hidden or sum(true[code] for code in hidden) >= 9

"""Time limits that run for the reporter: as the pages compute them, and never too late."""

from __future__ import annotations

import json
import tomllib
from datetime import date, timedelta
from itertools import count as count_from
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.rules import limits as rule
from heard.rules._packtable import BadPackError
from heard.rules.deadlines import Deadline, months_after
from heard.rules.limits import LIMITS, ReporterLimit

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "src/heard/rules/law/reporter-limits.toml").read_text("utf-8")
CASES = json.loads((ROOT / "vectors/reporter-limits.json").read_text("utf-8"))["cases"]
BOOKS = sorted((ROOT / "src/heard/languages/words").glob("*.json"))
DAYS = st.dates(date(1970, 1, 1), date(2100, 1, 1))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["about"])
def test_they_fall_on_the_days_of_the_vectors(case: dict[str, Any]) -> None:
    days = {
        name: date.fromisoformat(case[name]) if case[name] else None
        for name in ("incident", "left")
    }
    found = {
        limit.id: day.isoformat() if (day := rule.before(limit, **days)) else None
        for limit in LIMITS
        if limit.country == case["country"]
    }
    assert found == case["before"]


def test_each_is_tried_by_a_vector() -> None:
    tried = {id for case in CASES for id, day in case["before"].items() if day}
    assert tried == {limit.id for limit in LIMITS}


@pytest.mark.parametrize("rest", range(7))
@pytest.mark.parametrize("since", [0, 1], ids=["the first day counts", "it does not"])
def test_the_day_before_is_in_time_by_any_calendar_of_six_days(rest: int, since: int) -> None:
    """Whichever day is free, and whether or not the first one counts."""
    monday = date(2026, 11, 30)
    following = (monday + timedelta(days=n) for n in count_from(since))
    worked = (each for each in following if each.weekday() != rest)
    for count, last in zip(range(1, 261), worked, strict=False):
        limit = ReporterLimit("xx_a", "XX", "left", Deadline(count, "working days"), verified=False)
        shown = rule.before(limit, left=monday)
        assert shown is not None
        assert shown - timedelta(days=1) <= last


@given(DAYS, DAYS)
def test_what_is_over_after_ten_years_is_not_shown_later(incident: date, left: date) -> None:
    limit = next(each for each in LIMITS if each.id == "tw_top")
    shown = rule.before(limit, incident=incident, left=left)
    assert shown is not None
    assert shown <= min(months_after(left, 12), months_after(incident, 120))
    assert rule.before(limit, left=left) is None


@given(st.sampled_from(LIMITS), DAYS, DAYS)
def test_who_counts_from_a_later_day_has_no_less_time(
    limit: ReporterLimit, one: date, other: date
) -> None:
    first, second = sorted((one, other))
    sooner = rule.before(limit, incident=first, left=first)
    later = rule.before(limit, incident=second, left=second)
    assert sooner is not None
    assert later is not None
    assert first < sooner <= later


def test_what_nobody_compared_says_so() -> None:
    assert {limit.id for limit in LIMITS if limit.verified} == {
        "in_committee", "tw_authority", "tw_power", "tw_top", "us_agency", "us_eeoc", "us_federal",
    }  # fmt: skip


@pytest.mark.parametrize("book", BOOKS, ids=lambda path: path.stem)
def test_each_has_words_and_none_is_left_of_one_that_is_gone(book: Path) -> None:
    words = json.loads(book.read_text("utf-8"))
    there = {key for key in words if key.startswith("outside.")}
    assert there == {f"outside.{limit.id}" for limit in LIMITS}


LIMIT = {
    "id": "in_committee", "country": "IN", "from": "incident", "within": "3 months",
    "article": "s. 9", "source": "the law", "verified": True,
}  # fmt: skip


def test_the_file_is_read_as_it_stands() -> None:
    assert rule.read(tomllib.loads(TEXT)) == LIMITS
    (limit,) = rule.read({"limit": [LIMIT]})
    assert limit == LIMITS[0]


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ({}, r"^reporter-limits: 'limit' is missing"),
        ({"limit": [LIMIT], "more": 1}, r"^reporter-limits: unknown: more"),
        ({"limit": [3]}, r"^reporter-limits, 3: no table"),
        ({"limit": [LIMIT, LIMIT]}, r"an id stands twice"),
        ({"limit": [LIMIT | {"colour": "red"}]}, r"'in_committee': unknown: colour"),
        ({"limit": [LIMIT | {"verified": "yes"}]}, r"'verified' is missing or not a bool"),
        ({"limit": [LIMIT | {"country": "US"}]}, r"begin the id with its country"),
        ({"limit": [LIMIT | {"from": "learned"}]}, r"from: choose from incident, left"),
        ({"limit": [LIMIT | {"at_most": "10 days"}]}, r"at_most: '10 days' is no period"),
        ({"limit": [LIMIT | {"within": "soon"}]}, r"'soon' is no deadline"),
        *(
            ({"limit": [LIMIT | {"within": each}]}, r"give days, working days or months")
            for each in ("no number", "same day", "4 hours")
        ),
    ],
)
def test_a_bad_file_is_refused(table: dict[str, Any], said: str) -> None:
    with pytest.raises(BadPackError, match=said):
        rule.read(table)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.just(LIMIT),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*LIMIT]), inner),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(["limit", "more"]), VALUES, max_size=2))
def test_whatever_stands_in_it_is_read_or_refused(table: dict[str, Any]) -> None:
    try:
        found = rule.read(table)
    except BadPackError:
        return
    assert all(limit.within.count > 0 for limit in found)

"""Who reads a report at once, what is owed for it, and what state it is in."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from laws import law

from heard.rules import clocks, rosters

RECEIVED = datetime(2026, 3, 10, 9, tzinfo=UTC)
HOURS = timedelta(hours=1)


@dataclass(frozen=True)
class Person:
    id: str
    tier: int
    recipient: str = "key"


NOOR, ADE, INES = Person("noor", 1), Person("ade", 1), Person("ines", 2)
ALL = (NOOR, ADE, INES)


def test_everyone_of_the_lowest_tier_reads_at_once() -> None:
    found = rosters.tiers(["noor", "ines", "ade"], ALL, ALL)
    assert found == {"noor": 1, "ines": 2, "ade": 1}
    assert rosters.reading(found.values(), late=False) == (1,)
    assert rosters.reading([2, 3], late=False) == (2,)


def test_what_is_late_on_arrival_is_read_by_the_next_tier_too() -> None:
    assert rosters.reading([1, 1, 2, 3], late=True) == (1, 2)
    assert rosters.reading([3, 1], late=True) == (1, 3)
    assert rosters.reading([2], late=True) == (2,)


@pytest.mark.parametrize(
    ("chosen", "newest"),
    [
        ([], ALL),
        (["noor", "noor"], ALL),
        (["gao"], ALL),
        (["noor"], (ADE, INES)),
        (["noor"], (Person("noor", 1, "another key"), ADE)),
    ],
)
def test_a_report_may_not_be_sealed_to_just_anyone(
    chosen: list[str], newest: tuple[Person, ...]
) -> None:
    assert rosters.tiers(["noor"], ALL, ALL) == {"noor": 1}
    with pytest.raises(rosters.NotListedError):
        rosters.tiers(chosen, ALL, newest)


def owed(disclosed: date | None, *, urgent: bool) -> dict[str, timedelta]:
    found = clocks.at_intake(received=RECEIVED, disclosed=disclosed, urgent=urgent, law=law())
    return {each.kind: each.due - RECEIVED for each in found.owed}


def test_a_person_acknowledges_in_a_day_and_safety_is_checked_in_four_hours() -> None:
    always = {
        "acknowledge": 24 * HOURS,
        "preserve_evidence": 15 * HOURS,
        "triage": 3 * 24 * HOURS,  # from a Tuesday on
    }
    assert owed(None, urgent=False) == always
    assert owed(None, urgent=True) == {**always, "safety_check": 4 * HOURS}


VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "clocks.json").read_text())


@pytest.mark.parametrize("case", VECTORS["intake"], ids=lambda case: case["about"])
def test_what_a_report_brings(case: dict[str, Any]) -> None:
    told = case["disclosed"]
    found = clocks.at_intake(
        received=datetime.fromisoformat(case["received"]),
        disclosed=date.fromisoformat(told) if told else None,
        urgent=case["urgent"],
        law=law(zone=ZoneInfo(case["zone"])),
    )
    said = [[(each.kind, stamp(each.due)) for each in some] for some in (found.before, found.owed)]
    assert said == [list(case["before"].items()), list(case["owed"].items())]


def stamp(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


@given(st.dates(), st.booleans(), st.sampled_from(["", "DE", "FR", "CN", "KR"]))
def test_no_disclosure_gives_more_time_and_none_blames_who_could_not_know(
    disclosed: date,
    urgent: bool,  # noqa: FBT001 drawn by hypothesis
    country: str,
) -> None:
    """What she may count on is never later for a day that she gave, and is always to come."""
    told = {"received": RECEIVED, "urgent": urgent, "law": law(country)}
    plain, found = (clocks.at_intake(**told, disclosed=day) for day in (None, disclosed))
    assert not plain.before
    assert [each.kind for each in found.owed] == [each.kind for each in plain.owed]
    for mine, theirs in zip(found.owed, plain.owed, strict=True):
        assert RECEIVED < mine.due <= theirs.due
    fresh = {each.kind: each.due for each in plain.owed}
    for late in found.before:
        assert late.due <= RECEIVED
        assert fresh[late.kind] == next(e.due for e in found.owed if e.kind == late.kind)


@given(
    st.integers(0, 90_000).map(lambda hours: datetime(2020, 1, 1, tzinfo=UTC) + hours * HOURS),
    st.sampled_from(["Pacific/Kiritimati", "Asia/Shanghai", "UTC", "America/New_York"]),
    st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "America/Sao_Paulo"]),
    st.integers(3, 400),
)
@settings(deadline=None)  # the first example reads every pack
def test_what_the_question_says_of_more_than_two_days_is_true(
    received: datetime, hers: str, theirs: str, days: int
) -> None:
    """Where she is, whatever the organisation's zone: ``told.why`` in the pages' words."""
    told = received.astimezone(ZoneInfo(hers)).date() - timedelta(days=days)
    here = law(zone=ZoneInfo(theirs))
    assert clocks.at_intake(received=received, disclosed=told, urgent=False, law=here).before


def test_a_first_day_of_all_days_is_no_fault() -> None:
    for disclosed in (date.min, date.max):
        assert owed(disclosed, urgent=True)["acknowledge"] >= timedelta(0)

"""Who reads a report at once, what is owed for it, and what state it is in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws import law

from heard.rules import cases, clocks, events, rosters

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
    assert rosters.released(found) == {"noor", "ade"}
    assert rosters.released({"ines": 2}) == {"ines"}


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
    with pytest.raises(rosters.NotListed):
        rosters.tiers(chosen, ALL, newest)


def owed(disclosed: date | None, *, urgent: bool) -> dict[str, timedelta]:
    found = clocks.at_intake(received=RECEIVED, disclosed=disclosed, urgent=urgent, law=law())
    return {each.kind: each.due - RECEIVED for each in found}


def test_a_person_acknowledges_in_a_day_and_safety_is_checked_in_four_hours() -> None:
    always = {"acknowledge": 24 * HOURS, "preserve_evidence": 15 * HOURS}
    assert owed(None, urgent=False) == always
    assert owed(None, urgent=True) == {**always, "safety_check": 4 * HOURS}


@pytest.mark.parametrize(
    ("disclosed", "left", "kept"),
    [
        (date(2026, 3, 10), 24, 15),  # today: no later than from receipt
        (date(2026, 3, 12), 24, 15),  # a day to come cannot put it off
        (date(2026, 3, 9), 24, 15),  # not over yet at UTC-12: it may be a moment ago
        (date(2026, 3, 8), 3, 0),  # over everywhere 21 hours ago
        (date(2026, 3, 4), 0, 0),  # overdue when it came
    ],
)
def test_the_clock_runs_from_the_first_disclosure(disclosed: date, left: int, kept: int) -> None:
    found = owed(disclosed, urgent=False)
    assert found == {"acknowledge": left * HOURS, "preserve_evidence": kept * HOURS}


@given(st.dates(), st.booleans())
def test_no_disclosure_ever_gives_more_time(disclosed: date, urgent: bool) -> None:  # noqa: FBT001 drawn by hypothesis
    plain = owed(None, urgent=urgent)
    assert all(timedelta(0) <= due <= plain[kind] for kind, due in _owed(disclosed, urgent))


def _owed(disclosed: date, urgent: bool) -> list[tuple[str, timedelta]]:  # noqa: FBT001 as above
    return list(owed(disclosed, urgent=urgent).items())


def test_state_is_a_fold_and_withdrawal_is_the_last_word() -> None:
    assert cases.state(["report_received", "letter_received"]) == "received"
    assert cases.state(["report_received", "case_acknowledged"]) == "acknowledged"
    told = ["report_received", "case_withdrawn", "case_acknowledged"]
    assert cases.state(told) == "withdrawn"
    with pytest.raises(ValueError, match="no report"):
        cases.state(["letter_received"])


def test_an_event_says_all_and_only_what_it_must() -> None:
    said = {"event": "case_opened", "at": "", "actor": "", "case": ""}
    events.check(said)
    for wrong in (
        {**said, "more": ""},
        {**said, "event": "no_such"},
        {key: value for key, value in said.items() if key != "case"},
        {**said, "case": "é" * 2049},
    ):
        with pytest.raises(events.UnknownEvent):
            events.check(wrong)


def test_a_first_day_of_all_days_is_no_fault() -> None:
    for disclosed in (date.min, date.max):
        assert owed(disclosed, urgent=True)["acknowledge"] >= timedelta(0)

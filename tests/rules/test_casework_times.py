"""Times of a worked case: nobody has less than the table gives them, and nobody is given years."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from casework_told import VECTORS, actor, moved, story
from hypothesis import given, settings
from hypothesis import strategies as st

from heard.rules.casework import TABLE, Casework, Moved, after, allowed, fold

ROOT = Path(__file__).parents[2]
sys.path.append(str(ROOT / "vectors"))

import casework_story as stories  # noqa: E402 -- its folder is no package

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def hour_of(at: datetime) -> datetime:
    """As a party's and the reporter's moves are kept."""
    return at.replace(minute=0, second=0, microsecond=0)


class Time(NamedTuple):
    """A time of the table. ``begins``: by whom, with what; ``within``: what they may do until it is
    over; ``then``: what others may do once it is. Each is a move, its record, who makes it."""

    story: str
    begins: tuple[str, str, str]
    hours: str
    within: tuple[str, str, str] | None
    then: tuple[str, str, str, str] | None = None


TIMES = [
    Time("sent", ("notice.admit", "n1", "gao"), "retracting", ("notice.retract", "n1", "gao")),
    Time("sent", ("notice.decline", "n1", "gao"), "late_reply", ("notice.reply_late", "n1", "gao")),
    Time(
        "staffed", ("case.withdraw", "case", "reporter"), "returning",
        ("case.come_back", "case", "reporter"), ("case.stop", "case", "tess", ""),
    ),
    Time(
        "reported", ("case.ask_informal", "case", "reporter"), "informal", None,
        ("case.triage", "case", "ada", "informal"),
    ),
]  # fmt: skip


def begun(time: Time, at: datetime) -> stories.Story:
    found = getattr(stories, time.story)()
    found.at = hour_of(at)
    found.do(*time.begins)
    if time.hours == "returning":
        found.at = at
        found.do("case.check_withdrawal", "case", "tess")
    return found


@settings(max_examples=60)
@given(
    time=st.sampled_from(TIMES),
    began=st.integers(0, 59),
    waited=st.integers(-90, 90),
)
def test_who_is_protected_by_a_time_has_all_of_it(time: Time, began: int, waited: int) -> None:
    """To the minute, though only the hour of a party's move is kept."""
    start = getattr(stories, time.story)().at
    began_at = hour_of(start) + HOUR + timedelta(minutes=began)
    case = begun(time, began_at)
    now = began_at + timedelta(hours=TABLE.hours[time.hours], minutes=waited)
    if time.within is not None:
        case.at = hour_of(now)
        asked = case.asks(*time.within)
        may = allowed(case.state, actor(asked.actor), asked) is None
        assert may or waited >= 0
        assert not may or waited < 2 * 60
    if time.then is not None:
        case.at = now
        *then, code = time.then
        asked = case.asks(*then, code=code)
        may = allowed(case.state, actor(asked.actor), asked) is None
        assert not may or waited >= 0
        assert may or waited <= 60


@settings(max_examples=60)
@given(days=st.lists(st.integers(1, 1000), min_size=1, max_size=6))
def test_a_time_to_appeal_grows_and_has_an_end(days: list[int]) -> None:
    """Whatever comes after the first letter: its 90 days are all that there are."""
    case = stories.found()
    given_until: list[datetime] = []
    for each in days:
        asked = case.asks("party.tell_outcome", "gao", "dora", days=each)
        if allowed(case.state, actor("dora"), asked) is None:
            case.take(asked)
            assert asked.due is not None
            given_until.append(asked.due)
        case.wait(24)
    assert given_until == sorted(given_until)
    told = case.state.get("party", "gao")
    assert told is not None
    letters = told.every("tell_outcome")
    assert all(each.due and each.due - letters[0].at <= 90 * DAY for each in letters)


@settings(max_examples=40)
@given(minutes=st.integers(0, 29 * 24 * 60), off=st.integers(-2, 2))
def test_who_signs_that_a_notice_waits_signs_the_day(minutes: int, off: int) -> None:
    case = stories.noted()
    case.do("data_notice.owe", "d1", "ada", party="gao", days=28)
    due = case.at + timedelta(minutes=minutes)
    when = (due.astimezone(case.at.tzinfo) + off * DAY).date().isoformat()
    said = {"code": "would_impair", "when": when, "due": due}
    asked = case.asks("data_notice.defer", "d1", "ada", "tess", **said)
    found = allowed(case.state, actor("ada"), asked, seconds=[actor("tess")])
    assert found == (None if off == 0 else "due_on_that_day")


# --- two windows, for each move that there is -----------------------------------------------------


def made() -> dict[tuple[str, str], tuple[Casework, Moved]]:
    """Each move of the table, once where it is allowed: in a story, or in what is asked of one."""
    found: dict[tuple[str, str], tuple[Casework, Moved]] = {}
    for name in VECTORS["stories"]:
        state = Casework()
        for each in story(name):
            found.setdefault((each.object, each.move), (state, each))
            state = after(state, each)
    for question in VECTORS["asked"]:
        refused = [] if question["refused"] or "calendar" in question else [question["moved"]]
        asked = [moved(each) for each in (*question["also"], *refused)]
        if all((each.object, each.move) in found for each in asked):
            continue
        state = fold(story(question["story"]))
        for each in asked:
            by, seconds = actor(each.actor), list(map(actor, each.agreed))
            if allowed(state, by, each, seconds=seconds) is None:
                found.setdefault((each.object, each.move), (state, each))
            state = after(state, each)
    return found


MADE = list(made().values())


@pytest.mark.parametrize(("state", "asked"), MADE, ids=lambda each: getattr(each, "move", ""))
def test_of_two_windows_one_is_first(state: Casework, asked: Moved) -> None:
    seconds = list(map(actor, asked.agreed))
    by = actor(asked.actor)
    assert allowed(state, by, asked, seconds=seconds) is None
    then = after(state, asked)
    assert allowed(then, by, asked, seconds=seconds) is not None
    later = replace(asked, at=asked.at + timedelta(minutes=1))
    assert allowed(then, by, later, seconds=seconds) is not None


def test_each_move_of_the_table_is_among_them() -> None:
    rows = {(each.object, each.move) for moves in TABLE.moves.values() for each in moves.values()}
    assert {(each.object, each.move) for _, each in MADE} == rows


@pytest.mark.parametrize(("state", "asked"), MADE, ids=lambda each: getattr(each, "move", ""))
def test_who_has_no_part_in_a_case_moves_nothing_of_it(state: Casework, asked: Moved) -> None:
    """A holder of another case, or one who lapsed: the doors give them no standing."""
    stranger = replace(asked, actor="nobody")
    assert allowed(state, actor("nobody"), stranger) == "not_yours"

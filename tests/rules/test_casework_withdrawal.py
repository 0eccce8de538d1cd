"""A report is taken back, and brought back, in every phase until something is found."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest
from casework_told import actor

from heard.rules.casework import TABLE, after, allowed, owing

sys.path.append(str(Path(__file__).parents[2] / "vectors"))

import casework_story as stories

UNTIL_FOUND = ["empty", "noted", "triaged", "staffed", "planned", "interviewed", "drafted"]
FOUND = ["found", "told", "closed"]


def does(story, move, by="reporter", **said):
    asked = story.asks(f"case.{move}", "case", by, **said)
    refused = allowed(story.state, actor(by), asked)
    if refused is None:
        story.take(asked)
    return refused


def seen(state):
    return state.phase, state.course, state.case.state


@pytest.mark.parametrize("name", UNTIL_FOUND)
def test_the_case_is_the_same_once_it_is_brought_back(name):
    story = getattr(stories, name)()
    before = seen(story.state)
    for _ in range(2):
        assert does(story, "withdraw") is None
        assert seen(story.state) == (before[0], "withdrawn", before[2])
        assert does(story, "withdraw") == "not_in_this_course"
        story.wait(72)
        assert does(story, "come_back") is None
        assert seen(story.state) == before
        assert does(story, "come_back") == "not_in_this_course"


@pytest.mark.parametrize("name", UNTIL_FOUND)
@pytest.mark.parametrize(
    ("moves", "course"),
    [
        ((("check_withdrawal", "tim", ""), ("stop", "tim", "")), "stopped"),
        (
            (
                ("check_withdrawal", "tim", ""),
                ("announce_continuing", "tim", "danger"),
                ("continue_without", "tim", "danger"),
            ),
            "continues_without",
        ),
    ],
    ids=["stopped", "continues_without"],
)
def test_from_each_it_ends_or_goes_on(name, moves, course):
    story = getattr(stories, name)()
    phase = story.state.phase
    assert does(story, "withdraw") is None
    for each, _, code in moves[1:]:
        assert does(story, each, "tim", code=code) in {"return_over", "withdrawal_checked"}
    story.wait(73)
    for each, by, code in moves:
        assert does(story, each, by, code=code) is None, each
    assert (story.state.phase, story.state.course) == (phase, course)
    assert does(story, "come_back") == "not_in_this_course"
    assert does(story, "withdraw") == "not_in_this_course"


@pytest.mark.parametrize("name", FOUND)
def test_what_is_found_is_taken_back_by_nobody(name):
    assert does(getattr(stories, name)(), "withdraw") == "not_in_this_phase"


@pytest.mark.parametrize("name", UNTIL_FOUND)
@pytest.mark.parametrize("by", ["ada", "gao", "tess", "nobody"])
def test_by_nobody_else(name, by):
    story = getattr(stories, name)()
    assert does(story, "withdraw", by) == "not_yours"
    assert does(story, "withdraw") is None
    assert does(story, "come_back", by) == "not_yours"


def test_what_a_withdrawal_asks_is_owed_once_and_by_no_other_move():
    story = stories.staffed()
    asked = story.asks("case.withdraw", "case", "reporter")
    assert owing(after(story.state, asked), asked).starts == ("withdrawal_check",)
    story.take(asked)
    back = story.asks("case.come_back", "case", "reporter")
    assert owing(after(story.state, back), back).cancels == ("withdrawal_check",)
    checked = story.asks("case.check_withdrawal", "case", "tim")
    assert owing(after(story.state, checked), checked).ends == ("withdrawal_check",)
    starts = {
        (object, move)
        for object, moves in TABLE.moves.items()
        for move, row in moves.items()
        if "withdrawal_check" in row.starts
    }
    assert starts == {("case", "withdraw")}


def test_what_lasts_can_be_done_while_it_does():
    """Whatever is owed on meanwhile, some move that is allowed then ends it."""
    rows = [row for moves in TABLE.moves.values() for row in moves.values()]
    for duty in TABLE.lasting:
        ends = [row for row in rows if duty in row.fulfils]
        assert any({"withdrawn", "stopped"} <= row.during for row in ends), duty


def test_what_was_stopped_before_that_was_a_move_can_be_closed():
    """No move says when, so nobody is asked afterwards; where a move does, somebody is."""
    story = stories.noted()
    close = story.asks("case.close_stopped", "case", "ada", when="2027-01-01")
    before = replace(story.state, course="stopped")
    assert allowed(before, actor("ada"), close) is None
    assert does(story, "withdraw") is None
    story.wait(73)
    assert [does(story, each, "tim") for each in ("check_withdrawal", "stop")] == [None, None]
    assert does(story, "close_stopped", "ada", when="2027-01-01") == "checkins_over"

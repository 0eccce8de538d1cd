"""Telling the gate who a reporter is: who may do what, in each state, and in no other way."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from casework_told import actor

from heard.rules.casework import TABLE, allowed

sys.path.append(str(Path(__file__).parents[2] / "vectors"))

import casework_story as stories

DIGEST = {"digest": "d" * 64}
# How each state is come to, and who may do what from there. Written here by hand.
STATES = {
    "": [],
    "asked": ["ask"],
    "agreed": ["ask", "agree"],
    "declined": ["ask", "decline"],
    "taken_back": ["ask", "agree", "take_back"],
    "told": ["ask", "agree", "tell"],
    "revoked": ["ask", "agree", "tell", "revoke"],
    "dropped": ["ask", "drop"],
}
REPORTERS = {
    "asked": {"agree", "decline"},
    "agreed": {"take_back"},
    "declined": {"agree"},
    "taken_back": {"agree"},
    "told": {"revoke"},
}
LEADS = {"": {"ask"}, "asked": {"drop"}, "agreed": {"tell", "drop"}}
# Ada leads, Ivo investigates, Dan decides, Cleo asks afterwards, Tess is of the next tier.
PEOPLE = {
    "reporter": REPORTERS, "ada": LEADS, "ivo": LEADS, "dan": {}, "cleo": {}, "tess": {},
    "gao": {}, "wei": {}, "nobody": {},
}  # fmt: skip


def by_whom(move: str) -> str:
    return "reporter" if move in {"agree", "decline", "take_back", "revoke"} else "ada"


def at(state: str) -> stories.Story:
    story = stories.staffed().on()
    for move in STATES[state]:
        said = DIGEST if move == "tell" else {}
        story.do(f"gate.{move}", "t1", by_whom(move), **said)
    return story


def can(story: stories.Story, who: str, move: str) -> bool:
    said = DIGEST if move == "tell" else {}
    asked = story.asks(f"gate.{move}", "t1", who, **said)
    return allowed(story.state, actor(who), asked) is None


@pytest.mark.parametrize("state", STATES)
def test_each_does_what_is_theirs_and_nothing_else(state: str) -> None:
    story = at(state)
    found = story.state.get("gate", "t1")
    assert (found.state if found else "") == state
    moves = set(TABLE.moves["gate"])
    done = {who: {each for each in moves if can(story, who, each)} for who in PEOPLE}
    assert done == {who: may.get(state, set()) for who, may in PEOPLE.items()}


def test_the_states_and_moves_are_all_of_them() -> None:
    assert set(STATES) - {""} == set(TABLE.states["gate"])
    assert {each for path in STATES.values() for each in path} == set(TABLE.moves["gate"])


@pytest.mark.parametrize("state", STATES)
def test_who_is_asked_again_is_who_agreed_and_nobody_else(state: str) -> None:
    again = at(state)
    other = again.asks("gate.ask", "t2", "ada")
    refused = allowed(again.state, actor("ada"), other)
    assert (refused is None) == (state in {"", "told", "dropped"})

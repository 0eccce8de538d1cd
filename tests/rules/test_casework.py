"""Cases as they are worked: what the vectors say, and what no order of moves can bring about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from casework_told import VECTORS, actor, moved, story, weeks
from hypothesis import given, settings
from hypothesis import strategies as st

from heard.rules.casework import (
    REFUSALS,
    TABLE,
    Casework,
    Move,
    Moved,
    Record,
    after,
    allowed,
    fold,
    parts_of,
)
from heard.rules.casework import _allowed as judge
from heard.rules.casework import _state as folding
from heard.rules.deadlines import Calendar
from heard.rules.refusals import MalformedError, RefusedError

WEEKS = weeks(None)
PHASES = list(TABLE.rank)
STORIES = {name: story(name) for name in VECTORS["stories"]}


@pytest.mark.parametrize("told", VECTORS["folds"], ids=lambda each: each["story"])
def test_a_story_comes_to_what_the_vectors_say(told: dict[str, Any]) -> None:
    state = fold(STORIES[told["story"]])
    states = {
        object: {id: f"{each.state} {each.version}" for id, each in there.items()}
        for object, there in state.records.items()
    }
    said = {"phase": state.phase, "course": state.course, "flags": sorted(state.flags)}
    assert {"story": told["story"], **said, "states": states} == told


@pytest.mark.parametrize("name", STORIES)
def test_a_story_is_allowed_move_by_move(name: str) -> None:
    state = Casework()
    for each in STORIES[name]:
        seconds = list(map(actor, each.agreed))
        assert allowed(state, actor(each.actor), each, seconds=seconds) is None
        state = after(state, each)
    assert state == fold(STORIES[name])


@pytest.mark.parametrize("told", VECTORS["asked"], ids=lambda each: each["refused"] or "allowed")
def test_what_is_asked_is_answered_as_the_vectors_say(told: dict[str, Any]) -> None:
    state = fold([*STORIES[told["story"]], *map(moved, told["also"])])
    asked = moved(told["moved"])
    seconds = list(map(actor, asked.agreed))
    calendar = weeks(told.get("calendar"))
    found = allowed(state, actor(asked.actor), asked, seconds=seconds, calendar=calendar)
    assert (found or "") == told["refused"]
    if found is None:
        assert after(state, asked).get(asked.object, asked.id) is not None


def test_every_refusal_is_asked_for() -> None:
    assert {each["refused"] for each in VECTORS["asked"]} - {""} == REFUSALS


def test_every_move_is_allowed_once() -> None:
    seen = {(each.object, each.move) for moves in STORIES.values() for each in moves}
    for question in QUESTIONS:
        life = Life(STORIES[question["story"]])
        for each in [*question["also"], question["moved"]]:
            life.tries(moved(each), weeks(question.get("calendar")))
        seen |= {(each.object, each.move) for each in life.happened}
        refused = [question["moved"]] if question["refused"] else []
        tried = [*STORIES[question["story"]], *map(moved, question["also"])]
        assert len(life.happened) == len(tried) + 1 - len(refused)
    assert seen == {(move.object, move.move) for move in MOVES}


def test_what_no_table_knows_is_refused_by_name() -> None:
    known = STORIES["planned"][-1]
    for said in ({"object": "dream"}, {"move": "fly"}):
        other, (named,) = replace(known, **said), said.values()
        with pytest.raises(MalformedError, match=named):
            allowed(Casework(), actor("ada"), other)
        with pytest.raises(MalformedError, match=named):
            fold([other])


@pytest.mark.parametrize("name", STORIES)
def test_a_fold_takes_nothing_twice_and_leaves_nothing_out(name: str) -> None:
    moves = STORIES[name]
    for place, each in enumerate(moves):
        with pytest.raises(RefusedError):
            fold([*moves[: place + 1], each])
        rest = [
            other
            for other in moves[place + 1 :]
            if (other.object, other.id) == (each.object, each.id)
        ]
        if rest:
            with pytest.raises(RefusedError):
                fold([*moves[:place], *rest])


# What may be tried: anybody, any move of the table, on what is there or new.
HOLDERS = ("ada", "ivo", "dora", "rena", "olu", "cleo", "tess", "tim", "thea", "hr", "pia")
PARTIES = ("reporter", "gao", "wei", "sun")
NEW = ("x1", "x2", "case")
MOVES = [move for moves in TABLE.moves.values() for move in moves.values()]


def proposals(state: Casework, at: datetime, near: str) -> st.SearchStrategy[Moved]:
    """Mostly by somebody who has the part, of a move that the state may have; the rest decides."""
    possible = [move for move in MOVES if _is_possible(state, move)]
    possible = [move for move in possible if move.object == near] or possible
    return st.sampled_from(possible).flatmap(lambda move: _proposed(state, move, at))


def _is_possible(state: Casework, move: Move) -> bool:
    return "" in move.before or any(each.state in move.before for each in state.of(move.object))


def _proposed(state: Casework, move: Move, at: datetime) -> st.SearchStrategy[Moved]:
    there = [each.id for each in state.of(move.object) if each.state in move.before]
    new = [*NEW, *PARTIES[1:]] if move.object == "party" else list(NEW)
    ids = st.sampled_from(new if "" in move.before else there)
    return ids.flatmap(partial(_by_somebody, state, move, at))


def _by_somebody(state: Casework, move: Move, at: datetime, id: str) -> st.SearchStrategy[Moved]:
    said = {name: each for name, each in _said(state, move, at).items() if name in said_by(move)}
    record = state.get(move.object, id) or Record(object=move.object, id=id)
    anybody = [*HOLDERS, *PARTIES]
    may = [each for each in anybody if parts_of(state, actor(each), record) & move.who]
    return st.builds(
        partial(_asked, state, move, at, id),
        actor=st.sampled_from(may * 5 + anybody),
        code=st.sampled_from(sorted(move.codes)) if move.codes else st.just(""),
        agreed=st.lists(
            st.sampled_from(HOLDERS), min_size=move.seconds, max_size=2, unique=True
        ).map(tuple),
        **said,
    )


def said_by(move: Move) -> frozenset[str]:
    return move.names | move.may


def _asked(state: Casework, move: Move, at: datetime, id: str, **said: Any) -> Moved:
    record = state.get(move.object, id)
    version = (record.version if record else 0) + 1
    return Moved(object=move.object, id=id, move=move.move, at=at, version=version, **said)


def _said(state: Casework, move: Move, at: datetime) -> dict[str, st.SearchStrategy[Any]]:
    alleged = sorted(state.records.get("allegation", {})) or ["a1"]
    when = "2026-Q1" if move.date == "quarter" else "2026-03-31"
    return {
        "party": st.sampled_from([*PARTIES, ""]),
        "about": st.sampled_from(alleged).map(lambda each: (each,)),
        "holder": st.sampled_from(HOLDERS),
        "digest": st.sampled_from(["e" * 64, "a" * 64]),
        "number": st.integers(1, 3),
        "when": st.just(when),
        "due": st.integers(1, 20).map(lambda days: at + timedelta(days=days)),
        "basis": st.sampled_from(["evidence", "admission"]),
    }


# Without those in which a log was forged: what it holds was never allowed.
QUESTIONS = [
    each for each in VECTORS["asked"] if all(one["id"] != "s-forged" for one in each["also"])
]


@st.composite
def lives(draw: st.DrawFn) -> list[Moved]:
    """What happened in a case: as far as a question of the vectors, what is asked there if it is
    allowed, then whatever anybody may do, mostly with one kind of thing."""
    question = draw(st.sampled_from(QUESTIONS))
    life = Life([*STORIES[question["story"]], *map(moved, question["also"])])
    for each in goes_on(moved(question["moved"])):
        life.tries(each)
    focus = draw(st.sampled_from(sorted(TABLE.moves)))
    for _ in range(draw(st.integers(1, 20))):
        life.at += timedelta(hours=draw(st.sampled_from([1, 49, 200])))
        near = draw(st.sampled_from([focus, focus, ""]))
        life.tries(draw(proposals(life.state, life.at, near)))
    return life.happened


class Life:
    """A case in which somebody tries something, which happens if it is allowed."""

    def __init__(self, happened: list[Moved]) -> None:
        self.happened, self.state = [*happened], fold(happened)
        self.at = happened[-1].at if happened else STORIES["noted"][0].at

    def tries(self, asked: Moved, calendar: Calendar = WEEKS) -> None:
        by, seconds = actor(asked.actor), list(map(actor, asked.agreed))
        if allowed(self.state, by, asked, seconds=seconds, calendar=calendar) is None:
            self.state = after(self.state, asked)
            self.happened.append(asked)
            self.at = max(self.at, asked.at)


def states(happened: list[Moved]) -> Iterator[tuple[Casework, Moved, Casework]]:
    before = Casework()
    for each in happened:
        now = after(before, each)
        yield before, each, now
        before = now


def three_people(happened: list[Moved]) -> bool:
    """Nobody ever had two seats, and nobody who investigated finds or hears an appeal."""
    declared: dict[str, set[str]] = {}
    for before, each, _ in states(happened):
        seat = before.get("seat", each.id) if each.object == "seat" else None
        if seat and each.move == "declare":
            declared.setdefault(seat.holder, set()).add(seat.code)
    return all(len(parts) == 1 for parts in declared.values())


def her_burden_is_hers(happened: list[Moved]) -> bool:
    """What burdens her becomes active by her own move alone."""
    for before, each, now in states(happened):
        became = _active(now) - _active(before)
        if became and each.actor != "reporter":
            return False
    return True


def _active(state: Casework) -> set[str]:
    hers = (each for each in state.of("measure") if each.code == "reporter")
    return {each.id for each in hers if each.state == "active"}


def nothing_found_unheard(happened: list[Moved]) -> bool:
    """Nothing is weighed of which no notice was sent and answered, refused or left in silence."""
    sent: set[str] = set()
    heard: set[str] = set()
    for before, each, _ in states(happened):
        about = set(getattr(before.get(each.object, each.id), "about", ()))
        if each.object == "notice" and each.move == "send":
            sent |= about
            heard -= about
        if each.object == "notice" and each.move in HEARD:
            heard |= about & sent
        if each.object == "allegation" and each.move == "reword":
            sent.discard(each.id)
            heard.discard(each.id)
        weighs = each.move == "make" and each.code not in UNWEIGHED
        if each.object == "finding" and weighs and not about <= heard:
            return False
    return True


HEARD = {"reply", "decline", "record_silence", "reply_late", "admit"}
UNWEIGHED = {"not_investigated", "referred", "withdrawn", "informal"}


def numbers_stand(happened: list[Moved]) -> bool:
    """Exhibits have each a number of their own, from 1 on without a gap."""
    numbers = [each.number for each in happened if (each.object, each.move) == ("exhibit", "note")]
    return numbers == list(range(1, len(numbers) + 1))


def phases_go_on(happened: list[Moved]) -> bool:
    """No phase goes back but where a case is reopened."""
    return all(
        TABLE.rank[now.phase] >= TABLE.rank[before.phase] or each.move == "reopen"
        for before, each, now in states(happened)
    )


def held_is_kept(happened: list[Moved]) -> bool:
    """Nothing is destroyed while it is held, and never by one alone."""
    return all(
        "legal_hold" not in before.flags and each.agreed
        for before, each, _ in states(happened)
        if each.move == "destroy"
    )


INVARIANTS = {
    each.__name__: each
    for each in (
        three_people, her_burden_is_hers, nothing_found_unheard, numbers_stand, phases_go_on,
        held_is_kept,
    )
}  # fmt: skip


@settings(max_examples=150)
@given(lives())
def test_whatever_is_allowed_keeps_what_must_hold(happened: list[Moved]) -> None:
    broken = [name for name, holds in INVARIANTS.items() if not holds(happened)]
    assert broken == []


# What must hold, the condition that holds it, and the story in which the condition refuses.
BROKEN = [
    ("three_people", "no_other_seat", "declared"),
    ("her_burden_is_hers", "not_reporter_burden", "staffed"),
    ("her_burden_is_hers", "may_be_imposed", "staffed"),
    ("nothing_found_unheard", "notice_or_refusal", "drafted"),
    ("numbers_stand", "number_is_next", "answered"),
    ("held_is_kept", "no_legal_hold", "answered"),
]


def goes_on(bad: Moved) -> list[Moved]:
    """What comes of it: who is proposed declares, and what is accepted is activated."""
    if (bad.object, bad.move) == ("seat", "propose"):
        said = {"actor": bad.holder, "move": "declare", "digest": "c" * 64}
        return [bad, replace(bad, **said, code="", holder="", version=2)]
    if (bad.object, bad.move) == ("measure", "accept"):
        return [bad, replace(bad, move="activate", actor="ada", version=bad.version + 1)]
    return [bad]


@pytest.mark.parametrize(("invariant", "need", "name"), BROKEN)
def test_each_of_these_breaks_without_its_condition(
    invariant: str, need: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One condition that always holds: what it refused is allowed, and breaks the invariant."""
    asked = next(
        each for each in VECTORS["asked"] if (each["refused"], each["story"]) == (need, name)
    )
    happened = [*STORIES[name], *map(moved, asked["also"])]
    bad = moved(asked["moved"])
    seconds = list(map(actor, bad.agreed))
    assert INVARIANTS[invariant](happened)
    assert allowed(fold(happened), actor(bad.actor), bad, seconds=seconds) == need
    monkeypatch.setattr(judge, "NEEDS", dict(judge.NEEDS) | {need: lambda _: True})
    assert allowed(fold(happened), actor(bad.actor), bad, seconds=seconds) is None
    assert not INVARIANTS[invariant]([*happened, *goes_on(bad)])


def test_a_fold_without_the_order_of_phases_goes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    planned_again = STORIES["planned"][-1]
    revised = replace(planned_again, move="revise", actor="ivo", version=3)
    happened = [*STORIES["sent"], revised, replace(planned_again, version=4)]
    assert phases_go_on(happened)
    assert fold(happened).phase == "investigating"

    def lawless(fold: Any, move: Move) -> None:
        fold.phase = move.phase or fold.phase

    monkeypatch.setattr(folding._Fold, "_phase", lawless)
    assert not phases_go_on(happened)

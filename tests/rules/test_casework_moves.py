"""Each move, in each state, by each part, in each phase and course: as the page allows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import casework_page as page
import pytest

from heard.rules.casework import Actor, Casework, Moved, Record, allowed
from heard.rules.casework import _allowed as judge

OBJECTS = page.sections(page.PAGE.read_text("utf-8"))
TEXT = page.PAGE.read_text("utf-8")
CODES = {page.codes(name)[0]: page.codes(cells) for name, cells in page.rows(TEXT, "vocabulary")}
NOW = datetime(2026, 3, 4, 10, tzinfo=UTC)  # a Wednesday
PHASES = (
    *("received", "triaged", "staffed", "planned", "investigating"),
    *("draft", "decided", "acting", "aftercare", "closed"),
)
RANK = {phase: place for place, phase in enumerate(PHASES)} | {"reopened": 4}
COURSES = ("open", "withdrawn", "stopped", "continues_without", "parked")
STANDING = {"tier2", "tier3"}
ROLES = {"reporter", "respondent", "witness", "supporter"}
TEAM = {
    *("lead", "investigator", "decider", "reviewer", "committee"),
    *("presiding", "external", "counsel"),
}
APART = {"checkin", "outside"}
RELATED = {"concerned", "named", "invitee"}
WHO = sorted(STANDING | ROLES | TEAM | APART | RELATED | {"nobody"})
ME = "somebody"

Row = dict[str, Any]


def held(who: str, object: str, state: str) -> set[str]:
    """The parts that somebody has by one of them, as the page says; none where it cannot be."""
    if who in RELATED and not state:
        return set()  # nothing is there that could name anybody
    if who == "concerned":
        return (
            {"concerned", "invitee"}
            if object == "party" and state == "confirmed"
            else ({"concerned"} if object != "party" else {"invitee"})
        )
    if who == "invitee":
        return held("concerned", "party", state) if object == "party" else set()
    if who in TEAM:
        return {who, "member"}
    return set() if who == "nobody" else {who}


def world(who: str, object: str, state: str, phase: str, course: str) -> tuple[Casework, Actor]:
    """A case in which somebody has one part and the record is in a state."""
    records: dict[str, dict[str, Record]] = {
        "case": {"case": _formed(phase)},
        "party": {},
        "seat": {},
    }
    me = "reporter" if who == "reporter" else ME
    if who in ROLES or (who == "concerned" and object != "party"):
        role = who if who in ROLES else "affected"
        records["party"][me] = Record(object="party", id=me, state="confirmed", code=role)
    if who in TEAM | APART:
        records["seat"]["mine"] = Record(
            object="seat", id="mine", state="declared", code=who, holder=me
        )
    if object != "case" and state:
        id = me if object == "party" and who in {"concerned", "invitee"} else "it"
        records.setdefault(object, {})[id] = Record(
            object=object,
            id=id,
            state=state,
            version=1,
            holder=me if who == "named" else "",
            party=me if who == "concerned" and object != "party" else "",
            due=NOW,
            past=(_moved(object, id, "made", "another"),),
        )
    standing = frozenset({who} & STANDING)
    return Casework(phase, course, frozenset(), records), Actor(me, standing)


def _formed(phase: str) -> Record:
    formed = _moved("case", "case", "form_team", "another")
    past = (replace(formed, code="officer"),)
    return Record(object="case", id="case", state=phase, version=1, past=past)


def _moved(object: str, id: str, move: str, actor: str, version: int = 1) -> Moved:
    return Moved(object=object, id=id, move=move, actor=actor, at=NOW, version=version)


SAID = {
    "party": "gao", "about": ("a1",), "holder": "hr", "digest": "a" * 64, "number": 1,
    "when": "2026-03-04", "due": NOW + timedelta(days=9), "basis": "evidence",
}  # fmt: skip


def well_said(object: str, move: str, row: Row, actor: Actor, id: str, version: int) -> Moved:
    said = {name: SAID[name] for name in row["names"]}
    if object == "allegation" and "when" in said:
        said["when"] = "2026-Q1"
    code = CODES[row["codes"]][0] if row["codes"] else ""
    return replace(_moved(object, id, move, actor.id, version), code=code, **said)


def each_move() -> Iterator[tuple[str, str, Row]]:
    for object, section in OBJECTS.items():
        for move, row in section.moves.items():
            yield object, move, row


def target(object: str, who: str, actor: Actor) -> str:
    if object == "case":
        return "case"
    return actor.id if object == "party" and who in {"concerned", "invitee"} else "it"


def at_home(row: Row) -> tuple[str, str]:
    """A phase and a course in which the move is possible."""
    until = RANK[row["until"]] if row["until"] else len(PHASES)
    phase = next(each for each in PHASES if RANK[row["since"]] <= RANK[each] < until)
    return phase, row["during"][0]


def expected(row: Row, parts: set[str], state: str) -> str | None:
    """The refusal that follows from who and which state alone; None where neither refuses."""
    if not parts & set(row["who"]):
        return "not_yours"
    if row["from"] == [""]:
        return "taken" if state else None
    if not state:
        return "absent"
    return None if state in row["from"] else "not_from_here"


FORMS = {
    *("not_yours", "taken", "absent", "not_in_this_course", "not_in_this_phase"),
    *("not_from_here", "stale", "bad_code", "bad_members"),
}


@pytest.mark.parametrize(("object", "move", "row"), list(each_move()))
def test_who_and_which_state(object: str, move: str, row: Row) -> None:
    tried = set()
    for who in WHO:
        for state in ["", *OBJECTS[object].states]:
            phase, course = at_home(row)
            if object == "case":
                if not state or not _is_possible(row, state):
                    continue
                phase = state
            case, actor = world(who, object, state, phase, course)
            id = target(object, who, actor)
            version = 2 if state else 1
            asked = well_said(object, move, row, actor, id, version)
            found = allowed(case, actor, asked)
            wanted = expected(row, held(who, object, state), state)
            if wanted is None:
                assert found is None or found in {*row["needs"], "not_signed"}, (who, state)
            else:
                assert found == wanted, (who, state)
            tried.add(wanted)
    assert {None, "not_yours"} <= tried


def _is_possible(row: Row, phase: str) -> bool:
    late = row["until"] and RANK[phase] >= RANK[row["until"]]
    return RANK[phase] >= RANK[row["since"]] and not late


@pytest.mark.parametrize(("object", "move", "row"), list(each_move()))
def test_which_phase_and_course(object: str, move: str, row: Row) -> None:
    who, state = a_way(object, row)
    for phase in (*PHASES, "reopened"):
        if object == "case" and phase not in row["from"]:
            continue
        for course in COURSES:
            now = phase if object == "case" else state
            case, actor = world(who, object, now, phase, course)
            version = 2 if now else 1
            id = target(object, who, actor)
            asked = well_said(object, move, row, actor, id, version)
            found = allowed(case, actor, asked)
            if course not in row["during"]:
                assert found == "not_in_this_course", (phase, course)
            elif not _is_possible(row, phase):
                assert found == "not_in_this_phase", (phase, course)
            else:
                assert found not in FORMS, (phase, course)


def a_way(object: str, row: Row) -> tuple[str, str]:
    """Somebody who may make the move, and a state that it goes from."""
    for state in row["from"]:
        for who in WHO:
            if held(who, object, state) & set(row["who"]):
                return who, state
    raise AssertionError("nobody may")


@pytest.mark.parametrize(("object", "move", "row"), list(each_move()))
def test_what_must_be_said_and_how_often_it_was_moved(object: str, move: str, row: Row) -> None:
    who, state = a_way(object, row)
    phase, course = at_home(row)
    if object == "case":
        state = phase = next(each for each in row["from"] if _is_possible(row, each))
    case, actor = world(who, object, state, phase, course)
    id, version = target(object, who, actor), 2 if state else 1
    good = well_said(object, move, row, actor, id, version)
    assert allowed(case, replace(actor, id="else"), good) == "not_yours"
    for other in (version - 1, version + 1):
        assert allowed(case, actor, replace(good, version=other)) == "stale"
    assert allowed(case, actor, replace(good, code="no such code")) == "bad_code"
    for name, said in SAID.items():
        nothing = type(said)() if name != "due" else None
        if name in row["names"]:
            assert allowed(case, actor, replace(good, **{name: nothing})) == "bad_members"
        elif name not in row["may"]:
            assert allowed(case, actor, replace(good, **{name: said})) == "bad_members"


def test_a_part_that_is_added_where_it_does_not_belong_is_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The test above can fail: the page, not the table, says who may."""
    true = judge.row
    monkeypatch.setattr(
        judge, "row", lambda moved: replace(true(moved), who=true(moved).who | {"decider"})
    )
    row = OBJECTS["plan"].moves["approve"]
    with pytest.raises(AssertionError, match="decider"):
        test_who_and_which_state("plan", "revise", OBJECTS["plan"].moves["revise"])
    assert "decider" not in row["who"]

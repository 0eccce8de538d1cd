"""A party who tries whatever there is on what is not theirs: the answer says nothing of it."""

from __future__ import annotations

from datetime import datetime

import pytest
from channels import Party, Team, invite

from heard.formats.ids import new_id
from heard.rules.casework import TABLE

pytestmark = pytest.mark.usefixtures("no_evidence")
GAO, NOOR = "a" * 32, "b" * 32
MOVES = sorted((object, move) for object, moves in TABLE.moves.items() for move in moves)


def party(team: Team, id: str, role: str, now: datetime) -> Party:
    amara, jonas, *_ = team.people
    team.note(id, role)
    found = invite(team, amara, now, id)
    found.enrol(now)
    team.assents(jonas, "party.confirm", id, actor=amara, agreed=[jonas.id])
    team.moves(amara, "party.confirm", id, agreed=[jonas.id])
    return found


def worked(team: Team) -> dict[str, str]:
    """One thing of many kinds, none of them Noor's; its id by its kind."""
    amara, jonas, *_ = team.people
    said = {"code": "assault", "party": GAO, "when": "2026-Q1"}
    team.moves(jonas, "allegation.note", "act", **said)
    team.moves(amara, "measure.request", "away", code="respondent", party=GAO)
    for move in ("grant", "offer"):
        team.moves(amara, f"measure.{move}", "away")
    team.moves(jonas, "plan.draft", "plan")
    team.moves(jonas, "exhibit.note", "paper", code="ordinary", number=1)
    team.moves(jonas, "interview.plan", "talk", code="main", party=GAO)
    team.moves(amara, "law_choice.raise", "law", code="retention")
    names = {
        "allegation": "act", "measure": "away", "plan": "plan", "exhibit": "paper",
        "interview": "talk", "law_choice": "law",
    }  # fmt: skip
    return {object: team.id(name) for object, name in names.items()} | {"party": GAO}


def test_what_is_not_theirs_answers_as_what_is_not_there(team, now):
    party(team, GAO, "respondent", now)
    noor = party(team, NOOR, "witness", now)
    there = worked(team)
    letter = noor.move(team, "measure.request", "hers", code="employer")["letter"]

    def answer(object: str, move: str, record: str, version: int) -> tuple[int, bytes]:
        sent = noor.send("channel/moves", {
            "id": new_id(), "object": object, "record": record, "move": move,
            "version": version, "letter": letter,
        })  # fmt: skip
        return sent.status_code, sent.content

    for object, move in MOVES:
        for version in (1, 2, 4):
            absent = answer(object, move, new_id(), version)
            assert 400 <= absent[0] < 500, (object, move, absent)
            # What begins a record is refused where its id is taken: ids are not to be guessed.
            if object in there and "" not in TABLE.moves[object][move].before:
                assert answer(object, move, there[object], version) == absent, (object, move)

"""What a party may believe of their room: the shared vectors, and a server that leaves some out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heard.formats import FormatError, _ed25519, partyletter, partyroom, partyvouch
from heard.formats._text import base64_text
from heard.formats.invitation import Member
from heard.formats.partyletter import RoomSaid, To
from heard.formats.partyroom import Held, Room, Told

VECTORS = json.loads(
    (Path(__file__).parents[2] / "vectors" / "partyroom.json").read_text(encoding="utf-8")
)
FOUND = ("saw_more", "heads", "files", "team", "strangers", "late")


SAID = [(partyletter.parse_room, case) for case in VECTORS["said"]]
VOUCHES = [(partyvouch.parse, case) for case in VECTORS["vouches"]]


@pytest.mark.parametrize(
    ("parse", "case"), SAID + VOUCHES, ids=[case["name"] for _, case in SAID + VOUCHES]
)
def test_what_a_letter_says_is_read_or_refused(parse: Any, case: Any) -> None:
    if case["expect"] == "ok":
        assert parse(case["value"]).value() == case["value"]
        return
    with pytest.raises(FormatError) as refused:
        parse(case["value"])
    assert refused.value.kind == case["expect"]


def told(each: Any) -> Told:
    held = each["held"]
    if held is None:
        return Told(each["sha256"])
    said = held["said"] and partyletter.parse_room(held["said"])
    to = partyletter.parse(held["to"])
    return Told(each["sha256"], Held(held["author"], held["key"], to, said))


@pytest.mark.parametrize("course", VECTORS["courses"], ids=lambda course: course["name"])
def test_courses(course: Any) -> None:
    begun = VECTORS["invitation"]
    found = partyroom.follow(
        begun["party"],
        generation=begun["generation"],
        file=begun["file"],
        team=[Member(**each) for each in begun["team"]],
        told=list(map(told, course["told"])),
    )
    files = {str(at): file for at, file in found.files.items()}
    lists = {name: sorted(getattr(found, name)) for name in ("strangers", "late")}
    seen = {"saw_more": list(found.saw_more), "heads": list(found.heads)}
    assert {**seen, "files": files, "team": found.team, **lists} == {
        name: course[name] for name in FOUND
    }


# A room as honest people write in it, and what a server makes of it.

PEOPLE = [
    Member(f"{n:032x}", base64_text(_ed25519.public_of(n.to_bytes(32, "big")))) for n in range(1, 5)
]
PARTY = Member("f" * 32, base64_text(_ed25519.public_of(bytes(32))))
FILES = [f"{n + 100:064x}" for n in range(9)]


def letter(number: int, by: Member, generation: int, said: RoomSaid, file: str = "") -> Told:
    to = To("e" * 64, file or FILES[generation], generation)
    return Told(f"{number:064x}", Held(by.id, by.signing, to, said))


@st.composite
def rooms(draw: st.DrawFn) -> tuple[list[Told], list[list[Member]]]:
    """Letters in the order in which they came, and who has each generation of the file key.

    Authors have seen all but what came in the moment in which they wrote.
    """
    teams = [PEOPLE[:3]]
    letters: list[Told] = []
    for number in range(draw(st.integers(1, 8))):
        renewed = len(teams[-1]) > 1 and draw(st.integers(0, 3)) == 0
        if renewed:
            gone = draw(st.sampled_from(teams[-1]))
            teams.append([each for each in teams[-1] if each != gone])
        by = draw(st.sampled_from(teams[-1] if renewed else [*teams[-1], PARTY]))
        missed = 0 if renewed else draw(st.integers(0, 1))
        before = partyroom.heads(letters[: len(letters) - missed])
        team = tuple(teams[-1]) if by != PARTY else ()
        letters.append(letter(number, by, len(teams) - 1, RoomSaid(before, team)))
    return letters, teams


def seen(letters: list[Told]) -> Room:
    return partyroom.follow(PARTY.id, generation=0, file=FILES[0], team=PEOPLE[:3], told=letters)


def all_before(letters: list[Told], one: Told) -> set[str]:
    """What its author had seen, by the letters themselves."""
    by = {each.sha256: each for each in letters}
    found: set[str] = set()
    ahead = [one.sha256]
    while ahead:
        held = by[ahead.pop()].held
        assert held
        assert held.said
        ahead += [each for each in held.said.before if each not in found]
        found |= set(held.said.before)
    return found


@settings(max_examples=60, deadline=None)
@given(rooms())
def test_an_honest_room_holds_and_its_newest_team_is_believed(room) -> None:
    letters, teams = room
    found = seen(letters)
    assert (found.saw_more, found.strangers, found.late) == ((), frozenset(), frozenset())
    by_team = {each.held.to.generation for each in letters if each.held.author != PARTY.id}
    newest = max(by_team, default=0)
    assert found.files == {at: FILES[at] for at in {0} | by_team}
    assert set(found.team) == {each.id for each in teams[newest]}


@settings(max_examples=60, deadline=None)
@given(rooms(), st.data())
def test_who_is_told_one_letter_is_told_all_that_its_author_had_seen_or_finds_out(
    room, data
) -> None:
    """X3 for a party: gaps and another order are seen, whatever is kept back."""
    letters, _ = room
    kept = data.draw(st.permutations(data.draw(st.lists(st.sampled_from(letters), unique=True))))
    whole = all(
        all_before(letters, each) <= {one.sha256 for one in kept[:at]}
        for at, each in enumerate(kept)
    )
    assert (seen(kept).saw_more == ()) == whole


@settings(max_examples=60, deadline=None)
@given(rooms(), st.data())
def test_who_was_left_out_makes_nothing_known_once_it_was_said(room, data) -> None:
    """With the server's help, which tells their letters wherever it likes after that."""
    letters, teams = room
    gone = [each for each in PEOPLE[:3] if each not in teams[-1]]
    if len(teams) == 1 or not gone:
        return
    xu = data.draw(st.sampled_from(gone))
    honest = seen(letters)
    if xu.id in honest.team:
        return  # nobody of the team has written since
    team = tuple(data.draw(st.lists(st.sampled_from(PEOPLE), unique=True).map(_by_id)))
    at = data.draw(st.integers(0, 8))
    forged = letter(99, xu, at, RoomSaid(honest.heads, team), file="d" * 64)
    found = seen([*letters, forged])
    assert (found.files, found.team) == (honest.files, honest.team)
    assert found.strangers == {forged.sha256}


def _by_id(team: list[Member]) -> list[Member]:
    return sorted(team, key=lambda each: each.id)

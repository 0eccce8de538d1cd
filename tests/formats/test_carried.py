"""Statements of a case's earlier keys, carried to who came late, and a server that forges."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.formats import FormatError, _ed25519, carried, readers
from heard.formats.carried import Carried
from heard.formats.letter import REPORTER
from heard.formats.readers import Reader, Readers, Said, Statement

VECTORS = json.loads(
    (Path(__file__).parents[2] / "vectors" / "carried.json").read_text(encoding="utf-8")
)
CASE, ON = VECTORS["case"], "2026-11-30"


@pytest.mark.parametrize("case", VECTORS["lists"], ids=lambda case: case["name"])
def test_a_list_is_read_or_refused(case: Any) -> None:
    if case["expect"] == "ok":
        assert [each.value() for each in carried.parse(case["value"])] == case["value"]
        return
    with pytest.raises(FormatError) as refused:
        carried.parse(case["value"])
    assert refused.value.kind == case["expect"]


def key_of(author: str, on: str, claimed: bytes) -> bytes | None:
    found = VECTORS["keys"].get(author) if on >= VECTORS["since"] else None
    return base64.b64decode(found) if found else None


def said_of(value: Any) -> Said:
    return Said(**{**value, "statement": readers.parse(value["statement"])})


@pytest.mark.parametrize("course", VECTORS["courses"], ids=lambda course: course["name"])
def test_what_follows_for_who_came_late(course: Any) -> None:
    given_here = [said_of(each) for each in course["said"]]
    older = carried.believed(
        carried.parse(course["earlier"]) if course["earlier"] else (),
        case=CASE,
        have={each.generation for each in given_here},
        key_of=key_of,
        events=course["events"],
    )
    found = readers.follow(VECTORS["reporter"], [*given_here, *older])
    assert {str(at): base.digest() for at, base in found.bases.items()} == course["made"]
    assert {str(at): sorted(ids) for at, ids in found.members.items()} == course["readers"]


# A case of three keys, of which the first is hers and each other a handler's; and who came with
# the newest.

PEOPLE = range(5)
LATE = 5
SEEDS = {REPORTER: b"r" * 32, **{f"{number:032x}": bytes([number + 1]) * 32 for number in range(6)}}


def public(author: str) -> str:
    return base64.b64encode(_ed25519.public_of(SEEDS[author])).decode()


def person(number: int) -> Reader:
    id = f"{number:032x}"
    return readers.reader(id=id, recipient=f"age1pq1{number}", signing=public(id))


def stated(generation: int, reading: set[int], out: set[int], prev: str) -> Statement:
    return readers.state(
        generation=generation,
        recipient=f"key {generation}",
        readers=map(person, reading),
        excluded=[person(each).id for each in out],
        prev=prev,
    )


def event_of(statement: Statement, author: str) -> dict[str, str]:
    first = statement.generation == 0
    more = {
        "generation": str(statement.generation),
        "excluded": ",".join(statement.excluded),
    }
    return {
        "event": "report_received" if first else "identity_renewed",
        "actor": author,
        "case_recipient": statement.recipient,
        "recipients": ",".join(each.id for each in statement.readers),
        **({} if first else more),
    }


@st.composite
def histories(draw: st.DrawFn) -> list[tuple[str, Statement]]:
    """Each made by who reads the one before, and leaves out at most one of the others."""
    reading = set(draw(st.sets(st.sampled_from(PEOPLE), min_size=2)))
    made = [(REPORTER, stated(0, reading, set(), ""))]
    for generation in range(1, draw(st.integers(2, 4))):
        author = draw(st.sampled_from(sorted(reading)))
        out = draw(st.sets(st.sampled_from(sorted(reading)), max_size=1)) - {author}
        reading = reading - out
        prev = made[-1][1].digest()
        made.append((person(author).id, stated(generation, reading, out, prev)))
    author = draw(st.sampled_from(sorted(reading)))
    last = stated(len(made), {*reading, LATE}, set(), made[-1][1].digest())
    return [*made, (person(author).id, last)]


def signed(statement: Statement, author: str, *, case: str = CASE, by: str = "") -> Carried:
    made = carried.sign(statement, case=case, author=author, on=ON, seed=SEEDS[by or author])
    # Whoever forges says the key of who it is to be.
    return replace(made, key=base64.b64decode(public(author)))


def roster_key(author: str, on: str, claimed: bytes) -> bytes | None:
    return _ed25519.public_of(SEEDS[author]) if author in SEEDS else None


def seen_by_late(
    history: list[tuple[str, Statement]], given_here: list[Carried], events: list[dict[str, str]]
) -> Readers:
    author, newest = history[-1]
    opened = Said(
        author=author,
        key=public(author),
        generation=newest.generation,
        recipient=newest.recipient,
        statement=newest,
    )
    older = carried.believed(
        given_here, case=CASE, have={newest.generation}, key_of=roster_key, events=events
    )
    return readers.follow(public(REPORTER), [opened, *older])


@given(history=histories(), data=st.data())
def test_the_whole_chain_proves_the_newest_and_any_part_of_it_nothing_else(
    history: list[tuple[str, Statement]], data: st.DataObject
) -> None:
    chain = [signed(statement, author) for author, statement in history[:-1]]
    events = [event_of(statement, author) for author, statement in history]
    newest = history[-1][1]
    found = seen_by_late(history, data.draw(st.permutations(chain)), events)
    assert found.is_proven(newest.generation, newest.recipient)
    assert {at: base.digest() for at, base in found.bases.items()} == {
        at: statement.digest() for at, (_, statement) in enumerate(history)
    }
    part = data.draw(st.lists(st.sampled_from(chain), unique=True, max_size=len(chain) - 1))
    cut = seen_by_late(history, part, events)
    assert not cut.is_proven(newest.generation, newest.recipient)


@given(history=histories(), data=st.data())
def test_nobody_but_its_maker_has_another_believed(
    history: list[tuple[str, Statement]], data: st.DataObject
) -> None:
    """A server shows the true log and whatever anybody signs: what is believed is what was made."""
    chain = [signed(statement, author) for author, statement in history[:-1]]
    events = [event_of(statement, author) for author, statement in history]
    forged = []
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(history) - 2))
        maker, true = history[at]
        author = data.draw(st.sampled_from(sorted(SEEDS)))
        by = data.draw(st.sampled_from(sorted(SEEDS)))
        named = data.draw(st.sets(st.integers(0, 5), min_size=1))
        other = replace(
            true,
            readers=tuple(map(person, sorted(named))),
            excluded=tuple(person(each).id for each in PEOPLE if each not in named)[:1],
            recipient=data.draw(st.sampled_from([true.recipient, "c" * 64])),
            prev=data.draw(st.sampled_from(["", *(each.digest() for _, each in history)])),
        )
        if not (author == by == maker):
            forged.append(signed(other, author, by=by))
    mixed = data.draw(st.permutations([*chain, *forged]))
    found = seen_by_late(history, mixed, events)
    assert {at: base.digest() for at, base in found.bases.items()} == {
        at: statement.digest() for at, (_, statement) in enumerate(history)
    }
    alone = seen_by_late(history, forged, events)
    assert not alone.is_proven(history[-1][1].generation, history[-1][1].recipient)


@given(history=histories(), data=st.data())
def test_what_the_log_has_otherwise_is_believed_of_nobody(
    history: list[tuple[str, Statement]], data: st.DataObject
) -> None:
    chain = [signed(statement, author) for author, statement in history[:-1]]
    events = [event_of(statement, author) for author, statement in history]
    at = data.draw(st.integers(0, len(chain) - 1))
    name = data.draw(st.sampled_from(sorted(events[at])))
    changed = data.draw(st.sampled_from(["", "another", None]))
    if changed == events[at][name]:
        changed = "another"  # nobody was left out
    event = {key: value for key, value in events[at].items() if key != name}
    events[at] = {**event, name: changed} if changed is not None else event
    found = seen_by_late(history, chain, events)
    assert at not in found.bases
    assert not found.is_proven(history[-1][1].generation, history[-1][1].recipient)

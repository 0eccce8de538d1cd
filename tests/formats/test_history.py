"""What a server tells of a case: the shared vectors, and each part of a history in each order."""

from __future__ import annotations

import json
from collections.abc import Collection
from itertools import chain, permutations, product
from pathlib import Path
from typing import Any

import pytest

from heard.formats import entry, history, merkle
from heard.formats.history import HistoryError, Told

VECTORS = json.loads(
    (Path(__file__).parents[2] / "vectors" / "history.json").read_text(encoding="utf-8")
)
CASE = "c" * 32
LETTER = "a" * 64


FOUND = ("expect", "newest", "older", "unseen")


def outcome(case: Any) -> list[object]:
    told = [Told(**VECTORS["events"][name]) for name in case["told"]]
    try:
        found = history.follow(
            VECTORS["case"], told, letters=case["letters"], reader=case["reader"]
        )
    except HistoryError as error:
        return [error.kind]
    return ["ok", found.newest, found.older, found.unseen(case["seen"])]


@pytest.mark.parametrize("case", VECTORS["histories"], ids=lambda case: case["name"])
def test_history(case: Any) -> None:
    names = FOUND if case["expect"] == "ok" else FOUND[:1]
    assert outcome(case) == [case[name] for name in names]


def told(kind: str, prev: str) -> Told:
    said = {"event": kind, "at": "2026-11-28T09:00:00Z", "actor": "clock", "case": CASE}
    opening = entry.make({**said, "prev": prev, "letter": LETTER})
    leaf = merkle.leaf_hash(opening.entry).hex()
    return Told(leaf, kind, said["at"], said["actor"], opening.encode())


def chained(*kinds: str) -> list[Told]:
    made: list[Told] = []
    for kind in kinds:
        made.append(told(kind, made[-1].leaf if made else ""))
    return made


def accepts(shown: Collection[Told], reader: str = "desk") -> bool:
    try:
        history.follow(CASE, shown, letters=[LETTER], reader=reader)
    except HistoryError:
        return False
    return True


def test_of_one_chain_only_its_beginnings_are_taken() -> None:
    """Each choice of its events, in each order: what lacks one, or moves one, is refused."""
    events = chained("report_received", *["letter_received"] * 4)
    parts = chain.from_iterable(permutations(events, size) for size in range(6))
    beginnings = [tuple(events[:size]) for size in range(1, 6)]
    assert [part for part in parts if accepts(part)] == beginnings


def test_of_two_ways_to_go_on_only_one_is_taken() -> None:
    """A server that logs another end for one party cannot show that party both."""
    base = chained("report_received", "case_opened")
    ends = [[*base, told("letter_received", base[-1].leaf)] for _ in range(2)]
    assert all(map(accepts, ends))
    one, other = (end[-1] for end in ends)
    assert not any(accepts([*base, *both]) for both in ((one, other), (other, one)))
    found = history.follow(CASE, ends[0], letters=[LETTER], reader="reporter")
    assert found.unseen([one.leaf, other.leaf]) == [other.leaf]


def test_the_chains_of_two_audiences_do_not_count_each_other() -> None:
    """However notes stand among the events: both chains hold, and neither names the other's."""
    events = chained("report_received", "case_opened")
    notes = chained("note_added", "note_added")
    for order in set(product((0, 1), repeat=4)):
        if sum(order) == 2:
            left = [iter(events), iter(notes)]
            assert accepts([next(left[which]) for which in order])
    assert accepts(events, "reporter")
    assert accepts([*events, *notes])
    assert not accepts([*events, notes[1]])

"""What several receipts of one case say together: each choice of them, and what does not fit."""

from __future__ import annotations

import json
from itertools import chain, combinations, permutations
from pathlib import Path
from typing import Any

import pytest

from heard.formats import FormatError, entry, linked
from heard.formats.linked import Held

VECTORS = json.loads(
    (Path(__file__).parents[2] / "vectors" / "history.json").read_text(encoding="utf-8")
)


def held(name: str, **other: str) -> Held:
    """An event of the shared vectors, as its receipt shows it."""
    told = VECTORS["events"][name]
    opening = entry.parse(told["opening"])
    closed = tuple(sorted(opening.fields.keys() - opening.values.keys()))
    return Held(name, told["leaf"], {**opening.values, **other}, closed)


def links(*names: str) -> list[tuple[str, str]]:
    found = linked.link([held(name) for name in names])
    return [(each.held.name, each.link) for one in found.chains.values() for each in one]


EVERYBODYS = ("report", "opened", "message", "renewed", "evidence")


def test_each_choice_and_order_of_a_whole_chain() -> None:
    """Whatever is given: in its order, whole only where nothing is missing before the last."""
    sizes = range(1, len(EVERYBODYS) + 1)
    for part in chain.from_iterable(combinations(EVERYBODYS, size) for size in sizes):
        expected = [
            (name, "first" if not place else "follows" if EVERYBODYS[place - 1] in part else "gap")
            for place, name in enumerate(EVERYBODYS)
            if name in part
        ]
        for order in list(permutations(part))[:: max(1, len(part))]:
            assert sorted(links(*order)) == sorted(expected)
            whole = linked.link([held(name) for name in order]).whole
            assert whole == (part == EVERYBODYS[: len(part)])
    assert links(*EVERYBODYS[::-1]) == links(*EVERYBODYS)


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("report", "opened", "note", "second note"), ["first", "follows", "first", "follows"]),
        (("report", "opened", "second note"), ["first", "follows", "gap"]),
        (("report", "opened", "message after report"), ["first", "fork", "fork"]),
        (("report", "opened from nothing"), ["fork", "fork"]),
        (("opened from nothing",), ["not first"]),
        (("old report", "old opened", "after old"), ["older", "older", "follows"]),
        (("old report", "after old"), ["older", "gap"]),
        (("report", "opened, prev hidden"), ["first", "hidden"]),
    ],
)
def test_what_does_not_fit_is_named(names: tuple[str, ...], expected: list[str]) -> None:
    assert sorted(link for _, link in links(*names)) == sorted(expected)
    whole = set(expected) <= {"first", "follows", "older"}
    assert linked.link([held(name) for name in names]).whole == whole


def test_one_that_names_none_comes_before_all_that_do() -> None:
    late = held("old opened", at="2099-01-01T00:00:00Z")
    [found] = linked.link([held("report"), late]).chains.values()
    assert [each.link for each in found] == ["first", "late"]


def test_two_files_of_one_event_are_one() -> None:
    again = Held("again", held("report").leaf, held("report").fields)
    [[found]] = linked.link([held("report"), again]).chains.values()
    assert (found.link, found.also) == ("first", ("again",))


def test_what_cannot_be_compared_is_refused() -> None:
    def refusal(*events: Any) -> str:
        with pytest.raises(FormatError) as refused:
            linked.link(events)
        return refused.value.kind

    assert refusal(held("report"), held("opened", case="d" * 32)) == "case"
    assert refusal(Held("x", "a" * 64, {"event": "case_opened"}, ("case",))) == "case"
    assert refusal() == "case"
    assert refusal(*[held("report")] * (linked.MOST + 1)) == "too_many"

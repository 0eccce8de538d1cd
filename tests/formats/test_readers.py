"""Who can read and speak in a case: the shared vectors, and a server that tries everything."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heard.formats import FormatError, _ed25519, readers
from heard.formats._text import base64_text
from heard.formats.readers import Reader, Readers, Said, Statement, Successor

VECTORS = json.loads(
    (Path(__file__).parents[2] / "vectors" / "readers.json").read_text(encoding="utf-8")
)


def outcome(value: object) -> tuple[str, str | None]:
    try:
        return "ok", readers.parse(value).digest()
    except FormatError as error:
        return error.kind, None


@pytest.mark.parametrize("case", VECTORS["statements"], ids=lambda case: case["name"])
def test_statement(case: Any) -> None:
    assert outcome(case["value"]) == (case["expect"], case["digest"])


def _said(each: Any) -> Said:
    statement = readers.parse(each["statement"]) if each["statement"] else None
    return Said(**{**each, "statement": statement})


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: case["name"])
def test_readers(case: Any) -> None:
    steps = [Successor(**each) for each in case.get("successors", ())]
    found = readers.follow(VECTORS["reporter"], map(_said, case["said"]), steps)
    assert {str(at): base.digest() for at, base in found.bases.items()} == case["made"]
    assert {str(at): sorted(ids) for at, ids in found.members.items()} == case["readers"]
    assert found.last == case["last"]


def _key(seed: int) -> str:
    return base64_text(_ed25519.public_of(seed.to_bytes(32, "big")))


HERS = _key(0)
PEOPLE = [
    Reader(f"{n:032x}", f"{n:064x}", _key(n))
    for n in range(1, 9)
]  # fmt: skip
OUTSIDERS = PEOPLE[6:]  # nobody honest ever names them


def _state(generation: int, people: list[Reader], out: list[Reader], prev: str) -> Statement:
    return Statement(
        generation=generation,
        recipient=f"{generation + 1000:064x}",
        readers=tuple(sorted(people, key=lambda each: each.id)),
        excluded=tuple(sorted(each.id for each in out)),
        prev=prev,
    )


def _letter(author: Reader | None, statement: Statement) -> Said:
    name, key = (author.id, author.signing) if author else ("reporter", HERS)
    return Said(
        author=name,
        key=key,
        generation=statement.generation,
        recipient=statement.recipient,
        statement=statement,
    )


def test_who_lets_somebody_in_gives_nobody_another_key() -> None:
    """Or they would write in everybody's name."""
    amara, xu, other = PEOPLE[:3]
    base = _state(0, [amara, xu], [], "")
    own = _state(0, [replace(other, id=xu.id)], [], base.digest())
    found = readers.follow(HERS, [_letter(None, base), _letter(amara, own)])
    assert found.members[0][xu.id] == xu
    assert found.speaks(xu.id, xu.signing, 0)
    assert not found.speaks(xu.id, other.signing, 0)


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[Said], set[Reader]]:
    """What honest people wrote, and who was left out of it."""
    insiders = PEOPLE[:6]
    now = draw(st.lists(st.sampled_from(insiders), min_size=2, unique=True))
    base = _state(0, now, [], "")
    said, gone = [_letter(None, base)], set[Reader]()
    for _ in range(draw(st.integers(0, 5))):
        author = draw(st.sampled_from([None, *now]))
        fresh = [each for each in insiders if each not in gone and each not in now]
        if author and fresh and draw(st.booleans()):
            added = draw(st.sampled_from(fresh))
            said.append(_letter(author, _state(base.generation, [added], [], base.digest())))
            now = [*now, added]
            continue
        others = [each for each in now if each != author]
        out = draw(st.sets(st.sampled_from(others), max_size=len(now) - 1)) if others else set()
        now = [each for each in now if each not in out]
        gone |= out
        base = _state(base.generation + 1, now, list(out), base.digest())
        said.append(_letter(author, base))
    return said, gone


def _forged(draw: st.DrawFn, said: list[Said], by: list[Reader]) -> Said:
    """One letter of a server: a foreign signature, or a true letter passed off as another."""
    true = draw(st.sampled_from(said))
    statement = true.statement
    assert statement
    moved = draw(st.integers(0, 8))
    kind = draw(st.sampled_from(["name", "sealed anew", "moved", "own", "let in"]))
    if kind == "sealed anew":
        return replace(true, recipient="f" * 64)
    if kind == "moved":
        return replace(true, generation=moved)
    forger = draw(st.sampled_from(by))
    if kind == "name":
        return replace(true, key=forger.signing, statement=replace(statement, excluded=()))
    prev = draw(st.sampled_from([statement.prev, statement.digest()]))
    at = moved if kind == "own" else statement.generation
    return _letter(forger, _state(at, [forger], [], prev))


def _facts(found: Readers) -> dict[int, tuple[str, dict[str, Reader]]]:
    return {at: (base.digest(), dict(found.members[at])) for at, base in found.bases.items()}


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_a_server_that_shows_everything_changes_nothing(data: st.DataObject) -> None:
    said, gone = data.draw(histories())
    honest = readers.follow(HERS, said)
    newest = max(honest.bases)
    # Whoever was never in it, and whoever is out of its newest generation.
    forgers = [*OUTSIDERS, *sorted(gone, key=lambda each: each.id)]
    made = [_forged(data.draw, said, OUTSIDERS) for _ in range(data.draw(st.integers(0, 4)))]
    last = honest.last
    made += [
        _letter(each, _state(newest + 1, [each], [], data.draw(st.sampled_from(["", last]))))
        for each in forgers
    ]
    replayed = data.draw(st.lists(st.sampled_from(said), max_size=4))
    shown = data.draw(st.permutations([*said, *made, *replayed]))
    assert _facts(readers.follow(HERS, shown)) == _facts(honest)
    for each in gone:
        assert not honest.speaks(each.id, each.signing, newest)


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_a_server_that_withholds_gains_nobody(data: st.DataObject) -> None:
    said, _ = data.draw(histories())
    honest = readers.follow(HERS, said)
    kept = data.draw(st.lists(st.sampled_from(said), unique_by=id))
    made = [_forged(data.draw, said, OUTSIDERS) for _ in range(data.draw(st.integers(0, 4)))]
    found = readers.follow(HERS, data.draw(st.permutations([*kept, *made])))
    for at, base in found.bases.items():
        assert base.digest() == honest.bases[at].digest()
        assert found.members[at].items() <= honest.members[at].items()
    for outsider in OUTSIDERS:
        assert not any(found.speaks(outsider.id, outsider.signing, at) for at in range(9))
        assert not any(found.speaks("reporter", outsider.signing, at) for at in range(9))

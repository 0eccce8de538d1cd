"""Who reads the file of a matter: the shared vectors, and a server that tries everything."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heard.formats import FormatError, _ed25519, filereaders, filestatement, readers
from heard.formats._text import base64_text
from heard.formats.filereaders import FileReaders, FileSaid
from heard.formats.filestatement import Cited, FileStatement, Waiter
from heard.formats.readers import Reader, Readers, Said, Successor
from heard.rules import matters

VECTORS = json.loads(
    (Path(__file__).parents[2] / "vectors" / "filereaders.json").read_text(encoding="utf-8")
)


def outcome(value: object) -> tuple[str, str | None]:
    try:
        read = filestatement.parse(value)
    except FormatError as error:
        return error.kind, None
    assert read.value() == value
    return "ok", read.digest()


@pytest.mark.parametrize("case", VECTORS["statements"], ids=lambda case: case["name"])
def test_statement(case: Any) -> None:
    assert outcome(case["value"]) == (case["expect"], case["digest"])


def _of_case(each: Any) -> Said:
    statement = readers.parse(each["statement"]) if each["statement"] else None
    return Said(**{**each, "statement": statement})


def _of_file(each: Any) -> FileSaid:
    return FileSaid(**{**each, "statement": filestatement.parse(each["statement"])})


@pytest.mark.parametrize("course", VECTORS["courses"], ids=lambda course: course["name"])
def test_readers(course: Any) -> None:
    steps = [Successor(**each) for each in course["successors"]]
    cases = {
        id: readers.follow(VECTORS["reporter"], map(_of_case, said), steps)
        for id, said in course["cases"].items()
    }
    found = filereaders.follow(
        VECTORS["matter"],
        cases,
        map(_of_file, course["said"]),
        successors=steps,
        happened=course["happened"],
        logged={int(at): digest for at, digest in course["logged"].items()},
        let_in=course["let_in"],
    )
    assert {str(at): base.digest() for at, base in found.bases.items()} == course["made"]
    for named in ("readers", "waiting"):
        there = found.members if named == "readers" else found.waiting
        assert {str(at): sorted(ids) for at, ids in there.items()} == course[named]
    assert (found.last, found.floor(cases)) == (course["last"], course["floor"])


def test_a_case_key_and_a_file_key_have_no_statement_in_common() -> None:
    """Or one that was signed for a case could be shown as one of its file."""
    of_file = next(each["value"] for each in VECTORS["statements"] if each["expect"] == "ok")
    with pytest.raises(FormatError):
        readers.parse(of_file)


def test_what_parts_wait_for_is_what_a_statement_can_say() -> None:
    assert set(matters.UNTIL.values()) - {""} == set(filestatement.UNTIL)


def _key(seed: int) -> str:
    return base64_text(_ed25519.public_of(seed.to_bytes(32, "big")))


HERS = _key(0)
MATTER, CASE, OTHER = "a" * 32, "b" * 32, "c" * 32
PEOPLE = [Reader(f"{n:032x}", f"{n:064x}", _key(n)) for n in range(1, 9)]
OUTSIDERS = PEOPLE[6:]  # nobody honest ever names them


def _case(*generations: list[Reader], out: list[Reader] | None = None) -> Readers:
    """What is found of a case whose reporter made each of its generations."""
    said, prev = [], ""
    for number, people in enumerate(generations):
        statement = readers.Statement(
            generation=number,
            recipient=f"{number + 500:064x}",
            readers=tuple(people),
            excluded=tuple(each.id for each in out or []) if number else (),
            prev=prev,
        )
        prev = statement.digest()
        where = {"generation": number, "recipient": statement.recipient}
        said.append(Said(author="reporter", key=HERS, statement=statement, **where))
    return readers.follow(HERS, said)


def _state(
    generation: int,
    people: list[Reader],
    *,
    waiting: tuple[Waiter, ...] = (),
    out: tuple[str, ...] = (),
    prev: str = "",
    cases: dict[str, int] | None = None,
) -> FileStatement:
    return FileStatement(
        matter=MATTER,
        cases=tuple(Cited(*each) for each in sorted((cases or {CASE: 0}).items())),
        generation=generation,
        recipient=f"{generation + 1000:064x}",
        readers=tuple(sorted(people, key=lambda each: each.id)),
        waiting=waiting,
        excluded=tuple(sorted(out)),
        prev=prev,
    )


def _letter(author: Reader, statement: FileStatement) -> FileSaid:
    return FileSaid(
        author=author.id,
        key=author.signing,
        generation=statement.generation,
        recipient=statement.recipient,
        statement=statement,
    )


def test_who_was_struck_out_of_one_case_does_not_read_by_way_of_the_other() -> None:
    """K3: whatever the other reporter allows."""
    amara, ben, xu = PEOPLE[:3]
    cases = {CASE: _case([amara, ben, xu], [amara, ben], out=[xu]), OTHER: _case([amara, ben, xu])}
    both = {CASE: 1, OTHER: 0}
    found = filereaders.follow(MATTER, cases, [_letter(amara, _state(0, [amara, xu], cases=both))])
    assert not found.bases
    found = filereaders.follow(MATTER, cases, [_letter(amara, _state(0, [amara, ben], cases=both))])
    assert found.members[0].keys() == {amara.id, ben.id}


def test_after_she_leaves_somebody_out_nothing_more_is_written_under_the_key_they_have() -> None:
    """K4: until a member makes the next, and that one stands."""
    amara, ben, ade = PEOPLE[:3]
    first = _state(0, [amara, ben, ade])
    before, after = _case([amara, ben, ade]), _case([amara, ben, ade], [amara, ben], out=[ade])
    found = filereaders.follow(MATTER, {CASE: before}, [_letter(amara, first)])
    assert found.floor({CASE: before}) == 0
    assert found.floor({CASE: after}) == 1
    assert found.floor({CASE: before, OTHER: before}) == 1  # a case was linked since
    second = _state(1, [amara, ben], out=(ade.id,), prev=first.digest(), cases={CASE: 1})
    said = [_letter(amara, first), _letter(ben, second)]
    renewed = filereaders.follow(MATTER, {CASE: after}, said)
    assert (renewed.floor({CASE: after}), ade.id in renewed.members[1]) == (1, False)


def test_where_two_differ_nothing_is_written_under_either_or_before() -> None:
    amara, ben, ade = PEOPLE[:3]
    cases = {CASE: _case([amara, ben, ade])}
    first = _state(0, [amara, ben, ade])
    without = _state(1, [amara, ben], out=(ade.id,), prev=first.digest())
    own = replace(_state(1, [ade, ben], prev=first.digest()), recipient="9" * 64)
    said = [_letter(amara, first), _letter(amara, without), _letter(ade, own)]
    found = filereaders.follow(MATTER, cases, said)
    assert (found.newest, found.contested, found.floor(cases)) == (0, 1, 2)


def test_a_key_that_was_named_by_the_one_before_speaks_in_its_place() -> None:
    amara, ben, other = PEOPLE[:3]
    step = Successor(holder=amara.id, before=amara.signing, after=other.signing, by=amara.signing)
    cases = {CASE: _case([amara, ben])}
    first = _state(0, [amara, ben])
    anew = _state(1, [replace(other, id=amara.id), ben], prev=first.digest())
    said = [_letter(amara, first), _letter(replace(other, id=amara.id), anew)]
    assert filereaders.follow(MATTER, cases, said).newest == 0
    found = filereaders.follow(MATTER, cases, said, successors=[step])
    assert found.newest == 1
    assert found.speaks(amara.id, other.signing, 0)
    assert not found.speaks(amara.id, amara.signing, 1)  # never the reverse


@st.composite
def courses(draw: st.DrawFn) -> list[FileSaid]:
    """What honest people wrote in a matter of one case that all six read."""
    insiders = PEOPLE[:6]
    now = draw(st.lists(st.sampled_from(insiders), min_size=2, unique=True))
    gone: set[str] = set()
    base = _state(0, now, waiting=_waiting(draw, insiders, now, gone))
    said = [_letter(now[0], base)]
    for _ in range(draw(st.integers(0, 4))):
        author = draw(st.sampled_from(now))
        known = {each.id for each in now} | {each.id for each in base.waiting} | gone
        fresh = [each for each in insiders if each.id not in known]
        if fresh and draw(st.booleans()):
            added = draw(st.sampled_from(fresh))
            said.append(
                _letter(author, _state(base.generation, [author, added], prev=base.digest()))
            )
            now = [*now, added]
            continue
        others = [each for each in now if each != author]
        most = max(len(others) - 1, 0)
        out = draw(st.sets(st.sampled_from(others), max_size=most)) if others else set()
        now = [each for each in now if each not in out]
        gone |= {each.id for each in out}
        waiting = _waiting(draw, insiders, now, gone)
        base = _state(
            *(base.generation + 1, now), waiting=waiting, out=tuple(each.id for each in out),
            prev=base.digest(),
        )  # fmt: skip
        said.append(_letter(author, base))
    return said


def _waiting(
    draw: st.DrawFn, people: list[Reader], now: list[Reader], gone: set[str]
) -> tuple[Waiter, ...]:
    free = [each for each in people if each not in now and each.id not in gone]
    if len(now) < 2 or not free:
        return ()
    authors = tuple(sorted(each.id for each in now)[:2])
    picked = draw(st.sets(st.sampled_from(free), max_size=2))
    until = draw(st.sampled_from(filestatement.UNTIL))
    return tuple(Waiter(each, until, authors) for each in sorted(picked, key=lambda one: one.id))


def _forged(draw: st.DrawFn, said: list[FileSaid]) -> FileSaid:
    """One letter of a server: a foreign signature, or a true letter passed off as another."""
    true = draw(st.sampled_from(said))
    statement = true.statement
    assert statement
    forger = draw(st.sampled_from(OUTSIDERS))
    kind = draw(st.sampled_from(["name", "sealed anew", "moved", "own", "let in"]))
    if kind == "sealed anew":
        return replace(true, recipient="f" * 64)
    if kind == "moved":
        return replace(true, generation=draw(st.integers(0, 8)))
    if kind == "name":
        return replace(true, key=forger.signing, statement=replace(statement, waiting=()))
    at = statement.generation + (kind == "own")
    prev = draw(st.sampled_from([statement.prev, statement.digest()]))
    return _letter(forger, _state(at, [forger, *statement.readers], prev=prev))


def _facts(found: FileReaders) -> dict[int, tuple[str, dict[str, Reader], dict[str, Waiter]]]:
    return {
        at: (base.digest(), dict(found.members[at]), dict(found.waiting[at]))
        for at, base in found.bases.items()
    }


WORLD = {CASE: _case(PEOPLE[:6])}
HAPPENED = st.sets(st.sampled_from(filestatement.UNTIL))


@settings(max_examples=60, deadline=None)
@given(said=courses(), happened=HAPPENED, data=st.data())
def test_a_server_that_shows_everything_changes_nothing(said, happened, data) -> None:
    honest = filereaders.follow(MATTER, WORLD, said, happened=happened)
    assert len(honest.bases) == len({each.generation for each in said})
    forged = [_forged(data.draw, said) for _ in range(data.draw(st.integers(0, 4)))]
    shown = data.draw(st.permutations([*said, *forged, *said]))
    assert _facts(filereaders.follow(MATTER, WORLD, shown, happened=happened)) == _facts(honest)


@settings(max_examples=60, deadline=None)
@given(said=courses(), happened=HAPPENED, data=st.data())
def test_a_server_that_withholds_gains_nobody(said, happened, data) -> None:
    honest = filereaders.follow(MATTER, WORLD, said, happened=happened)
    kept = data.draw(st.lists(st.sampled_from(said), unique_by=id))
    forged = [_forged(data.draw, said) for _ in range(data.draw(st.integers(0, 4)))]
    shown = data.draw(st.permutations([*kept, *forged]))
    found = filereaders.follow(MATTER, WORLD, shown, happened=happened)
    for at, base in found.bases.items():
        assert base.digest() == honest.bases[at].digest()
        assert found.members[at].items() <= honest.members[at].items()
    assert not any(found.speaks(each.id, each.signing, at) for each in OUTSIDERS for at in range(9))


@settings(max_examples=60, deadline=None)
@given(said=courses(), happened=HAPPENED, more=st.sampled_from(filestatement.UNTIL))
def test_what_happens_moves_who_waited_for_it_and_nobody_else(said, happened, more) -> None:
    """K7, X2: the clock moves who waits to the readers, and does nothing else."""
    before = filereaders.follow(MATTER, WORLD, said, happened=happened)
    after = filereaders.follow(MATTER, WORLD, said, happened={*happened, more})
    for at, base in before.bases.items():
        assert after.bases[at] == base
        moved = {id for id, each in before.waiting[at].items() if each.until == more}
        assert after.members[at].keys() == before.members[at].keys() | moved
        assert after.waiting[at].keys() == before.waiting[at].keys() - moved


def _handed(each: FileSaid) -> FileSaid:
    return replace(each, handed=True)


def _log(said: list[FileSaid]) -> tuple[dict[int, str], list[str]]:
    """What an honest log says of these, which came in this order."""
    made: dict[int, str] = {}
    let_in = []
    for each in said:
        assert each.statement
        digest = each.statement.digest()
        if each.generation in made:
            let_in.append(digest)
        made.setdefault(each.generation, digest)
    return made, let_in


@settings(max_examples=60, deadline=None)
@given(said=courses(), happened=HAPPENED, data=st.data())
def test_who_came_late_is_handed_what_proves_the_newest(said, happened, data) -> None:
    """Everything as those know it who read from the start, whatever a server adds to it."""
    honest = filereaders.follow(MATTER, WORLD, said, happened=happened)
    since = data.draw(st.integers(1, 5))
    shown = [each if each.generation >= since else _handed(each) for each in said]
    forged = [_handed(_forged(data.draw, said)) for _ in range(data.draw(st.integers(0, 4)))]
    made, let_in = _log(said)
    found = filereaders.follow(
        *(MATTER, WORLD, data.draw(st.permutations([*shown, *forged]))),
        happened=happened,
        logged=made,
        let_in=let_in,
    )
    assert _facts(found) == _facts(honest)


@settings(max_examples=60, deadline=None)
@given(said=courses(), data=st.data())
def test_what_is_handed_on_and_not_in_the_log_counts_for_nothing(said, data) -> None:
    """A server alone names no key, and nobody who once read writes a past of their own."""
    made, let_in = _log(said)
    gone = data.draw(st.sampled_from(sorted(made)))
    logged = {at: digest for at, digest in made.items() if at != gone}
    found = filereaders.follow(*(MATTER, WORLD, map(_handed, said)), logged=logged, let_in=let_in)
    assert found.newest < gone

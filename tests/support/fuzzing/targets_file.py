"""Targets: who reads the file of a matter, and what letters of a record and a party say of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fuzzing import seeds
from fuzzing.courses import DEED, DEEDS, PEOPLE, person
from fuzzing.target import BrokenError, target, words
from fuzzing.targets_case import _one, _step
from fuzzing.targets_log import canonical
from heard.formats import (
    FormatError,
    carried,
    caselink,
    filereaders,
    filestatement,
    handedon,
    partyletter,
    partyvouch,
    readers,
    shell,
)
from heard.formats._text import base64_bytes, json_bytes, json_object
from heard.formats.filereaders import FileSaid
from heard.formats.filestatement import Cited, FileStatement, Waiter

MATTER, CASES = "ae" * 16, ("0" * 32, "f" * 32)
REPORTER = seeds.vectors("filereaders")["reporter"]
CARRIED_CASE: str = seeds.vectors("carried")["case"]
CARRIED_KEYS: dict[str, str] = seeds.vectors("carried")["keys"]
HANDED_KEYS: dict[str, str] = seeds.vectors("handedon")["keys"]
LETS_IN, LEAVES_OUT, WAIT, FIRST, NEWER, HANDED = 1, 2, 4, 8, 16, 32


@target(
    "file-readers",
    "filestatement.parse",
    "_stated.check_excluded",
    "_stated.check_key",
    "_stated.check_readers",
    "_stated.is_digest",
    "_stated.is_generation",
    "_stated.read_ids",
    "_stated.read_reader",
    seeds=lambda: seeds.values("filereaders", "readers"),
    error=(FormatError,),
    shape=canonical,
)
def _(data: bytes) -> str | None:
    try:
        value = json_object(data)
    except ValueError:
        return None
    read = filestatement.parse(value)
    if read.value() != value:
        raise BrokenError("a statement says something else when it is written again")
    return read.digest()


def _courses() -> Iterator[bytes]:
    for each in seeds.vectors("filereaders")["courses"]:
        names = ("cases", "said", "happened", "successors", "let_in")
        yield json_bytes({name: each[name] for name in names})
    everybody = 2**PEOPLE - 1
    first = bytes([0, FIRST, 0, everybody])
    for what in (0, LETS_IN, LEAVES_OUT, WAIT, NEWER, NEWER | LEAVES_OUT, WAIT | LETS_IN):
        yield first + b"".join(bytes([who, what, who, everybody >> who]) for who in range(4))
        yield bytes([0, FIRST | WAIT, 0, 7]) + bytes([1, what, 0, 3, 2, what, 1, 5])


def _course(data: bytes) -> bytes:
    """JSON as it is given, else a course of a matter made of the bytes, four to a deed."""
    if data[:1] in (b"{", b"!"):
        return canonical(data)
    made: list[FileStatement] = []
    said: list[dict[str, Any]] = []
    for start in range(0, min(len(data), DEEDS * DEED), DEED):
        who, what, back, whom = data[start : start + DEED].ljust(DEED, b"\0")
        made.append(_statement(made, what, back, whom))
        author = person(who % PEOPLE)
        statement = made[-1]
        said.append(
            {
                "author": author.id,
                "key": author.signing,
                "generation": statement.generation,
                "recipient": statement.recipient,
                "statement": statement.value(),
                "handed": bool(what & HANDED),
            }
        )
    happened = list(filestatement.UNTIL[: len(data) % 3])
    let_in = [each.digest() for each in made[:: 1 + len(data) % 2]]
    return json_bytes({"cases": _cases(), "said": said, "happened": happened, "let_in": let_in})


def _statement(made: list[FileStatement], what: int, back: int, whom: int) -> FileStatement:
    last = made[-1 - back % len(made)] if made and not what & FIRST else None
    generation = last.generation + (0 if what & LETS_IN else 1) if last else 0
    recipient = last.recipient if last and what & LETS_IN else f"{generation * 256 + what:064x}"
    people = [number for number in range(PEOPLE) if whom >> number & 1] or [0]
    others = [number for number in range(PEOPLE) if number not in people]
    authors = tuple(person(number).id for number in people[:2])
    waits = others[:2] if what & WAIT and len(authors) == 2 else []
    out = [number for number in others if number not in waits] if what & LEAVES_OUT else []
    return FileStatement(
        matter=MATTER,
        cases=tuple(Cited(each, int(bool(what & NEWER))) for each in CASES),
        generation=generation,
        recipient=recipient,
        readers=tuple(map(person, people)),
        waiting=tuple(Waiter(person(each), "draft_shared", authors) for each in waits),
        excluded=tuple(person(each).id for each in out),
        prev=last.digest() if last else "",
    )


def _cases() -> dict[str, Any]:
    """Two that everybody reads, and a newer key of each, without one of them."""
    found: dict[str, Any] = {}
    for at, case in enumerate(CASES):
        found[case], prev = [], ""
        for generation in (0, 1):
            left = [number for number in range(PEOPLE) if not generation or number != at + 2]
            statement = readers.Statement(
                generation=generation,
                recipient=f"{generation + 1:064x}",
                readers=tuple(map(person, left)),
                prev=prev,
            )
            prev = statement.digest()
            letter = {"author": "reporter", "key": REPORTER, "generation": generation}
            more = {"recipient": statement.recipient, "statement": statement.value()}
            found[case].append(letter | more)
    return found


@target(
    "file-readers-follow",
    "filereaders.follow",
    seeds=_courses,
    error=(FormatError,),
    shape=_course,
    longest=30_000,
)
def _(data: bytes) -> str | None:
    """Whoever reads or waits was stated, in the file's statements and in those of every case."""
    given = _given(data)
    if given is None:
        return None
    matter, cases, said, steps, happened, let_in = given
    found, again = (
        filereaders.follow(
            *(matter, cases, each), successors=steps, happened=happened, let_in=let_in
        )
        for each in (said, [*reversed(said), *said])
    )
    handed = {each.statement.digest() for each in said if each.handed and each.statement}
    if (again.members, again.waiting) != (found.members, found.waiting):
        raise BrokenError("order or repetition changed who reads")
    for at, base in found.bases.items():
        if base.digest() in handed:
            continue  # of a case's generation that is not known, nobody is asked
        named = {*found.members[at], *found.waiting[at]}
        there = [cases[each.id].members for each in base.cases]
        if not all(any(name in each for each in of.values()) for of in there for name in named):
            raise BrokenError("somebody reads the file whom a case does not let in")
    made = {str(at): base.digest() for at, base in found.bases.items()}
    read = {str(at): sorted(ids) for at, ids in found.members.items()}
    waits = {str(at): sorted(ids) for at, ids in found.waiting.items()}
    return words([made, read, waits, found.floor(cases)])


Given = tuple[
    str,
    dict[str, readers.Readers],
    list[FileSaid],
    list[readers.Successor],
    list[str],
    list[str],
]


def _given(data: bytes) -> Given | None:
    try:
        value = json_object(data)
        steps = [_step(each) for each in value.get("successors", [])]
        cases = {
            name: readers.follow(REPORTER, map(_one, said), steps)
            for name, said in value["cases"].items()
        }
        happened, let_in = value["happened"], value.get("let_in", [])
        if not all(isinstance(each, list) for each in (happened, let_in)):
            return None
        if not all(isinstance(each, str) for each in (*happened, *let_in)):
            return None
        said = [_of_file(each) for each in value["said"]]
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    matter = next((each.statement.matter for each in said if each.statement), MATTER)
    return matter, cases, said, steps, happened, let_in


def _of_file(each: dict[str, Any]) -> FileSaid:
    generation = each["generation"]
    if type(generation) is not int or not 0 <= generation < 2**53:
        raise ValueError("generation")
    texts = {name: each[name] for name in ("author", "key", "recipient")}
    if not all(isinstance(text, str) for text in texts.values()):
        raise ValueError("text")
    given, handed = each["statement"], each.get("handed", False)
    if not isinstance(handed, bool):
        raise TypeError("handed")
    statement = filestatement.parse(given) if given is not None else None
    return FileSaid(**texts, generation=generation, statement=statement, handed=handed)


@target(
    "shell",
    "shell.parse",
    seeds=lambda: seeds.values("shell"),
    error=(FormatError,),
    shape=canonical,
)
def _(data: bytes) -> str | None:
    try:
        value = json_object(data)
    except ValueError:
        return None
    read = shell.parse(value)
    if shell.fits(read, {"record": value}) or read.value() != value:
        raise BrokenError("a shell is not the same as itself")
    return words(value)


@target(
    "party-to",
    "partyletter.parse",
    seeds=lambda: seeds.values("partyletter"),
    error=(FormatError,),
    shape=canonical,
)
def _(data: bytes) -> str | None:
    try:
        value = json_object(data)
    except ValueError:
        return None
    read = partyletter.parse(value)
    if read.value() != value:
        raise BrokenError("it says something else when it is written again")
    return words(value)


@target(
    "party-room",
    "partyletter.parse_room",
    seeds=lambda: seeds.values("partyroom"),
    error=(FormatError,),
    shape=canonical,
)
def _(data: bytes) -> str | None:
    try:
        value = json_object(data)
    except ValueError:
        return None
    read = partyletter.parse_room(value)
    if read.value() != value:
        raise BrokenError("it says something else when it is written again")
    return words(value)


@target(
    "party-vouch",
    "partyvouch.parse",
    seeds=lambda: seeds.values("partyroom"),
    error=(FormatError,),
    shape=canonical,
)
def _(data: bytes) -> str | None:
    try:
        value = json_object(data)
    except ValueError:
        return None
    read = partyvouch.parse(value)
    if read.value() != value:
        raise BrokenError("it says something else when it is written again")
    return words(value)


@target(
    "statements-handed-on",
    "handedon.parse",
    seeds=lambda: seeds.values("handedon"),
    error=(FormatError,),
    shape=canonical,
)
def _(data: bytes) -> str | None:
    """And each letter in it: its author's by a key of the vectors, or refused."""
    try:
        value = json_object(data)
    except ValueError:
        return None
    read = handedon.parse(value)
    if read.value() != value:
        raise BrokenError("it says something else when it is written again")
    return words([_handed(each, read.matter) for each in read.letters])


def _handed(signed: handedon.Signed, matter: str) -> str:
    keys = {id: base64_bytes(key) for id, key in HANDED_KEYS.items()}
    try:
        found = handedon.said(signed, matter=matter, key_of=lambda author, _: keys.get(author))
    except FormatError:
        return ""
    assert found.statement
    return found.statement.digest()


def _late() -> Iterator[bytes]:
    for each in seeds.vectors("carried")["courses"]:
        yield json_bytes({name: each[name] for name in ("said", "earlier", "events")})


@target("statements-carried", "carried.parse", seeds=_late, error=(FormatError,), shape=canonical)
def _(data: bytes) -> str | None:
    """And what follows for who came late."""
    try:
        value = json_object(data)
        said = [_one(each) for each in value["said"]]
        events = value["events"]
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    if not isinstance(events, list) or not all(map(_is_event, events)):
        return None
    earlier = carried.parse(value.get("earlier"))
    if [each.value() for each in earlier] != value["earlier"]:
        raise BrokenError("it says something else when it is written again")
    have = {each.generation for each in said}
    older = carried.believed(earlier, case=CARRIED_CASE, have=have, key_of=_key_of, events=events)
    found = readers.follow(CARRIED_KEYS["reporter"], [*said, *older])
    made = {str(at): base.digest() for at, base in found.bases.items()}
    return words([made, {str(at): sorted(ids) for at, ids in found.members.items()}])


def _is_event(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(each, str) for each in value.values())


def _key_of(author: str, _on: str, _claimed: bytes) -> bytes | None:
    return base64_bytes(CARRIED_KEYS[author]) if author in CARRIED_KEYS else None


@target(
    "case-link",
    "caselink.parse",
    seeds=lambda: seeds.values("matters"),
    error=(FormatError,),
    shape=canonical,
)
def _(data: bytes) -> str | None:
    try:
        value = json_object(data)
    except ValueError:
        return None
    read = caselink.parse(value)
    if read.value() != value:
        raise BrokenError("it says something else when it is written again")
    return words(value)


@target(
    "case-link-check",
    "caselink.parse_check",
    seeds=lambda: seeds.values("matters"),
    error=(FormatError,),
    shape=canonical,
)
def _(data: bytes) -> str | None:
    try:
        value = json_object(data)
    except ValueError:
        return None
    if caselink.parse_check(value).value() != value:
        raise BrokenError("it says something else when it is written again")
    return words(value)

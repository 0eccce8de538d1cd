"""Targets: what is inside of a case: letters, wraps, keyrings, who reads, who is in conflict."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from fuzzing import courses, seeds
from fuzzing.seeds import AUTHOR, CASE
from fuzzing.target import BrokenError, same, target, text_of, words
from fuzzing.targets_log import canonical
from heard.formats import (
    FormatError,
    _ed25519,
    conflicts,
    conflictwhole,
    keyring,
    letter,
    readers,
    wrap,
)
from heard.formats._text import base64_text, json_bytes, json_object

KEY = _ed25519.public_of(AUTHOR)


def _letters() -> Iterator[bytes]:
    for each in seeds.values("letter"):
        value = json_object(each)
        if value.keys() == letter._MEMBERS:
            yield json_bytes({**value, "key": base64_text(KEY)})
    for kind in letter.KINDS:
        for author, sent in (("reporter", "2026-11-28T14:00:00Z"), (CASE, "2026-11-28T14:05:09Z")):
            made = letter.Letter(
                case=CASE, id=CASE, seq=1, kind=kind, author=author, key=KEY, sent=sent,
                content={"words": "x"},
                files=({"id": CASE, "name": "a", "type": "b", "size": 1, "digest": CASE * 2},),
            )  # fmt: skip
            yield made.body()
    yield from (b"!" + each for each in seeds.strings("letter"))


def _framed(data: bytes) -> bytes:
    """The plaintext of a letter, signed and padded; or what was given, where it starts with a !."""
    if data[:1] == b"!":
        return data[1:].ljust(letter.SMALLEST, b"\0")
    return letter.frame(canonical(data), AUTHOR)


@target(
    "letter",
    "letter.read",
    "letter.unframe",
    "letter.check",
    "letter.check_sequence",
    seeds=_letters,
    error=(letter.LetterError,),
    shape=_framed,
)
def _(data: bytes) -> str | None:
    read = letter.read(data)
    body, _ = letter.unframe(data)
    same(json_bytes(json_object(read.body())), json_bytes(json_object(body)))
    letter.check_sequence([read])
    letter.check(read, case=read.case, id=read.id, kind=read.kind, author=read.author, key=read.key)
    return words([read.case, read.id, read.seq, read.kind, read.author, read.sent, len(read.files)])


def _wraps() -> Iterator[bytes]:
    yield wrap.Wrap(CASE, 3, seeds.IDENTITY).encode()
    yield from seeds.strings("casekey")


@target(
    "wrap",
    "wrap.parse",
    "wrap.check",
    seeds=_wraps,
    error=(FormatError,),
    longest=600,
)
def _(data: bytes) -> str | None:
    read = wrap.parse(data)
    same(read.encode(), data)
    try:
        wrap.check(read, case=CASE, generation=3, case_recipient="")
    except FormatError:
        pass
    else:
        raise BrokenError("a wrap of no recipient was taken")
    return words([read.case, read.generation, read.identity])


def _rings() -> Iterator[bytes]:
    public = seeds.known()
    made = keyring.Keyring(
        holder=CASE,
        identity=seeds.IDENTITY,
        signing=AUTHOR,
        root=public["root"],
        log=public["log"],
        ways=(keyring.Way("recovery", keyring.agefile.recipient_of(seeds.IDENTITY)),),
    )
    yield made.encode()
    yield json.dumps(json.loads(made.encode()), separators=(",", ":")).encode()


@target(
    "keyring",
    "keyring.parse",
    seeds=_rings,
    error=(FormatError,),
    longest=40_000,
)
def _(data: bytes) -> str | None:
    read = keyring.parse(data)
    same(read.encode(), json_bytes(json_object(data)))
    return words([read.holder, read.identity, read.signing.hex(), read.root, read.log])


def _value(data: bytes) -> Any:
    """JSON as a letter's content has it: a value that a strict reader made."""
    return json_object(data)


@target(
    "readers",
    "readers.parse",
    seeds=lambda: seeds.values("readers"),
    error=(FormatError,),
    shape=canonical,
)
def _(data: bytes) -> str | None:
    try:
        value = _value(data)
    except ValueError:
        return None
    read = readers.parse(value)
    if read.value() != value:
        raise BrokenError("a statement says something else when it is written again")
    return read.digest()


def _histories() -> Iterator[bytes]:
    for case in seeds.vectors("readers")["cases"]:
        yield json_bytes({"said": case["said"], "successors": case.get("successors", [])})
    yield from courses.beginnings()


def _course(data: bytes) -> bytes:
    """JSON as it is given, else a course of renewals made of the bytes."""
    return canonical(data) if data[:1] in (b"{", b"!") else courses.course(data)


@target(
    "readers-follow",
    "readers.follow",
    seeds=_histories,
    error=(FormatError,),
    shape=_course,
    longest=30_000,
)
def _(data: bytes) -> str | None:
    """Whoever reads was let in by her or by somebody who reads, with the key that was stated."""
    given = _said(data)
    if given is None:
        return None
    said, steps = given
    reporter = seeds.vectors("readers")["reporter"]
    found = readers.follow(reporter, said, steps)
    again = readers.follow(reporter, [*reversed(said), *said], [*reversed(steps), *steps])
    if again.members != found.members:
        raise BrokenError("order or repetition changed who reads")
    stated = {each for one in said if one.statement for each in one.statement.readers}
    if not {each for members in found.members.values() for each in members.values()} <= stated:
        raise BrokenError("somebody reads whom nobody stated")
    made = {str(at): base.digest() for at, base in found.bases.items()}
    return words([made, {str(at): sorted(ids) for at, ids in found.members.items()}])


def _said(data: bytes) -> tuple[list[readers.Said], list[readers.Successor]] | None:
    try:
        value = _value(data)
        said, steps = value["said"], value.get("successors", [])
        if not isinstance(said, list) or not isinstance(steps, list):
            return None
        return [_one(each) for each in said], [_step(each) for each in steps]
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _step(each: dict[str, Any]) -> readers.Successor:
    texts = {name: each[name] for name in ("holder", "before", "after", "by")}
    if not all(isinstance(text, str) for text in texts.values()):
        raise ValueError("text")
    return readers.Successor(**texts)


def _one(each: dict[str, Any]) -> readers.Said:
    generation = each["generation"]
    if type(generation) is not int or not 0 <= generation < 2**53:
        raise ValueError("generation")
    texts = {name: each[name] for name in ("author", "key", "recipient")}
    if not all(isinstance(text, str) for text in texts.values()):
        raise ValueError("text")
    statement = readers.parse(each["statement"]) if each["statement"] is not None else None
    return readers.Said(**texts, generation=generation, statement=statement)


@target(
    "conflict-head",
    "conflicts.parse",
    "conflicts.stored",
    seeds=lambda: seeds.values("conflicts"),
    error=(FormatError,),
    shape=canonical,
)
def _(data: bytes) -> str | None:
    read = conflicts.parse(data)
    same(read.encode().encode(), json_bytes(json_object(data)))
    return words(
        [read.salt, read.bits, read.entries, read.roster, read.built, read.tree, read.whole]
    )


HEAD = conflicts.Head(
    salt="0" * 32,
    bits=0,
    entries=3,
    holders=(CASE, "cd" * 16),
    roster="",
    built="2026-11-28T00:00:00Z",
)


def _bucket(data: bytes) -> bytes:
    """Three entries, the first of them mostly under the tag that is looked for."""
    at = conflicts.digest(HEAD.salt, "name:gao")
    entries = conflicts.chain(at, [data[:8].ljust(8, b"\0"), data[8:16].ljust(8, b"\0")])
    made = b"".join(entries) + data[16:30].ljust(14, b"\0")
    return made if data[:1] != b"!" else data


@target(
    "conflict-bucket",
    "conflicts.look",
    seeds=lambda: [bytes(30), b"\0\x10\0\x21" * 8, b"!" + bytes(41), b"\0\x11\0\x2f" * 8],
    error=(FormatError,),
    shape=_bucket,
    longest=60,
)
def _(data: bytes) -> str | None:
    found = conflicts.look(HEAD, data, conflicts.digest(HEAD.salt, "name:gao"))
    if not {holder for holder, _ in found} <= set(HEAD.holders):
        raise BrokenError("a conflict of somebody who is no holder")
    return words([list(each) for each in found])


def _whole() -> list[bytes]:
    """Tables of one row and of none."""
    at = conflicts.digest(HEAD.salt, "name:gao")[conflictwhole.KEY]
    empty = list(conflictwhole.filled(0, bytes))
    one = sorted([(at, 0), *conflictwhole.filled(1, bytes)])
    return [
        conflictwhole.encode(empty, 64, []),
        conflictwhole.encode(one, 64, [conflictwhole.row([(0, 0), (1, 4)])]),
    ]


@target(
    "conflict-whole",
    "conflictwhole.parse",
    "conflictwhole.look",
    seeds=_whole,
    error=(FormatError,),
    longest=600,
)
def _(data: bytes) -> str | None:
    bound = replace(HEAD, whole=hashlib.sha256(data).hexdigest())
    found = conflictwhole.look(
        conflictwhole.parse(bound, data), conflicts.digest(HEAD.salt, "name:gao")
    )
    if not {holder for holder, _ in found} <= set(HEAD.holders):
        raise BrokenError("a conflict of somebody who is no holder")
    return words([list(each) for each in found])


@target("letter-text", seeds=_letters, error=(letter.LetterError,), longest=9000)
def _(data: bytes) -> str | None:
    """The body as it was given, in any order and spelling of JSON that somebody signs."""
    if text_of(data) is None:
        return None
    read = letter.read(letter.frame(data[:5000], AUTHOR))
    return read.id

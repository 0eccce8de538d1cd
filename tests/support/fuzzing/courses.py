"""Courses of a case out of any bytes: statements that follow on statements, and keys on keys.

Chance finds no digest of a statement, so by bytes alone no renewal ever follows another. Here four
bytes are an action, and what an action follows is given by how far back it stands.
"""

from __future__ import annotations

from functools import cache
from itertools import product
from random import Random
from typing import Any

from fuzzing import seeds
from heard.formats import _ed25519
from heard.formats._text import base64_text, json_bytes
from heard.formats.readers import Reader, Statement, Successor

PEOPLE, KEYS = 6, 4
DEEDS = 24
DEED = 4  # bytes
REPORTER = 6  # above the people
LETS_IN, LEAVES_OUT, FIRST, NAMES_A_KEY = 1, 2, 4, 8


@cache
def person(number: int, key: int = 0) -> Reader:
    """Somebody with one of their keys."""
    seed = bytes([number * KEYS + key + 1]) * 32
    signing = base64_text(_ed25519.public_of(seed))
    return Reader(f"{number + 1:032x}", f"{number * KEYS + key + 1:064x}", signing)


def course(data: bytes) -> bytes:
    """What is said in a case, as JSON, and whose key named which."""
    said: list[dict[str, Any]] = []
    steps: list[Successor] = []
    made: list[Statement] = []
    for start in range(0, min(len(data), DEEDS * DEED), DEED):
        who, what, back, whom = data[start : start + DEED].ljust(DEED, b"\0")
        if what & NAMES_A_KEY:
            steps.append(_step(who, back, whom))
            continue
        made.append(_statement(made, what, back, whom))
        said.append(_said(who, made[-1]))
    successors = [{name: getattr(step, name) for name in Successor.__slots__} for step in steps]
    return json_bytes({"said": said, "successors": successors})


def _step(who: int, back: int, whom: int) -> Successor:
    number = who % PEOPLE
    before, after = person(number, back % KEYS), person(number, back // KEYS % KEYS)
    # Mostly by the key itself, else by another of theirs or by somebody else's.
    by = before if whom & 12 else person(whom % PEOPLE, whom // 16 % KEYS)
    return Successor(
        holder=before.id, before=before.signing, after=after.signing, by=by.signing
    )  # fmt: skip


def _statement(made: list[Statement], what: int, back: int, whom: int) -> Statement:
    last = made[-1 - back % len(made)] if made and not what & FIRST else None
    generation = last.generation + (0 if what & LETS_IN else 1) if last else back % 2
    recipient = last.recipient if last and what & LETS_IN else f"{generation + what:064x}"
    people = [number for number in range(PEOPLE) if whom >> number & 1] or [whom % PEOPLE]
    out = [f"{number + 1:032x}" for number in range(PEOPLE) if number not in people]
    return Statement(
        generation=generation,
        recipient=recipient,
        readers=tuple(person(number, what // 16 % KEYS) for number in people),
        excluded=tuple(out) if what & LEAVES_OUT else (),
        prev=last.digest() if last else "",
    )


def _said(who: int, statement: Statement) -> dict[str, Any]:
    author, key = who % (PEOPLE + 1), seeds.vectors("readers")["reporter"]
    named = person(author, who // 16 % KEYS) if author != REPORTER else None
    return {
        "author": named.id if named else "reporter",
        "key": named.signing if named else key,
        "generation": statement.generation,
        "recipient": statement.recipient,
        "statement": statement.value(),
    }


def beginnings() -> list[bytes]:
    """A report to everybody, then renewals: by each in turn, of fewer, of people with new keys."""
    everybody = 2**PEOPLE - 1
    report = bytes([REPORTER, FIRST, 0, everybody])
    renewed = [bytes([who, LEAVES_OUT, 0, everybody >> who]) for who in range(PEOPLE)]
    passed = [bytes([who, LETS_IN, who, 1 << who]) for who in range(PEOPLE)]
    keys = [
        bytes([who, NAMES_A_KEY, at + (at + 1) * KEYS, 4]) for who, at in product((0, 1), (0, 1))
    ]
    anew = [bytes([who + 16 * key, 16 * key, 0, everybody]) for who, key in product((0, 1), (1, 2))]
    courses = [renewed, passed, [*keys, *anew], [*renewed[:3], *keys, *passed, *anew], renewed * 3]
    random = Random(0)
    by_chance = [random.randbytes(DEED * random.randrange(2, DEEDS)) for _ in range(24)]
    return [report + b"".join(each) for each in courses] + [report + each for each in by_chance]

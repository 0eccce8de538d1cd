"""Targets: promises, which a log gives at once."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from fuzzing import seeds
from fuzzing.seeds import LOG, PROMISE
from fuzzing.target import same, target, text_of, words
from fuzzing.targets_log import EXACT, canonical
from heard.formats import FormatError, entry, merkle, note, promise, verify

HOUR = 1_800_000_000 - 1_800_000_000 % promise.HOUR


def _said(opening: str, size: int = 1) -> str:
    """What is signed of an opening."""
    try:
        leaf = merkle.leaf_hash(entry.parse(opening).entry)
    except FormatError:
        leaf = bytes(32)
    return promise.Promise(LOG.name, leaf, size, bytes(32), HOUR).encode()


@cache
def _opening() -> str:
    """One that is whole."""
    return entry.Opening({"event": entry.Field(bytes(32), "report_received")}).encode()


def _promised(data: bytes) -> bytes:
    """A promise of an opening; ``?``: of a text that is signed; ``!``: what was given."""
    text = text_of(data[1:] if data[:1] == b"?" else canonical(data))
    if data[:1] == b"!" or text is None:
        return data[1:]
    signed, opening = (text, _opening()) if data[:1] == b"?" else (_said(text), text)
    try:
        return promise.write(opening, note.sign(signed, [PROMISE])).encode()
    except FormatError:
        return data


def _promises() -> Iterator[bytes]:
    yield from seeds.strings("entry")
    for size in (0, 1, EXACT, EXACT + 1):
        yield b"?" + _said(_opening(), size).encode()
    yield from (b"!" + each for each in seeds.strings("promise"))


@target(
    "promise",
    "promise.parse",
    "promise.parse_text",
    "promise.verify",
    "verify.verify_promise",
    seeds=_promises,
    error=(FormatError,),
    shape=_promised,
)
def _(data: bytes) -> str | None:
    read = promise.parse(data)
    same(read.encode().encode(), data)
    found = verify.verify_promise(
        data, promise_vkey=PROMISE.verifier.vkey, log_vkey=LOG.verifier.vkey
    )
    if found.size > EXACT:
        return None
    return words([sorted(found.fields.items()), found.size, found.root.hex(), found.by])

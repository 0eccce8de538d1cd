"""What a fuzz target is, and how a target comes to be known by its name.

A target states a property of one or several parsers: it takes bytes, raises nothing but what the
parser documents, and gives what the parser made of them in words (its verdict), or None where they
were refused. A target of the same name in client/fuzz is the TypeScript twin: both must give the
same verdict of the same bytes.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

Bytes = Callable[[bytes], bytes]
Read = Callable[[bytes], str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """``shape`` mends what chance never gets right: checksums, signatures, canonical order."""

    name: str
    covers: tuple[str, ...]  # "module.function" of heard.formats
    read: Read
    seeds: Callable[[], Iterable[bytes]]
    shape: Bytes
    longest: int
    slow: bool  # a millisecond or more each: fewer of them where time is short


TARGETS: dict[str, Target] = {}


class BrokenError(AssertionError):
    """A parser did what it must not: what was written back differs, a bound was not kept."""


def target(
    name: str,
    *covers: str,
    seeds: Callable[[], Iterable[bytes]],
    error: tuple[type[Exception], ...] = (),
    shape: Bytes = bytes,
    longest: int = 8192,
    slow: bool = False,
) -> Callable[[Read], Read]:
    """Make a function a target; ``error``: the only exceptions that may leave it."""

    def made(read: Read) -> Read:
        def verdict(data: bytes) -> str | None:
            try:
                return read(data)
            except error as refusal:
                if not str(refusal):
                    raise BrokenError("a refusal says nothing") from refusal
                return None

        TARGETS[name] = Target(
            name=name,
            covers=covers,
            read=verdict,
            seeds=seeds,
            shape=shape,
            longest=longest,
            slow=slow,
        )
        return verdict

    return made


def same(written: bytes | str, given: bytes | str) -> None:
    """What was accepted has one spelling: the one that was given."""
    if written != given:
        raise BrokenError(f"accepted, and written back otherwise: {written!r}")


def words(value: Any) -> str:
    """A verdict: JSON as both implementations write it."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def assigned(data: bytes) -> bytes:
    """Without what newer books of Unicode may hold: Python and a browser know different ones."""
    kept = data.decode("utf-8", "replace")
    return "".join(each for each in kept if unicodedata.category(each) != "Cn").encode()


def text_of(data: bytes) -> str | None:
    """The text of an input, None where it is not UTF-8."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return None

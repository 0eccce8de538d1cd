"""Who cannot receive a report about whom, in buckets that only who knows a name can read.

docs/spec/conflicts.md; its TypeScript twin is client/lib/conflicts.ts. A lookup is a k-anonymous
range query: the first bits of a salted digest are asked for, the rest is compared by who asked.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from heard.formats._errors import FormatError
from heard.formats._text import json_bytes, json_object
from heard.formats.ids import is_id

RELATIONS = ("self", "manager", "report", "unit", "declared")
MAX_BITS = 12  # who asks refuses more: the fewer share a bucket, the more it says
MAX_HOLDERS = 4095  # what twelve bits can count, zero meaning nobody
MAX_HEAD = 2**18  # bytes
ENTRY, TAG = 14, 6  # bytes
PAIRS = 4  # conflicts in an entry
STEP = 64  # entries; buckets grow by it, so that their size says little of their content
MAX_ENTRIES = 1152  # of a bucket as it is made: 16,128 bytes
MOST_ENTRIES = 2**16  # of a bucket that is read
_DOMAIN = b"heard/conflict/v1\n"
_DIGEST = re.compile(r"[0-9a-f]{64}\Z", re.ASCII)
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\Z", re.ASCII)
_MEMBERS = {"v", "salt", "bits", "entries", "holders", "relations", "roster", "built"}


class ConflictsError(FormatError):
    """A head or bucket that is not what it claims to be. Kinds: ``format``, ``too_large``."""


Conflict = tuple[str, str]  # holder, relation


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What is said of a table: ``entries`` is the size of each of its ``2 ** bits`` buckets."""

    salt: str  # 32 hexadecimal digits; names the table too
    bits: int
    entries: int
    holders: tuple[str, ...]
    roster: str  # SHA-256 of the roster whose people the holders are; empty: there is none
    built: str
    relations: tuple[str, ...] = RELATIONS

    def encode(self) -> str:
        """The JSON of ``GET /conflicts``."""
        return json_bytes(
            {
                "v": 1,
                "salt": self.salt,
                "bits": self.bits,
                "entries": self.entries,
                "holders": list(self.holders),
                "relations": list(self.relations),
                "roster": self.roster,
                "built": self.built,
            }
        ).decode()


def digest(salt: str, key: str) -> bytes:
    """What a key (heard/formats/names.py) is looked up by; the next of a chain is ``follow``."""
    return hashlib.sha256(_DOMAIN + bytes.fromhex(salt) + key.encode()).digest()


def follow(at: bytes) -> bytes:
    """Where the fifth conflict of a key stands, the ninth, and so on."""
    return hashlib.sha256(at).digest()


def prefix(of: bytes, bits: int) -> int:
    """The bucket that a digest belongs to."""
    return int.from_bytes(of[:4], "big") >> (32 - bits)


def entries(at: bytes, conflicts: Sequence[tuple[int, int]]) -> Iterator[bytes]:
    """The entries of one key: its conflicts as numbers of holder and relation, from 0."""
    return chain(at, payloads(conflicts))


def payloads(conflicts: Sequence[tuple[int, int]]) -> list[bytes]:
    """What the entries of one key hold, in clear: four conflicts in each."""
    coded = [((holder + 1) << 4 | relation).to_bytes(2, "big") for holder, relation in conflicts]
    parts = (coded[start : start + PAIRS] for start in range(0, len(coded), PAIRS))
    return [b"".join(part).ljust(ENTRY - TAG, b"\0") for part in parts]


def chain(at: bytes, payloads: Iterable[bytes]) -> Iterator[bytes]:
    """The same hidden under a key's digest."""
    for payload in payloads:
        yield at[4:10] + _xor(payload, at[10:18])
        at = follow(at)


def _xor(a: bytes, b: bytes) -> bytes:
    return (int.from_bytes(a, "big") ^ int.from_bytes(b, "big")).to_bytes(len(a), "big")


def bucket(found: Iterable[bytes], size: int, fill: Callable[[int], bytes]) -> bytes:
    """Entries by tag, with random ones among them up to ``size``; ``fill`` gives random bytes."""
    whole = list(found)
    random = fill((size - len(whole)) * ENTRY)
    whole += [random[at : at + ENTRY] for at in range(0, len(random), ENTRY)]
    return b"".join(sorted(whole))


def parse(text: str | bytes) -> Head:
    """Read a head. Raises ConflictsError."""
    data = text.encode() if isinstance(text, str) else text
    if len(data) > MAX_HEAD:
        raise ConflictsError("too_large", "The head of the conflict table is over 256 KiB.")
    try:
        value = json_object(data)
    except ValueError as error:
        raise _malformed() from error
    if value.keys() != _MEMBERS or not _well_formed(value):
        raise _malformed()
    named = {name: value[name] for name in ("salt", "bits", "entries", "roster", "built")}
    return Head(holders=tuple(value["holders"]), relations=tuple(value["relations"]), **named)


def _well_formed(value: dict[str, Any]) -> bool:
    holders, relations = value["holders"], value["relations"]
    return (
        value["v"] == 1
        and is_id(value["salt"])
        and _number(value["bits"], 0, MAX_BITS)
        and _number(value["entries"], 1, MOST_ENTRIES)
        and isinstance(holders, list)
        and len(holders) <= MAX_HOLDERS
        and all(map(is_id, holders))
        and isinstance(relations, list)
        and 1 <= len(relations) <= 1 << 4
        and all(isinstance(each, str) for each in relations)
        and isinstance(value["roster"], str)
        and (value["roster"] == "" or _DIGEST.match(value["roster"]) is not None)
        and isinstance(value["built"], str)
        and _TIME.match(value["built"]) is not None
    )


def _number(value: object, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _malformed() -> ConflictsError:
    return ConflictsError("format", "The conflict table is malformed. Load the page again.")


def look(head: Head, body: bytes, at: bytes) -> list[Conflict]:
    """The conflicts of the key whose digest is ``at``, by holder. Raises ConflictsError."""
    if len(body) != head.entries * ENTRY:
        raise _malformed()
    here = {body[n : n + TAG]: body[n + TAG : n + ENTRY] for n in range(0, len(body), ENTRY)}
    found: dict[str, str] = {}
    while payload := here.pop(at[4:10], None):
        pairs = _pairs(head, _xor(payload, at[10:18]))
        if pairs is None:
            break  # another key's entry that has the same tag by chance
        found |= pairs
        at = follow(at)
    return sorted(found.items())


def _pairs(head: Head, payload: bytes) -> dict[str, str] | None:
    found = {}
    for n in range(0, len(payload), 2):
        holder, relation = divmod(int.from_bytes(payload[n : n + 2], "big"), 1 << 4)
        if holder > len(head.holders) or (relation >= len(head.relations)):
            return None
        if holder:
            found[head.holders[holder - 1]] = head.relations[relation]
    return found

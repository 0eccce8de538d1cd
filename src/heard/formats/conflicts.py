"""Who cannot receive a report about whom, in buckets that only who knows a name can read.

docs/spec/conflicts.md; its TypeScript twin is client/lib/conflicts.ts. A lookup is a k-anonymous
range query: the first bits of a salted digest are asked for, the rest is compared by who asked.
Each bucket is given out with its path in a Merkle tree (RFC 6962), whose root stands in the head.

Kinds of refusal: ``format``, ``too_large``, ``tree`` (the bucket is not the one that the head
binds).
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from heard.formats import merkle
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
_BOUND = ("tree", "whole")  # what each version binds more than the one before


Conflict = tuple[str, str]  # holder, relation


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What is said of a table: ``entries`` is the size of each of its ``2 ** bits`` buckets.

    ``tree``: the root over them, hexadecimal; empty in version 1 (until November 2026), which binds
    no single bucket and of which no page asks. ``whole``: SHA-256 (hexadecimal) of the table as
    desks fetch it (conflictwhole.py); empty before version 3.
    """

    salt: str  # 32 hexadecimal digits; names the table too
    bits: int
    entries: int
    holders: tuple[str, ...]
    roster: str  # SHA-256 of the roster whose people the holders are; empty: there is none
    built: str
    relations: tuple[str, ...] = RELATIONS
    tree: str = ""
    whole: str = ""

    @property
    def body(self) -> int:
        """Bytes of a bucket as it is given out."""
        return self.entries * ENTRY + (self.bits * merkle.HASH if self.tree else 0)

    def encode(self) -> str:
        """The JSON of ``GET /conflicts``."""
        fields = {
            "v": 1 + bool(self.tree) + bool(self.whole),
            "salt": self.salt,
            "bits": self.bits,
            "entries": self.entries,
            "holders": list(self.holders),
            "relations": list(self.relations),
            "roster": self.roster,
            "built": self.built,
        }
        bound = {name: said for name in _BOUND if (said := getattr(self, name))}
        return json_bytes(fields | bound).decode()


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


def planted(buckets: Sequence[bytes]) -> tuple[str, list[bytes]]:
    """The root over ``2 ** n`` buckets, and each with its path behind it, as it is given out."""
    levels = [[merkle.leaf_hash(each) for each in buckets]]
    while len(levels[-1]) > 1:
        below = iter(levels[-1])
        levels.append([merkle.node_hash(*pair) for pair in zip(below, below, strict=True)])
    (root,) = levels.pop()
    paths = (
        b"".join(level[place >> height ^ 1] for height, level in enumerate(levels))
        for place in range(len(buckets))
    )
    return root.hex(), [each + path for each, path in zip(buckets, paths, strict=True)]


def picked(head: Head, prefix: int, body: bytes) -> bytes:
    """The entries of a bucket as it was given out. Raises FormatError."""
    if len(body) != head.body:
        raise _malformed()
    end = head.entries * ENTRY
    if head.tree:
        path = [body[at : at + merkle.HASH] for at in range(end, len(body), merkle.HASH)]
        leaf = merkle.leaf_hash(body[:end])
        try:
            merkle.verify_inclusion(prefix, 1 << head.bits, leaf, path, bytes.fromhex(head.tree))
        except merkle.MerkleError as error:
            raise FormatError("tree", "The bucket is not of this conflict table.") from error
    return body[:end]


def parse(text: str | bytes) -> Head:
    """Read a head of version 2 or 3, as a page does. Raises FormatError."""
    head = stored(text)
    if not head.tree:
        raise _malformed()
    return head


def stored(text: str | bytes) -> Head:
    """Read a head of any version: of a table that is kept, or was. Raises FormatError."""
    data = text.encode() if isinstance(text, str) else text
    if len(data) > MAX_HEAD:
        raise FormatError("too_large", "The head of the conflict table is over 256 KiB.")
    try:
        value = json_object(data)
    except ValueError as error:
        raise _malformed() from error
    members = _MEMBERS | (value.keys() & set(_BOUND))
    if value.keys() != members or not _well_formed(value):
        raise _malformed()
    named = {name: value[name] for name in members - {"v", "holders", "relations"}}
    return Head(holders=tuple(value["holders"]), relations=tuple(value["relations"]), **named)


def _well_formed(value: dict[str, Any]) -> bool:
    holders, relations = value["holders"], value["relations"]
    return (
        _is_version(value)
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


def _is_version(value: dict[str, Any]) -> bool:
    version = value["v"]
    if not _number(version, 1, 1 + len(_BOUND)):
        return False
    bound = [value[name] for name in _BOUND if name in value]
    return tuple(name for name in _BOUND if name in value) == _BOUND[: version - 1] and all(
        isinstance(each, str) and _DIGEST.match(each) for each in bound
    )


def _number(value: object, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _malformed() -> FormatError:
    return FormatError("format", "The conflict table is malformed. Load the page again.")


def look(head: Head, body: bytes, at: bytes) -> list[Conflict]:
    """The conflicts of the key whose digest is ``at``, by holder. Raises FormatError.

    ``body``: of its bucket, as it was given out.
    """
    body = picked(head, prefix(at, head.bits), body)
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
    matches = {}
    for n in range(0, len(payload), 2):
        holder, relation = divmod(int.from_bytes(payload[n : n + 2], "big"), 1 << 4)
        if holder > len(head.holders) or (relation >= len(head.relations)):
            return None
        if holder:
            matches[head.holders[holder - 1]] = head.relations[relation]
    return matches

"""The whole conflict table in few bytes, for a desk: who is compared is then told to nobody.

docs/spec/conflicts.md, 9; its TypeScript twin is client/lib/conflictWhole.ts. What several keys say
stands once, in a row; of each key there are a few bits of its digest and the number of its row.

Kinds of refusal: ``format``, ``too_large``, ``whole`` (not the table that the head binds).
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby

from heard.formats._errors import FormatError
from heard.formats.conflicts import STEP, Conflict, Head

VERSION = 1
PLACE, TAIL, MASK = slice(18, 22), slice(22, 25), slice(25, 28)  # of a key's digest
KEY = slice(18, 28)  # these three together: all that is kept of a digest
SHARD = 16  # entries in the mean, at the most
MAX_BITS = 20
MAX_ROWS = 2**24 - 1
NARROW = 2**16  # from so many rows on a number has three bytes
MOST = 2**26  # bytes
_HEAD, _TAIL, _COUNT = 6, 3, 2  # bytes

Entry = tuple[bytes, int]  # ``KEY`` of a digest, and the number of its row


def row(conflicts: Sequence[tuple[int, int]]) -> bytes:
    """What is said of a key: numbers of holder and relation from 0, each holder once, in order."""
    return b"".join(
        ((holder + 1) << 4 | relation).to_bytes(2, "big") for holder, relation in conflicts
    )


def filled(size: int, fill: Callable[[int], bytes]) -> Iterator[Entry]:
    """Random entries up to a multiple of ``STEP``: the size says little of what is in it."""
    for _ in range(max(STEP, -(-size // STEP) * STEP) - size):
        yield fill(KEY.stop - KEY.start), 0


def bits_of(size: int) -> int:
    """How many bits name the shard of an entry, where there are so many entries."""
    return max(0, (-(-size // SHARD) - 1).bit_length())


def encode(entries: Iterable[Entry], size: int, rows: Sequence[bytes]) -> bytes:
    """The table. ``entries``: so many, in the order of their digests; ``rows``: sorted, all new."""
    width, bits = _width(len(rows)), bits_of(size)
    counts = bytearray(2 << bits)
    body = bytearray()
    for shard, found in groupby(entries, key=lambda entry: _place(entry[0]) >> 32 - bits):
        here = sorted(each[4:7] + _masked(number, each[7:], width) for each, number in found)
        counts[shard * 2 : shard * 2 + 2] = len(here).to_bytes(2, "big")
        body += b"".join(here)
    head = bytes((VERSION, width, bits)) + len(rows).to_bytes(3, "big")
    said = b"".join((len(each) // 2).to_bytes(2, "big") + each for each in rows)
    return head + said + bytes(counts) + bytes(body)


def _width(rows: int) -> int:
    return 2 if rows < NARROW else 3


def _place(key: bytes) -> int:
    return int.from_bytes(key[:4], "big")


def _masked(number: int, mask: bytes, width: int) -> bytes:
    return (number ^ int.from_bytes(mask[:width], "big")).to_bytes(width, "big")


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """A table that was read. ``ends``: of each shard, in ``entries``, counted in entries."""

    width: int
    bits: int
    rows: tuple[tuple[Conflict, ...], ...]
    ends: tuple[int, ...]
    entries: bytes


def parse(head: Head, body: bytes) -> Whole:
    """Read the table that a head binds. Raises FormatError."""
    if len(body) > MOST:
        raise FormatError("too_large", "The conflict table is over 64 MiB.")
    if not head.whole or hashlib.sha256(body).hexdigest() != head.whole:
        raise FormatError("whole", "This is not the conflict table that the log proves.")
    try:
        return _parsed(head, body)
    except (IndexError, ValueError) as error:
        raise FormatError(
            "format", "The conflict table is malformed. Load the page again."
        ) from error


def _parsed(head: Head, body: bytes) -> Whole:
    version, width, bits = body[:3]
    rows, at = _rows(head, body, int.from_bytes(body[3:_HEAD], "big"))
    counts = body[at : at + (2 << bits)]
    ends = tuple(accumulate(_numbers(counts, _COUNT)))
    entries = body[at + len(counts) :]
    size = ends[-1]
    good = (
        (version, width, bits) == (VERSION, _width(len(rows)), bits_of(size))
        and len(ends) == 1 << bits
        and len(entries) == size * (_TAIL + width)
        and size > 0
        and size % STEP == 0
    )
    whole = Whole(width=width, bits=bits, rows=rows, ends=ends, entries=entries)
    if not good or not all(map(_sorted, _shards(whole))):
        raise ValueError
    return whole


def _rows(head: Head, body: bytes, count: int) -> tuple[tuple[tuple[Conflict, ...], ...], int]:
    """The rows, and where what comes after them begins."""
    at, rows, before = _HEAD, [], b""
    for _ in range(count):
        end = at + _COUNT + int.from_bytes(body[at : at + _COUNT], "big") * 2
        said = body[at + _COUNT : end]
        if len(said) != end - at - _COUNT or not said or said <= before:
            raise ValueError
        rows.append(_said(head, said))
        at, before = end, said
    return tuple(rows), at


def _said(head: Head, row: bytes) -> tuple[Conflict, ...]:
    pairs = [divmod(number, 1 << 4) for number in _numbers(row, 2)]
    holders = [holder for holder, _ in pairs]
    if holders != sorted(set(holders)) or not holders[0]:
        raise ValueError
    return tuple((head.holders[holder - 1], head.relations[relation]) for holder, relation in pairs)


def _numbers(data: bytes, width: int) -> Iterator[int]:
    return (int.from_bytes(data[n : n + width], "big") for n in range(0, len(data), width))


def _shards(whole: Whole) -> Iterator[list[bytes]]:
    return (_shard(whole, number) for number in range(1 << whole.bits))


def _shard(whole: Whole, number: int) -> list[bytes]:
    size = _TAIL + whole.width
    first = whole.ends[number - 1] if number else 0
    return [whole.entries[n * size : (n + 1) * size] for n in range(first, whole.ends[number])]


def _sorted(entries: list[bytes]) -> bool:
    return entries == sorted(entries)


def look(whole: Whole, at: bytes) -> list[Conflict]:
    """The conflicts of the key whose digest is ``at``, by holder.

    Of another key's too, by chance: once in 2^20 keys and more seldom (docs/spec/conflicts.md, 9).
    """
    found: dict[str, str] = {}
    for entry in _shard(whole, int.from_bytes(at[PLACE], "big") >> 32 - whole.bits):
        number = int.from_bytes(
            _masked(int.from_bytes(entry[3:], "big"), at[MASK], whole.width), "big"
        )
        if entry[:_TAIL] == at[TAIL] and number < len(whole.rows):
            found |= whole.rows[number]
    return sorted(found.items())

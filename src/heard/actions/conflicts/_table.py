"""Entries put into buckets, in as little memory as they are: tens of megabytes at the most."""

import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from heard.actions.conflicts._whole import Whole
from heard.formats import conflicts, conflictwhole
from heard.rules import conflicts as rules

SHARD_BITS = conflicts.MAX_BITS  # the most that a table is divided: 4,096 buckets
DIGEST = 32  # bytes
RECORD = DIGEST + 3  # with the number of what is said


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Buckets in the order of their prefixes, and what the head says of them.

    ``whole``: the same in few bytes, for desks (heard/formats/conflictwhole.py).
    """

    bits: int
    entries: int
    buckets: list[bytes]
    whole: bytes


def table(
    told: Iterable[tuple[str, rules.Pairs]], *, salt: str, fill: Callable[[int], bytes]
) -> Table:
    """Divide as little as may be: the fewer buckets, the more people share one."""
    whole = Whole()
    shards = [b"".join(shard) for shard in _entries(told, salt, whole)]
    sizes = [len(shard) // conflicts.ENTRY for shard in shards]
    bits, most = next(_divisions(sizes))
    width = 1 << SHARD_BITS - bits
    size = max(-(-most // conflicts.STEP), 1) * conflicts.STEP
    parts = (b"".join(shards[n : n + width]) for n in range(0, len(shards), width))
    buckets = [conflicts.bucket(_cut(part, conflicts.ENTRY), size, fill) for part in parts]
    return Table(bits=bits, entries=size, buckets=buckets, whole=whole.encoded(fill))


def _divisions(sizes: list[int]) -> Iterator[tuple[int, int]]:
    """Bits, and the entries of the fullest bucket, where they are few enough or none is finer."""
    for bits in range(SHARD_BITS + 1):
        width = 1 << SHARD_BITS - bits
        most = max(sum(sizes[n : n + width]) for n in range(0, len(sizes), width))
        if most <= conflicts.MAX_ENTRIES or bits == SHARD_BITS:
            yield bits, most


def _entries(
    told: Iterable[tuple[str, rules.Pairs]], salt: str, whole: Whole
) -> Iterator[Iterator[bytes]]:
    numbers: dict[rules.Pairs, int] = {}
    said: list[rules.Pairs] = []
    shards = [bytearray() for _ in range(1 << SHARD_BITS)]
    for key, pairs in told:
        number = numbers.setdefault(pairs, len(said))
        if number == len(said):
            said.append(pairs)
        at = conflicts.digest(salt, key)
        shards[conflicts.prefix(at, SHARD_BITS)] += at + number.to_bytes(RECORD - DIGEST, "big")
    says = _says(said, whole)
    for n, shard in enumerate(shards):
        shards[n] = bytearray()
        yield _of_shard(bytes(shard), says, whole)


class _Said(NamedTuple):
    payloads: list[bytes]
    row: int


def _says(said: list[rules.Pairs], whole: Whole) -> Callable[[tuple[int, ...]], _Said]:
    """What is said of those who share a key; a few sets of people say it of everybody."""

    @lru_cache(maxsize=4096)
    def says(numbers: tuple[int, ...]) -> _Said:
        pairs = rules.strongest(pair for number in numbers for pair in said[number])
        coded = [(holder, conflicts.RELATIONS.index(relation)) for holder, relation in pairs]
        return _Said(conflicts.payloads(coded), whole.row(coded))

    return says


def _of_shard(
    shard: bytes, says: Callable[[tuple[int, ...]], _Said], whole: Whole
) -> Iterator[bytes]:
    """One chain of entries a key, however many share it: two would show each other."""
    matches: dict[bytes, tuple[int, ...]] = {}
    for record in _cut(shard, RECORD):
        at, number = record[:DIGEST], int.from_bytes(record[DIGEST:], "big")
        had = matches.get(at)
        matches[at] = (number,) if had is None else had if number in had else (*had, number)
    for at, numbers in matches.items():
        payloads, row = says(numbers)
        whole.add(at[conflictwhole.KEY], row)
        yield from conflicts.chain(at, payloads)


def _cut(whole: bytes, size: int) -> Iterator[bytes]:
    return (whole[n : n + size] for n in range(0, len(whole), size))


def new_salt() -> str:
    """A salt, which names a table too."""
    return secrets.token_hex(16)

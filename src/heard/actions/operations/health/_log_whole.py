"""Every entry against its event, and all of them against the signed root.

A reader of the database alone cannot tell padding from an event whose row was deleted; the holder
of the log's key can, because padding is derived from it (heard/ledger/log_key).
"""

import hmac
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q

from heard.formats import checkpoint, entry, merkle, note
from heard.formats._errors import FormatError
from heard.ledger import log_key
from heard.records.models import (
    Cosignature,
    Event,
    Head,
    Leaf,
    LeafPlace,
    Node,
    Opening,
    PendingEntry,
    Unclaimed,
)

BATCH = 2048
ENOUGH = 20  # faults named; more would only scroll
Progress = Callable[[str, int, int], None]


class Row(NamedTuple):
    """One place of the log: its entry, and its event where it has one."""

    place: int
    entry: bytes
    event: Event | None
    opening: str | None
    leaf: str  # as it stands beside the opening, hexadecimal
    found: bool  # by its hash
    seal: bytes | None = None  # of what no event has


def check_log(*, progress: Progress) -> list[str]:
    """Faults of the log as sentences; empty where it is whole. Raises LogKeyMissingError."""
    head, key = Head.objects.first(), log_key.load()
    if head is None:
        return ["there is no log"]
    faults = list(_stray(head.size))
    size, edge, expected = 0, list[bytes](), 0
    for row in _rows(head.size):
        if row.place != expected:
            faults.append(f"entry {expected} is missing")
            break  # all that follows would be at the wrong place
        faults.extend(_fault(row, key))
        size, edge, nodes = merkle.grow(size, edge, [merkle.leaf_hash(row.entry)])
        faults.extend(_other_nodes(nodes))
        expected += 1
        progress("log", expected, head.size)
        if len(faults) > ENOUGH:
            return [*faults[:ENOUGH], "and more"]
    if expected != head.size:
        faults.append(f"the log ends at entry {expected}, its head says {head.size}")
    elif merkle.fold(edge) != bytes(head.root):
        faults.append("the entries do not give the signed root: one was altered or moved")
    return [*faults, *_unplaced(), *_false_heads(head, key)]


def _rows(size: int) -> Iterator[Row]:
    for start in range(0, size, BATCH):
        here = {"place__gte": start, "place__lt": start + BATCH}
        openings = {each.place: each for each in Opening.objects.filter(**here)}
        events = Event.objects.in_bulk([each.index for each in openings.values()])
        seals = dict(Unclaimed.objects.filter(**here).values_list("place", "seal"))
        between = {"index__gte": start, "index__lt": start + BATCH}
        leaves = Leaf.objects.filter(**between).order_by("index").values_list("index", "entry")
        found = _found([bytes(raw) for _, raw in leaves])
        for place, raw in leaves:
            opening = openings.get(place)
            yield Row(
                place,
                bytes(raw),
                events.get(opening.index) if opening else None,
                opening.fields if opening else None,
                opening.leaf if opening else "",
                found.get(merkle.leaf_hash(bytes(raw))) == place,
                bytes(seals[place]) if place in seals else None,
            )


def _found(leaves: list[bytes]) -> dict[bytes, int]:
    """By its hash, where each of these entries is said to be."""
    rows = LeafPlace.objects.filter(hash__in=[merkle.leaf_hash(each) for each in leaves])
    return {bytes(hash): place for hash, place in rows.values_list("hash", "place")}


def _fault(row: Row, key: log_key.LogKey) -> Iterator[str]:
    if not row.found:
        yield f"entry {row.place} is not found by its hash"
    padded = row.entry == key.padding(row.place)
    if padded and (row.event or row.opening):
        yield f"event {row.place} was added beside the log"
    sealed = row.seal and hmac.compare_digest(row.seal, key.unclaimed(row.entry))
    if padded or (sealed and not row.opening):
        return
    if row.event is None or row.opening is None:
        yield f"event {row.place} was deleted, moved or its entry altered"
        return
    yield from _other(row, row.event, row.opening)


def _other(row: Row, event: Event, text: str) -> Iterator[str]:
    try:
        opening = entry.parse(text)
    except FormatError:
        yield f"the opening of event {row.place} was damaged"
        return
    if opening.entry != row.entry:
        yield f"event {row.place} was altered: its opening is not what was logged"
    if merkle.leaf_hash(row.entry).hex() != row.leaf:
        yield f"event {row.place} was altered: it is named by the hash of another entry"
    said = opening.values
    kept = {"event": event.kind, "case": event.case, "actor": event.actor, "at": _stamp(event.at)}
    for name, value in kept.items():
        if name in said and said[name] != value:
            yield f"event {row.place} was altered: {name} is other than logged"


def _stamp(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _other_nodes(nodes: list[tuple[int, int, bytes]]) -> Iterator[str]:
    for level, index, expected in nodes:
        row = Node.objects.filter(level=level, index=index).values_list("hash", flat=True).first()
        if row is None or bytes(row) != expected:
            yield f"tile hash {level}/{index} is not that of its entries"


def _stray(size: int) -> Iterator[str]:
    leaf = Leaf.objects.filter(index__gte=size).first()
    if leaf is not None:
        yield f"leaf {leaf.pk} lies beyond the signed head"
    opening = Opening.objects.filter(place__gte=size).first()
    if opening is not None:
        yield f"opening {opening.pk} lies beyond the signed head"


def _unplaced() -> Iterator[str]:
    """What waits: each event has its opening, and an entry that waits or a place."""
    for waiting in _waiting():
        openings = Opening.objects.in_bulk(list(waiting))
        events = Event.objects.in_bulk(list(waiting))
        for number, raw in waiting.items():
            opening, event = openings.get(number), events.get(number)
            if opening is None or event is None:
                yield f"event {number} was deleted while it waited for its place"
                continue
            row = Row(number, raw, event, opening.fields, opening.leaf, found=True)
            yield from _other(row, event, opening.fields)
    # By EXISTS: with IN, PostgreSQL compares each with all of them once they fill its memory.
    stray = Opening.objects.filter(~Exists(PendingEntry.objects.filter(_SAME)), place=None).first()
    if stray is not None:
        yield f"event {stray.index} has no place, and waits for none"
    alone = Event.objects.filter(~Exists(Opening.objects.filter(_SAME))).first()
    if alone is not None:
        yield f"event {alone.index} was added beside the log"


_SAME = Q(index=OuterRef("index"))


def _waiting() -> Iterator[dict[int, bytes]]:
    """Number and entry of what waits, ``BATCH`` at a time."""
    last = -1
    while True:
        rest = PendingEntry.objects.filter(index__gt=last).order_by("index")
        page = {at: bytes(raw) for at, raw in rest.values_list("index", "entry")[:BATCH]}
        if not page:
            return
        yield page
        last = max(page)


def _false_heads(head: Head, key: log_key.LogKey) -> Iterator[str]:
    log = note.Verifier.parse(key.vkey)
    notes = [("the head", head.size, head.note)]
    notes += [(f"epoch {each.size}", each.size, each.note) for each in Cosignature.objects.all()]
    for name, size, text in notes:
        try:
            found = checkpoint.verify(text, log).checkpoint
        except FormatError as error:
            yield f"{name} is not signed by the log's key: {error}"
            continue
        if found.size != size or (name == "the head" and found.root != bytes(head.root)):
            yield f"{name} is signed for another tree"

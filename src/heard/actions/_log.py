"""The log: extended inside a commit, read back as receipts (docs/spec/log.md)."""

import secrets
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django.db import connection, models

from heard.actions import _chain, _closed, _guard, _logkey, _promisekey, _stored, _tree
from heard.actions._guard import Tree
from heard.actions._rows import Row
from heard.actions._stored import NoSuchEntry
from heard.formats import checkpoint as checkpoints
from heard.formats import entry as entries
from heard.formats import merkle
from heard.formats import note as notes
from heard.formats import promise as promises
from heard.formats import receipt as receipts
from heard.records.models import Cosignature, Head, Leaf, LeafPlace, Node, Opening, Organisation

LOCK = 0x6865617264  # "heard", the number of the advisory lock
PAD_TO = 4
PROMISED = timedelta(hours=25)  # docs/spec/receipt.md
HASH = 32


class LogMissing(Exception):
    """This Heard has no log yet."""


@dataclass(slots=True)
class Pending:
    """One event that waits for its place: what the log says of it and, once placed, where."""

    said: dict[str, str] = field(repr=False)  # its fields; ``prev`` is filled in as it is placed
    hour: datetime  # of the deed
    last: bool = False  # stands behind all else of its commit
    entry: bytes = b""
    opening: str = field(default="", repr=False)
    leaf: str = ""  # hash, hexadecimal: the name of the event outside, which counts nothing
    index: int = -1
    receipt: str = field(default="", repr=False)
    checkpoint: str = field(default="", repr=False)
    after: Tree | None = None  # where the log publicly was, where this is promised
    origin: str = ""

    @property
    def by(self) -> datetime:
        """When a promise of it is due."""
        return self.hour + PROMISED

    @property
    def opened(self) -> dict[str, Any]:
        """What is kept to give the receipt again."""
        kept = {"index": self.index, "fields": self.opening, "leaf": self.leaf}
        if self.after is None:
            return {**kept, "checkpoint": self.checkpoint}
        return {**kept, "after": self.after.size, "by": self.by}

    @property
    def first(self) -> str:
        """What is given at once: a promise, or the receipt where this log makes none."""
        if self.after is None:
            return self.receipt
        return _promise(self.origin, self.opening, self.leaf, self.after, self.by)


@dataclass(frozen=True, slots=True)
class Extension:
    """What one commit adds to the log."""

    head: Tree
    rows: list[models.Model | Row]


def begin() -> None:
    """Make the empty log, inside the first commit."""
    Head.objects.create(size=0, root=merkle.EMPTY, note="", edge=b"")
    _guard.adopt(Tree(0, merkle.EMPTY))


def extend(events: Sequence[Pending], *, least: int = 0) -> Extension:
    """Place events and padding, grow the tree, sign. Called last in a commit, under the lock.

    ``least``: at least this many new leaves (an epoch). Fills in each event's index and receipt.
    Where the roster names a key of promises, an event gets no receipt but what a promise is made
    of. Raises Closed, LogMissing, LogKeyMissing, PromiseKeyMissing, GuardMismatch.
    """
    _closed.refuse()
    _lock()
    key = _logkey.load()
    base, edge, public = _head()
    promising = public is not None
    if promising:
        _promisekey.load()  # before anything is promised that nobody could sign
    growth = _tree.Growth(base.size, edge)
    rows = _place(events, growth, key, least)
    head = Tree(growth.size, growth.root())
    _guard.agree(base, head, extends)
    note = key.checkpoint(*head)
    for event in events:
        event.after, event.origin = public, key.name
    for event in () if promising else events:
        proof = merkle.inclusion_proof(event.index, head.size, growth.hash_of)
        event.checkpoint = note
        event.receipt = receipts.write(event.opening, event.index, proof, note)
    rows += [Node(level=lvl, index=place, hash=hash) for lvl, place, hash in growth.tiles]
    _put_head(head, note, b"".join(growth.edge))
    return Extension(head, rows)


def _place(
    events: Sequence[Pending], growth: _tree.Growth, key: _logkey.LogKey, least: int
) -> list[models.Model | Row]:
    """Shuffle events among padding, so that an index does not count other people's reports.

    What is ``last`` has a place that everybody knows: the commit's last.
    Those of one chain keep the order in which they happened, at the places that chance gave them.
    """
    total = max(len(events), least)
    total += -(growth.size + total) % PAD_TO
    mixed = [event for event in events if not event.last]
    places: list[Pending | None] = [*mixed, *[None] * (total - len(events))]
    secrets.SystemRandom().shuffle(places)
    places += [event for event in events if event.last]
    _put_in_order(places, events)
    chains = _chain.Chains(event.said for event in events)
    rows: list[models.Model | Row] = []
    for event in places:
        index = growth.size
        if event:
            _write(event, chains)
        entry = event.entry if event else key.padding(index)
        if event:
            event.index = index
        hash = growth.append(entry)
        rows += [Row(Leaf, index=index, entry=entry), Row(LeafPlace, hash=hash, place=index)]
    return rows


def _put_in_order(places: list[Pending | None], events: Sequence[Pending]) -> None:
    waiting: dict[_chain.Chain, deque[Pending]] = {}
    for event in events:
        if chain := _chain.chain_of(event.said):
            waiting.setdefault(chain, deque()).append(event)
    for at, placed in enumerate(places):
        if placed and (chain := _chain.chain_of(placed.said)):
            places[at] = waiting[chain].popleft()


def _write(event: Pending, chains: _chain.Chains) -> None:
    event.entry, event.opening = entries.write(chains.link(event.said))
    event.leaf = merkle.leaf_hash(event.entry).hex()
    chains.ended(event.said, event.leaf)


def _lock() -> None:
    # The last lock of every commit and held over it, so that the order of the log is the order
    # of commits. SQLite's BEGIN IMMEDIATE is the same lock.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


_HEAD = """
SELECT size, root, edge, (SELECT promise FROM heard_organisation),
    (SELECT note FROM heard_cosignature ORDER BY size DESC LIMIT 1) FROM heard_head
"""


def _head() -> tuple[Tree, list[bytes], Tree | None]:
    """The tree, its edge, and where the log publicly is; None where no promises are made."""
    with connection.cursor() as cursor:
        cursor.execute(_HEAD)
        row = cursor.fetchone()
    if row is None:
        raise LogMissing("This Heard has no log yet: run heard init.")
    edge = bytes(row[2])
    pieces = [edge[at : at + HASH] for at in range(0, len(edge), HASH)]
    public = _tree_of(row[4] or "") if row[3] else None
    return Tree(row[0], bytes(row[1])), pieces, public


@lru_cache(maxsize=64)
def _tree_of(epoch: str) -> Tree:
    """The tree of an epoch's signed checkpoint; the empty one where there is none yet."""
    if not epoch:
        return Tree(0, merkle.EMPTY)
    read = checkpoints.parse_text(notes.parse(epoch).text)
    return Tree(read.size, read.root)


def _promise(log: str, opening: str, leaf: str, after: Tree, by: datetime) -> str:
    _closed.refuse()
    said = promises.Promise(log, bytes.fromhex(leaf), *after, int(by.timestamp()))
    return promises.write(opening, _promisekey.load().sign(said))


def _put_head(head: Tree, note: str, edge: bytes) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE heard_head SET size = %s, root = %s, note = %s, edge = %s",
            [head.size, head.root, note, edge],
        )


def head() -> Head:
    """The newest signed checkpoint. Raises LogMissing."""
    found = Head.objects.first()
    if found is None or not found.note:
        raise LogMissing("This Heard has no log yet: run heard init.")
    return found


def extends(old: Tree) -> bool:
    """Whether the stored log still begins with this tree."""
    return old.size <= _stored.size() and _stored.root(old.size) == old.root


def compare() -> None:
    """Start-up: stop where the database is not the one that was signed. Raises GuardMismatch."""
    found = Head.objects.first()
    tree = Tree(found.size, bytes(found.root)) if found else Tree(0, merkle.EMPTY)
    _guard.compare(tree, extends)


def leaf(index: int) -> str:
    """The leaf hash of an event, hexadecimal. Raises NoSuchEntry."""
    found = Opening.objects.filter(index=index).values_list("leaf", flat=True).first()
    if found is None:
        raise NoSuchEntry(f"The log has no event {index}.")
    return found


def receipt(index: int, *, quorum: int) -> str:
    """An event's newest receipt. Raises NoSuchEntry.

    Of the newest epoch that ``quorum`` witnesses cosigned, else of the newest epoch; before the
    first epoch that holds it, its promise or the receipt of its commit, byte for byte. Never of the
    log's own newest checkpoint: that grows with every deed, and whoever asked for a receipt each
    second would see to the second when somebody else reports, writes or reads.
    """
    row = Opening.objects.filter(index=index).first()
    if row is None:
        raise NoSuchEntry(f"The log has no event {index}.")
    signed = _epoch_with(index, quorum) or row.checkpoint
    if not signed and row.after is not None and row.by is not None:
        epoch = Cosignature.objects.filter(size=row.after).values_list("note", flat=True).first()
        return _promise(_origin(), row.fields, row.leaf, _tree_of(epoch or ""), row.by)
    return _proof(index, row.fields, signed)


def _origin() -> str:
    return notes.Verifier.parse(Organisation.objects.get().log).name


def live(index: int) -> str:
    """A receipt of the log's newest checkpoint, for who runs it and sees it anyway.

    Raises NoSuchEntry, LogMissing.
    """
    fields = Opening.objects.filter(index=index).values_list("fields", flat=True).first()
    if fields is None:
        raise NoSuchEntry(f"The log has no event {index}.")
    return _proof(index, fields, _epoch_with(index, 1) or head().note)


def proof_of(leaf: str, *, quorum: int) -> str:
    """The newest proof of a leaf (hash, hexadecimal) that an epoch holds. Raises NoSuchEntry.

    Of padding too: an answer only for events would tell everybody how many there are.
    """
    places = LeafPlace.objects.filter(hash=bytes.fromhex(leaf))
    place = places.values_list("place", flat=True).first()
    signed = None if place is None else _epoch_with(place, quorum)
    if place is None or signed is None:
        raise NoSuchEntry("No epoch of the log holds such a leaf.")
    proof = _stored.inclusion(place, checkpoints.parse_text(notes.parse(signed).text).size)
    return receipts.write(None, place, proof, signed)


def _proof(index: int, opening: str, signed: str) -> str:
    proof = _stored.inclusion(index, checkpoints.parse_text(notes.parse(signed).text).size)
    return receipts.write(opening, index, proof, signed)


def _epoch_with(index: int, quorum: int) -> str | None:
    epochs = Cosignature.objects.filter(size__gt=index).order_by("-size")
    found = epochs.filter(witnesses__gte=max(quorum, 1)).first() or epochs.first()
    return found.note if found else None

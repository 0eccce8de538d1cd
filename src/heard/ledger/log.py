"""The log: extended inside a commit (docs/spec/log.md); read back in ``receipts``."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, NamedTuple

from django.db import connection, models

from heard.formats import entry as entries
from heard.formats import merkle
from heard.formats import promise as promises
from heard.formats import receipt as receipts
from heard.ledger import chain, closed, guard, log_key, pending, placing, promise_key, tree_store
from heard.ledger import receipts as ledger_receipts
from heard.ledger import waiting as ledger_waiting
from heard.ledger.bulk_insert import Row
from heard.ledger.guard import Tree
from heard.ledger.placing import Item
from heard.records.models import (
    Cosignature,
    Head,
    PendingEntry,
)
from heard.rules import places
from heard.rules.places import PROMISED

LOCK = 0x6865617264  # "heard", the number of the advisory lock
PAD_TO = 4
STEP = 64  # leaves
PERIOD = timedelta(hours=1)
NEWEST = 4  # epochs, and so machines whose clocks may all differ
HASH = 32


@dataclass(slots=True)
class Pending:
    """One event on its way into the log: what is said of it, and what was given for it."""

    said: dict[str, str] = field(repr=False)  # its fields; ``prev`` is filled in under the lock
    hour: datetime  # of the action
    last: bool = False  # stands behind all else of its epoch
    entry: bytes = b""
    opening: str = field(default="", repr=False)
    leaf: str = ""  # hash, hexadecimal: the name of the event outside, which counts nothing
    index: int = -1  # its number, in the order of commits
    place: int | None = None  # in the tree, once it has one
    receipt: str = field(default="", repr=False)
    checkpoint: str = field(default="", repr=False)
    after: Tree | None = None  # where the log publicly was, where this is promised
    origin: str = ""
    promiser: promise_key.PromiseKey | None = field(default=None, repr=False)

    @property
    def by(self) -> datetime:
        """When a promise of it is due."""
        return self.hour + PROMISED

    @property
    def opened(self) -> dict[str, Any]:
        """What is kept to give the receipt again."""
        kept: dict[str, Any] = {"index": self.index, "place": self.place, "leaf": self.leaf}
        kept["fields"] = self.opening
        if self.after is None:
            return {**kept, "checkpoint": self.checkpoint}
        return {**kept, "after": self.after.size, "by": self.by}

    @property
    def first(self) -> str:
        """What is given at once: a promise, or the receipt where this log makes none."""
        if self.after is None or self.promiser is None:
            return self.receipt
        said = ledger_receipts.promise(self.origin, self.leaf, self.after, self.by)
        return promises.write(self.opening, self.promiser.sign(said))

    @property
    def item(self) -> Item:
        """For its place."""
        return Item(self.entry, self.index, chain.chain_of(self.said), self.last)


class Epoch(NamedTuple):
    """What closes an hour. ``leaves``: the width of a new week that begins at ``week``.

    ``at``: in doubt by the later clock, by which promises are kept.
    """

    at: datetime
    week: date
    leaves: int
    rest: bool = False  # what did not fit into the one before, of the same hour

    @property
    def soon(self) -> datetime:
        """What is promised by then has waited so long that it is placed at once."""
        return self.at + places.PROMISED - timedelta(hours=places.HOURS)


class EpochClosedError(Exception):
    """Another process has closed this hour already."""


@dataclass(slots=True)
class Extension:
    """What one commit adds to the log, and what the guard is told once it has happened."""

    rows: list[models.Model | Row]
    size: int  # of the tree
    head: Tree | None = None  # the tree, where it grew
    batch: bytes = b""
    last: tuple[int, bytes] | None = None  # number and entry of the last event that is promised

    def committed(self) -> None:
        """The database has it; only now is anyone told."""
        if self.last:
            ledger_waiting.committed(self.batch, *self.last)
        if self.head:
            guard.confirm(self.head)

    def tidy(self) -> None:
        """Let the guard forget what the tree has, once everybody is answered."""
        if self.batch:
            pending.tidy(self.size)

    def undone(self) -> None:
        """The database has not taken it, for certain."""
        if self.last:
            ledger_waiting.undone(self.batch)


class _Base(NamedTuple):
    """Where the log stands, under its lock."""

    tree: Tree
    edge: list[bytes]
    events: int
    newest: str  # the leaf hash of the last event, hexadecimal
    leaves: int
    week: date | None
    origin: str
    public: Tree | None  # of the newest epoch; None where no promises are made
    epoch: int  # the size of the newest epoch


def begin() -> None:
    """Make the empty log, inside the first commit."""
    Head.objects.create(size=0, root=merkle.EMPTY, note="", edge=b"")
    guard.adopt(Tree(0, merkle.EMPTY))


def extend(events: Sequence[Pending], *, epoch: Epoch | None = None) -> Extension:
    """Log events, and close an epoch. Called last in a commit, under the lock.

    Fills in each event's number, entry and leaf hash. Where the roster names a key of promises they
    wait for an epoch to place them, and get what a promise is made of; else they are placed at
    once, and get a receipt. Raises ClosedError, RuntimeError, LogKeyMissingError,
    PromiseKeyMissingError, GuardMismatchError, EpochClosedError.
    """
    closed.refuse()
    base = _base(len(events))
    if epoch and not epoch.rest and just_closed(epoch.at):
        raise EpochClosedError
    _write(events, base)
    if base.public is None:
        return _placed_at_once(events, base, epoch)
    key = promise_key.load()  # before anything is promised that nobody could sign
    for event in events:
        event.promiser = key
    return _promised(events, base, epoch)


def just_closed(at: datetime, *, within: timedelta = PERIOD) -> bool:
    """Whether one of the newest epochs was closed within an hour of then.

    One that a clock closed which was ahead, and was set back since, stops no epoch until then, nor
    when that time comes: all that is promised meanwhile would be late. Not the very newest alone,
    or two machines whose clocks differ would close one after another.
    """
    newest = Cosignature.objects.order_by("-size").values_list("at", flat=True)[:NEWEST]
    return any(abs(each - at) < within for each in newest)


def _write(events: Sequence[Pending], base: _Base) -> None:
    chains = chain.Chains(event.said for event in events)
    for number, event in enumerate(events, base.events):
        event.entry, event.opening = entries.write(chains.link(event.said))
        event.leaf = merkle.leaf_hash(event.entry).hex()
        chains.ended(event.said, event.leaf)
        event.index, event.after, event.origin = number, base.public, base.origin


def _placed_at_once(events: Sequence[Pending], base: _Base, epoch: Epoch | None) -> Extension:
    step, grown = (STEP, base.tree.size - base.epoch) if epoch else (PAD_TO, base.tree.size)
    leaves = placing.leaves_for(len(events), grown, step)
    items = [event.item for event in events]
    created = placing.grow(base.tree, base.edge, items, leaves, log_key.load(), extends)
    for event, place in zip(events, created.places, strict=True):
        event.place, event.checkpoint = place, created.note
        event.receipt = receipts.write(event.opening, place, created.proof(place), created.note)
    return Extension([*created.rows, *_closing(created, epoch)], created.tree.size, created.tree)


def _closing(made: placing.Grown, epoch: Epoch | None) -> list[models.Model | Row]:
    if epoch is None:
        return []
    return [Row(Cosignature, size=made.tree.size, note=made.note, at=epoch.at)]


def _promised(events: Sequence[Pending], base: _Base, epoch: Epoch | None) -> Extension:
    guard.see(base.tree, extends)
    done = Extension([], base.tree.size, batch=ledger_waiting.new_batch())
    if epoch:
        _close(events, base, epoch, done)
    done.rows += [
        Row(PendingEntry, index=event.index, entry=event.entry)
        for event in events
        if event.place is None
    ]
    if events:  # the last step before the commit, so that only the commit can fail
        entries = [(event.index, event.entry) for event in events]
        ledger_waiting.add(done.batch, entries, partial(pending.known, base.newest))
        done.last = (events[-1].index, events[-1].entry)
    return done


def _close(events: Sequence[Pending], base: _Base, epoch: Epoch, done: Extension) -> None:
    """Place what waits: what the guard alone has first, then the oldest, then these."""
    extra = pending.unclaimed()
    waiting = pending.count() + len(extra) + len(events)
    width = base.leaves if base.week == epoch.week else epoch.leaves
    need = pending.due(epoch.soon) + len(extra) + 1
    width = places.widened(width, waiting=waiting, due=need)
    lasts = [event for event in events if event.last]
    first = len(lasts) + len(extra)
    leaves = placing.leaves_for(first, base.tree.size - base.epoch, width)
    room = leaves - first
    old = pending.oldest(room)
    new = [event for event in events if not event.last][: room - len(old)]
    mine = [*new, *lasts]
    items = [*extra, *old, *(event.item for event in mine)]
    key = log_key.load()
    created = placing.grow(base.tree, base.edge, items, leaves, key, extends)
    before = len(extra) + len(old)
    for event, place in zip(mine, created.places[before:], strict=True):
        event.place = place
    done.rows += pending.moved(list(zip(items[:before], created.places, strict=False)), key)
    done.rows += [*created.rows, *_closing(created, epoch)]
    done.head, done.size = created.tree, created.tree.size
    with connection.cursor() as cursor:
        cursor.execute("UPDATE heard_head SET leaves = %s, week = %s", [width, epoch.week])


# The last lock of every commit and held over it, so that the order of the log is the order of
# commits. SQLite's BEGIN IMMEDIATE is the same lock. Each statement sees what was committed before
# it began: so these are two, in one message, because each message is waited for.
_LOCK = f"SELECT pg_advisory_xact_lock({LOCK});"
_HEAD = """
UPDATE heard_head SET events = events + %s RETURNING size, root, edge, events, leaves, week,
    (SELECT site FROM heard_organisation), (SELECT promise FROM heard_organisation),
    (SELECT note FROM heard_cosignature ORDER BY size DESC LIMIT 1),
    (SELECT leaf FROM heard_opening ORDER BY "index" DESC LIMIT 1)
"""


def _base(more: int) -> _Base:
    """Take the lock; where the log stands, ``more`` events before what is counted from now on."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_LOCK + _HEAD % more)  # one message of two takes no values beside it
            cursor.nextset()
        else:
            cursor.execute(_HEAD, [more])
        row = cursor.fetchone()
    if row is None:
        raise RuntimeError("This Heard has no log yet: run heard init.")
    size, root, edge, events, leaves, week, site, promise, note, newest = row
    epoch = ledger_receipts.tree_of(note or "")
    return _Base(
        Tree(size, bytes(root)),
        [bytes(edge)[at : at + HASH] for at in range(0, len(edge), HASH)],
        events - more,
        newest or "",
        leaves,
        date.fromisoformat(week) if isinstance(week, str) else week,
        f"{site}/log",
        epoch if promise else None,
        epoch.size,
    )


def head() -> Head:
    """The newest signed checkpoint. Raises RuntimeError."""
    row = Head.objects.first()
    if row is None or not row.note:
        raise RuntimeError("This Heard has no log yet: run heard init.")
    return row


def extends(old: Tree) -> bool:
    """Whether the stored log still begins with this tree."""
    return old.size <= tree_store.size() and tree_store.root(old.size) == old.root


def compare() -> None:
    """Start-up: stop where the database lacks what was signed or promised.

    Raises GuardMismatchError.
    """
    compare_tree()
    pending.refuse_loss()


def compare_tree() -> None:
    """Whether its tree is the one that was signed. Raises GuardMismatchError."""
    row = Head.objects.first()
    tree = Tree(row.size, bytes(row.root)) if row else Tree(0, merkle.EMPTY)
    guard.compare(tree, extends)

"""Events that wait for a place, in the database and in the guard (docs/spec/log.md, "Epoch")."""

import logging
from collections.abc import Collection, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from django.db import connection, models

from heard.formats import merkle
from heard.ledger import chain, guard, log_key
from heard.ledger import waiting as ledger_waiting
from heard.ledger.bulk_insert import Row
from heard.ledger.placing import Item
from heard.ledger.waiting_file import Record
from heard.records.models import Event, Leaf, LeafPlace, LostEntry, Opening, PendingEntry, Unclaimed
from heard.rules import places

MANY = 1000  # asked for at a time
logger = logging.getLogger("heard.epochs")
_tidied: dict[Path, int] = {}  # the size of the tree at which a guard was looked through


def oldest(most: int) -> list[Item]:
    """What waits, oldest first."""
    rows = dict(PendingEntry.objects.order_by("index").values_list("index", "entry")[:most])
    events = _events(list(rows))
    return [
        Item(bytes(entry), number, _chain_of(events.get(number))) for number, entry in rows.items()
    ]


def _events(numbers: Sequence[int]) -> dict[int, Event]:
    """In parts: an epoch may be wider than 65,535, and PostgreSQL takes no more values at once."""
    found: dict[int, Event] = {}
    for start in range(0, len(numbers), MANY):
        found |= Event.objects.in_bulk(numbers[start : start + MANY])
    return found


def _chain_of(event: Event | None) -> chain.Chain | None:
    # Of an event that was deleted: its entry was promised, and the doctor says what is missing.
    return chain.chain_of({"event": event.kind, "case": event.case}) if event else None


def count() -> int:
    """How many wait."""
    return PendingEntry.objects.count()


def due(before: datetime) -> int:
    """How many there are up to the last that is promised by then, in the order of their numbers.

    That is the order in which they are placed; a clock that was set back gave some an earlier hour
    than those before them.
    """
    waiting = PendingEntry.objects.values("index")
    promised = Opening.objects.filter(index__in=waiting, by__lte=before)
    last = promised.aggregate(last=models.Max("index"))["last"]
    return 0 if last is None else PendingEntry.objects.filter(index__lte=last).count()


def late(now: datetime) -> bool:
    """Whether one has waited longer than an epoch may let it."""
    return due(now + places.PROMISED - places.LATE) > 0


def unclaimed() -> list[Item]:
    """What the guard has and the database has not, and what is lost: logged all the same.

    Under the log's lock: nothing is between guard and database. Raises GuardMismatchError.
    """
    refuse_loss()
    held = ledger_waiting.read()
    return [Item(entry) for entry in missing([*entries_of(held.unsure), *_lost(held)])]


def lost() -> int:
    """How many were promised and are to be logged as lost."""
    return len(missing(_lost(ledger_waiting.read())))


def _lost(held: ledger_waiting.Held) -> list[bytes]:
    accepted = LostEntry.objects.order_by("pk").values_list("entry", flat=True)
    return [*map(bytes, accepted), *entries_of(held.lost)]


def accept_loss() -> None:
    """Go on without what was promised and is lost, or cannot be read in the guard any more.

    Only in a Heard that is open. Whichever machine closes the next epoch logs them.
    """
    ledger_waiting.mend(partial(known, ""))
    entries = lacking()
    rows = [LostEntry(entry=each) for each in entries]
    LostEntry.objects.bulk_create(rows, ignore_conflicts=True, batch_size=MANY)
    ledger_waiting.accept(entries)


def known(newest: str, number: int, entry: bytes) -> bool:
    """Whether the database has this event: else it is older than what was promised.

    ``newest``: the leaf hash of its last event, hexadecimal, which is this one nearly always.
    """
    leaf = merkle.leaf_hash(entry).hex()
    return leaf == newest or Opening.objects.filter(index=number, leaf=leaf).exists()


def vouch(number: int) -> None:
    """This event waits, and is promised again: from now on the guard holds it to be promised."""
    for entry in PendingEntry.objects.filter(index=number).values_list("entry", flat=True):
        ledger_waiting.vouch(bytes(entry))


def refuse_loss() -> None:
    """Raise GuardMismatchError where the database lacks what was promised."""
    if lacking():
        raise guard.GuardMismatchError(guard.LACKS, section=guard.PROMISED)


def lacking() -> list[bytes]:
    """The entries that were promised, that the database has not, and whose loss nobody accepted."""
    return missing(entries_of(ledger_waiting.read().promised))


def entries_of(records: Sequence[Record]) -> list[bytes]:
    """What they keep."""
    return [each.entry for each in records]


def missing(found: Sequence[bytes]) -> list[bytes]:
    """Which of these entries the database has neither waiting nor in the tree."""
    entries = list(dict.fromkeys(found))
    if not entries:
        return []
    waiting = {bytes(each) for each in PendingEntry.objects.values_list("entry", flat=True)}
    left = [each for each in entries if each not in waiting]
    there = in_tree(left)
    return [each for each in left if each not in there]


def in_tree(entries: Collection[bytes]) -> set[bytes]:
    """Which of these are leaves; not only where they are said to be."""
    found: set[bytes] = set()
    hashes = {merkle.leaf_hash(each): each for each in entries}
    every = list(hashes)
    for start in range(0, len(every), MANY):
        rows = LeafPlace.objects.filter(hash__in=every[start : start + MANY])
        at = {place: hashes[bytes(hash)] for hash, place in rows.values_list("hash", "place")}
        leaves = Leaf.objects.filter(index__in=list(at)).values_list("index", "entry")
        found |= {at[place] for place, entry in leaves if bytes(entry) == at[place]}
    return found


def moved(placed: Sequence[tuple[Item, int]], key: log_key.LogKey) -> list[models.Model | Row]:
    """The events have their places now: they wait no more. Rows of what no event has."""
    at = [(place, item.number) for item, place in placed if item.number is not None]
    numbers = [(number,) for _, number in at]
    with connection.cursor() as cursor:
        if at:
            cursor.executemany('UPDATE heard_opening SET place = %s WHERE "index" = %s', at)
            cursor.executemany('DELETE FROM heard_pendingentry WHERE "index" = %s', numbers)
        if lost := [(item.entry,) for item, _ in placed if item.number is None]:
            cursor.executemany("DELETE FROM heard_lostentry WHERE entry = %s", lost)
    return [
        Row(Unclaimed, place=place, seal=key.unclaimed(item.entry))
        for item, place in placed
        if item.number is None
    ]


def _events_of(records: Sequence[Record]) -> set[bytes]:
    """Which of these entries are events here: their commit happened."""
    leaves: dict[int, str] = {}
    for start in range(0, len(records), MANY):
        numbers = [each.number for each in records[start : start + MANY]]
        leaves |= Opening.objects.filter(index__in=numbers).values_list("index", "leaf")
    return {
        each.entry
        for each in records
        if leaves.get(each.number) == merkle.leaf_hash(each.entry).hex()
    }


def tidy(size: int) -> None:
    """Keep no more of what the tree of this size holds; after a commit.

    Once for each size, and in each process: so the first commit after a crash settles what it left.
    """
    here = guard.place()
    if _tidied.get(here) == size:
        return
    try:
        held = ledger_waiting.read()
        if there := _events_of(held.unsure):
            ledger_waiting.settle(there)
        ledger_waiting.forget(in_tree(entries_of(held.all)))
    except Exception as error:  # noqa: BLE001 nothing is lost; the next commit tries again
        logger.error("tidying the guard failed: %s", type(error).__qualname__)  # noqa: TRY400 its text may name a host
        return
    _tidied[here] = size

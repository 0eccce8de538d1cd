"""What the guard keeps of promises: the entries that no tree holds yet, beside ``signed``.

A commit's entries are written here, and synced, before the database commits. Then a record says
that it did, or that it was undone; so a promise is given only of what is here. A crash between the
two leaves entries that nobody was promised. Where those that *were* are not in the database, that
database is an older one, and nothing more is promised. ``forget`` writes a new file without what
the tree holds by now. Each of these raises PromisesUnknownError where the file is damaged or gone.
"""

import os
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import NamedTuple

from heard.ledger import guard
from heard.ledger.waiting_file import (
    ADDED,
    COMMITTED,
    LOST,
    UNDONE,
    Record,
    append,
    last_committed,
    opened,
    readable,
    records,
    rewrite,
    unmarked,
)

NOBODYS = bytes(8)

Known = Callable[[int, bytes], bool]  # whether the database has this number as this entry


class Held(NamedTuple):
    """The entries that are kept, by what is known of them, and the last that was committed."""

    promised: list[Record]  # the database committed them
    unsure: list[Record]  # a crash came between
    lost: list[Record]  # the operator has accepted that no database has them
    last: Record | None

    @property
    def all(self) -> list[Record]:
        """Whatever is known of them."""
        return [*self.promised, *self.unsure, *self.lost]


def new_batch() -> bytes:
    """The name of one commit."""
    return os.urandom(8)


def add(batch: bytes, entries: Sequence[tuple[int, bytes]], known: Known) -> None:
    """Keep the entries (with their numbers) of a commit that is about to happen, synced.

    Raises GuardMismatchError where the database has not what was committed last.
    """
    with opened() as handle:
        last = last_committed(handle)
        if last and not known(last.number, last.entry):
            raise guard.GuardMismatchError(guard.LACKS, section=guard.PROMISED)
        append(handle, [Record(ADDED, batch, *each) for each in entries])
        os.fdatasync(handle)


def committed(batch: bytes, number: int, entry: bytes) -> None:
    """The database has these; ``number``, ``entry``: the last of them. Synced by what comes next.

    Lost with the power, it leaves entries of which nobody knows whether they were promised: they
    are logged all the same.
    """
    with opened() as handle:
        _mark(handle, batch, number, entry)


def vouch(entry: bytes) -> None:
    """The database has this one, and it is promised again: a crash may have come before the mark.

    Without it, a database that lacks what was promised so would not be noticed.
    """
    with opened() as handle:
        if found := unmarked(handle, entry):
            _mark(handle, found.batch, found.number, entry)


def _mark(handle: int, batch: bytes, number: int, entry: bytes) -> None:
    last = last_committed(handle)
    if last and last.number > number:
        number, entry = last.number, last.entry
    append(handle, [Record(COMMITTED, batch, number, entry)])


def undone(batch: bytes) -> None:
    """The database has not taken these, for certain, and nobody was told."""
    with opened() as handle:
        append(handle, [Record(UNDONE, batch, 0, bytes(33))])


def settle(there: Collection[bytes]) -> None:
    """The database has these, whose commit no mark followed: a crash came before it."""
    with opened() as handle:
        held = _held(records(handle))
        matches = {each.batch: each for each in held.unsure if each.entry in there}
        marks = [each._replace(kind=COMMITTED) for each in matches.values()]
        last = max([*marks, *([held.last] if held.last else [])], key=lambda each: each.number)
        append(handle, [last._replace(batch=each.batch) for each in marks])


def read() -> Held:
    """All that is kept."""
    with opened() as handle:
        return _held(records(handle))


def forget(entries: Collection[bytes]) -> None:
    """Replace the file by one without these: the tree holds them, and the guard has signed that."""
    with opened() as handle:
        held = _held(records(handle))
        kept = [each for each in held.all if each.entry not in entries]
        if len(kept) < len(held.all):
            _rewrite(kept, {each.batch for each in held.promised}, held.last)


def accept(entries: Collection[bytes]) -> None:
    """These were promised, and no database has them any more: they are to be logged as lost."""
    with opened() as handle:
        held = _held(records(handle))
        kept = [each._replace(kind=LOST) if each.entry in entries else each for each in held.all]
        there = [each for each in held.promised if each.entry not in entries]
        last = held.last
        if last and last.entry in entries:
            last = _highest(there)
        _rewrite(kept, {each.batch for each in there}, last)


def _highest(found: list[Record]) -> Record | None:
    return max(found, key=lambda each: each.number, default=None)


def mend(known: Known) -> None:
    """Go on with what can be read of a file that is damaged or gone; the operator accepts that."""
    if (found := readable()) is None:
        return
    held = _held(found)
    last = held.last
    if last and not known(last.number, last.entry):  # its own record may be what cannot be read
        last = _highest(held.promised)
    with guard.locked():
        _rewrite(held.all, {each.batch for each in held.promised}, last)


def _rewrite(kept: list[Record], sure: set[bytes], last: Record | None) -> None:
    batches = [NOBODYS, *sorted(sure & {each.batch for each in kept})]
    marks = [Record(COMMITTED, batch, last.number, last.entry) for batch in batches if last]
    rewrite([*kept, *marks])


def _held(found: Iterable[Record]) -> Held:
    every = list(found)
    ends = {each.batch: each.kind for each in every if each.kind in {COMMITTED, UNDONE}}
    added = [each for each in every if each.kind == ADDED]
    sure = [each for each in every if each.kind == COMMITTED]
    return Held(
        [each for each in added if ends.get(each.batch) == COMMITTED],
        [each for each in added if each.batch not in ends],
        [each for each in every if each.kind == LOST],
        sure[-1] if sure else None,
    )

"""What the guard keeps of promises: the entries that no tree holds yet, beside ``signed``.

A commit's entries are written here, and synced, before the database commits. Then a record says
that it did, or that it was undone; so a promise is given only of what is here. A crash between the
two leaves entries that nobody was promised. Where those that *were* are not in the database, that
database is an older one, and nothing more is promised.

The file is a row of records of one length, each with its checksum: what a crash tore at the end
was never synced, so never promised, and is passed over. ``forget`` writes it anew without what the
tree holds by now. Every step is under the guard's lock.
"""

import errno
import os
import struct
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from heard.actions import _guard

ADDED, COMMITTED, UNDONE, LOST = b"+", b"=", b"-", b"!"
_FORM = struct.Struct(">c8sQ33s")
_SUM = struct.Struct(">I")
RECORD = _FORM.size + _SUM.size
NOBODYS = bytes(8)
LOOK = 32  # records at a time, from the end

Known = Callable[[int, bytes], bool]  # whether the database has this number as this entry


class Record(NamedTuple):
    """One line: of a commit (``batch``, random), with the number of an event and its entry."""

    kind: bytes
    batch: bytes
    number: int
    entry: bytes


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

    Raises GuardMismatch where the database has not what was committed last.
    """
    with _guard.locked(), _opened() as handle:
        last = _last(handle)
        if last and not known(last.number, last.entry):
            raise _guard.GuardMismatch(_guard.LACKS)
        _append(handle, [Record(ADDED, batch, *each) for each in entries])
        os.fdatasync(handle)


def committed(batch: bytes, number: int, entry: bytes) -> None:
    """The database has these; ``number``, ``entry``: the last of them. Synced by what comes next.

    Lost with the power, it leaves entries of which nobody knows whether they were promised: they
    are logged all the same.
    """
    with _guard.locked(), _opened() as handle:
        _mark(handle, batch, number, entry)


def vouch(entry: bytes) -> None:
    """The database has this one, and it is promised again: a crash may have come before the mark.

    Without it, a database that lacks what was promised so would not be noticed.
    """
    with _guard.locked(), _opened() as handle:
        raw = os.pread(handle, os.fstat(handle).st_size, 0)
        at = max(raw.find(entry), 0) // RECORD * RECORD
        found = _parse(raw[at : at + RECORD])
        if found and found[::3] == (ADDED, entry) and COMMITTED + found.batch not in raw:
            _mark(handle, found.batch, found.number, entry)


def _mark(handle: int, batch: bytes, number: int, entry: bytes) -> None:
    last = _last(handle)
    if last and last.number > number:
        number, entry = last.number, last.entry
    _append(handle, [Record(COMMITTED, batch, number, entry)])


def undone(batch: bytes) -> None:
    """The database has not taken these, for certain, and nobody was told."""
    with _guard.locked(), _opened() as handle:
        _append(handle, [Record(UNDONE, batch, 0, bytes(33))])


def settle(there: Collection[bytes]) -> None:
    """The database has these, whose commit no mark followed: a crash came before it."""
    with _guard.locked(), _opened() as handle:
        held = _held(_records(handle))
        found = {each.batch: each for each in held.unsure if each.entry in there}
        marks = [each._replace(kind=COMMITTED) for each in found.values()]
        last = max([*marks, *([held.last] if held.last else [])], key=lambda each: each.number)
        _append(handle, [last._replace(batch=each.batch) for each in marks])


def read() -> Held:
    """All that is kept."""
    with _guard.locked(), _opened() as handle:
        return _held(_records(handle))


def forget(entries: Collection[bytes]) -> None:
    """Write the file anew without these: the tree holds them, and the guard has signed that."""
    with _guard.locked(), _opened() as handle:
        held = _held(_records(handle))
        kept = [each for each in held.all if each.entry not in entries]
        if len(kept) < len(held.all):
            _rewrite(kept, {each.batch for each in held.promised}, held.last)


def accept(entries: Collection[bytes]) -> None:
    """These were promised, and no database has them any more: they are to be logged as lost."""
    with _guard.locked(), _opened() as handle:
        held = _held(_records(handle))
        kept = [each._replace(kind=LOST) if each.entry in entries else each for each in held.all]
        there = [each for each in held.promised if each.entry not in entries]
        last = held.last
        if last and last.entry in entries:
            last = max(there, key=lambda each: each.number, default=None)
        _rewrite(kept, {each.batch for each in there}, last)


def _rewrite(kept: list[Record], sure: set[bytes], last: Record | None) -> None:
    """A new file in the place of the old: a crash leaves one or the other, whole."""
    batches = [NOBODYS, *sorted(sure & {each.batch for each in kept})]
    marks = [Record(COMMITTED, batch, last.number, last.entry) for batch in batches if last]
    path = _path()
    new = path.with_name("pending.new")
    handle = os.open(new, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        _append(handle, [*kept, *marks])
        os.fsync(handle)
    finally:
        os.close(handle)
    new.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _path() -> Path:
    return _guard.place() / "pending"


@contextmanager
def _opened() -> Iterator[int]:
    """The file, made where there is none; opened anew each time, since ``forget`` replaces it."""
    handle = os.open(_path(), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        yield handle
    finally:
        os.close(handle)


def _append(handle: int, records: Sequence[Record]) -> None:
    end = os.fstat(handle).st_size // RECORD * RECORD  # over what was torn
    data = b"".join(map(_write, records))
    if os.pwrite(handle, data, end) != len(data):
        os.ftruncate(handle, end)
        raise OSError(errno.ENOSPC, "The disk of the guard is full.")


def _write(record: Record) -> bytes:
    body = _FORM.pack(*record)
    return body + _SUM.pack(crc32(body))


def _parse(raw: bytes) -> Record | None:
    body, told = raw[: _FORM.size], raw[_FORM.size :]
    return Record(*_FORM.unpack(body)) if told == _SUM.pack(crc32(body)) else None


def _last(handle: int) -> Record | None:
    """What was committed last. Every such record has the highest number of its time."""
    end = os.fstat(handle).st_size // RECORD
    while end > 0:
        start = max(0, end - LOOK)
        raw = os.pread(handle, (end - start) * RECORD, start * RECORD)
        for at in range(len(raw) - RECORD, -1, -RECORD):
            record = _parse(raw[at : at + RECORD])
            if record and record.kind == COMMITTED:
                return record
        end = start
    return None


def _records(handle: int) -> Iterator[Record]:
    raw = os.pread(handle, os.fstat(handle).st_size, 0)
    for at in range(0, len(raw) - RECORD + 1, RECORD):
        if record := _parse(raw[at : at + RECORD]):
            yield record


def _held(records: Iterator[Record]) -> Held:
    every = list(records)
    ends = {each.batch: each.kind for each in every if each.kind in {COMMITTED, UNDONE}}
    added = [each for each in every if each.kind == ADDED]
    sure = [each for each in every if each.kind == COMMITTED]
    return Held(
        [each for each in added if ends.get(each.batch) == COMMITTED],
        [each for each in added if each.batch not in ends],
        [each for each in every if each.kind == LOST],
        sure[-1] if sure else None,
    )

"""The guard's file of what waits: a row of records of one length, each with its checksum.

The first is a header; ``signed`` remembers that there is such a file, so one that was emptied or
taken away is missed. What a crash tore at the end was never synced, so never promised: it is cut
off when a process first opens the file. A record that cannot be read anywhere else was damaged, and
then nobody knows what was promised. Every step is under the guard's lock.
"""

import os
import struct
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from heard.ledger import guard as ledger_guard
from heard.ledger import guard_files

HEADER, ADDED, COMMITTED, UNDONE, LOST = b"#", b"+", b"=", b"-", b"!"
_FORM = struct.Struct(">c8sQ33s")
_SUM = struct.Struct(">I")
RECORD = _FORM.size + _SUM.size
_LOOK = 32  # records at a time, from the end
_seen: set[tuple[Path, int]] = set()  # by path and inode: those whose torn end is cut off


class Record(NamedTuple):
    """One line: of a commit (``batch``, random), with the number of an event and its entry."""

    kind: bytes
    batch: bytes
    number: int
    entry: bytes


_FIRST = Record(HEADER, bytes(8), 1, bytes(33))


class PromisesUnknownError(ledger_guard.GuardMismatchError):
    """The file is damaged or gone."""

    def __init__(self) -> None:
        super().__init__(
            f"{path()}, where this machine keeps what it has promised, is damaged or gone. Nothing"
            " is promised or signed until it is back. If there is no other copy: heard go-live"
            " --accept-loss goes on with what can be read of it (docs/operate/backup.md).",
            section=ledger_guard.PROMISED,
        )


def path() -> Path:
    """Where it is."""
    return ledger_guard.place() / "pending"


@contextmanager
def opened() -> Iterator[int]:
    """The file, for reading and adding, under the lock. Raises PromisesUnknownError."""
    with ledger_guard.locked() as guard:
        handle = os.open(path(), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _check(handle, guard)
            yield handle
        finally:
            os.close(handle)


def _check(handle: int, guard: int) -> None:
    """Opened each time, since another process may have replaced it."""
    found = os.fstat(handle)
    if not found.st_size and not ledger_guard.keeps(guard):
        append(handle, [_FIRST])
        os.fsync(handle)
        guard_files.sync_folder(path())
    if _parse(os.pread(handle, RECORD, 0)) != _FIRST:
        raise PromisesUnknownError
    if (here := (path(), found.st_ino)) not in _seen:
        ledger_guard.keep(guard)
        _cut_torn(handle)
        _seen.add(here)


def _cut_torn(handle: int) -> None:
    """Of the end that a power failure tore. It is of one commit, of which nothing else is said."""
    every = _records(os.pread(handle, os.fstat(handle).st_size, 0))
    whole = guard_files.whole(every, lambda each: _parse(each) is not None)
    behind = {each[:2] for each in map(_parse, every[whole:]) if each}
    if len(behind) > 1 or any(kind != ADDED for kind, _ in behind):
        raise PromisesUnknownError
    os.ftruncate(handle, whole * RECORD)


def records(handle: int) -> list[Record]:
    """All of them. Raises PromisesUnknownError."""
    every = _parsed(handle)
    matches = [each for each in every if each]
    if len(matches) < len(every):
        raise PromisesUnknownError
    return matches[1:]


def last_committed(handle: int) -> Record | None:
    """What was committed last: each such record has the highest number of its time."""
    end = os.fstat(handle).st_size // RECORD
    while end > 1:
        start = max(1, end - _LOOK)
        raw = os.pread(handle, (end - start) * RECORD, start * RECORD)
        for at in range(len(raw) - RECORD, -1, -RECORD):
            record = _parse(raw[at : at + RECORD])
            if record is None:
                raise PromisesUnknownError
            if record.kind == COMMITTED:
                return record
        end = start
    return None


def unmarked(handle: int, entry: bytes) -> Record | None:
    """The record of an entry whose commit nothing is said of."""
    raw = os.pread(handle, os.fstat(handle).st_size, 0)
    at = max(raw.find(entry), 0) // RECORD * RECORD
    found = _parse(raw[at : at + RECORD])
    if found and found[::3] == (ADDED, entry) and COMMITTED + found.batch not in raw:
        return found
    return None


def append(handle: int, added: Sequence[Record]) -> None:
    """Add records, unsynced. Raises OSError where the disk is full, with nothing added."""
    end = os.fstat(handle).st_size // RECORD * RECORD  # over what a killed process left of one
    guard_files.put(handle, b"".join(map(_write, added)), end)


def rewrite(kept: Sequence[Record]) -> None:
    """A new file in the place of the old: a crash leaves one or the other, whole."""
    here = path()
    new = here.with_name("pending.new")
    handle = os.open(new, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        append(handle, [_FIRST, *kept])
        os.fsync(handle)
    finally:
        os.close(handle)
    new.replace(here)
    guard_files.sync_folder(path())


def readable() -> list[Record] | None:
    """What can be read of a file that is damaged or gone; None of one that is whole."""
    try:
        with opened() as handle:
            records(handle)
    except PromisesUnknownError:
        raw = path().read_bytes() if path().exists() else b""
        return [each for each in _split(raw) if each and each.kind != HEADER]
    return None


def _parsed(handle: int) -> list[Record | None]:
    return _split(os.pread(handle, os.fstat(handle).st_size, 0))


def _split(raw: bytes) -> list[Record | None]:
    return [_parse(each) for each in _records(raw)]


def _records(raw: bytes) -> list[bytes]:
    return [raw[end - RECORD : end] for end in range(RECORD, len(raw) + 1, RECORD)]


def _write(record: Record) -> bytes:
    body = _FORM.pack(*record)
    return body + _SUM.pack(crc32(body))


def _parse(raw: bytes) -> Record | None:
    body, told = raw[: _FORM.size], raw[_FORM.size :]
    return Record(*_FORM.unpack(body)) if told == _SUM.pack(crc32(body)) else None

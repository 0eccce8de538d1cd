"""The guard's journal of what was erased: ``guard/erased``, outside of database and backups.

A backup from before an erasure still has what was destroyed since. So what is to be erased is
written down here, synced, before the database destroys it; a second line says that it did. Where
a database does not know of an erasure that is said here, it is an older one, and what it has of it
is destroyed before anything is served (actions/retention).

A line a record, each with its checksum. ``signed`` remembers that there is a journal, so that one
that was taken away is missed. What a crash tore at the end was never synced: it is cut off.
"""

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from heard.ledger import guard, guard_files

PLANNED, ERASED, LEFT = "+", "=", "-"
SECTION = "What was erased"  # of docs/operate/backup.md
_FIRST = b"heard/erased/v1\n"
_LINE = re.compile(
    r"([0-9a-f]{8}) ([+=-]) ([0-9a-f]{32})"
    r"(?: ([0-9a-f]{32}) ([a-z_]{1,32})(?:/([0-9a-f]{32}))? (.*))?"
)


class Said(NamedTuple):
    """What is, or was to be, erased: a class of what is kept of a case, and by which rule.

    ``record``: of what names a person, which party; else empty.
    """

    id: str
    case: str
    what: str
    ground: str
    record: str = ""


class Journal(NamedTuple):
    """``erased``: destroyed, for certain; ``planned``: nothing more was said of these."""

    erased: list[Said]
    planned: list[Said]


def path() -> Path:
    """Where it is."""
    return guard.place() / "erased"


def read() -> Journal:
    """All that it says. Raises GuardMismatchError where it is damaged or gone."""
    with _opened() as handle:
        return _read(handle)


def plan(said: Said) -> None:
    """It is about to be destroyed. Synced. Raises GuardMismatchError, OSError."""
    with _opened() as handle:
        what = f"{said.what}/{said.record}" if said.record else said.what
        _append(handle, f"{PLANNED} {said.id} {said.case} {what} {said.ground}")


def ended(id: str, *, erased: bool) -> None:
    """Whether the database has destroyed it, for certain. Synced."""
    with _opened() as handle:
        _append(handle, f"{ERASED if erased else LEFT} {id}")


def learn(said: Said) -> None:
    """Another machine destroyed it, or this one before its journal was lost. Synced."""
    plan(said)
    ended(said.id, erased=True)


def begin_anew() -> None:
    """Put what is damaged aside and begin with nothing; the operator accepts that."""
    with guard.locked() as signed:
        if path().exists():
            path().replace(path().with_name("erased.damaged"))
        handle = os.open(path(), os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            os.pwrite(handle, _FIRST, 0)
            os.fsync(handle)
            guard_files.sync_folder(path())
            guard.erase(signed)
        finally:
            os.close(handle)


@contextmanager
def turn() -> Iterator[None]:
    """One process of this machine at a time erases, or looks at what was.

    What one has planned and not ended yet, another would take for what a crash left.
    """
    with guard.locked():  # makes the folder
        handle = os.open(path().with_name("erased.lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


@contextmanager
def _opened() -> Iterator[int]:
    with guard.locked() as signed:
        handle = os.open(path(), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _begin(handle, signed)
            yield handle
        finally:
            os.close(handle)


def _begin(handle: int, signed: int) -> None:
    if not os.fstat(handle).st_size and not guard.erases(signed):
        os.pwrite(handle, _FIRST, 0)
        os.fsync(handle)
        guard_files.sync_folder(path())
    if os.pread(handle, len(_FIRST), 0) != _FIRST:
        raise _lost()
    guard.erase(signed)


def _append(handle: int, text: str) -> None:
    line = f"{crc32(text.encode()):08x} {text}\n".encode()
    guard_files.put(handle, line, len(_whole(handle)))
    os.fsync(handle)


def _whole(handle: int) -> bytes:
    """What is there without an end that was torn: cut off, since nobody was told of it."""
    raw = os.pread(handle, os.fstat(handle).st_size, 0)
    _, *lines = raw.splitlines(keepends=True)
    if guard_files.whole(lines, _is_whole) != len(lines) - 1:
        return raw  # all of it, or what a reader finds damaged: that is not at the end
    raw = raw.removesuffix(lines[-1])
    os.ftruncate(handle, len(raw))
    return raw


def _is_whole(line: bytes) -> bool:
    return line.endswith(b"\n") and _parse(line) is not None


def _read(handle: int) -> Journal:
    said: dict[str, Said] = {}
    ends: dict[str, str] = {}
    for line in _whole(handle).splitlines(keepends=True)[1:]:
        found = _parse(line)
        if found is None or (found[0] != PLANNED and found[1] not in said):
            raise _lost()
        kind, id, *more = found
        if kind == PLANNED:
            case, what, record, ground = more
            said[id] = Said(id, case, what, ground, record)
        elif ends.get(id) != ERASED:  # what was destroyed is: nothing takes that back
            ends[id] = kind
    erased = [each for id, each in said.items() if ends.get(id) == ERASED]
    return Journal(erased, [each for id, each in said.items() if id not in ends])


def _parse(line: bytes) -> tuple[str, ...] | None:
    text = line.decode("utf-8", "replace").removesuffix("\n")
    match = _LINE.fullmatch(text)
    if match is None or int(match[1], 16) != crc32(text[9:].encode()):
        return None
    if (match[2] == PLANNED) != (match[4] is not None):
        return None
    return tuple(each or "" for each in match.groups()[1 : 7 if match[4] else 3])


def _lost() -> guard.GuardMismatchError:
    return guard.GuardMismatchError(
        f"{path()}, where this machine keeps what was erased, is damaged or gone. Nothing is served"
        " until it is back: a database from before an erasure would bring back what was destroyed."
        " Bring it from the newest copy of this disk, or from another machine of this Heard"
        " (docs/operate/backup.md).",
        section=SECTION,
    )

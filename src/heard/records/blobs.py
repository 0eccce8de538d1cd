"""Sealed files on disk: a directory a segment, a file a part (HEARD_DATA/blobs).

A part is there whole or not at all: written beside, synced, renamed, and the directory synced
before anyone is told. Times on disk are cut to the hour, like all of a reporter's.

Files never take the last of a disk: words come first, and they are small.

What is read is compared with the SHA-256 that was acknowledged: a disk may lose a file, or change
a byte, without a word.
"""

import errno
import os
import re
import shutil
import threading
import time
from collections.abc import Collection, Iterator, Sequence
from hashlib import sha256 as digest_of
from pathlib import Path

from django.conf import settings

from heard.records import closed

HOUR = 3600
CHUNK = 256 * 1024
RESERVE = 2**30  # bytes that files leave free for words, or a twentieth of a smaller disk
SHARE = 20
MISSING, CHANGED = "missing", "damaged"
MARK = "mark"
PROBES = "probes"
PROBE = re.compile(r"[0-9a-f]{32}(\.answer)?")

Part = tuple[int, int, str]  # offset, size, SHA-256 in hexadecimal


class DamagedError(Exception):
    """A part is not on the disk as it was acknowledged; ``what``: missing or damaged."""

    def __init__(self, what: str) -> None:
        super().__init__(f"A part of this file is {what} on the server.")
        self.what = what


def put(segment: str, offset: int, sha256: str, data: bytes) -> None:
    """Keep a part, named by what it is: of two senders neither overwrites the other's.

    Raises ClosedError, OSError (ENOSPC where the disk is full but for the reserve) with nothing
    left.
    """
    closed.refuse()
    _keep_reserve(len(data))
    place = _place(segment)
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    target = place / _name(offset, sha256)
    beside = target.with_suffix(f".{threading.get_ident()}")
    try:
        _write_synced(beside, data)
        beside.rename(target)
    except OSError:
        beside.unlink(missing_ok=True)
        raise
    for directory in (place, place.parent, place.parent.parent):
        _coarse(directory)
        _sync(directory)


def is_there(segment: str, offset: int, sha256: str) -> bool:
    """Whether a part lies where it would be kept."""
    return (_place(segment) / _name(offset, sha256)).is_file()


def drop(segment: str, offset: int, sha256: str) -> None:
    """Remove a part that is not counted, if it is there. Raises ClosedError."""
    closed.refuse()
    (_place(segment) / _name(offset, sha256)).unlink(missing_ok=True)
    _remove_empty(_place(segment))


def forget(segment: str) -> None:
    """Remove all of a segment that no row knows any more. Raises ClosedError."""
    closed.refuse()
    place = _place(segment)
    for path in list(place.iterdir()) if place.is_dir() else []:
        path.unlink(missing_ok=True)
    _remove_empty(place)


def check_room(more: int) -> None:
    """Raise OSError (ENOSPC) unless so many bytes fit beside what is kept for words."""
    _keep_reserve(more)


def segments() -> Iterator[str]:
    """The id of each segment that has a directory."""
    for each in sorted(_root().glob("[0-9a-f][0-9a-f]/*")):
        if each.is_dir():
            yield each.name


def sweep(segment: str, counted: Collection[tuple[int, str]], *, before: float) -> int:
    """Remove what is older than ``before`` (Unix time) and not ``counted``: (offset, SHA-256).

    Also what a crash left half-written. How many were removed. A sender may put the same part again
    at this moment: so it is taken out of the way first, and put back where it turns out to be new.
    """
    closed.refuse()
    place, removed = _place(segment), 0
    known = {_name(offset, sha256) for offset, sha256 in counted}
    for path in list(place.iterdir()) if place.is_dir() else []:
        if path.name in known or not _is_older(path, before):
            continue
        aside = path if path.suffix else path.with_suffix(".old")
        path.rename(aside)
        if _is_older(aside, before):
            aside.unlink(missing_ok=True)
            removed += 1
        else:
            aside.rename(path)
    _remove_empty(place)
    return removed


def _is_older(path: Path, before: float) -> bool:
    try:
        return path.stat().st_mtime < before
    except FileNotFoundError:
        return False


def _remove_empty(place: Path) -> None:
    try:
        place.rmdir()
    except OSError:
        return  # others are in it, or it was never there


def _keep_reserve(more: int) -> None:
    root: Path = settings.HEARD.data
    disk = shutil.disk_usage(root)
    if disk.free - more < min(RESERVE, disk.total // SHARE):
        raise OSError(errno.ENOSPC, "what is left is kept for words")


def read(segment: str, parts: Sequence[Part], start: int, end: int) -> Iterator[bytes]:
    """Bytes from ``start`` to before ``end``; ``parts`` in order.

    Raises DamagedError before the first byte where a part is missing or the first one was changed;
    a later one that was changed raises when its turn comes, before any byte of it.
    """
    wanted = [part for part in parts if part[0] < end and start < part[0] + part[1]]
    for part in wanted:
        _size_as_told(segment, part)
    first = whole(segment, wanted[0]) if wanted else b""
    return _stretches(segment, wanted, first, start, end)


def _stretches(
    segment: str, wanted: Sequence[Part], first: bytes, start: int, end: int
) -> Iterator[bytes]:
    for number, part in enumerate(wanted):
        data = whole(segment, part) if number else first
        stretch = memoryview(data)[max(0, start - part[0]) : end - part[0]]
        for at in range(0, len(stretch), CHUNK):
            yield bytes(stretch[at : at + CHUNK])


def whole(segment: str, part: Part) -> bytes:
    """A part, all of it (at most 8 MiB) and as it was acknowledged. Raises DamagedError."""
    _size_as_told(segment, part)
    data = _place(segment).joinpath(_name(part[0], part[2])).read_bytes()
    if digest_of(data).hexdigest() != part[2]:
        raise DamagedError(CHANGED)
    return data


def place_in_store(segment: str, part: Part) -> str:
    """Where a part lies, as a path relative to the store."""
    return f"{segment[:2]}/{segment}/{_name(part[0], part[2])}"


def _size_as_told(segment: str, part: Part) -> None:
    try:
        size = (_place(segment) / _name(part[0], part[2])).stat().st_size
    except FileNotFoundError:
        raise DamagedError(MISSING) from None
    if size != part[1]:
        raise DamagedError(CHANGED)


def mark() -> str:
    """What the store is marked with; empty where it is not, or where nothing can be seen."""
    try:
        return (_root() / MARK).read_text("ascii").strip()
    except OSError:
        return ""


def put_mark(text: str) -> None:
    """Mark the store, durably. Raises ClosedError."""
    closed.refuse()
    _root().mkdir(mode=0o700, parents=True, exist_ok=True)
    _write_synced(_root() / MARK, f"{text}\n".encode())
    _sync(_root())


def put_probe(name: str, text: str) -> None:
    """A small file for another machine, to see whether it sees this store. Raises ClosedError."""
    closed.refuse()
    (_root() / PROBES).mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = _root() / PROBES / f".{name}"
    _write_synced(beside, text.encode())
    beside.rename(_root() / PROBES / name)


def probe(name: str) -> str:
    """What stands in one; empty where it is not there."""
    try:
        return (_root() / PROBES / name).read_text("utf-8")
    except OSError:
        return ""


def probes() -> list[str]:
    """The names of all that are there."""
    there = [each.name for each in (_root() / PROBES).glob("[0-9a-f]*")]
    return [name for name in sorted(there) if PROBE.fullmatch(name)]


def drop_probe(name: str) -> None:
    """Remove one, if it is there. Raises ClosedError."""
    closed.refuse()
    (_root() / PROBES / name).unlink(missing_ok=True)


def forget_probes() -> None:
    """Remove those of machines that did not stay to hear the answer. Raises ClosedError."""
    for name in probes():
        # Times are cut to the hour.
        if _is_older(_root() / PROBES / name, time.time() - 2 * HOUR):
            drop_probe(name)


def _name(offset: int, sha256: str) -> str:
    return f"{offset:016x}-{sha256[:32]}"


def _place(segment: str) -> Path:
    return _root() / segment[:2] / segment


def _root() -> Path:
    root: Path = settings.HEARD.data / "blobs"
    return root


def _write_synced(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        _coarse(path)
        os.fsync(file.fileno())


def _coarse(path: Path) -> None:
    hour = time.time() // HOUR * HOUR
    os.utime(path, (hour, hour))


def _sync(directory: Path) -> None:
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

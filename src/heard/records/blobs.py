"""Sealed files on disk: a directory a segment, a file a part (HEARD_DATA/blobs).

A part is there whole or not at all: written beside, synced, renamed, and the directory synced
before anyone is told. Times on disk are cut to the hour, like all of a reporter's.

Files never take the last of a disk: words come first, and they are small.
"""

import errno
import os
import shutil
import threading
import time
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from django.conf import settings

HOUR = 3600
CHUNK = 256 * 1024
RESERVE = 2**30  # bytes that files leave free for words, or a twentieth of a smaller disk
SHARE = 20


Part = tuple[int, int, str]  # offset, size, SHA-256 in hexadecimal


def put(segment: str, offset: int, sha256: str, data: bytes) -> None:
    """Keep a part, named by what it is: of two senders neither overwrites the other's.

    Raises OSError (ENOSPC where the disk is full but for the reserve) with nothing left behind.
    """
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
    """Remove a part that is not counted, if it is there."""
    (_place(segment) / _name(offset, sha256)).unlink(missing_ok=True)
    _remove_empty(_place(segment))


def segments() -> Iterator[str]:
    """The id of each segment that has a directory."""
    root = settings.HEARD.data / "blobs"
    for each in sorted(root.glob("[0-9a-f][0-9a-f]/*")):
        if each.is_dir():
            yield each.name


def sweep(segment: str, counted: Collection[tuple[int, str]], *, before: float) -> int:
    """Remove what is older than ``before`` (Unix time) and not ``counted``: (offset, SHA-256).

    Also what a crash left half-written. How many were removed. A sender may put the same part again
    at this moment: so it is taken out of the way first, and put back where it turns out to be new.
    """
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
    """Bytes from ``start`` to before ``end``; ``parts`` in order."""
    for offset, size, sha256 in parts:
        first, last = max(start, offset), min(end, offset + size)
        if first < last:
            path = _place(segment) / _name(offset, sha256)
            yield from _read_part(path, first - offset, last - first)


def _name(offset: int, sha256: str) -> str:
    return f"{offset:016x}-{sha256[:32]}"


def _read_part(path: Path, skip: int, left: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(skip)
        while left > 0 and (data := file.read(min(CHUNK, left))):
            left -= len(data)
            yield data


def _place(segment: str) -> Path:
    root: Path = settings.HEARD.data / "blobs"
    return root / segment[:2] / segment


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

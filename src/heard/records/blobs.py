"""Sealed files on disk: a directory a segment, a file a part (HEARD_DATA/blobs).

A part is there whole or not at all: written beside, synced, renamed, and the directory synced
before anyone is told. Times on disk are cut to the hour, like all of a reporter's.
"""

import os
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from django.conf import settings

HOUR = 3600
CHUNK = 256 * 1024


Part = tuple[int, int, str]  # offset, size, SHA-256 in hexadecimal


def put(segment: str, offset: int, sha256: str, data: bytes) -> None:
    """Keep a part, named by what it is: of two senders neither overwrites the other's.

    Raises OSError (ENOSPC where the disk is full) with nothing left behind.
    """
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

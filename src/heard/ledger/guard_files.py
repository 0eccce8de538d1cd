"""What the guard's files that grow have in common: whole writes, and ends that were torn.

Whatever is synced was written whole. So what cannot be read at the end of a file a crash tore off,
nobody was told of it, and it is cut off.
"""

import errno
import os
from collections.abc import Callable, Sequence
from pathlib import Path


def put(handle: int, data: bytes, at: int) -> None:
    """Write all of it there, unsynced. Raises OSError where the disk is full, nothing added."""
    if os.pwrite(handle, data, at) != len(data):
        os.ftruncate(handle, at)
        raise OSError(errno.ENOSPC, "The disk of the guard is full.")


def whole(parts: Sequence[bytes], is_readable: Callable[[bytes], bool]) -> int:
    """How many of the parts, from the first on, can be read: all before what may be torn."""
    wrong = (index for index, part in enumerate(parts) if not is_readable(part))
    return next(wrong, len(parts))


def sync_folder(file: Path) -> None:
    """Make sure that a file which is new in its folder is there after a crash."""
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)

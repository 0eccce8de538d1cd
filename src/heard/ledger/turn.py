"""Whose turn it is to commit on SQLite, of all processes of this machine.

SQLite has one commit at a time. Who comes meanwhile sleeps and looks again, each time a little
later; so of two processes that always have something to commit one may look many times. The
kernel's lock wakes the next one at once. It is for speed alone: SQLite's own lock holds without it.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

ENDING = "-turn"  # of the file, which stands beside the database as SQLite's own do


@contextmanager
def taken() -> Iterator[None]:
    """Wait for the turn and keep it; on PostgreSQL, and in a database without a file, at once."""
    path = Path(connection.settings_dict["NAME"])
    if connection.vendor != "sqlite" or not path.is_absolute():
        yield
        return
    handle = os.open(f"{path}{ENDING}", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)

"""Whose turn it is to write the directory: of an import and a provider, one at a time."""

from django.db import connection

LOCK = 0x6865617265  # the log's lock and one


class DirectoryBusyError(Exception):
    """Somebody else is writing the directory. Nothing was changed."""


def lock_directory() -> None:
    """Take the turn until the end of this transaction. Raises DirectoryBusyError, at once.

    Never waits: it is asked in the writer's thread, where reports would wait too. On SQLite the
    transaction itself is the turn.
    """
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        [taken] = cursor.fetchone()
    if not taken:
        raise DirectoryBusyError("The directory is being written. Try again in a moment.")

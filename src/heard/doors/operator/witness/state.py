"""What a witness remembers: per log its key and the newest tree it has cosigned."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

_TABLE = """
CREATE TABLE IF NOT EXISTS log (
    origin TEXT PRIMARY KEY,
    vkey TEXT NOT NULL,
    size INTEGER NOT NULL DEFAULT 0,
    root BLOB NOT NULL DEFAULT x''
) STRICT
"""


class Seen(NamedTuple):
    """One log as the witness last saw it; ``size`` 0 and ``root`` empty: never cosigned."""

    origin: str
    vkey: str
    size: int
    root: bytes


class State:
    """A file of SQLite. Opened for each call: a witness answers a few requests an hour."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with self._open() as database:
            database.execute(_TABLE)

    def watch(self, *, origin: str, vkey: str) -> None:
        """Know a log. A known origin keeps its size and root: a new key starts no new history."""
        with self._open() as database:
            database.execute(
                "INSERT INTO log (origin, vkey) VALUES (?, ?)"
                " ON CONFLICT (origin) DO UPDATE SET vkey = excluded.vkey",
                (origin, vkey),
            )

    def seen(self, origin: str) -> Seen | None:
        """The newest cosigned tree of a log, or None for a log that is not watched."""
        with self._open() as database:
            row = database.execute(
                "SELECT origin, vkey, size, root FROM log WHERE origin = ?", (origin,)
            ).fetchone()
        return Seen(*row) if row else None

    def logs(self) -> list[Seen]:
        """Every log that is watched."""
        with self._open() as database:
            rows = database.execute("SELECT origin, vkey, size, root FROM log ORDER BY origin")
            return [Seen(*row) for row in rows]

    def advance(self, *, origin: str, old: Seen, size: int, root: bytes) -> bool:
        """Remember a newer tree; False when another request was first.

        The old size and root stand in the condition of the one statement: whatever else runs at
        the same time, in this process or another, the record can only grow from what was checked.
        """
        with self._open() as database:
            done = database.execute(
                "UPDATE log SET size = ?, root = ?"
                " WHERE origin = ? AND size = ? AND root = ? AND size <= ?",
                (size, root, origin, old.size, old.root, size),
            )
            return done.rowcount == 1

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self.path, timeout=10)) as database:
            # FULL: a cosignature must not be given for a size that a power cut forgets.
            database.execute("PRAGMA journal_mode=WAL")
            database.execute("PRAGMA synchronous=FULL")
            with database:
                yield database

"""Sessions of PostgreSQL that outlive a test: each new one reads the whole catalogue first.

A session is taken again as it would be if it were new: what was not committed is rolled back,
settings, locks, listening and temporary tables are gone. It keeps its plans, which hold as long as
the tables do.
"""

from __future__ import annotations

import os
import threading
from collections import defaultdict
from typing import Any

import psycopg
from django.db import connections
from django.db.backends.postgresql.base import DatabaseWrapper

AS_NEW = """
CLOSE ALL; RESET ALL; UNLISTEN *; DISCARD TEMP; DISCARD SEQUENCES; SELECT pg_advisory_unlock_all()
"""
_free: defaultdict[str, list[Kept]] = defaultdict(list)
_of_parent: list[Any] = []  # sessions that this process has by having been forked
_lock = threading.Lock()


class Kept(psycopg.Connection[Any]):
    """A session that waits for the next who asks for its database, when it is closed."""

    def close(self) -> None:
        """Let go of it."""
        if self.closed or not self._is_whole():
            super().close()
            return
        with _lock:
            _free[self.info.dbname].append(self)

    def _is_whole(self) -> bool:
        try:
            self.rollback()
            self.autocommit = True
            self.execute(AS_NEW)
        except psycopg.Error:
            return False
        return True

    def end(self) -> None:
        """End it indeed."""
        super().close()


def _connect(**params: Any) -> psycopg.Connection[Any]:
    with _lock:
        waiting = _free[params["dbname"]]
        found = waiting.pop() if waiting else None
    return found if found is not None else Kept.connect(**params)


class _Library:
    """psycopg, but for how it connects."""

    connect = staticmethod(_connect)

    def __getattr__(self, name: str) -> Any:
        return getattr(psycopg, name)


def _leave_to_parent() -> None:
    """In a process that was forked: whatever it did in these, its parent would be in the middle of.

    They are not closed, which would end them for the parent. What a child began and was killed in
    stayed open as long as the parent, with the lock that orders what is committed. Nothing is held
    while it forks: what is done before stops a thread, which closes its session here.
    """
    global _lock  # noqa: PLW0603 whoever held it is not in this process
    _lock = threading.Lock()
    _of_parent.append(dict(_free))
    _free.clear()
    for each in connections.all(initialized_only=True):
        _of_parent.append(each.connection)
        each.connection = None


def keep_sessions() -> None:
    """From now on, for all of this process."""
    DatabaseWrapper.Database = _Library()
    os.register_at_fork(after_in_child=_leave_to_parent)


def waiting(name: str) -> list[int]:
    """The server's numbers of the sessions of a database that nobody has now."""
    with _lock:
        return [each.info.backend_pid for each in _free[name]]


def end_sessions(name: str) -> None:
    """End what waits for somebody who asks for this database."""
    with _lock:
        ending = _free.pop(name, [])
    for each in ending:
        each.end()

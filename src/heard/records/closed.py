"""A Heard that came from a backup keeps and signs nothing until somebody says that it may go on.

A file beside the keys says so, written before anything of the backup is put in place: whatever
starts here first, a server, a worker or a command, finds it. It is asked where everything that is
kept passes: at the database's connection, at the store of files, and where the log is signed.
"""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper

RESTORED, DRILL = "restored", "drill"
# What changes nothing, and how those who come to read sign in. All else is refused.
_HARMLESS = re.compile(
    r"[\s(]*(?:(?:SELECT|SHOW|SET|PRAGMA|EXPLAIN|BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE)\b"
    r'|(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+"(?:django_session|heard_spent)")',
    re.IGNORECASE,
)
_lifted: ContextVar[bool] = ContextVar("lifted", default=False)


class ClosedError(Exception):
    """Nothing is kept or signed here."""

    def __init__(self) -> None:
        super().__init__(
            "This Heard was restored from a backup and is for reading: nothing is written or"
            " signed. heard go-live asks the witnesses, then opens it (docs/operate/backup.md)."
        )


def mode() -> str:
    """``restored``, ``drill``, or empty where this Heard is open. What cannot be read is closed."""
    try:
        return _path().read_text("ascii").strip() or DRILL
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeError):
        return DRILL


def refuse() -> None:
    """Raise ClosedError where nothing may be kept."""
    if mode() and not _lifted.get():
        raise ClosedError


def watch(connection: BaseDatabaseWrapper, **_signal: object) -> None:
    """Let no statement that changes anything through this connection while Heard is closed."""
    if _refuse_statement not in connection.execute_wrappers:
        connection.execute_wrappers.append(_refuse_statement)


def _refuse_statement(execute: Callable[..., object], sql: str, *rest: object) -> object:
    if not _HARMLESS.match(sql):
        refuse()
    return execute(sql, *rest)


@contextmanager
def lifted() -> Iterator[None]:
    """For what is changed all the same: tables of an older version, what was erased since."""
    token = _lifted.set(True)
    try:
        yield
    finally:
        _lifted.reset(token)


def close(mode: str) -> None:
    """Keep nothing from now on."""
    _path().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _path().open("w", encoding="ascii") as file:
        file.write(f"{mode}\n")
        file.flush()
        os.fsync(file.fileno())
    _sync()


def reopen() -> None:
    """Go on."""
    _path().unlink(missing_ok=True)
    _sync()


def _path() -> Path:
    return _in(settings.HEARD.data)


@lru_cache  # each statement that writes asks, and joining paths takes longer than asking the disk
def _in(data: Path) -> Path:
    return data / "closed"


def _sync() -> None:
    handle = os.open(_path().parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

"""A Heard that came from a backup signs nothing until somebody has said that it may go on.

A file beside the keys says so, written before anything of the backup is put in place: whatever
starts here first, a server, a worker or a command, finds it.
"""

import os
from pathlib import Path

from django.conf import settings

RESTORED, DRILL = "restored", "drill"


class Closed(Exception):
    """Nothing is signed here."""

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
    """Raise Closed where nothing may be signed."""
    if mode():
        raise Closed


def close(mode: str) -> None:
    """Sign nothing from now on."""
    _path().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _path().open("w", encoding="ascii") as file:
        file.write(f"{mode}\n")
        file.flush()
        os.fsync(file.fileno())
    _sync()


def reopen() -> None:
    """Sign again."""
    _path().unlink(missing_ok=True)
    _sync()


def _path() -> Path:
    path: Path = settings.HEARD.data / "closed"
    return path


def _sync() -> None:
    handle = os.open(_path().parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

"""How a command speaks: lines, tables, progress."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from heard.doors.operator.refusal import ExitError

MAX_FILE = 2**20  # keys, receipts, rosters


def say(text: str = "") -> None:
    """One line to standard output, at once even through a pipe."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def warn(text: str) -> None:
    """One line to standard error."""
    sys.stderr.write(text + "\n")


def table(rows: Sequence[Sequence[str]], *, indent: int = 2) -> str:
    """Columns aligned on their widest cell; the last is left as it is."""
    if not rows:
        return ""
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]) - 1)]
    lines = (
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]])
        for row in rows
    )
    return "\n".join(" " * indent + line.rstrip() for line in lines)


class Progress:
    """A line that is written over on a terminal, and nothing in a file. An action calls it."""

    def __init__(self) -> None:
        self._last = ("", -1)

    def __call__(self, step: str, done: int, total: int) -> None:
        """``done`` of ``total`` in any unit."""
        percent = 100 * done // total if total else 100
        if (step, percent) == self._last or not sys.stderr.isatty():
            return
        self._last = (step, percent)
        sys.stderr.write(f"\r{step:<12} {percent:3} %{chr(10) if done >= total else ''}")
        sys.stderr.flush()


def read_text(path: Path, *, what: str) -> str:
    """A small text file. Raises ExitError naming it."""
    try:
        if path.stat().st_size > MAX_FILE:
            raise ExitError(f"{path} is too large for {what}. Give the right file.")
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ExitError(f"{what} {path} cannot be read: {error}. Check the path.") from error


def write_new(path: Path, text: str, *, secret: bool) -> None:
    """Write a file that must not exist yet; ``secret``: only its owner can read it."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600 if secret else 0o644)
    except OSError as error:
        raise ExitError(f"{path} cannot be written: {error.strerror}. Name a new file.") from error
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())

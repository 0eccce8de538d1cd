"""A Heard whose clock the test moves: every process of it believes the same later time.

What Python reads as the time is replaced from outside (moved/sitecustomize.py), so nothing in Heard
knows: no command, setting or address exists by which an operator could do the same to a real one.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from processes import Heard

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext


class Clock:
    """Real time and an offset, which only grows."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.ahead = dt.timedelta()
        self._write()

    @property
    def now(self) -> dt.datetime:
        """What the server believes."""
        return dt.datetime.now(dt.UTC) + self.ahead

    def forward(self, *contexts: BrowserContext, **by: float) -> None:
        """Later by this much, for the server and for these browsers (``hours=26``)."""
        self.ahead += dt.timedelta(**by)
        self._write()
        for context in contexts:
            self.tell(context)

    def tell(self, context: BrowserContext) -> None:
        """A browser that believes the server's time; its timers go on as they do."""
        context.clock.set_system_time(self.now)

    def _write(self) -> None:
        # Whole at once: a process that reads half an offset would jump.
        new = self.file.with_suffix(".new")
        new.write_text(f"{self.ahead.total_seconds():.0f}\n", encoding="ascii")
        new.replace(self.file)


def following(clock: Clock) -> dict[str, str]:
    """The environment that makes a Python process follow the clock."""
    folder = Path(__file__).with_name("moved")
    return {"PYTHONPATH": str(folder), "CLOCK_AHEAD": str(clock.file)}


def moved(command: list[str], *, clock: Clock, folder: Path, port: int) -> Heard:
    """A Heard that follows the clock; use as a context manager."""
    return Heard(command, folder=folder, port=port, **following(clock))

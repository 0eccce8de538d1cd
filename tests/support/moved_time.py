"""A Heard whose clock the test moves: every process of it believes the same later time.

What Python reads as the time is replaced from outside (moved/sitecustomize.py), so nothing in Heard
knows: no command, setting or address exists by which an operator could do the same to a real one.
"""

from __future__ import annotations

import datetime as dt
import http.client
import sqlite3
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import warm
from processes import HEARD, Heard

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

LOOK = 0.1  # seconds in which a process has looked at the file (moved/sitecustomize.py)


class Clock:
    """Real time and an offset."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.ahead = dt.timedelta()
        self.heard: Heard | None = None  # whose operator says after each move that it is right
        self._write()

    @property
    def now(self) -> dt.datetime:
        """What the server believes."""
        return dt.datetime.now(dt.UTC) + self.ahead

    def jump(self, **by: float) -> None:
        """The machine's clock is another at once, and nobody says that it is right."""
        self.ahead += dt.timedelta(**by)
        self._write()

    def forward(self, *contexts: BrowserContext, **by: float) -> None:
        """Later by this much, for the server and for these browsers (``hours=26``).

        Heard believes no jump; its operator, who has another clock, says that this one is right.
        """
        self.jump(**by)
        for context in contexts:
            self.tell(context)
        if self.heard:
            self.accept(self.heard)

    def accept(self, heard: Heard) -> None:
        """As its operator, and wait until the server goes by it."""
        time.sleep(LOOK)  # until each process has seen the offset
        told = f"{self.now:%Y-%m-%dT%H:%M}"
        run, env = [str(HEARD), "clock", "accept", told], dict(heard.environment)
        if "demo" in heard.command:  # it keeps its data in a folder of its own
            env["HEARD_DATA"] = str(heard.folder / "data")
        done = warm.run(run, env=env)
        assert done.returncode == 0, done.stderr
        until = time.monotonic() + 60
        while any(abs(each - self.now) > dt.timedelta(seconds=90) for each in _told(heard)):
            assert time.monotonic() < until, "the server goes by another time"
            time.sleep(0.2)

    def placed(self, heard: Heard) -> None:
        """Wait until all that was promised a place by now has it.

        The worker gives it in its next round, up to 15 seconds later; until then a page says,
        rightly, that the server broke its word.
        """
        until = time.monotonic() + 60
        while _overdue(heard.folder / "data/heard.sqlite3", self.now):
            assert time.monotonic() < until, "what was promised has no place"
            time.sleep(0.2)

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
    return {**warm.MOVED, "CLOCK_AHEAD": str(clock.file)}


def moved(
    command: list[str],
    *,
    clock: Clock,
    folder: Path,
    port: int,
    program: Sequence[str] = (str(HEARD),),
) -> Heard:
    """A Heard that follows the clock, and whose operator confirms it; use as a context manager.

    ``program``: ``hurried.PROGRAM`` where what is late should be missed at once, not in 15 seconds.
    """
    env = following(clock)
    clock.heard = Heard(command, folder=folder, port=port, program=program, **env)
    return clock.heard


def _overdue(database: Path, now: dt.datetime) -> int:
    """How many wait for a place that was promised by ``now``."""
    waiting = "heard_pendingentry AS entry JOIN heard_opening AS own ON own.'index' = entry.'index'"
    with closing(sqlite3.connect(database)) as read:
        asked = f"SELECT count(*) FROM {waiting} WHERE own.by <= ?"
        return int(read.execute(asked, [f"{now:%Y-%m-%d %H:%M:%S}"]).fetchone()[0])


def _told(heard: Heard) -> list[dt.datetime]:
    """By the server's processes: connections are dealt out among them, so nearly surely by all."""
    return [_told_once(heard) for _ in range(16)]


def _told_once(heard: Heard) -> dt.datetime:
    connection = http.client.HTTPConnection("127.0.0.1", heard.port, timeout=60)
    connection.request("GET", "/site.json", headers={"Host": f"localhost:{heard.port}"})
    told = str(connection.getresponse().headers["Heard-Time"])
    connection.close()
    return dt.datetime.strptime(told, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=dt.UTC)

"""A keeper in the organisation's own server: who runs that can read who asks for protection.

It is for who has nobody else to keep the gate, and the page says whose it is before anything is
sent. It asks the site by its own address, as a keeper on another machine does, and has its keys
among Heard's, so that they are part of each backup.
"""

import fcntl
import logging
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

from heard.doors.operator.gatekeeper import folder, rounds

PLACE = Path("keys") / "gate"  # in HEARD_DATA
logger = logging.getLogger("heard.worker")


def make(at: Path, *, site: str, url: str) -> folder.Keeper:
    """One with keys of its own. Raises FileExistsError where there is one, OSError."""
    at.mkdir(mode=0o700, parents=True)
    keeper = folder.make(site=site, url=url)
    folder.write(at, keeper)
    return keeper


def unmake(at: Path) -> None:
    """Take away one that no roster will name."""
    shutil.rmtree(at)


class Hourly:
    """Starts a round once an hour, beside the worker's own: what it waits for holds up nothing."""

    def __init__(self) -> None:
        self._kept = -1
        self._thread: threading.Thread | None = None

    def keep(self, at: Path, now: datetime) -> None:
        """Start one where it is due and there is a keeper here."""
        running = self._thread is not None and self._thread.is_alive()
        if running or self._kept == now.hour or not (at / folder.NAME).exists():
            return
        self._kept = now.hour
        arguments = (at, now.date())
        self._thread = threading.Thread(target=_round, args=arguments, name="gate", daemon=True)
        self._thread.start()


def _round(at: Path, today: date) -> None:
    try:
        with _alone(at) as free:
            if free:
                rounds.one(at, today=today)
    except Exception as error:  # noqa: BLE001 -- whatever it is, the next hour comes
        # The type only: an error's text may hold an address.
        logger.error("gate keeper failed: %s", type(error).__qualname__)  # noqa: TRY400 -- as above


@contextmanager
def _alone(at: Path) -> Iterator[bool]:
    """Whether no other process of this machine is at it."""
    handle = os.open(at / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        yield False
    else:
        yield True
    finally:
        os.close(handle)

"""How often one caller may ask, counted in this process's memory and nowhere else."""

import threading
import time

MINUTE = 60.0
MOST = 10_000  # callers counted at once; beyond that new ones are not (see the reporter's)


class Limit:
    """At most ``most`` calls a minute for each caller."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._lock = threading.Lock()
        self._start = 0.0
        self._counts: dict[str, int] = {}

    def wait(self, caller: str, *, count: bool = True) -> int:
        """0, or the seconds until this caller may ask again. ``count``: this call is one.

        An empty ``caller`` is everybody at once (heard/doors/_address.py): not counted.
        """
        if not caller:
            return 0
        now = time.monotonic()
        with self._lock:
            if now - self._start >= MINUTE:
                self._start, self._counts = now, {}
            if caller not in self._counts and len(self._counts) >= MOST:
                return 0
            had = self._counts.get(caller, 0)
            if had >= self.most:
                return int(self._start + MINUTE - now) + 1
            if count:
                self._counts[caller] = had + 1
            return 0

    def forget(self) -> None:
        """Start over."""
        self._counts = {}

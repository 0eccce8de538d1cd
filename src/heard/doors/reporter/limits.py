"""How often one address may write, without a note of who that is.

Addresses are never kept: what is counted is a keyed hash under a key that lives for ten minutes in
this process's memory only, and goes with everything that was counted under it.
"""

import hmac
import os
import threading
import time
from collections import defaultdict

WINDOW = 60.0  # seconds
LIFE = 600.0  # seconds a key lives
# Addresses counted at once. Beyond that new ones are not: whoever floods it has tries enough, and
# everybody who came after them would be shut out together.
MOST = 100_000


class Rate:
    """At most ``most`` writes a minute for each caller."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._lock = threading.Lock()
        self._born = self._start = -LIFE
        self._key = b""
        self._counts: defaultdict[bytes, int] = defaultdict(int)

    def wait(self, caller: str, at: float | None = None) -> int:
        """Count a write. 0, or the seconds until this caller may write again.

        An empty ``caller`` is everybody at once (heard/doors/_address.py): not counted.
        """
        if not caller:
            return 0
        now = time.monotonic() if at is None else at
        with self._lock:
            self._turn(now)
            who = hmac.digest(self._key, caller.encode(), "sha256")[:16]
            if who not in self._counts and len(self._counts) >= MOST:
                return 0
            self._counts[who] += 1
            return 0 if self._counts[who] <= self.most else int(self._start + WINDOW - now) + 1

    def _turn(self, now: float) -> None:
        if now - self._start >= WINDOW:
            self._start = now
            self._counts.clear()
        if now - self._born >= LIFE:
            self._born, self._key = now, os.urandom(32)
            self._counts.clear()

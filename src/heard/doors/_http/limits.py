"""How often one caller may do a thing, without a note of who that is.

Callers are never kept: what is counted is a keyed hash under a key that lives as long as one
window in this process's memory, and goes with everything that was counted under it.
"""

import hmac
import os
import threading
import time
from collections import defaultdict
from math import ceil, inf

from django.conf import settings
from django.http import HttpRequest

from heard.doors._http.address import caller
from heard.doors._http.errors import TooManyError

MINUTE = 60.0
# Callers counted at once. Beyond that new ones are not: an attacker who floods it has tries enough,
# and everybody who came after would be shut out together.
MOST = 100_000


class Limit:
    """At most ``most`` (or HEARD_RATE) for each caller in ``window`` seconds, for each process."""

    def __init__(self, most: int | None = None, *, window: float = MINUTE) -> None:
        self.most = most
        self.window = window
        self._lock = threading.Lock()
        self._start = -inf
        self._key = b""
        self._counts: defaultdict[bytes, int] = defaultdict(int)

    def check(self, request: HttpRequest) -> None:
        """Count a try of this sender. Raises TooManyError."""
        if wait := self.wait(caller(request.META)):
            raise TooManyError(wait)

    def wait(self, who: str, *, count: bool = True, at: float | None = None) -> int:
        """0, or the seconds until this caller may go on. ``count``: this is one more.

        An empty ``who`` is everybody at once (address.py): not counted.
        """
        if not who:
            return 0
        now = time.monotonic() if at is None else at
        most = settings.HEARD.rate if self.most is None else self.most
        with self._lock:
            self._turn(now)
            mark = self._mark(who)
            if mark not in self._counts and len(self._counts) >= MOST:
                return 0
            if self._counts[mark] >= most:
                return max(1, ceil(self._start + self.window - now))
            self._counts[mark] += count
            return 0

    def forgive(self, request: HttpRequest) -> None:
        """The last try was a right one: people of one office, behind one address, are no attack."""
        with self._lock:
            mark = self._mark(caller(request.META))
            if self._counts.get(mark):
                self._counts[mark] -= 1

    def forget(self) -> None:
        """Start over."""
        with self._lock:
            self._start = -inf

    def _turn(self, now: float) -> None:
        if now - self._start >= self.window:
            self._start, self._key = now, os.urandom(32)
            self._counts.clear()

    def _mark(self, who: str) -> bytes:
        return hmac.digest(self._key, who.encode(), "sha256")[:16]

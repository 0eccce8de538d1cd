"""How often one address may try a way in. In memory only: no address is ever written down."""

from collections import deque
from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest

from heard.doors._address import caller

MAX_ADDRESSES = 10_000
MINUTE = timedelta(minutes=1)


class TooManyError(Exception):
    """``retry_after``: whole seconds until the next try counts."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"Too many tries. Please wait {retry_after} seconds and try again.")
        self.retry_after = retry_after


class Limit:
    """At most ``times`` (or HEARD_RATE) tries an address in ``window``, for each process."""

    def __init__(self, *, times: int | None = None, window: timedelta = MINUTE) -> None:
        self._times = times
        self.window = window
        self._tries: dict[str, deque[datetime]] = {}

    def check(self, request: HttpRequest, *, now: datetime) -> None:
        """Count a try. Raises ``TooManyError``."""
        who = caller(request.META)
        if not who:  # everybody at once
            return
        tries = self._tries.pop(who, None) or deque()
        while tries and tries[0] <= now - self.window:
            tries.popleft()
        self._tries[who] = tries  # at the end: least lately seen goes first
        if len(tries) >= (self._times or settings.HEARD.rate):
            wait = tries[0] + self.window - now
            raise TooManyError(max(1, int(wait.total_seconds())))
        tries.append(now)
        while len(self._tries) > MAX_ADDRESSES:
            self._tries.pop(next(iter(self._tries)))

    def forgive(self, request: HttpRequest) -> None:
        """The last try was a right one: people of one office, behind one address, are no attack."""
        if tries := self._tries.get(caller(request.META)):
            tries.pop()

    def forget(self) -> None:
        """Start over."""
        self._tries.clear()

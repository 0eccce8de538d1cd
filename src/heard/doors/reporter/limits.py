"""How often one address may write, without a note of who that is.

Addresses are never kept: what is counted is a keyed hash under a key that lives for ten minutes in
this process's memory only, and goes with everything that was counted under it.
"""

import hmac
import os
import threading
import time
from collections import defaultdict
from collections.abc import Mapping
from ipaddress import IPv6Address, IPv6Network, ip_address

from django.conf import settings

WINDOW = 60.0  # seconds
LIFE = 600.0  # seconds a key lives
MOST = 100_000  # addresses counted at once; beyond that, all new ones share one count


class Rate:
    """At most ``most`` writes a minute for each address."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._lock = threading.Lock()
        self._born = self._start = -LIFE
        self._key = b""
        self._counts: defaultdict[bytes, int] = defaultdict(int)

    def wait(self, address: str, at: float | None = None) -> int:
        """Count a write. 0, or the seconds until this address may write again."""
        now = time.monotonic() if at is None else at
        with self._lock:
            self._turn(now)
            who = hmac.digest(self._key, household(address).encode(), "sha256")[:16]
            if who not in self._counts and len(self._counts) >= MOST:
                who = b""
            self._counts[who] += 1
            return 0 if self._counts[who] <= self.most else int(self._start + WINDOW - now) + 1

    def _turn(self, now: float) -> None:
        if now - self._start >= WINDOW:
            self._start = now
            self._counts.clear()
        if now - self._born >= LIFE:
            self._born, self._key = now, os.urandom(32)
            self._counts.clear()


def household(address: str) -> str:
    """What one person has of addresses: of IPv6 a network of 64 bits, or they would never wait."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address) and found.ipv4_mapped is None:
        return str(IPv6Network((found, 64), strict=False))
    return address


def address(meta: Mapping[str, str]) -> str:
    """The client's address, for counting only. Behind N proxies, what the outermost of ours saw."""
    proxies = settings.HEARD.proxies
    hops = [hop.strip() for hop in meta.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    if proxies and len(hops) >= proxies:
        return hops[-proxies]
    return meta.get("REMOTE_ADDR", "")

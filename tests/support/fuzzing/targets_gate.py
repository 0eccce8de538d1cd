"""Targets: what a gate keeper opens and a server lets in."""

from __future__ import annotations

from fuzzing import seeds
from fuzzing.target import BrokenError, target
from heard.formats import FormatError, gatelisting, gatesigned

SITE: str = seeds.vectors("gatelisting")["site"]
KEY = "A" * 43 + "="


def _listings() -> list[bytes]:
    written = seeds.vectors("gatelisting")["written"]
    return [each["content"].encode().ljust(gatelisting.SIZE) for each in written]


@target(
    "gate-listing",
    "gatelisting.read",
    seeds=_listings,
    error=(FormatError,),
    shape=lambda data: data[: gatelisting.SIZE].ljust(gatelisting.SIZE),
)
def _(data: bytes) -> str | None:
    listing = gatelisting.read(data, site=SITE)
    if gatelisting.read(gatelisting.write(listing), site=SITE) != listing:
        raise BrokenError("a listing says something else when it is written again")
    return listing.person


@target(
    "gate-signed",
    "gatesigned.check",
    "gatesigned.is_taken",
    seeds=lambda: [gatesigned.header("GET", "/", b"", seed=bytes(32), now=1000).encode()],
    error=(FormatError,),
)
def _(data: bytes) -> str | None:
    text = data.decode("latin-1")
    if gatesigned.is_taken("0" * 64, text, key=text):
        raise BrokenError("what nobody signed is taken")
    return gatesigned.check(text, "GET", "/", b"", keepers=[KEY], now=1000)

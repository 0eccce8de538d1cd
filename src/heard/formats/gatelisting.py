"""Who asks the retaliation gate for protection, inside the seal (docs/spec/gate.md, 5).

Made in a browser, sealed to the gate keepers of the signed roster; the server cannot read it.
Kinds of refusal: ``size``, ``content``, ``version``, ``site``, ``person``.
"""

import re

import msgspec

from heard.formats._errors import FormatError
from heard.formats.members import has_twice

SIZE = 1024  # bytes: every listing has this length, no matter who it is about
MAX_SEALED = 8192
MAX_PERSON = 200  # characters
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class Listing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """That somebody is to be protected. ``person``: staff number or e-mail at work, as typed."""

    v: int
    site: str
    person: str


def write(listing: Listing) -> bytes:
    """``SIZE`` bytes: JSON, filled up with spaces. Raises FormatError."""
    raw = msgspec.json.encode(listing)
    if len(raw) > SIZE:
        raise FormatError("size", "This name or number is too long. Write it shorter.")
    return raw.ljust(SIZE)


def read(content: bytes, *, site: str) -> Listing:
    """What ``write`` wrote, for this site. Raises FormatError."""
    if len(content) != SIZE:
        raise FormatError("size", "The listing has a wrong length.")
    try:
        listing = msgspec.json.decode(content, type=Listing)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise FormatError("content", "The listing cannot be read.") from error
    if has_twice(content):
        raise FormatError("content", "The listing can be read in two ways.")
    if listing.v != 1:
        raise FormatError("version", "The listing is of a newer Heard.")
    if listing.site != site:
        raise FormatError("site", "The listing is for another organisation.")
    person = listing.person
    if not person.strip() or len(person) > MAX_PERSON or _CONTROL.search(person):
        raise FormatError("person", "The listing names nobody.")
    return listing

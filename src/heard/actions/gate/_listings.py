"""Who asks for protection, sealed to the keepers: kept until they have it, opened by nobody."""

from datetime import datetime, timedelta
from hashlib import sha256

from heard.access import gate_listings
from heard.access.gate_listings import today
from heard.ledger.journal import write
from heard.records.models import WaitingListing
from heard.rules.refusals import AbsentError

KEPT = timedelta(days=90)  # that one can be asked after, once it was taken


def accept_listing(*, sealed: bytes, now: datetime) -> str:
    """Keep it for the keepers; gives its SHA-256 (hexadecimal). Twice is once.

    Raises RefusedError (the newest roster names no gate, or another number of keepers; as many wait
    as are kept), MalformedError, UnavailableError.
    """
    gate_listings.check(sealed)
    write(lambda entry: gate_listings.keep(entry, sealed=sealed, now=now))
    return sha256(sealed).hexdigest()


def taken(*, digest: str) -> str:
    """The signature by which a keeper said that it has it; empty before. Raises AbsentError."""
    row = WaitingListing.objects.filter(sha256=digest).values_list("signature").first()
    if row is None:
        raise AbsentError("There is no such listing here. It may have been taken long ago.")
    return str(row[0])


def forget_old(now: datetime) -> None:
    """Drop what was taken long ago."""
    WaitingListing.objects.filter(taken__lt=today(now) - KEPT).delete()

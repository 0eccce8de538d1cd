"""Who is to be protected by the retaliation gate, sealed to its keepers: opened by nobody here.

It comes from whoever asks for themselves, and from a desk whose reporter agreed. Nothing that is
kept tells the one from the other.
"""

from datetime import date, datetime
from hashlib import sha256

from heard.access import law, roster
from heard.formats import gatelisting
from heard.formats._errors import FormatError
from heard.formats.ageheader import check_header
from heard.formats.roster import Service
from heard.ledger.journal import JournalEntry, Row
from heard.records.models import WaitingListing
from heard.rules.refusals import MalformedError, RefusedError

GATE = "gate"
MOST = 1000  # that wait for a keeper


def keepers() -> tuple[Service, ...]:
    """The keepers that the newest roster names; none where there is no roster."""
    try:
        return roster.current().services_for(GATE)
    except roster.RosterUnknownError:
        return ()


def today(now: datetime) -> date:
    """The day in the organisation's zone."""
    return now.astimezone(law.zone_of(law.country())).date()


def check(sealed: bytes) -> None:
    """All that can be said of it without a key.

    Raises RefusedError (the newest roster names no gate, or another number of keepers),
    MalformedError.
    """
    named = keepers()
    if not named:
        raise RefusedError("This organisation has no gate. Nothing was sent.")
    if len(sealed) > gatelisting.MAX_SEALED:
        raise MalformedError("Every listing has one length, and this one another.")
    try:
        checked = check_header(sealed)
    except FormatError as error:
        raise MalformedError(f"What came is not sealed as it must be. {error}") from error
    if checked.plaintext != gatelisting.SIZE:
        raise MalformedError("Every listing has one length, and this one another.")
    if checked.recipients != len(named):
        raise RefusedError(
            "This is not sealed to the keepers that the newest roster names. Load the page again."
        )


def keep(entry: JournalEntry, *, sealed: bytes, now: datetime) -> None:
    """Keep it for the keepers; twice is once. It must be checked. Raises RefusedError: too many."""
    digest = sha256(sealed).hexdigest()
    if WaitingListing.objects.filter(sha256=digest).exists():
        return
    if WaitingListing.objects.filter(taken=None).count() >= MOST:
        raise RefusedError("The gate is full. Nothing was kept. Please try again tomorrow.")
    entry.add(Row(WaitingListing, sha256=digest, sealed=sealed, day=today(now), taken=None))

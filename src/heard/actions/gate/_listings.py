"""Who asks for protection, sealed to the keepers: kept until they have it, opened by nobody."""

from datetime import date, datetime, timedelta
from hashlib import sha256

from heard.access import law, roster
from heard.formats import gatelisting
from heard.formats._errors import FormatError
from heard.formats.ageheader import check_header
from heard.formats.roster import Service
from heard.ledger.journal import JournalEntry, Row, write
from heard.records.models import WaitingListing
from heard.rules.refusals import AbsentError, MalformedError, RefusedError

GATE = "gate"
MOST = 1000  # that wait for a keeper
KEPT = timedelta(days=90)  # that one can be asked after, once it was taken


def keepers() -> tuple[Service, ...]:
    """The keepers that the newest roster names; none where there is no roster."""
    try:
        return roster.current().services_for(GATE)
    except roster.RosterUnknownError:
        return ()


def today(now: datetime) -> date:
    """The day in the organisation's zone."""
    return now.astimezone(law.zone_of(law.country())).date()


def accept_listing(*, sealed: bytes, now: datetime) -> str:
    """Keep it for the keepers; gives its SHA-256 (hexadecimal). Twice is once.

    Raises RefusedError (the newest roster names no gate, or another number of keepers; as many wait
    as are kept), MalformedError, UnavailableError.
    """
    named = keepers()
    if not named:
        raise RefusedError("This organisation has no gate. Nothing was sent.")
    _check(sealed, len(named))
    digest, day = sha256(sealed).hexdigest(), today(now)

    def action(entry: JournalEntry) -> None:
        if WaitingListing.objects.filter(sha256=digest).exists():
            return
        if WaitingListing.objects.filter(taken=None).count() >= MOST:
            raise RefusedError("The gate is full. Nothing was kept. Please try again tomorrow.")
        entry.add(Row(WaitingListing, sha256=digest, sealed=sealed, day=day, taken=None))

    write(action)
    return digest


def _check(sealed: bytes, count: int) -> None:
    """All that can be said of it without a key. Raises MalformedError, RefusedError."""
    if len(sealed) > gatelisting.MAX_SEALED:
        raise MalformedError("Every listing has one length, and this one another.")
    try:
        checked = check_header(sealed)
    except FormatError as error:
        raise MalformedError(f"What came is not sealed as it must be. {error}") from error
    if checked.plaintext != gatelisting.SIZE:
        raise MalformedError("Every listing has one length, and this one another.")
    if checked.recipients != count:
        raise RefusedError(
            "This is not sealed to the keepers that the newest roster names. Load the page again."
        )


def taken(*, digest: str) -> str:
    """The signature by which a keeper said that it has it; empty before. Raises AbsentError."""
    row = WaitingListing.objects.filter(sha256=digest).values_list("signature").first()
    if row is None:
        raise AbsentError("There is no such listing here. It may have been taken long ago.")
    return str(row[0])


def forget_old(now: datetime) -> None:
    """Drop what was taken long ago."""
    WaitingListing.objects.filter(taken__lt=today(now) - KEPT).delete()

"""Telling the retaliation gate who a reporter is: only with the letter by which they agreed."""

from datetime import datetime

from heard.access import gate_listings
from heard.access.casework._asked import NOT_SO
from heard.access.casework._said import CannotMoveError
from heard.ledger.journal import JournalEntry
from heard.records.models import Case, Letter, Move
from heard.rules.casework import Moved
from heard.rules.codes.casework import WorkedMove, WorkedObject
from heard.rules.refusals import MalformedError

_NOT_AGREED_SO = "not_agreed_so"


def list_agreed(
    entry: JournalEntry, case: Case, moved: Moved, listing: bytes, now: datetime
) -> None:
    """Keep what the gate is told, where it names the letter by which the reporter agreed last.

    That the reporter's yes still stands, the rules have asked. ``listing``: sealed; empty with
    every other move. Raises ``CannotMoveError`` where another letter is named, ``MalformedError``
    where there is none, or one with another move, and what ``gate_listings`` raises.
    """
    is_told = (moved.object, moved.move) == (WorkedObject.GATE, WorkedMove.TELL)
    if is_told != bool(listing):
        raise MalformedError(NOT_SO)
    if is_told and moved.digest != _agreement(case, moved.id):
        raise CannotMoveError(_NOT_AGREED_SO)
    if is_told:
        gate_listings.check(listing)
        gate_listings.keep(entry, sealed=listing, now=now)


def _agreement(case: Case, record: str) -> str:
    """The digest of the sealed letter by which the reporter agreed last."""
    agreed = Move.objects.filter(
        case=case, object=WorkedObject.GATE, record=record, move=WorkedMove.AGREE
    )
    letter = agreed.order_by("-version").values_list("letter", flat=True)[:1]
    return Letter.objects.values_list("sha256", flat=True).get(case=case, id__in=letter)

"""The receipt of what happened in a case, for those who read it."""

from heard.actions import _log, _told
from heard.actions._access import NoSuchCase
from heard.actions.cases._mine import mine
from heard.formats import roster
from heard.formats.note import Verifier
from heard.records.models import Event, Organisation, RosterVersion


def receipt(*, holder: str, case: str, index: int) -> str:
    """The newest receipt of an event of the case (docs/spec/receipt.md).

    Raises ``NoSuchCase``; an event of another case is as absent as none.
    """
    mine(holder=holder, case=case)
    theirs = Event.objects.filter(index=index, case=case).exclude(kind__in=_told.HER_EVENTS)
    if not theirs.exists():
        raise NoSuchCase
    return _log.receipt(index, quorum=_quorum())


def _quorum() -> int:
    """How many operators must have cosigned, by the newest roster."""
    newest = RosterVersion.objects.order_by("-version").first()
    if newest is None:
        return 1
    root = Verifier.parse(Organisation.objects.get().root)
    return roster.verify(newest.note, root=root).quorum

"""The receipt of what happened in a case, for those who read it."""

from heard.access import case_view
from heard.access.case_access import NoSuchCaseError
from heard.access.permission import require_reader
from heard.formats import roster
from heard.formats.note import Verifier
from heard.ledger import receipts
from heard.records.models import Organisation, RosterVersion


def receipt(*, holder: str, case: str, leaf: str) -> str:
    """The newest receipt of the event with this leaf hash (docs/spec/receipt.md).

    Raises ``NoSuchCaseError``; an event of another case is as absent as none.
    """
    require_reader(holder=holder, case=case)
    place = case_view.place(case, leaf, without=case_view.REPORTER_EVENTS)
    if place is None:
        raise NoSuchCaseError
    return receipts.receipt(place, quorum=_quorum())


def _quorum() -> int:
    """How many operators must have cosigned, by the newest roster."""
    newest = RosterVersion.objects.order_by("-version").first()
    if newest is None:
        return 1
    root = Verifier.parse(Organisation.objects.get().root)
    return roster.verify(newest.note, root=root).quorum

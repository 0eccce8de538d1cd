"""The receipt of what happened in a case, for those who read it."""

from heard.actions import _log
from heard.actions._access import NoSuchCase
from heard.actions.cases._mine import mine
from heard.records.models import Event


def receipt(*, holder: str, case: str, index: int, quorum: int) -> str:
    """The newest receipt of an event of the case (docs/spec/receipt.md).

    Raises ``NoSuchCase``; an event of another case is as absent as none.
    """
    mine(holder=holder, case=case)
    if not Event.objects.filter(index=index, case=case).exists():
        raise NoSuchCase
    return _log.receipt(index, quorum=quorum)

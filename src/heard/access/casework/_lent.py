"""One reporter's account in another's case: only by a letter of whoever gave it.

What is asked and answered stands in the lender's case, and what is used in the other one. So each
is held against the other here, over a link that holds and that whoever moves it may know of.
"""

from heard.access import matters
from heard.access.casework._known import state_of
from heard.access.casework._said import CannotMoveError
from heard.formats import lending
from heard.records.models import Case
from heard.rules.casework import Casework, Moved

_NOT_LINKED, _NOT_LENT = "not_linked", "not_lent"


def check_lent(case: Case, state: Casework, moved: Moved) -> None:
    """Raise ``CannotMoveError`` where another's account is used without a yes that still stands.

    ``state``: before the move. The case must be locked; what commits is in one order, so that
    nothing is taken back in the other meanwhile.
    """
    match (moved.object, moved.move):
        case ("lending", "ask"):
            _check_linked(case, moved, lender=True)
        case ("exhibit", "note") if moved.digest:
            _check_linked(case, moved, lender=False)
        case ("exhibit", "exhibit"):
            _check_given(case, _lent_as(state, moved.id), moved)
        case ("exhibit", "handle") if moved.code not in _left_to(state, moved.id):
            _check_given(case, _lent_as(state, moved.id), moved)


def _check_linked(case: Case, moved: Moved, *, lender: bool) -> None:
    others = (each.id for each in matters.others(case, moved.actor))
    pairs = ((case.id, each) if lender else (each, case.id) for each in others)
    if moved.digest not in {lending.digest_of(lender=one, user=two) for one, two in pairs}:
        raise CannotMoveError(_NOT_LINKED)


def _check_given(case: Case, digest: str, moved: Moved) -> None:
    if digest and not any(_is_given(each, digest) for each in matters.others(case, moved.actor)):
        raise CannotMoveError(_NOT_LENT)


def _left_to(state: Casework, exhibit: str) -> frozenset[str]:
    """What is done with it without a yes: it is locked away; and looked at, where it was used."""
    record = state.get("exhibit", exhibit)
    used = record is not None and record.last("exhibit") is not None
    return frozenset({"sealed", "viewed"} if used else {"sealed"})


def _lent_as(state: Casework, exhibit: str) -> str:
    """What an exhibit was noted with; a later digest of it is of its bytes. Empty: not lent."""
    record = state.get("exhibit", exhibit)
    noted = record.last("note") if record else None
    return noted.digest if noted else ""


def _is_given(lender: Case, digest: str) -> bool:
    """Of a report that was taken back nothing is used, whatever was given before."""
    state = state_of(lender)
    given = (each.state == "given" for each in state.of("lending") if each.digest == digest)
    return state.course == "open" and any(given)

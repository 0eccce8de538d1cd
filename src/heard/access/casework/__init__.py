"""A case as it is worked: what may be moved next, making a move, and what is told of it."""

from heard.access.casework._asked import (
    Mover,
    NewLetter,
    NewMove,
    holder_mover,
    leader,
    moved,
    party_mover,
    second_mover,
    shell_of,
)
from heard.access.casework._known import (
    Known,
    prepare,
    remember,
    row_of,
    standing,
    state_of,
)
from heard.access.casework._owed import go_on
from heard.access.casework._placing import APART, OFFERED, cannot, check_signed, judge, place_move
from heard.access.casework._said import SAID, CannotMoveError
from heard.access.casework._told import (
    course,
    earlier_moves,
    is_kept_from,
    kept_from,
    may_leave,
    party_duties,
    party_moves,
    told,
    told_moves,
    work,
)
from heard.records.models import Case

__all__ = [
    "APART",
    "OFFERED",
    "SAID",
    "CannotMoveError",
    "Known",
    "Mover",
    "NewLetter",
    "NewMove",
    "cannot",
    "check_signed",
    "course",
    "earlier_moves",
    "go_on",
    "holder_mover",
    "is_kept_from",
    "judge",
    "kept_from",
    "lead",
    "leader",
    "may_leave",
    "moved",
    "party_duties",
    "party_mover",
    "party_moves",
    "place_move",
    "prepare",
    "remember",
    "row_of",
    "second_mover",
    "shell_of",
    "standing",
    "state_of",
    "told",
    "told_moves",
    "work",
]


def lead(case: Case, *, holder: str) -> None:
    """Whoever decides leads it from then on, as ``judge`` let them. It must be locked."""
    Case.objects.filter(pk=case.pk).update(lead=holder)

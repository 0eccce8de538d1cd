"""Which cases are closed: closed last, and not looked into again since."""

from django.db.models import OuterRef, QuerySet, Subquery

from heard.records.models import Move
from heard.rules.codes.casework import WorkedMove, WorkedObject

CLOSES = (WorkedMove.CLOSE, WorkedMove.CLOSE_UNWORKED, WorkedMove.CLOSE_STOPPED)


def ends(case: str) -> QuerySet[Move]:
    """What closed or opened again the case of the outer query, newest first.

    ``case``: where its number stands in the outer query.
    """
    own = Move.objects.filter(case=OuterRef(case), object=WorkedObject.CASE)
    return own.filter(move__in=(*CLOSES, WorkedMove.REOPEN)).order_by("-number")


def last_end(case: str) -> Subquery:
    """The newest of them, by name; None where nothing of the kind was."""
    return Subquery(ends(case).values("move")[:1])

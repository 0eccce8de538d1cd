"""No handler fills a case, or the log, without end: each event stays there for ever."""

from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

from heard.records.models import Case, Event, PartyKeys
from heard.records.questions import Question
from heard.rules import events

DAY = timedelta(days=1)


class TooOftenError(Exception):
    """The case, or the day, has as many of this as it can have, or as one holder can do of it."""

    def __init__(self, *, most: int, of: str) -> None:
        """``of``: ``day``, ``case`` or ``holder``."""
        super().__init__(_SAID[of].format(most=most))


_SAID = {
    "day": (
        "You have done this {most} times within a day. Nothing was changed now. Please go on"
        " tomorrow."
    ),
    "case": (
        "This has been done {most} times in this case, and it can hold no more of it. Nothing was"
        " changed now, and what is there stays. Ask whoever runs Heard here how to go on."
    ),
    "holder": (
        "You have done this {most} times in this case, as often as one person can. Nothing was"
        " changed now, and others who have the case can still do it. Ask one of them."
    ),
}


def alone(most: int) -> int:
    """How much of a case's bound one holder can use: so none takes it from all others."""
    return most // 2


def always(most: int) -> int:
    """How much each holder can do, whatever the others have done together."""
    return max(1, most // 64)


def check(kind: str, *, case: str, holder: str, at: datetime, more: int = 1) -> None:
    """Refuse what a holder did as often as it can be done. Raises TooOftenError.

    ``holder`` is empty where somebody else acts; ``more``: of a day's, how many come at once.
    For a case its row must be locked, or of two at once both might be the last.
    """
    if not holder:
        return
    if most := events.MOST_OF_A_CASE.get(kind):
        _check_of_a_case(kind, case, holder, most)
    if most := events.MOST_OF_A_DAY.get(kind):
        theirs = Event.of_none().filter(actor=holder, at__gt=at - DAY, kind=kind)
        if theirs.count() + more > most:
            raise TooOftenError(most=most, of="day")


def _check_of_a_case(kind: str, case: str, holder: str, most: int) -> None:
    done, own = next(iter(_done(kind, case, holder)), (0, 0))
    if own >= alone(most):
        raise TooOftenError(most=alone(most), of="holder")
    if done >= most and own >= always(most):
        raise TooOftenError(most=most, of="case")


@Question
def _done(kind: str, case: str, holder: str) -> QuerySet[Event, tuple[int, int]]:
    """How often it was done in the case, and how often by this holder; nothing where never."""
    parties = PartyKeys.objects.filter(case__id=case).values("party")
    numbers = Case.objects.filter(id=case).values("pk")
    there = Event.objects.filter(case_number__in=numbers, kind=kind).exclude(actor="reporter")
    counted = there.exclude(actor__in=parties).order_by().values("kind")
    by_all = counted.annotate(all=Count("pk"), own=Count("pk", filter=Q(actor=holder)))
    return by_all.values_list("all", "own")

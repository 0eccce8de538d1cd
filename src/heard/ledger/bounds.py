"""No handler fills a case, or the log, without end: each event stays there for ever."""

from datetime import datetime, timedelta

from heard.records.models import Event, PartyKeys
from heard.rules import events

DAY = timedelta(days=1)


class TooOftenError(Exception):
    """The case, or the day, has as many of this as it can have."""

    def __init__(self, *, most: int, of_a_day: bool) -> None:
        super().__init__(
            f"You have done this {most} times within a day. Nothing was changed now. "
            "Please go on tomorrow."
            if of_a_day
            else f"This has been done {most} times in this case, and it can hold no more of it. "
            "Nothing was changed now, and what is there stays. Ask whoever runs Heard here how to "
            "go on."
        )


def check(kind: str, *, case: str, holder: str, at: datetime) -> None:
    """Refuse what a holder did as often as it can be done. Raises TooOftenError.

    ``holder`` is empty where somebody else acts.
    For a case its row must be locked, or of two at once both might be the last.
    """
    if not holder:
        return
    if most := events.MOST_OF_A_CASE.get(kind):
        parties = PartyKeys.objects.filter(case__id=case).values("party")
        there = Event.of(case).filter(kind=kind).exclude(actor="reporter")
        if there.exclude(actor__in=parties).count() >= most:
            raise TooOftenError(most=most, of_a_day=False)
    if most := events.MOST_OF_A_DAY.get(kind):
        theirs = Event.of_none().filter(actor=holder, at__gt=at - DAY, kind=kind)
        if theirs.count() >= most:
            raise TooOftenError(most=most, of_a_day=True)

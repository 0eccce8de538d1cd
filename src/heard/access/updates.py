"""What is owed to her for as long as her case is open: word of where it stands."""

from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from heard.access import law
from heard.access.closings import last_end
from heard.access.tiers import owe_to_turn
from heard.ledger.journal import JournalEntry
from heard.records.models import Case, Duty
from heard.records.questions import Question
from heard.rules.clocks import next_update
from heard.rules.codes.casework import WorkedMove
from heard.rules.duties import UPDATE


def owe_update(entry: JournalEntry, *, case: Case, now: datetime) -> None:
    """Keep the promised update, if one is, and promise the next. The case must be locked.

    Nothing before somebody has acknowledged the case, and nothing after she took it back, or it was
    closed.
    """
    rows = _promised(case.pk)  # read again, because this action may have moved it
    if not rows:
        return
    sharp = now.replace(microsecond=0)  # as the log and her page say it
    owed = next_update(at=sharp, promised=rows[0], law=law.of_case(case, now=now))
    if owed is None:
        return
    entry.fulfil(case=case.id, kind=UPDATE, at=now)
    owe_to_turn(entry, case=case.id, owed=owed)


@Question
def _promised(case: int) -> QuerySet[Case, Any]:
    """Of a case in which updates are owed, for when the next is promised, or None."""
    promised = Duty.objects.filter(case=OuterRef("pk"), kind=UPDATE, state=Duty.State.OPEN)
    due = Subquery(promised.order_by("due").values("due")[:1])
    found = Case.objects.filter(pk=case, state=Case.State.ACKNOWLEDGED)
    # Once it is closed nothing is under way of which anybody could tell; looked into again, it is.
    found = found.annotate(end=last_end("pk")).filter(Q(end=None) | Q(end=WorkedMove.REOPEN))
    return found.values_list(due, flat=True)

"""What is owed to her for as long as her case is open: word of where it stands."""

from datetime import datetime

from heard.access import law
from heard.access.tiers import owe_to_turn
from heard.ledger.journal import JournalEntry
from heard.records.models import Case, Duty
from heard.rules.clocks import next_update
from heard.rules.duties import UPDATE


def owe_update(entry: JournalEntry, *, case: Case, now: datetime) -> None:
    """Keep the promised update, if one is, and promise the next. The case must be locked.

    Nothing before somebody has acknowledged the case, and nothing after she took it back.
    """
    case.refresh_from_db(fields=("state",))  # this action may have moved it
    if case.state != Case.State.ACKNOWLEDGED:
        return
    promised = Duty.objects.filter(case=case, kind=UPDATE, state=Duty.State.OPEN)
    due = promised.order_by("due").values_list("due", flat=True).first()
    sharp = now.replace(microsecond=0)  # as the log and her page say it
    owed = next_update(at=sharp, promised=due, law=law.of_case(case, now=now))
    if owed is None:
        return
    entry.fulfil(case=case.id, kind=UPDATE, at=now)
    owe_to_turn(entry, case=case.id, owed=owed)

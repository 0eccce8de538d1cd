"""A duty as a row, for those who write one: a report with many, an entry with one more."""

from heard.formats.ids import new_id
from heard.ledger.bulk_insert import Row
from heard.records.models import Duty
from heard.rules.clocks import Owed


def duty_row(
    case: str, owed: Owed, *, tier: int, from_tier: int, state: str = Duty.State.OPEN
) -> Row:
    """A duty as it is laid down, under an id of its own."""
    fields = {"kind": owed.kind, "due": owed.due, "source": owed.source, "state": state}
    return Row(Duty, id=new_id(), case_id=case, tier=tier, from_tier=from_tier, **fields)

"""Duties as rows, for those who write them: a report with many, an entry with one more."""

from datetime import datetime

from heard.formats.ids import new_id
from heard.ledger.bulk_insert import Row
from heard.records.models import Duty, Suspension
from heard.rules.clocks import Owed


def duty_row(
    case: int | None, owed: Owed, *, tier: int, from_tier: int, state: str = Duty.State.OPEN
) -> Row:
    """A duty of the case of this number as it is laid down, under an id of its own."""
    fields = {"kind": owed.kind, "due": owed.due, "source": owed.source, "state": state}
    return Row(Duty, id=new_id(), case_id=case, tier=tier, from_tier=from_tier, **fields)


def fulfil(*, case: str, kind: str, at: datetime, tier: int) -> int:
    """Close those of this kind that ``tier`` or one before it has; how many were open."""
    owed = Duty.objects.filter(case__id=case, kind=kind, from_tier__lte=tier)
    owed.filter(state__in=Duty.PAST, done=None).update(done=at)
    Suspension.objects.filter(case__id=case, duty=kind, ended=None, until__gt=at).update(ended=at)
    return owed.filter(state=Duty.State.OPEN).update(state=Duty.State.DONE, done=at)

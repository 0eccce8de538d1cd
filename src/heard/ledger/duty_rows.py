"""Duties as rows, for those who write them: a report with many, an entry with one more."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q, QuerySet

from heard.formats.ids import new_id
from heard.ledger.bulk_insert import Row
from heard.records.models import Duty, Suspension
from heard.records.questions import Question
from heard.rules.clocks import Owed

ANY = 2**15 - 1  # above every tier


def duty_row(
    case: int | None, owed: Owed, *, tier: int, from_tier: int, state: str = Duty.State.OPEN
) -> Row:
    """A duty of the case of this number as it is laid down, under an id of its own."""
    fields = {"kind": owed.kind, "due": owed.due, "source": owed.source, "state": state}
    fields["record"] = owed.record
    return Row(Duty, id=new_id(), case_id=case, tier=tier, from_tier=from_tier, **fields)


def fulfil(
    *, case: str, kind: str, at: datetime, tier: int = ANY, record: str | None = None
) -> int:
    """Close those of this kind that ``tier`` or one before it has; how many were open.

    ``record``: those of one record alone; a pause of the kind ends with the last of them.
    """
    states = _standing(case, str(kind), tier) if record is None else _of(case, str(kind), record)
    owed = Duty.objects.filter(case__id=case, kind=kind, from_tier__lte=tier, record=record)
    closed = 0
    if set(states) - _RUNNING:
        owed.filter(state__in=Duty.PAST, done=None).update(done=at)
    if not _RUNNING.isdisjoint(states):
        closed = owed.filter(state__in=_RUNNING).update(state=Duty.State.DONE, done=at)
    others = Duty.objects.filter(case__id=case, kind=kind, state=Duty.State.OPEN)
    if record is None or not others.exists():
        _run(case, kind, at)
    return closed


@Question
def _standing(case: str, kind: str, tier: int) -> QuerySet[Duty, str]:
    """The states of those that are open, or over and not made good: mostly there are none."""
    owed = Duty.objects.filter(case__id=case, kind=kind, from_tier__lte=tier, record=None)
    return owed.filter(_LEFT).values_list("state", flat=True)


@Question
def _of(case: str, kind: str, record: str) -> QuerySet[Duty, str]:
    """The same of one record, whoever has it."""
    owed = Duty.objects.filter(case__id=case, kind=kind, record=record)
    return owed.filter(_LEFT).values_list("state", flat=True)


# What is held, since the report is taken back, can be kept all the same.
_RUNNING = frozenset({Duty.State.OPEN, Duty.State.HELD})
_LEFT = Q(state__in=sorted(_RUNNING)) | Q(state__in=Duty.PAST, done=None)


def cancel(*, case: str, kind: str, at: datetime, records: Collection[str] | None = None) -> None:
    """Nobody owes what is open of this kind any more, and nobody missed what is over.

    ``records``: of these records alone; None: of all, and of the case itself.
    """
    owed = Duty.objects.filter(case__id=case, kind=kind)
    if records is not None:
        owed = owed.filter(record__in=records)
    owed.filter(state__in=Duty.PAST, done=None).update(done=at)
    owed.filter(state__in=_RUNNING).update(state=Duty.State.CANCELLED)
    _run(case, kind, at)


def _run(case: str, kind: str, at: datetime) -> None:
    if _paused(case, str(kind)):
        still = Suspension.objects.filter(case__id=case, duty=kind, ended=None, until__gt=at)
        still.update(ended=at)


@Question
def _paused(case: str, kind: str) -> QuerySet[Suspension, str]:
    paused = Suspension.objects.filter(case__id=case, duty=kind, ended=None)
    return paused.values_list("id", flat=True)

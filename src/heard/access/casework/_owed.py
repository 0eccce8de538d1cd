"""What is owed by a move, and what is kept by it (docs/spec/clocks.md)."""

from dataclasses import replace
from datetime import datetime

from heard.access import law
from heard.access.casework import _course
from heard.access.tiers import owe_to_turn
from heard.ledger import duty_rows
from heard.ledger.journal import JournalEntry
from heard.records.models import Case, Duty
from heard.rules import casework
from heard.rules.casework import Casework, Moved
from heard.rules.clocks import Owed, strictest
from heard.rules.codes.casework import WorkedMove
from heard.rules.codes.duties import DutyKind
from heard.rules.duties import (
    CHECKIN,
    DATA_NOTICE,
    FINDING,
    INTERIM_MEASURES,
    OF_RECORDS,
    REPORTED,
    TRIAGE,
)

# Laid down by the decision to investigate, and counted from when the report came.
_SINCE_REPORT = frozenset({FINDING, INTERIM_MEASURES})


def go_on(entry: JournalEntry, *, case: Case, after: Casework, moved: Moved, now: datetime) -> None:
    """End the duties that this move fulfils, and begin those that it starts. The case is locked.

    ``after``: as the case stands with it. What is owed of each record stands by the record's id.
    Where the reporter took the report back, little that is new is owed in it.
    """
    owing = casework.owing(after, moved)
    for kind in owing.ends:
        if kind != TRIAGE:  # by an address of its own
            duty_rows.fulfil(case=case.id, kind=kind, at=now, record=_record(kind, moved))
    for kind in owing.cancels:
        duty_rows.cancel(case=case.id, kind=kind, at=now, records=owing.of)
    _course.turn(entry, case=case, after=after, moved=moved, now=now)
    for kind in owing.starts:
        if after.course not in _course.ENDING or kind in _course.OWED_ON:
            _owe(entry, case, DutyKind(kind), moved, now)


def _record(kind: str, moved: Moved) -> str | None:
    return moved.id if kind in OF_RECORDS else None


def _owe(entry: JournalEntry, case: Case, kind: DutyKind, moved: Moved, now: datetime) -> None:
    record = _record(kind, moved)
    open_ = Duty.objects.filter(case=case, kind=kind, record=record, state=Duty.State.OPEN)
    if kind == DATA_NOTICE:  # one that is deferred has another end
        open_.update(state=Duty.State.CANCELLED)
    owed = _due(case, kind, moved, now)
    if owed is not None and not open_.exists():
        owe_to_turn(entry, case=case.id, owed=replace(owed, record=record))


def _due(case: Case, kind: DutyKind, moved: Moved, now: datetime) -> Owed | None:
    """By the law, from now: but for what the move itself, or the report, gives its day."""
    start = now.replace(microsecond=0)  # as the log and every page say it
    laws = law.of_case(case, now=now)
    if kind == CHECKIN and moved.due is not None:
        start = max(start, moved.due)
    if kind in _SINCE_REPORT and moved.move == WorkedMove.TRIAGE:
        # Who decides late, or otherwise and back again, has no more time by it while any is left.
        since = strictest(kind, start=case.received, law=laws, trigger=REPORTED)
        if since is not None and since.due > start:
            return since
    owed = strictest(kind, start=start, law=laws)
    if kind == DATA_NOTICE and owed is not None and moved.due is not None:
        return replace(owed, due=moved.due)
    return owed

"""What is owed by a move, and what is kept by it (docs/spec/clocks.md)."""

from dataclasses import replace
from datetime import datetime

from heard.access import law
from heard.access.tiers import owe_to_turn
from heard.ledger import duty_rows
from heard.ledger.journal import JournalEntry
from heard.records.models import Case, Duty
from heard.rules import casework
from heard.rules.casework import Moved
from heard.rules.clocks import strictest
from heard.rules.codes.duties import DutyKind
from heard.rules.duties import MEASURE_REVIEW, PLAN

# The others of the table are data until Heard has all that fulfils them.
_RUN = frozenset({PLAN, MEASURE_REVIEW})


def go_on(entry: JournalEntry, *, case: Case, moved: Moved, now: datetime) -> None:
    """End the duties that this move fulfils, and begin those that it starts. The case is locked.

    Of what a measure is owed there is one for each measure, by its id. After the reporter took the
    case back nothing new is owed in it.
    """
    row = casework.row(moved)
    for kind in _RUN.intersection(row.fulfils):
        duty_rows.fulfil(case=case.id, kind=kind, at=now, record=_record(kind, moved))
    started = _RUN.intersection(row.started(moved.code))
    if (moved.object, moved.move) == ("case", "triage") and PLAN not in started:
        duty_rows.cancel(case=case.id, kind=PLAN, at=now)
    if case.state != Case.State.WITHDRAWN:
        for kind in sorted(started):
            _owe(entry, case, kind, moved, now)


def _record(kind: str, moved: Moved) -> str | None:
    return moved.id if kind == MEASURE_REVIEW else None


def _owe(entry: JournalEntry, case: Case, kind: DutyKind, moved: Moved, now: datetime) -> None:
    record = _record(kind, moved)
    open_ = Duty.objects.filter(case=case, kind=kind, record=record, state=Duty.State.OPEN)
    sharp = now.replace(microsecond=0)  # as the log and every page say it
    owed = strictest(kind, start=sharp, law=law.of_case(case, now=now))
    if owed is not None and not open_.exists():
        owe_to_turn(entry, case=case.id, owed=replace(owed, record=record))

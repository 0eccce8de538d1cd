"""The state of a case follows from what is logged of it (heard/rules/cases.py).

It stands in the journal and nowhere else, so that no action can forget it.
"""

from heard.records.models import Case, Duty, Event
from heard.rules import cases
from heard.rules.duties import ACKNOWLEDGE
from heard.rules.events import Event as Happening


def move(case: str, event: Happening) -> None:
    """What this event makes of a case. A new one is written in its first state."""
    name = cases.happened(event)
    said = name in cases.BACK and _is_acknowledged(case)
    if case and (moved := cases.moves(name, acknowledged=said)):
        before, now = moved
        Case.objects.filter(id=case, state__in=before).update(state=now)


def _is_acknowledged(case: str) -> bool:
    """Of this very batch no event is a row yet, but the duty that was kept is."""
    if Event.of(case).filter(kind=cases.ACKNOWLEDGED).exists():
        return True
    kept = Duty.objects.filter(case__id=case, kind=ACKNOWLEDGE, done__isnull=False)
    return kept.exists()

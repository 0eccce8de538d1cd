"""The state of a case follows from what is logged of it (heard/rules/cases.py).

It stands in the journal and nowhere else, so that no action can forget it.
"""

from heard.records.models import Case
from heard.rules import cases


def move(case: str, kind: str) -> None:
    """What this kind of event makes of a case. A new one is written in its first state."""
    if case and (moved := cases.moves(kind)):
        before, now = moved
        Case.objects.filter(id=case, state__in=before).update(state=now)

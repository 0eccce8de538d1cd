"""The sweep: what was owed and not done moves the case to the next independent tier, by itself.

1. Take the duties that are open and due, oldest first, a batch at a time (an index finds them:
   nothing due costs nothing).
2. Each in a commit of its own, by compare-and-set: whoever moves it first does the rest, so that
   the sweep may run twice, and from two machines.
3. The miss is logged and the next tier opened; its people owe the same again from now.
4. What fails is named by its type and left for the next sweep; it stops nobody else's.
"""

import logging
import secrets
from collections.abc import Iterator
from datetime import datetime

from heard.actions import _law
from heard.actions._journal import Actor, Entry, stamp, write
from heard.actions._tiers import open_next
from heard.records.models import Case, Duty
from heard.rules.escalation import owed_again

CLOCK = Actor(kind="clock")
BATCH = 200
logger = logging.getLogger("heard.clocks")


def sweep(*, now: datetime) -> int:
    """Move every duty that is due; how many were missed."""
    missed = 0
    for duty in _due(now):
        try:
            missed += _miss(duty, now)
        except Exception as error:  # noqa: BLE001 -- whatever it is, the others are due too
            # The type only: an error's text may hold what a database says of a case.
            logger.error("a duty could not be moved: %s", type(error).__qualname__)  # noqa: TRY400 -- as above
    return missed


def _due(now: datetime) -> Iterator[str]:
    """Ids of open duties that are due, each once even where it could not be moved."""
    seen: set[str] = set()
    due = Duty.objects.filter(state=Duty.State.OPEN, due__lte=now).order_by("due")
    while batch := [
        id for id in due.values_list("id", flat=True)[: BATCH + len(seen)] if id not in seen
    ]:
        seen.update(batch)
        yield from batch


def _miss(id: str, now: datetime) -> bool:
    def deed(entry: Entry) -> bool:
        open_still = Duty.objects.filter(pk=id, state=Duty.State.OPEN, due__lte=now)
        if not open_still.update(state=Duty.State.MISSED):
            return False  # done, or moved by another sweep, a moment ago
        return _escalate(entry, Duty.objects.get(pk=id), now)

    return bool(write(deed).value)


def _escalate(entry: Entry, duty: Duty, now: datetime) -> bool:
    case = Case.objects.select_for_update().get(pk=duty.case_id)
    if case.state == Case.State.WITHDRAWN:
        Duty.objects.filter(pk=duty.id).update(state=Duty.State.CANCELLED)
        return False
    fields = {"duty": duty.kind, "due": stamp(duty.due)}
    entry.event("duty_missed", at=now, actor=CLOCK, case=case.id, fields=fields)
    tier = open_next(entry, case=case.id, actor=CLOCK, reason="duty_missed", now=now)
    owed = owed_again(duty.kind, opened=now, law=_law.in_force(now)) if tier is not None else None
    if owed:
        entry.duty(
            id=secrets.token_hex(16), case=case.id, kind=owed.kind, due=owed.due, source=owed.source
        )
    return True

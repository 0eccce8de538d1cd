"""The sweep: what was owed and not done moves the case to the next independent tier, by itself.

1. Take the duties that are open and due, oldest first, a batch at a time (an index finds them:
   nothing due costs nothing).
2. A batch is one deed and one commit. Each duty of it is moved by compare-and-set: whoever moves
   it first does the rest, so that the sweep may run twice, from two machines, and be killed at any
   moment.
3. Each miss is logged and the next tier opened, unless one was since it was due; its people owe the
   same again from now.
4. A batch that fails is halved until the one bad row stands alone. It is named by its error's type
   and left for the next sweep; it stops nobody else's.
"""

import logging
import secrets
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db.models import Max, Q

from heard.actions import _law
from heard.actions._journal import Actor, Entry, stamp, write
from heard.actions._tiers import open_next
from heard.records.models import Case, Duty, Event
from heard.rules.escalation import moved_on, owed_again

CLOCK = Actor(kind="clock")
BATCH = 100  # duties in a commit; a report that waits for it waits a twentieth of a second
logger = logging.getLogger("heard.clocks")


class Late(NamedTuple):
    """A duty as the sweep found it; nothing of this ever changes."""

    due: datetime
    id: str
    kind: str
    case: str


def sweep(*, now: datetime) -> int:
    """Move every duty that is due; how many were missed."""
    return sum(_move(batch, now) for found in _due(now) for batch in _apart(found))


def _due(now: datetime) -> Iterator[list[Late]]:
    """Open duties that are due, each once even where it could not be moved."""
    due = Duty.objects.filter(state=Duty.State.OPEN, due__lte=now).order_by("due", "id")
    following = due
    while batch := [
        Late(*row) for row in following.values_list("due", "id", "kind", "case")[:BATCH]
    ]:
        yield batch
        last = batch[-1]
        # due >= last stands alone so that both engines walk the index from there.
        beyond = Q(due__gt=last.due) | Q(id__gt=last.id)
        following = due.filter(due__gte=last.due).filter(beyond)


def _apart(found: Sequence[Late]) -> Iterator[list[Late]]:
    """The same in batches that have each case once: what the first does, the second must see."""
    while found:
        first = {late.case: late for late in reversed(found)}
        batch = [late for late in found if first[late.case] is late]
        yield batch
        found = [late for late in found if first[late.case] is not late]


def _move(batch: Sequence[Late], now: datetime) -> int:
    try:
        return write(lambda entry: _miss(entry, batch, now)).value or 0
    except Exception as error:  # noqa: BLE001 -- whatever it is, the others are due too
        if len(batch) > 1:
            half = len(batch) // 2
            return _move(batch[:half], now) + _move(batch[half:], now)
        # The type only: an error's text may hold what a database says of a case.
        logger.error("a duty could not be moved: %s", type(error).__qualname__)  # noqa: TRY400 -- as above
        return 0


def _miss(entry: Entry, batch: Sequence[Late], now: datetime) -> int:
    # The cases first and in order, as every deed that fulfils a duty locks its case first: two
    # in another order could each wait for the other.
    cases = Case.objects.select_for_update().filter(pk__in=[late.case for late in batch])
    states = dict(cases.order_by("pk").values_list("pk", "state"))
    owed = Duty.objects.filter(pk__in=[late.id for late in batch], state=Duty.State.OPEN)
    # What is gone was done, or moved by another sweep, a moment ago.
    still = set(owed.select_for_update().values_list("pk", flat=True))
    taken_back = [late.id for late in batch if states[late.case] == Case.State.WITHDRAWN]
    owed.filter(pk__in=taken_back).update(state=Duty.State.CANCELLED)
    owed.filter(pk__in=still).update(state=Duty.State.MISSED)
    missed = [late for late in batch if late.id in still.difference(taken_back)]
    _escalate(entry, missed, now)
    return len(missed)


def _escalate(entry: Entry, missed: Sequence[Late], now: datetime) -> None:
    for late in missed:
        fields = {"duty": late.kind, "due": stamp(late.due)}
        entry.event("duty_missed", at=now, actor=CLOCK, case=late.case, fields=fields)
    last = _last_opened([late.case for late in missed])
    since = {late.case for late in missed if moved_on(late.due, opened=last.get(late.case))}
    cases = [late.case for late in missed if late.case not in since]
    opened = open_next(entry, cases=cases, actor=CLOCK, reason="duty_missed", now=now)
    law = _law.in_force(now)
    for late in missed:
        theirs = late.case in opened or late.case in since
        again = owed_again(late.kind, opened=now, law=law) if theirs else None
        if again:
            entry.duty(
                id=secrets.token_hex(16),
                case=late.case,
                kind=again.kind,
                due=again.due,
                source=again.source,
            )


def _last_opened(cases: Sequence[str]) -> dict[str, datetime]:
    """When a tier was last opened, of the cases where one was."""
    opened = Event.of(*cases).filter(kind="tier_released").order_by().values("case")
    return {row["case"]: row["last"] for row in opened.annotate(last=Max("at"))}

"""What goes into somebody's calendar: times, and nothing that says of what."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from heard.actions.oversight._shape import Week, weeks_from
from heard.records.models import Duty, Holder, Wrap

MOST = 1000  # entries; a calendar is no archive


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """An open duty. ``uid`` is the same on each look and tells neither duty nor case."""

    uid: str
    due: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """How many duties fall due in a week, where that may be shown."""

    uid: str
    week: date
    number: int


def mine(*, holder: str) -> list[Reminder]:
    """What falls due in the cases that this holder reads and answers for, soonest first."""
    wraps = Wrap.objects.filter(
        holder=holder,
        holder__state=Holder.State.ACTIVE,
        released__isnull=False,
        left=None,
        lapsed=None,
    )
    owed = Duty.objects.filter(state=Duty.State.OPEN, case__in=wraps.values("case"))
    rows = owed.order_by("due", "id").values_list("id", "due")[:MOST]
    return [Reminder(uid=_uid(holder, duty), due=due) for duty, due in rows]


def weeks_ahead(week: Week) -> list[Entry]:
    """The weeks whose number of duties is shown."""
    shown = week.open.by["due"]
    return [
        Entry(uid=_uid("oversight", day), week=date.fromisoformat(day), number=number)
        for day in weeks_from(week.week)
        if (number := shown.get(day)) is not None
    ]


def _uid(*parts: str) -> str:
    # With the holder in it: two people who compare calendars do not find the case they share.
    return hashlib.sha256("\n".join(("heard/calendar/v1", *parts)).encode()).hexdigest()[:32]

"""What everybody may read of it: how many promises are overdue, as of Monday.

It is the last rung: where nobody is left to move a case on to, the number stands for all to see.
"""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from django.db import connection

from heard.actions import _law
from heard.records.models import Duty, Organisation
from heard.rules.figures import rounded, week_of


@dataclass(frozen=True, slots=True)
class Overdue:
    """``week``: its Monday; ``count``: rounded down to fives, None for fewer than five."""

    week: date
    count: int | None


def overdue(*, now: datetime) -> Overdue:
    """What was overdue when the week began, by the organisation's clocks."""
    monday, start = week_of(now, _law.zone_of(_country()))
    return Overdue(monday, rounded(_counted(str(connection.settings_dict["NAME"]), start)))


def _country() -> str:
    try:
        return _law.country()
    except Organisation.DoesNotExist:
        return ""


@lru_cache(maxsize=8)
def _counted(_database: str, start: datetime) -> int:
    """How many were overdue at an instant that is past. It is the same whenever it is asked.

    What was made good or swept since then was overdue then: nobody sees within the week that
    somebody did something. Each count has an index of its own.
    """
    missed = Duty.objects.filter(state=Duty.State.MISSED, due__lt=start)
    still = missed.filter(done=None).count()
    since = missed.filter(done__gte=start).count()
    unswept = Duty.objects.filter(state=Duty.State.OPEN, due__lt=start).count()
    return still + since + unswept

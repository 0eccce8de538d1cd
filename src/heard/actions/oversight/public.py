"""What everybody may read of it: how many promises are overdue, as of Monday.

It is the last rung: where nobody is left to move a case on to, the number stands for all to see.
"""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from django.db import connection

from heard.access import law
from heard.records.models import Duty, Organisation
from heard.rules.oversight import rounded, week_of


@dataclass(frozen=True, slots=True)
class Overdue:
    """``week``: its Monday; ``count``: of promises, in fives, None for fewer than five cases."""

    week: date
    count: int | None


def overdue(*, now: datetime) -> Overdue:
    """What was overdue when the week began, by the organisation's clocks."""
    monday, start = week_of(now, law.zone_of(_country()))
    promises, cases = _counted(str(connection.settings_dict["NAME"]), start)
    return Overdue(monday, rounded(promises, cases=cases))


def _country() -> str:
    try:
        return law.country()
    except Organisation.DoesNotExist:
        return ""


@lru_cache(maxsize=8)
def _counted(_database: str, start: datetime) -> tuple[int, int]:
    """Promises that were overdue at an instant that is past, and the cases they were made in.

    It is the same whenever it is asked. A promise that went from tier to tier is one.
    """
    promises, cases = (_once(start, *fields) for fields in (("case", "kind"), ("case",)))
    return promises, cases


def _once(start: datetime, *fields: str) -> int:
    """What was overdue then, each combination of these counted once.

    What was made good or swept since then was overdue then: nobody sees within the week that
    somebody did something. Each of the three has an index of its own.
    """
    missed = Duty.objects.filter(state=Duty.State.MISSED, due__lt=start)
    still, since = missed.filter(done=None), missed.filter(done__gte=start)
    unswept = Duty.objects.filter(state=Duty.State.OPEN, due__lt=start)
    first, *others = (each.order_by().values(*fields) for each in (still, since, unswept))
    count: int = first.union(*others).count()
    return count

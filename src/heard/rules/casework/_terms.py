"""How long somebody has, where that is counted in working days."""

from datetime import datetime, tzinfo

from heard.rules.casework._table import TABLE
from heard.rules.deadlines import Calendar, parse


def term(name: str, *, start: datetime, calendar: Calendar, zone: tzinfo) -> datetime:
    """When a time of the table's ``working`` is over that begins at ``start``, which is aware.

    Raises KeyError for a time that there is not.
    """
    within = parse(TABLE.working[name])
    assert within is not None  # "no number" is for laws; a test reads each of these
    return within.after(start, calendar=calendar, zone=zone)

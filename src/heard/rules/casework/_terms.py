"""How long somebody has: in working days, or to come back."""

from datetime import datetime, tzinfo

from heard.rules.casework._asked import ends
from heard.rules.casework._state import Casework
from heard.rules.casework._table import TABLE
from heard.rules.deadlines import Calendar, parse


def term(name: str, *, start: datetime, calendar: Calendar, zone: tzinfo) -> datetime:
    """When a time of the table's ``working`` is over that begins at ``start``, which is aware.

    Raises KeyError for a time that there is not.
    """
    within = parse(TABLE.working[name])
    assert within is not None  # "no number" is for laws; a test reads each of these
    return within.after(start, calendar=calendar, zone=zone)


def returns_until(state: Casework) -> datetime | None:
    """Until when a report that is taken back can be brought back; None where it is not."""
    began = state.case.last("withdraw")
    return return_ends(began.at) if began and state.course == "withdrawn" else None


def return_ends(withdrawn: datetime) -> datetime:
    """The same, of a report that was taken back at this instant, as the log has it: by the hour."""
    return ends(withdrawn, "returning", by_the_hour=True)

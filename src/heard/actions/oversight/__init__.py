"""What board, audit committee and works council see: numbers, never a case and never a name."""

from heard.actions.oversight._shape import Month, Week
from heard.actions.oversight.alarms import Alarm, alarms
from heard.actions.oversight.calendar import Entry, Reminder, mine, weeks_ahead
from heard.actions.oversight.granting import ALONE, Overseer, allow, overseers
from heard.actions.oversight.weeks import NotOverseerError, prepare, read
from heard.rules.suppression import Figure

__all__ = [
    "ALONE",
    "Alarm",
    "Entry",
    "Figure",
    "Month",
    "NotOverseerError",
    "Overseer",
    "Reminder",
    "Week",
    "alarms",
    "allow",
    "mine",
    "overseers",
    "prepare",
    "read",
    "weeks_ahead",
]

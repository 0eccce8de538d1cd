"""Clocks that run out, stand still, and go on."""

from datetime import datetime
from typing import ClassVar

from heard.rules.codes.duties import DutyKind
from heard.rules.codes.suspension import SuspensionReason
from heard.rules.events._event import EndsByItself, Id, MostOfACase, NotAHolders, OfACase


class DutyMissed(OfACase, frozen=True, kw_only=True):
    """Something that was owed by ``due`` was not done."""

    event: ClassVar = "duty_missed"
    bound: ClassVar = NotAHolders()
    told_to_reporter: ClassVar = True
    duty: DutyKind
    due: datetime


class FileDutyMissed(OfACase, frozen=True, kw_only=True):
    """The same of what is owed for a record that the reporter is not shown."""

    event: ClassVar = "file_duty_missed"
    bound: ClassVar = NotAHolders()
    duty: DutyKind
    due: datetime
    record: Id


class ClockSuspended(OfACase, frozen=True, kw_only=True):
    """The clock of a duty stands still until then, at most."""

    event: ClassVar = "clock_suspended"
    bound: ClassVar = MostOfACase(200)
    told_to_reporter: ClassVar = True
    duty: DutyKind
    reason: SuspensionReason
    until: datetime


class ClockResumed(OfACase, frozen=True, kw_only=True):
    """A clock that stood still runs again before its time."""

    event: ClassVar = "clock_resumed"
    bound: ClassVar = EndsByItself("once for each that was suspended")
    duty: DutyKind

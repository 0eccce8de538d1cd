"""What is wrong with Heard itself, for those who oversee: no case, no count, days alone."""

from datetime import date

import msgspec

from heard.actions import _alarms
from heard.actions.oversight.weeks import check_overseer


class Alarm(msgspec.Struct, frozen=True):
    """``subject``: a witness or machine by its name, empty for files. ``what``: its code."""

    kind: str
    subject: str
    what: str
    since: date


def alarms(*, holder: str) -> list[Alarm]:
    """What stands now, oldest first. Raises NotOverseerError.

    Damaged files are one line, whatever their number: who reads a case is told of its own.
    """
    check_overseer(holder)
    files = _alarms.standing(_alarms.Kind.FILE)[:1]
    witnesses = _alarms.standing(_alarms.Kind.WITNESS)
    found = [Alarm("file", "", "damaged", each.since.date()) for each in files]
    clocks = _alarms.standing(_alarms.Kind.CLOCK)
    found += [Alarm("clock", one.subject, one.what, one.since.date()) for one in clocks]
    epochs = _alarms.standing(_alarms.Kind.EPOCH)
    found += [Alarm("epoch", one.subject, one.what, one.since.date()) for one in epochs]
    found += [Alarm("witness", one.subject, one.what, one.since.date()) for one in witnesses]
    return sorted(found, key=lambda each: each.since)

"""How long is allowed, and when that is over: hours, days, working days, months.

Nothing here asks the time, a calendar service or a file: calendar and zone are values.
"""

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo

HOURS, DAYS, WORKING_DAYS, MONTHS = "hours", "days", "working days", "months"
MOST = {HOURS: 24 * 31, DAYS: 1100, WORKING_DAYS: 260, MONTHS: 36}
SAME_DAY = "same day"
NO_NUMBER = "no number"  # "without delay", "promptly": the law demands it and counts nothing
_WRITTEN = re.compile(r"([1-9][0-9]{0,3}) (hours|days|working days|months)")
_SPAN = re.compile(r"([1-9][0-9]{0,2}) (months|years)")
_SATURDAY, _SUNDAY = 5, 6
_MONTHS_A_YEAR = 12
_LAST_DAY = date.max - timedelta(days=7)  # further, arithmetic itself would fail


class BadDeadlineError(ValueError):
    """Not a length of time as a pack writes it."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are worked. ``weekend``: 0 is Monday; ``worked``: days of it that are worked.

    A day that nobody has listed is a working day if its weekday is: a holiday that is missing here
    makes a duty fall due earlier, never later.
    """

    weekend: AbstractSet[int] = frozenset({_SATURDAY, _SUNDAY})
    holidays: AbstractSet[date] = frozenset()
    worked: AbstractSet[date] = frozenset()

    def resting(self, weekday: int) -> "Calendar":
        """The same where six days of the week are worked: all but ``weekday``, and holidays."""
        return replace(self, weekend=frozenset({weekday}))

    def is_worked(self, day: date) -> bool:
        """Whether ``day`` counts as a working day."""
        if day in self.worked:
            return True
        return day.weekday() not in self.weekend and day not in self.holidays


@dataclass(frozen=True, slots=True)
class Deadline:
    """``count`` of ``unit``; ``count`` 0 of days: before the day is over."""

    count: int
    unit: str

    def after(self, start: datetime, *, calendar: Calendar, zone: tzinfo) -> datetime:
        """The instant (UTC) at which it is over. ``start`` is aware.

        Hours are elapsed hours. Days and months keep the hour on the wall in ``zone``, whatever
        the clocks were put to in between, and so end before the law's own last hour, which is the
        end of that day (Regulation 1182/71, Art. 3(2)(b)). A month that is too short ends on its
        last day (Art. 3(2)(c)). An hour that the clocks skip is counted as if they had not.
        """
        if self.unit == HOURS:
            return (start + timedelta(hours=self.count)).astimezone(UTC)
        # The hour on the wall; of an hour that comes twice, the first.
        wall = start.astimezone(zone).replace(fold=0, tzinfo=None)
        if not self.count:
            return _instant(datetime.combine(wall.date() + timedelta(days=1), time(0)), zone)
        return _instant(datetime.combine(self._last(wall.date(), calendar), wall.time()), zone)

    def _last(self, day: date, calendar: Calendar) -> date:
        if self.unit == DAYS:
            return day + timedelta(days=self.count)
        if self.unit == MONTHS:
            return months_after(day, self.count)
        left = self.count
        while left and day < _LAST_DAY:
            day += timedelta(days=1)
            left -= calendar.is_worked(day)
        return day


def parse(text: str) -> Deadline | None:
    """``24 hours``, ``14 days``, ``3 working days``, ``3 months``, ``same day``.

    None for ``no number``. Raises BadDeadlineError.
    """
    if text == NO_NUMBER:
        return None
    if text == SAME_DAY:
        return Deadline(0, DAYS)
    match = _WRITTEN.fullmatch(text)
    if match is None or int(match[1]) > MOST[match[2]]:
        raise BadDeadlineError(
            f"{text!r} is no deadline: write one like '24 hours', '14 days', '3 working days',"
            " '3 months', 'same day' or 'no number'"
        )
    return Deadline(int(match[1]), match[2])


def span(text: str) -> int:
    """``3 months``, ``10 years``, for which something is kept: in months.

    Raises BadDeadlineError.
    """
    match = _SPAN.fullmatch(text)
    if match is None:
        raise BadDeadlineError(f"{text!r} is no period: write one like '3 months' or '10 years'")
    return int(match[1]) * (_MONTHS_A_YEAR if match[2] == "years" else 1)


def end_of(day: date, zone: tzinfo) -> datetime:
    """The instant (UTC) at which a day is over in a zone."""
    return _instant(datetime.combine(day + timedelta(days=1), time(0)), zone)


def months_after(day: date, months: int) -> date:
    """The same day so many months on, or the last of a month that has no such day."""
    count = day.month - 1 + months
    year, month = day.year + count // _MONTHS_A_YEAR, count % _MONTHS_A_YEAR + 1
    following = date(year + month // _MONTHS_A_YEAR, month % _MONTHS_A_YEAR + 1, 1)
    return date(year, month, min(day.day, (following - timedelta(days=1)).day))


def _instant(wall: datetime, zone: tzinfo) -> datetime:
    return wall.replace(tzinfo=zone).astimezone(UTC)

"""Days that somebody states or writes (docs/spec/clocks.md, "From when" and "A written day")."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone, tzinfo

from heard.rules.deadlines import DAYS, MOST, end_of

# Baker Island, where a day ends last of all, and Kiribati, where it begins first (IANA tz).
ENDS_LAST = timezone(timedelta(hours=-12))
BEGINS_FIRST = timezone(timedelta(hours=14))

LIFE = timedelta(days=21_915)  # 60 years: nobody has worked, or been told, for longer
# The longest that a law may set (deadlines.MOST): whatever lies further back is late by every law
# on whichever day it was, so that nothing is lost by asking first.
LONG = timedelta(days=MOST[DAYS])
# The longest that such things are kept by law is ten years (tax and trade law of many countries).
KEPT_LONG = timedelta(days=11 * 365)

UNREADABLE, EARLY, LATE, FAR = "unreadable", "early", "late", "far"
_LONGEST = 40
_WHOLE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_LOOSE = re.compile(
    r"[^0-9]{0,3}([0-9]{1,6})([^0-9]{1,3})([0-9]{1,2})[^0-9]{1,3}([0-9]{1,6})[^0-9]{0,3}"
)
_TOGETHER = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
# Other letters may name an era or another calendar (R8, 令和, هـ): then nothing is offered.
_YEAR_MARKS = frozenset("年년")
_MARKS = _YEAR_MARKS | frozenset("月日号號월일م")
_DIGITS = {zero + each: str(each) for zero in (0x660, 0x6F0) for each in range(10)}
_OFFERED = 3
_CENTURY, _FOUR, _SHORT = 100, 4, 2

_Order = tuple[str, int, int]


class ImpossibleDayError(ValueError):
    """A day that cannot be meant; the message says which, and what to do."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """Which days can be meant; outside of ``near`` it is asked once more whether one is."""

    earliest: date
    latest: date
    near: tuple[date, date]

    def hold(self, day: date) -> bool:
        """Whether the day can be."""
        return self.earliest <= day <= self.latest


@dataclass(frozen=True, slots=True)
class Reading:
    """A day, and what must be asked before it counts: nothing, or one of the four above.

    ``offers``: what is likely to have been meant, the likeliest first.
    """

    day: date | None
    ask: str = ""
    offers: tuple[date, ...] = ()


def surely_over(day: date, *, now: datetime) -> datetime:
    """The instant by which what happened on ``day`` had happened, wherever on earth that was.

    Nobody says in which zone she was, and she is not asked: it would tell where she is. So the day
    ends where it ends last, and never later than ``now`` (aware), when it had been said.
    """
    return now if day >= now.astimezone(ENDS_LAST).date() else end_of(day, ENDS_LAST)


def of_telling(now: datetime) -> Bounds:
    """Days on which somebody can have told somebody else, anywhere on earth."""
    latest = now.astimezone(BEGINS_FIRST).date()
    return Bounds(latest - LIFE, latest, (latest - LONG, latest))


def of_overwriting(now: datetime, zone: tzinfo) -> Bounds:
    """Days from which what somebody outside holds may be gone."""
    today = now.astimezone(zone).date()
    return Bounds(today - LIFE, today + LIFE, (today - LONG, today + KEPT_LONG))


def check_telling(day: date | None, *, now: datetime) -> None:
    """Raises ImpossibleDayError where nobody can have told anybody on that day."""
    if day is not None and not of_telling(now).hold(day):
        raise ImpossibleDayError(
            "The day on which you first told someone has not come yet, or is more than 60 years"
            " ago. Change it or leave it out; everything else you wrote is still here."
        )


def check_overwriting(day: date | None, *, now: datetime, zone: tzinfo) -> None:
    """Raises ImpossibleDayError where nothing can be gone from that day on."""
    if day is not None and not of_overwriting(now, zone).hold(day):
        raise ImpossibleDayError(
            "The day from which it may be gone is more than 60 years away. Change it or leave it"
            " out; everything else you wrote is still here."
        )


def read(written: str, bounds: Bounds) -> Reading:
    """What somebody wrote where a day is asked for."""
    text = _plain(written)
    match = _WHOLE.fullmatch(text)
    day = _date(*map(int, match.groups())) if match else None
    if day is None:
        return Reading(None, _unread(text, bounds), tuple(_offers(text, bounds)))
    if not bounds.hold(day):
        ask = EARLY if day < bounds.earliest else LATE
        return Reading(day, ask, tuple(_offers(text, bounds)))
    near, far = bounds.near
    return Reading(day, "" if near <= day <= far else FAR)


def _plain(written: str) -> str:
    """Digits of Chinese and Arabic as 0 to 9; what is too long for a day is none."""
    if len(written) > _LONGEST:
        return ""
    return unicodedata.normalize("NFKC", written).translate(_DIGITS).strip(" \t\r\n")


def _unread(text: str, bounds: Bounds) -> str:
    """A year of five digits or six is a day to come, as browsers count them."""
    match = _LOOSE.fullmatch(text)
    long = match is not None and len(match[1]) > _FOUR and int(match[1]) > bounds.latest.year
    return LATE if long else UNREADABLE


def _offers(text: str, bounds: Bounds) -> list[date]:
    if any(sign.isalpha() and sign not in _MARKS for sign in text):
        return []
    if together := _TOGETHER.fullmatch(text):
        meant = _year_first(together[1], together[2], together[3], bounds)
    elif match := _LOOSE.fullmatch(text):
        meant = _in_each_order(match[1], match[2], match[3], match[4], bounds)
    else:
        return []
    return list(dict.fromkeys(day for day in meant if day))[:_OFFERED]


def _in_each_order(
    first: str, mark: str, second: str, third: str, bounds: Bounds
) -> list[date | None]:
    """The three numbers in each order in which people write them."""
    year_first = (first, int(second), int(third))
    if not _YEAR_MARKS.isdisjoint(mark):
        # A year of one digit is one of an era.
        return [_likely(*year_first, bounds)] if len(first) > 1 else []
    if len(first) > _SHORT:
        return _year_first(first, second, third, bounds)
    orders: list[_Order] = [(third, int(second), int(first)), (third, int(first), int(second))]
    if len(third) <= _SHORT:
        orders.append(year_first)
    return [_likely(*order, bounds) for order in orders]


def _year_first(year: str, month: str, day: str, bounds: Bounds) -> list[date | None]:
    order = (year, int(month), int(day))
    return [_likely(*order, bounds), _swapped(*order, bounds)]


def _swapped(year: str, month: int, day: int, bounds: Bounds) -> date | None:
    """Day and month the other way round, where they stood for a day to come."""
    both = ((_date(each, month, day), _date(each, day, month)) for each in _years(year))
    return next(
        (other for as_is, other in both if as_is and other and _turns(as_is, other, bounds)), None
    )


def _turns(as_is: date, other: date, bounds: Bounds) -> bool:
    return as_is > bounds.latest and bounds.hold(other)


def _likely(year: str, month: int, day: int, bounds: Bounds) -> date | None:
    """The day that can be, of those that the year may stand for; the newest of the century."""
    meant = [found for each in _years(year) if (found := _date(each, month, day))]
    latest = bounds.latest.year
    if len(year) <= _FOUR and int(year) >= latest + _CENTURY:
        return None  # The year of another calendar: 2569 in Thailand, 5787 in Israel.
    if any(found > bounds.latest for found in meant) or int(year) > latest:
        meant += [found for each in (latest, latest - 1) if (found := _date(each, month, day))]
    return next(filter(bounds.hold, meant), None)


def _years(year: str) -> Iterator[int]:
    """26 is 2026 or 1926; of too many digits the first four count, or the last."""
    parts = (year,) if len(year) <= _FOUR else (year[:_FOUR], year[-_FOUR:])
    for value in map(int, parts):
        if value < _CENTURY:
            yield from (2000 + value, 1900 + value)
        else:
            yield value


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None

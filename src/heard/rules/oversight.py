"""What the page that everybody reads may say: a count that points at no case, as of its week."""

from datetime import date, datetime, timedelta, tzinfo

from heard.rules.deadlines import end_of
from heard.rules.suppression import LEAST

STEP = 5


def rounded(count: int, *, cases: int) -> int | None:
    """Down to fives; None where fewer than five cases stand behind, however much each brings.

    Somebody who is named in a case reads the page too: they must not see one case more or less.
    """
    return count - count % STEP if cases >= LEAST else None


def week_of(now: datetime, zone: tzinfo) -> tuple[date, datetime]:
    """The Monday of the week, and the instant (UTC) at which it began in ``zone``."""
    day = now.astimezone(zone).date()
    monday = day - timedelta(days=day.weekday())
    return monday, end_of(monday - timedelta(days=1), zone)

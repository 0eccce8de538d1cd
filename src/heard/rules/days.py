"""A day that somebody states, without an hour or a zone (docs/spec/clocks.md, "Her day")."""

from datetime import date, datetime, timedelta, timezone

from heard.rules.deadlines import end_of

# Baker Island, where a day ends last of all, and Kiribati, where it begins first (IANA tz).
ENDS_LAST = timezone(timedelta(hours=-12))
BEGINS_FIRST = timezone(timedelta(hours=14))


def surely_over(day: date, *, now: datetime) -> datetime:
    """The instant by which what happened on ``day`` had happened, wherever on earth that was.

    Nobody says in which zone she was, and she is not asked: it would tell where she is. So the day
    ends where it ends last, and never later than ``now`` (aware), when it had been said.
    """
    return now if day >= now.astimezone(ENDS_LAST).date() else end_of(day, ENDS_LAST)

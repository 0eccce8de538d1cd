"""When a clock may stand still: for a typed reason, with an end, and never the first promises.

No clock is read: times are given and aware.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from heard.rules import _law
from heard.rules.codes.suspension import SuspensionReason
from heard.rules.refusals import RefusedError


@dataclass(frozen=True, slots=True)
class Reason:
    """``longest``: all the time that one duty of a case may stand still for this reason."""

    longest: timedelta
    duties: frozenset[str]


REASONS: dict[str, Reason] = {
    SuspensionReason(each["code"]): Reason(timedelta(days=each["days"]), frozenset(each["duties"]))
    for each in _law.read("suspension")["reason"]
}


def check(
    *, duty: str, reason: str, since: datetime, until: datetime, used: timedelta = timedelta(0)
) -> None:
    """Raise RefusedError unless this duty may stand still for this reason and so long.

    ``used``: how long it has done so in this case for the same reason before.
    """
    found = REASONS.get(reason)
    if found is None:
        raise RefusedError(f"Choose one of the reasons: {', '.join(REASONS)}.")
    if duty not in found.duties:
        raise RefusedError("This promise cannot wait for that reason. Keep it, and say so to her.")
    if until <= since:
        raise RefusedError("A pause needs an end. Choose a day that is still to come.")
    if until - since > found.longest - used:
        days = max(found.longest - used, timedelta(0)).days
        raise RefusedError(f"For this reason it can wait {days} days more. Choose an earlier end.")


def suspended(due: datetime, *, since: datetime, until: datetime) -> datetime:
    """When a duty falls due that stands still from ``since`` to ``until``: what remained is left.

    Raises RefusedError where it was due already.
    """
    if due <= since:
        raise RefusedError("This promise is due already. Keep it now.")
    return until + (due - since)


def resumed(due: datetime, *, until: datetime, ended: datetime) -> datetime:
    """When it falls due after the pause was ended early: what remained is left from then."""
    return min(ended, until) + (due - until)


def lasted(*, since: datetime, until: datetime, ended: datetime | None, now: datetime) -> timedelta:
    """How long a pause has lasted by ``now``."""
    end = min(until, now) if ended is None else ended
    return max(end - since, timedelta(0))

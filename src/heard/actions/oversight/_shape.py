"""What the figures of a week look like, and which days they belong to. All days are UTC's."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated

from heard.formats.wire import Answer, about
from heard.rules.suppression import LEAST, Delay, Figure

WEEK = timedelta(weeks=1)
AHEAD = 4  # weeks whose duties are told apart by when they are due
MONTHS = 12
# A month is told when it has been over for so long: what happened since its end is then part of
# the standing figures and of no month, so that no month follows from them.
LAG = timedelta(days=7)


class Month(Answer, kw_only=True):
    """What happened in a month; it is counted once and never again."""

    month: Annotated[str, about('"2026-03"')]
    missed: Figure
    kept: Figure
    before: Annotated[
        Figure | None, about("Null in months that were told before there was this figure.")
    ] = None
    escalations: Figure
    demands: Figure
    overridden: Figure
    acknowledged: Delay
    findings: Annotated[
        Figure | None, about("Null in months that were told before there was this figure.")
    ] = None
    gate: Annotated[
        Figure | None,
        about("What was filed at the gate; null in months that were told before there was one."),
    ] = None


class Week(Answer, kw_only=True):
    """What stood when a week's figures were made, and the months before it, newest first."""

    week: Annotated[date, about("Its Monday.")]
    next: Annotated[date, about("When there are new ones.")]
    made: datetime
    open: Figure
    overdue: Figure
    suspended: Figure
    evidence: Figure
    copies: Annotated[
        Figure | None, about("Null in a week that was made before there was this figure.")
    ] = None
    caseload: Annotated[
        Figure | None, about("Null in a week that was made before there was this figure.")
    ] = None
    months: Annotated[list[Month], about("Newest first.")]
    least: int = LEAST


def monday(now: datetime) -> date:
    """The first day of the week that ``now`` is in."""
    day = now.astimezone(UTC).date()
    return day - timedelta(days=day.weekday())


def months_before(now: datetime) -> list[date]:
    """The first days of the months that are told, newest first."""
    first = (now.astimezone(UTC) - LAG).date().replace(day=1)
    matches = []
    for _ in range(MONTHS):
        first = (first - timedelta(days=1)).replace(day=1)
        matches.append(first)
    return matches


def span(first: date) -> tuple[datetime, datetime]:
    """From the first moment of a month to the first of the next."""
    following = (first + timedelta(days=31)).replace(day=1)
    return midnight(first), midnight(following)


def midnight(day: date) -> datetime:
    """The moment at which a day begins."""
    return datetime.combine(day, time.min, tzinfo=UTC)


def weeks_from(week: date) -> list[str]:
    """The Mondays of this week and of those ahead, as the figures name them."""
    return [(week + number * WEEK).isoformat() for number in range(AHEAD)]

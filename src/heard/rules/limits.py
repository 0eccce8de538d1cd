"""Time limits that run for the reporter outside of Heard: the twin of client/lib/reporterLimits.ts.

Nothing here is a promise, and no server needs it: pages compute it where the reporter reads it
(docs/spec/clocks.md, "What runs for her").
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from heard.rules import _law
from heard.rules._packtable import BadPackError, members
from heard.rules.deadlines import (
    DAYS,
    MONTHS,
    WORKING_DAYS,
    BadDeadlineError,
    Deadline,
    months_after,
    parse,
    span,
)

INCIDENT, LEFT = "incident", "left"
_WORKED = 6  # days of a week, whichever the other one is
_ID = re.compile(r"([a-z]{2})_[a-z]+")
_LIMIT = {
    "id": str,
    "country": str,
    "from": str,
    "within": str,
    "article": str,
    "source": str,
    "verified": bool,
}
_LIMIT_MAY = {"at_most": str}


@dataclass(frozen=True, slots=True)
class ReporterLimit:
    """``start``: which of the reporter's days it counts from, INCIDENT or LEFT.

    ``at_most``: months from the incident after which it is over all the same, or None.
    """

    id: str
    country: str
    start: str
    within: Deadline
    verified: bool
    at_most: int | None = None


def read(table: Mapping[str, Any]) -> tuple[ReporterLimit, ...]:
    """The limits of a parsed file. Raises BadPackError naming the limit."""
    members("reporter-limits:", table, {"limit": list}, {}, ())
    found = tuple(map(_limit, table["limit"]))
    if len({each.id for each in found}) != len(found):
        raise BadPackError("reporter-limits: an id stands twice")
    return found


def before(
    limit: ReporterLimit, *, incident: date | None = None, left: date | None = None
) -> date | None:
    """The day before which to act; None where a day that it takes is unknown.

    Laws differ in whether the first day counts, so what is said is "before": this day can be one
    too late, the day before it never is. Of working days six are counted in a week, whichever is
    free, and no holiday is known, so that the true day is never earlier.
    """
    start = incident if limit.start == INCIDENT else left
    if start is None or (limit.at_most is not None and incident is None):
        return None
    day = _after(limit.within, start)
    if limit.at_most is None or incident is None:
        return day
    return min(day, months_after(incident, limit.at_most))


def _after(within: Deadline, start: date) -> date:
    if within.unit == MONTHS:
        return months_after(start, within.count)
    if within.unit == DAYS:
        return start + timedelta(days=within.count)
    # The free day is the last of each seven: which weekday that is, nobody was asked.
    return start + timedelta(days=within.count + (within.count - 1) // _WORKED)


def _limit(given: Any) -> ReporterLimit:  # noqa: ANN401 whatever TOML held
    where = f"reporter-limits, {(given.get('id') if isinstance(given, dict) else given)!r}:"
    if not isinstance(given, dict):
        raise BadPackError(f"{where} no table")
    members(where, given, _LIMIT, _LIMIT_MAY, ())
    match = _ID.fullmatch(given["id"])
    if match is None or match[1].upper() != given["country"]:
        raise BadPackError(f"{where} begin the id with its country, as in in_committee of IN")
    if given["from"] not in {INCIDENT, LEFT}:
        raise BadPackError(f"{where} from: choose from {INCIDENT}, {LEFT}")
    return ReporterLimit(
        given["id"], given["country"], given["from"], _within(where, given["within"]),
        given["verified"], _at_most(where, given),
    )  # fmt: skip


def _at_most(where: str, given: Mapping[str, Any]) -> int | None:
    try:
        return span(given["at_most"]) if "at_most" in given else None
    except BadDeadlineError as error:
        raise BadPackError(f"{where} at_most: {error}") from error


def _within(where: str, text: str) -> Deadline:
    try:
        within = parse(text)
    except BadDeadlineError as error:
        raise BadPackError(f"{where} {error}") from error
    if within is None or not within.count or within.unit not in {DAYS, WORKING_DAYS, MONTHS}:
        raise BadPackError(f"{where} within: give days, working days or months")
    return within


LIMITS = read(_law.read("reporter-limits"))

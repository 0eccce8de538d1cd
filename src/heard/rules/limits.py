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
)

INCIDENT, LEFT = "incident", "left"
_SUNDAY = 6
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


@dataclass(frozen=True, slots=True)
class ReporterLimit:
    """``start``: which of the reporter's days it counts from, INCIDENT or LEFT."""

    id: str
    country: str
    start: str
    within: Deadline
    verified: bool


def read(table: Mapping[str, Any]) -> tuple[ReporterLimit, ...]:
    """The limits of a parsed file. Raises BadPackError naming the limit."""
    members("reporter-limits:", table, {"limit": list}, {}, ())
    found = tuple(map(_limit, table["limit"]))
    if len({each.id for each in found}) != len(found):
        raise BadPackError("reporter-limits: an id stands twice")
    return found


def before(limit: ReporterLimit, start: date) -> date:
    """The day before which to act, if the limit counts from ``start``.

    Laws differ in whether the first day counts, so what is said is "before": this day can be one
    too late, the day before it never is. Of working days Saturdays count and holidays are unknown,
    so that the true day is never earlier.
    """
    if limit.within.unit == MONTHS:
        return months_after(start, limit.within.count)
    if limit.within.unit == DAYS:
        return start + timedelta(days=limit.within.count)
    day, left = start, limit.within.count
    while left:
        day += timedelta(days=1)
        left -= day.weekday() != _SUNDAY
    return day


def _limit(given: Any) -> ReporterLimit:  # noqa: ANN401 whatever TOML held
    where = f"reporter-limits, {(given.get('id') if isinstance(given, dict) else given)!r}:"
    if not isinstance(given, dict):
        raise BadPackError(f"{where} no table")
    members(where, given, _LIMIT, {}, ())
    match = _ID.fullmatch(given["id"])
    if match is None or match[1].upper() != given["country"]:
        raise BadPackError(f"{where} begin the id with its country, as in in_committee of IN")
    if given["from"] not in {INCIDENT, LEFT}:
        raise BadPackError(f"{where} from: choose from {INCIDENT}, {LEFT}")
    return ReporterLimit(
        given["id"], given["country"], given["from"], _within(where, given["within"]),
        given["verified"],
    )  # fmt: skip


def _within(where: str, text: str) -> Deadline:
    try:
        within = parse(text)
    except BadDeadlineError as error:
        raise BadPackError(f"{where} {error}") from error
    if within is None or not within.count or within.unit not in {DAYS, WORKING_DAYS, MONTHS}:
        raise BadPackError(f"{where} within: give days, working days or months")
    return within


LIMITS = read(_law.read("reporter-limits"))

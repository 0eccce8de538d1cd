"""A year of figures as the server would keep them, for looking at the board's page."""

from __future__ import annotations

import datetime as dt
import sqlite3
from pathlib import Path

import msgspec

from heard.actions.oversight import _shape
from heard.actions.oversight._months import DEMANDS, ESCALATIONS, FINDINGS
from heard.actions.oversight._standing import REASONS
from heard.rules.suppression import delays, protect

KINDS = ("acknowledge", "safety_check", "update")
UNITS = ("Brandt and Partners", "Finance, Asia Pacific and Middle East", "People, Group", "several")


def keep(folder: Path, *, now: dt.datetime) -> None:
    """Put a full week in place of the one that the server has made."""
    week = full(now)
    with sqlite3.connect(folder / "heard.sqlite3") as database:
        database.execute(
            "INSERT OR REPLACE INTO heard_oversightweek (week, figures, made) VALUES (?, ?, ?)",
            (str(week.week), msgspec.json.encode(week).decode(), now.isoformat(" ")),
        )
    database.close()


def full(now: dt.datetime) -> _shape.Week:
    """Numbers of an organisation with some hundred reports a year, suppressed by the rule."""
    monday = _shape.monday(now)
    weeks = (*_shape.weeks_from(monday), "later")
    months = [_month(first, place) for place, first in enumerate(_shape.months_before(now))]
    return _shape.Week(
        week=monday,
        next=monday + _shape.WEEK,
        made=now,
        open=protect(
            {
                "kind": dict(zip(KINDS, (26, 6, 35), strict=True)),
                "tier": {"1": 44, "2": 15, "3": 8},
                "unit": dict(zip(UNITS, (8, 11, 41, 7), strict=True)),
                "due": dict(zip(weeks, (26, 17, 11, 6, 7), strict=True)),
            }
        ),
        overdue=protect(
            {
                "kind": dict(zip(KINDS, (9, 1, 8), strict=True)),
                "tier": {"1": 11, "2": 7, "3": 0},
                "unit": dict(zip(UNITS, (2, 6, 10, 0), strict=True)),
            }
        ),
        suspended=protect({"reason": dict(zip(REASONS, (6, 5, 1, 0), strict=False))}),
        evidence=protect({"all": {"all": 3}}),
        months=months,
    )


def _month(first: dt.date, place: int) -> _shape.Month:
    many = (9, 14, 11, 6, 8, 12, 17, 9, 3, 10, 7, 13)[place]
    return _shape.Month(
        month=first.strftime("%Y-%m"),
        missed=protect({"kind": dict(zip(KINDS, (many // 2, 0, many // 2), strict=True))}),
        kept=protect({"kind": dict(zip(KINDS, (many * 2, 5, many * 3), strict=True))}),
        before=protect({"all": {"all": many // 2 + 1}}),
        escalations=protect({"reason": dict(zip(ESCALATIONS, (many - 2, 1, 1, 0), strict=True))}),
        demands=protect({"asks": dict(zip(DEMANDS, (1, many // 2, 0, 2), strict=True))}),
        overridden=protect({"all": {"all": many // 3}}),
        findings=protect({"code": dict(zip(FINDINGS, _found(many), strict=True))}),
        acknowledged=delays([1.5 * each for each in range(1, many * 2)]),
    )


def _found(many: int) -> tuple[int, ...]:
    return (many, 2, 1, 6, many // 3, *(0,) * (len(FINDINGS) - 5))

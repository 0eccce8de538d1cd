"""Days that somebody states (docs/spec/clocks.md, "From when")."""

from datetime import UTC, date, datetime
from typing import Any

from heard.rules import days

Json = dict[str, Any]
HONOLULU = "2026-11-28T08:57:00Z"  # 22:57 on the 27th there, 16:57 on the 28th in Shanghai


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def _over(day: str, now: str) -> Json:
    found = days.surely_over(date.fromisoformat(day), now=_instant(now))
    return {"day": day, "now": now, "over": found.isoformat().replace("+00:00", "Z")}


def make_days() -> Json:
    return {
        "over": [
            _over("2026-11-28", HONOLULU),  # today, in Shanghai
            _over("2026-11-27", HONOLULU),  # today, in Honolulu
            _over("2026-11-26", HONOLULU),
            _over("2026-11-29", HONOLULU),  # a day to come puts nothing off
            _over("2026-11-27", "2026-11-28T11:59:59Z"),
            _over("2026-11-27", "2026-11-28T12:00:00Z"),
            _over("2026-11-27", "2026-11-28T12:00:01Z"),
            _over("2024-02-29", "2026-11-28T12:00:01Z"),
            _over("0001-01-01", "2026-11-28T12:00:01Z"),
            _over("9999-12-31", "2026-11-28T12:00:01Z"),
        ]
    }

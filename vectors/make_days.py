"""Days that somebody states (docs/spec/clocks.md, "From when")."""

import json
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from heard.rules import days

Json = dict[str, Any]
HONOLULU = "2026-11-28T08:57:00Z"  # 22:57 on the 27th there, 16:57 on the 28th in Shanghai


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def _over(day: str, now: str) -> Json:
    found = days.surely_over(date.fromisoformat(day), now=_instant(now))
    return {"day": day, "now": now, "over": found.isoformat().replace("+00:00", "Z")}


NOW = "2026-11-28T08:57:00Z"
WRITTEN = (
    "2026-11-15", "2026-11-28", " 2026-11-15\t", "2026-11-29", "2026-12-01", "2027-01-12",
    "2099-11-15", "9999-12-31", "202611-11-15", "020261-11-15", "20026-11-15", "0026-11-15",
    "0026-12-15", "0006-03-01", "0000-11-15", "026-11-15", "226-11-15", "1899-12-31",
    "1966-11-27", "1966-11-28", "2006-11-15", "2023-11-23", "2023-11-24", "2026-02-30",
    "0026-02-29", "0024-02-29", "15.11.26", "11/15/26", "5/11/26", "26-11-15", "15. 11. 2026",
    "2026/11/5", "2026\u5e7411\u670815\u65e5", "\uff12\uff10\uff12\uff16-11-15",
    "\u0662\u0660\u0662\u0666-\u0661\u0661-\u0661\u0665", "\u06f1\u06f5/\u06f1\u06f1/\u06f2\u06f6",
    "last Monday", "15", "", "1-1-1-1", "2026-11-15" + " " * 31, "99/99/99",
    # Of other calendars, and a day where another reads the month.
    "26\u5e7411\u670815\u65e5", "26 \u5e74 11 \u6708 15 \u65e5", "26\ub144 11\uc6d4 15\uc77c",
    "8\u5e7411\u670815\u65e5", "\u4ee4\u548c8\u5e7411\u670815\u65e5", "R8-11-15", "R8.11.15",
    "\u32ff8\u5e7411\u670815\u65e5", "\u5e73\u621030\u5e744\u67081\u65e5",
    "\u6c11\u570b115\u5e7411\u670815\u65e5", "15/11/2568", "2568-11-15", "25681115", "5787-03-05",
    "7/6/48\u0647\u0640", "2026/11/15\u0645", "20261115", "20261205",
    "\uff12\uff10\uff12\uff16\uff11\uff11\uff11\uff15", "15112026", "2026-12-05", "2026/12/5",
    "2026\u5e7412\u67085\u65e5", "0026-12-05", "2027-03-01",
)  # fmt: skip


def _read(written: str, bounds: days.Bounds) -> Json:
    found = days.read(written, bounds)
    said = {"ask": found.ask, "offers": [each.isoformat() for each in found.offers]}
    return {"written": written, "day": found.day.isoformat() if found.day else None, **said}


def _bounds(bounds: days.Bounds) -> Json:
    said = {"earliest": bounds.earliest, "latest": bounds.latest, "near": bounds.near}
    return json.loads(json.dumps(said, default=str))


def make_days() -> Json:
    now = _instant(NOW)
    shanghai = ZoneInfo("Asia/Shanghai")
    return {
        "bounds": [
            {"of": "telling", "now": at, "zone": "", **_bounds(days.of_telling(_instant(at)))}
            for at in (NOW, "2026-11-28T09:59:59Z", "2026-11-28T10:00:00Z", "2024-02-29T12:00:00Z")
        ]
        + [
            {"of": "overwriting", "now": at, "zone": str(zone), **_bounds(found)}
            for at in (NOW, "2026-11-28T16:00:00Z")
            for zone in (shanghai, ZoneInfo("Pacific/Honolulu"))
            for found in [days.of_overwriting(_instant(at), zone)]
        ],
        "now": NOW,
        "telling": [_read(each, days.of_telling(now)) for each in WRITTEN],
        "overwriting": [_read(each, days.of_overwriting(now, shanghai)) for each in WRITTEN],
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
        ],
    }

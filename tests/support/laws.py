"""The packs of the package, read without Django, and a law made of them."""

from __future__ import annotations

from datetime import UTC, date, tzinfo
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from heard import rules
from heard.rules import lawpack
from heard.rules.clocks import Law
from heard.rules.deadlines import Calendar

TODAY = date(2026, 11, 29)
FOLDER = Path(rules.__file__).parent / "packs"


@cache
def packs() -> dict[str, lawpack.Pack]:
    """Every pack of the package by its id."""
    return {file.stem: lawpack.read(file.stem, file.read_text()) for file in FOLDER.glob("*.toml")}


def law(
    country: str = "",
    *,
    zone: tzinfo = UTC,
    calendar: Calendar | None = None,
    day: date = TODAY,
) -> Law:
    """What binds an organisation of ``country`` on a day."""
    found = lawpack.in_force(packs().values(), country, day=day)
    return Law(found, calendar or Calendar(), zone)


def only(*ids: str, calendar: Calendar | None = None) -> Law:
    """These packs and no others, in Berlin."""
    return Law(tuple(packs()[id] for id in ids), calendar or Calendar(), ZoneInfo("Europe/Berlin"))

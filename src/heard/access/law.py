"""The law an organisation is bound by: packs read from the package, its calendar, its zone.

The rules are pure, so what reads files and asks libraries stands here and hands them values.
"""

from datetime import date, datetime, tzinfo
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection

from heard.records.models import Case, Organisation
from heard.rules import clocks, lawpack
from heard.rules.clocks import Intake, Law
from heard.rules.deadlines import Calendar
from heard.rules.lawpack import Pack

PACKS = resources.files("heard.rules") / "packs"
ENDING = ".toml"
AHEAD = 4  # years of holidays, this one among them; one before
UTC = ZoneInfo("UTC")
Which = tuple[str, tzinfo, date, int]  # country, zone, since when its packs are the same, year


class Kept(NamedTuple):
    """Of a case, what says which law binds in it: that of where and when it was taken.

    ``country`` and ``zone`` are None where it was taken before cases kept them. Then they are the
    organisation's, which nobody can change.
    """

    country: str | None
    zone: str | None
    received: datetime


def in_force(now: datetime) -> Law:
    """What binds in a case that is taken at this moment.

    Raises BadPackError; DoesNotExist before init.
    """
    return of(Kept(**home(), received=now), now=now)


def of_case(case: Case, *, now: datetime) -> Law:
    """What binds in a case. ``now``: about which years its calendar must know."""
    return of(Kept(case.country, case.zone, case.received), now=now)


def of(kept: Kept, *, now: datetime) -> Law:
    """The same by what a case keeps of it. Raises BadPackError."""
    return _law(*_which(kept, now))


def home() -> dict[str, str]:
    """``country`` and ``zone`` by which a case is taken here; UTC has no other name."""
    return {"country": country(), "zone": str(zone_of(country()))}


def at_intake(*, received: datetime, disclosed: date | None, urgent: bool, now: datetime) -> Intake:
    """The duties of a new report (rules/clocks): of all reports of an hour mostly the same."""
    return _at_intake(_which(Kept(**home(), received=received), now), received, disclosed, urgent)


def country() -> str:
    """Two letters, or nothing. Written once by ``init``, so it is read once a database."""
    return _country(str(connection.settings_dict["NAME"]))


@cache
def packs() -> tuple[Pack, ...]:
    """Every pack there is, each read once. Raises BadPackError naming pack, line and duty."""
    files = {
        each.name.removesuffix(ENDING): each
        for each in PACKS.iterdir()
        if each.name.endswith(ENDING)
    }
    return tuple(lawpack.read(id, files[id].read_text("utf-8")) for id in sorted(files))


@cache
def zone_of(country: str) -> tzinfo:
    """The zone whose day ends first of a country's: nobody in it is answered late.

    UTC where no country is given, or an unknown one.
    """
    names = [fields[2] for fields in _zones() if fields[0] == country]
    return max((ZoneInfo(name) for name in names), key=_eastward, default=UTC)


@cache
def zone_named(name: str) -> tzinfo:
    """A zone by the name that a case keeps. Raises ZoneInfoNotFoundError."""
    return ZoneInfo(name)


@cache
def _country(_database: str) -> str:
    return Organisation.objects.get().country


def _which(kept: Kept, now: datetime) -> Which:
    bound = country() if kept.country is None else kept.country
    zone = zone_named(kept.zone) if kept.zone else zone_of(bound)
    return bound, zone, _since(bound, kept.received.astimezone(zone).date()), now.year


@lru_cache(maxsize=256)
def _since(country: str, day: date) -> date:
    """Since when the packs that bind on a day have been the same: few laws, however many days."""
    began = (pack.in_force for pack in packs() if pack.binds(country, day) and pack.in_force)
    return max(began, default=date.min)


@cache
def _law(country: str, zone: tzinfo, since: date, year: int) -> Law:
    five = settings.HEARD.five_day_week
    found = lawpack.in_force(packs(), country, day=since)
    bare = Law(found, zone=zone, five_days=five)
    if not bare.counts_working_days():
        return bare
    return Law(found, _calendar(country, year), zone, five)


@lru_cache(maxsize=64)
def _at_intake(
    which: Which,
    received: datetime,
    disclosed: date | None,
    urgent: bool,  # noqa: FBT001 a key
) -> Intake:
    return clocks.at_intake(received=received, disclosed=disclosed, urgent=urgent, law=_law(*which))


def _calendar(country: str, year: int) -> Calendar:
    # Late: half a second and 20 MB for a library that what takes no report never needs.
    import holidays  # noqa: PLC0415 as said above

    try:
        found = holidays.country_holidays(country, years=range(year - 1, year + AHEAD))
    except NotImplementedError:
        return Calendar()
    return Calendar(frozenset(found.weekend), frozenset(found), frozenset(found.weekend_workdays))


def _zones() -> list[list[str]]:
    # The IANA table: country, place, zone; a comment begins with a sharp.
    table = resources.files("tzdata") / "zoneinfo" / "zone.tab"
    lines = table.read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def _eastward(zone: ZoneInfo) -> float:
    """How far ahead of UTC over a year, in hours; winter and summer both count."""
    days = (datetime(2026, month, 1, tzinfo=zone).utcoffset() for month in (1, 7))
    return sum(day.total_seconds() for day in days if day) / 3600

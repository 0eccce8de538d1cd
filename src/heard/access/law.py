"""The law an organisation is bound by: packs read from the package, its calendar, its zone.

The rules are pure, so what reads files and asks libraries stands here and hands them values.
"""

from datetime import date, datetime, tzinfo
from functools import cache, lru_cache
from importlib import resources
from zoneinfo import ZoneInfo

from django.db import connection

from heard.records.models import Organisation
from heard.rules import clocks, lawpack
from heard.rules.clocks import Intake, Law
from heard.rules.deadlines import Calendar
from heard.rules.lawpack import Pack

PACKS = resources.files("heard.rules") / "packs"
ENDING = ".toml"
AHEAD = 4  # years of holidays, this one among them; one before
UTC = ZoneInfo("UTC")


def in_force(now: datetime) -> Law:
    """What binds the organisation of this database.

    Raises BadPackError; DoesNotExist before init.
    """
    return _law(country(), now.year)


def at_intake(*, received: datetime, disclosed: date | None, urgent: bool, now: datetime) -> Intake:
    """The duties of a new report (rules/clocks): of all reports of an hour mostly the same."""
    return _at_intake(country(), now.year, received, disclosed, urgent)


def country() -> str:
    """Two letters, or nothing. Written once by ``init``, so it is read once a database."""
    return _country(str(connection.settings_dict["NAME"]))


@cache
def packs() -> tuple[Pack, ...]:
    """Every pack there is, each read once. Raises BadPackError naming pack, line and duty."""
    matches = sorted((each for each in PACKS.iterdir()), key=lambda each: each.name)
    return tuple(
        lawpack.read(each.name.removesuffix(ENDING), each.read_text("utf-8"))
        for each in matches
        if each.name.endswith(ENDING)
    )


@cache
def zone_of(country: str) -> tzinfo:
    """The zone whose day ends first of a country's: nobody in it is answered late.

    UTC where no country is given, or an unknown one.
    """
    names = [fields[2] for fields in _zones() if fields[0] == country]
    return max((ZoneInfo(name) for name in names), key=_eastward, default=UTC)


@cache
def _country(_database: str) -> str:
    return Organisation.objects.get().country


@cache
def _law(country: str, year: int) -> Law:
    bare = Law(lawpack.in_force(packs(), country), zone=zone_of(country))
    if not bare.counts_working_days():
        return bare
    return Law(bare.packs, _calendar(country, year), bare.zone)


@lru_cache(maxsize=64)
def _at_intake(
    country: str,
    year: int,
    received: datetime,
    disclosed: date | None,
    urgent: bool,  # noqa: FBT001 a key
) -> Intake:
    return clocks.at_intake(
        received=received, disclosed=disclosed, urgent=urgent, law=_law(country, year)
    )


def _calendar(country: str, year: int) -> Calendar:
    # Late: the library takes half a second and 20 MB that most never need.
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

"""What binds the organisation: its country's packs, its holidays, and where its day ends."""

import datetime as dt

import pytest
from laws import packs

from heard.access import law as access_law
from heard.records.models import Organisation

HOUR = dt.timedelta(hours=1)
YEAR = 2026


def test_the_country_of_the_organisation_decides(meridian, now):
    assert Organisation.objects.get().country == "CN"
    law = access_law.in_force(now)
    assert [pack.id for pack in law.packs] == ["default", "cn"]
    assert str(law.zone) == "Asia/Shanghai"
    assert access_law.packs() == tuple(pack for _, pack in sorted(packs().items()))


@pytest.mark.parametrize(
    ("country", "zone"),
    [
        ("DE", "Europe/Berlin"),
        ("IN", "Asia/Kolkata"),
        ("US", "America/New_York"),  # of six zones the one whose day ends first
        ("RU", "Asia/Kamchatka"),
        ("", "UTC"),
        ("XX", "UTC"),
    ],
)
def test_the_day_ends_where_it_ends_first(country, zone):
    at = dt.datetime(YEAR, 1, 1, tzinfo=dt.UTC)
    found = access_law.zone_of(country)
    assert at.astimezone(found).utcoffset() == at.astimezone(dt.UTC).utcoffset() + {
        "Europe/Berlin": 1 * HOUR,
        "Asia/Kolkata": 5.5 * HOUR,
        "America/New_York": -5 * HOUR,
        "Asia/Kamchatka": 12 * HOUR,
        "UTC": 0 * HOUR,
    }.get(zone)


def test_holidays_are_those_of_the_country():
    calendar = access_law._law("FR", YEAR).calendar
    worked = {day: calendar.is_worked(dt.date(YEAR, *day)) for day in ((7, 13), (7, 14), (7, 18))}
    assert worked == {(7, 13): True, (7, 14): False, (7, 18): False}
    assert not calendar.is_worked(dt.date(YEAR - 1, 12, 25))
    assert not calendar.is_worked(dt.date(YEAR + 3, 12, 25))


def test_weekends_and_worked_weekends_are_those_of_the_country():
    arabia = access_law._calendar("SA", YEAR)
    assert [arabia.is_worked(dt.date(YEAR, 11, day)) for day in (19, 20, 21, 22)] == [
        True,
        False,
        False,
        True,
    ]
    # Before the spring festival of 2026 a Saturday is worked, as the State Council decreed.
    china = access_law._calendar("CN", YEAR)
    assert china.is_worked(dt.date(YEAR, 2, 14))
    assert not china.is_worked(dt.date(YEAR, 2, 21)) or china.is_worked(dt.date(YEAR, 2, 28))


def test_an_unknown_country_has_an_ordinary_week():
    calendar = access_law._calendar("XX", YEAR)
    assert [calendar.is_worked(dt.date(YEAR, 11, day)) for day in (20, 21, 22, 23)] == [
        True,
        False,
        False,
        True,
    ]


def test_a_calendar_is_asked_for_only_where_it_is_needed(monkeypatch):
    access_law._law.cache_clear()
    asked = []
    monkeypatch.setattr(access_law, "_calendar", lambda *what: asked.append(what))
    for country in ("", "CN", "DE", "FR"):
        access_law._law(country, YEAR)
    access_law._law.cache_clear()
    assert asked == [("FR", YEAR)]

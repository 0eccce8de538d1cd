"""What binds the organisation: its country's packs, its holidays, and where its day ends."""

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

import cast
import msgspec
import pytest
from kept import a_case
from laws import law as packs_law
from laws import packs

from heard.access import law as access_law
from heard.actions import cases
from heard.actions.deadlines import escalation
from heard.actions.intake import report
from heard.records.models import Case, Duty, Organisation
from heard.rules.clocks import strictest
from heard.rules.duties import KINDS, Kind

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


def law_of(country, zone="UTC", day=dt.date(YEAR, 11, 29)):
    kept = access_law.Kept(country, zone, dt.datetime.combine(day, dt.time(12), dt.UTC))
    return access_law.of(kept, now=dt.datetime(YEAR, 11, 29, tzinfo=dt.UTC))


def test_holidays_are_those_of_the_country():
    calendar = law_of("FR").calendar
    worked = {day: calendar.is_worked(dt.date(YEAR, *day)) for day in ((7, 13), (7, 14), (7, 18))}
    assert worked == {(7, 13): True, (7, 14): False, (7, 18): False}
    assert not calendar.is_worked(dt.date(YEAR - 1, 12, 25))
    assert not calendar.is_worked(dt.date(YEAR + 3, 12, 25))


def test_saturdays_are_worked_for_a_law_unless_somebody_attests(settings):
    """The first Saturday of November is no holiday in France."""
    french = next(pack for pack in law_of("FR").packs if pack.id == "fr")
    saturday, sunday = dt.date(YEAR, 11, 7), dt.date(YEAR, 11, 8)
    worked = []
    for attested in (False, True):
        settings.HEARD = replace(settings.HEARD, five_day_week=attested)
        access_law._law.cache_clear()
        week = law_of("FR").week_of(french)
        worked.append((week.is_worked(saturday), week.is_worked(sunday)))
    access_law._law.cache_clear()
    assert worked == [(True, False), (False, False)]


def test_a_case_keeps_the_law_and_the_days_it_was_taken_under(meridian, now):
    case = a_case("a" * 32, now=now, country="DE", zone="Europe/Berlin")
    law = access_law.of_case(case, now=now)
    assert str(law.zone) == "Europe/Berlin"
    assert law.packs == packs_law("DE", day=now.date()).packs
    assert access_law.in_force(now).packs == packs_law("CN", day=now.date()).packs


def test_word_of_where_things_stand_is_owed_by_the_clock_of_the_case(meridian, lin, now):
    """Over the night in which New York puts its clocks back, and Shanghai does not."""
    body = lin.report(meridian.roster, now=now)
    report.accept_report(report=msgspec.convert(body, report.Report), now=now)
    Case.objects.filter(id=lin.case).update(country="US", zone="America/New_York")
    at = dt.datetime(YEAR, 10, 25, 12, tzinfo=dt.UTC)
    cases.acknowledge(holder=cast.AMARA.id, case=lin.case, key="a" * 32, now=at)
    assert Duty.objects.get(kind="update").due == at + dt.timedelta(days=14) + HOUR


def test_a_case_keeps_its_zone_where_its_country_has_several(now):
    kept = access_law.Kept("US", "America/Los_Angeles", now)
    assert str(access_law.of(kept, now=now).zone) == "America/Los_Angeles"
    assert str(access_law.of(kept._replace(zone=None), now=now).zone) == "America/New_York"


def test_a_case_from_before_goes_by_the_organisation(meridian, now):
    """As every case of a Heard that was brought up to 0021."""
    case = a_case("a" * 32, now=now)
    assert (case.country, case.zone) == (None, None)
    assert access_law.of_case(case, now=now) == access_law.in_force(now)


def test_a_report_is_kept_with_the_law_it_was_taken_under(meridian, lin, now):
    body = lin.report(meridian.roster, now=now)
    report.accept_report(report=msgspec.convert(body, report.Report), now=now)
    case = Case.objects.get(id=lin.case)
    assert {"country": case.country, "zone": case.zone} == access_law.home()
    assert (case.country, case.zone) == ("CN", "Asia/Shanghai")


def test_what_is_owed_anew_goes_by_the_law_of_the_case(meridian, lin, now):
    """A tier that is opened owes by the case's own country and zone, whatever binds here.

    It is seen by the day that is over: in New York hours after it is in Shanghai.
    """
    body = lin.report(meridian.roster, now=now)
    report.accept_report(report=msgspec.convert(body, report.Report), now=now)
    Case.objects.filter(id=lin.case).update(country="US", zone="America/New_York")
    later = now + 48 * HOUR
    escalation.sweep(now=later)
    again = Duty.objects.filter(kind="preserve_evidence", state="open").get()
    there, here = (
        strictest("preserve_evidence", start=later, law=packs_law(zone=ZoneInfo(zone))).due
        for zone in ("America/New_York", "Asia/Shanghai")
    )
    assert again.due == there != here


@pytest.mark.parametrize(
    ("taken", "bound"),
    [
        # The day is that of the case's zone: in Tokyo it began nine hours before.
        (dt.datetime(YEAR, 9, 30, 14, 59, tzinfo=dt.UTC), False),
        (dt.datetime(YEAR, 9, 30, 15, 0, tzinfo=dt.UTC), True),
        (dt.datetime(YEAR + 9, 1, 1, tzinfo=dt.UTC), True),
    ],
)
def test_a_law_binds_in_what_is_taken_from_its_first_day_on(taken, bound):
    """And never in what was taken before, whenever that is asked."""
    for later in (taken, taken + dt.timedelta(days=400)):
        law = access_law.of(access_law.Kept("JP", "Asia/Tokyo", taken), now=later)
        assert ("jp-2025" in {pack.id for pack in law.packs}) is bound


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


WORKING_DAYS = (
    *("triage", "plan", "notice", "transcript", "outcome_letter", "appeal_decision"),
    *("checkin", "retaliation", "objection", "referral"),
)


@pytest.mark.parametrize(
    ("without", "wanted"), [((), ["", "CN", "DE", "FR"]), (WORKING_DAYS, ["FR"])]
)
def test_a_calendar_is_asked_for_only_where_it_is_needed(monkeypatch, without, wanted):
    """The default counts working days everywhere; without those duties, France alone would."""
    for kind in without:
        monkeypatch.setitem(KINDS, kind, Kind(("x",)))
    access_law._law.cache_clear()
    asked = []
    monkeypatch.setattr(access_law, "_calendar", lambda *what: asked.append(what))
    for country in ("", "CN", "DE", "FR"):
        law_of(country)
    access_law._law.cache_clear()
    assert asked == [(country, YEAR) for country in wanted]

"""The number that everybody reads: as of Monday, in fives, and never the news of one case."""

import datetime as dt
import re
from zoneinfo import ZoneInfo

import overdue as bulk
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from overseen import duty

from heard.actions.oversight import public
from heard.records.models import Duty
from heard.rules import oversight as rule

DAY, MINUTE, SECOND = (dt.timedelta(seconds=each) for each in (86400, 60, 1))
SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = dt.datetime(2026, 3, 9, tzinfo=SHANGHAI)  # ``now`` is the Tuesday after


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_one_more_or_less_is_rarely_seen_and_few_are_never(cases, more):
    count = cases + more
    shown = rule.rounded(count, cases=cases)
    assert (shown is None) == (cases < 5)
    assert shown is None or (0 <= count - shown < 5 and shown % 5 == 0)


ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/St_Johns", "Pacific/Kiritimati")


@given(st.integers(0, 20 * 366 * 24 * 60), st.sampled_from(ZONES))
def test_a_week_is_the_organisations(minutes, name):
    zone, now = ZoneInfo(name), dt.datetime(2020, 1, 1, tzinfo=dt.UTC) + minutes * MINUTE
    monday, start = rule.week_of(now, zone)
    assert monday.weekday() == 0
    assert start <= now < start + 7 * DAY + 60 * MINUTE  # a week in which clocks are put back
    assert start.astimezone(zone).replace(tzinfo=None) == dt.datetime.combine(monday, dt.time(0))


@pytest.fixture
def missed(meridian, now):
    """So many missed duties that were due at some time and made good at another."""

    def give(count, *, due=MONDAY - DAY, done=None, state="missed"):
        public._counted.cache_clear()
        bulk.give_due(bulk.give_cases(count, hour=now), due=due)
        Duty.objects.filter(state="open").update(state=state, done=done)

    return give


def said(meridian, now):
    public._counted.cache_clear()
    return public.overdue(now=now).count


@pytest.mark.parametrize(("count", "wanted"), [(0, None), (4, None), (5, 5), (9, 5), (10, 10)])
def test_it_counts_what_was_missed_and_not_made_good(meridian, missed, now, count, wanted):
    missed(count)
    assert said(meridian, now) == wanted


@pytest.mark.parametrize(
    ("made", "wanted"),
    [
        ({"due": MONDAY - SECOND}, 5),
        ({"due": MONDAY}, None),  # of this week
        ({"done": MONDAY - SECOND}, None),
        ({"done": MONDAY + SECOND}, 5),  # made good this week: it was overdue on Monday
        ({"state": "open"}, 5),  # the sweep is late, not they
        ({"state": "cancelled"}, None),
        ({"state": "done", "done": MONDAY - 2 * DAY}, None),
    ],
)
def test_it_is_as_of_monday_whatever_was_done_since(meridian, missed, now, made, wanted):
    missed(5, **made)
    assert said(meridian, now) == wanted


@pytest.mark.parametrize(
    ("cases", "kinds", "tiers", "wanted"),
    [(1, 4, 3, None), (4, 4, 3, None), (5, 1, 3, 5), (5, 2, 3, 10), (6, 4, 1, 20)],
)
def test_a_promise_is_one_in_every_tier_and_few_cases_are_none(
    meridian, now, cases, kinds, tiers, wanted
):
    """A case that nobody answers misses each promise again and again; it is one case."""
    for case in bulk.give_cases(cases, hour=now):
        for kind in ("acknowledge", "safety_check", "preserve_evidence", "update")[:kinds]:
            states = ("missed", "missed", "open")[:tiers]
            for tier, state in enumerate(states, 1):
                duty(case, due=MONDAY - DAY / tier, kind=kind, state=state, tier=tier)
    assert said(meridian, now) == wanted


def test_within_the_week_it_stays_as_it_was(meridian, missed, now):
    missed(5)
    assert public.overdue(now=now).count == 5
    Duty.objects.update(done=now)
    assert public.overdue(now=now + DAY).count == 5
    assert said(meridian, now + DAY) == 5
    assert said(meridian, now + 7 * DAY) is None


def test_everybody_may_read_it_and_asking_again_costs_nothing(meridian, missed, now):
    missed(12)
    client = Client(HTTP_HOST=meridian.site)
    answer = client.get("/figures.json")
    week = public.overdue(now=dt.datetime.now(dt.UTC)).week.isoformat()
    assert answer.json() == {"v": 1, "week": week, "overdue": 10}
    with CaptureQueriesContext(connection) as asked:
        client.get("/figures.json")
    assert len(asked) == 0


def test_each_count_walks_an_index(meridian, missed, now):
    missed(5)
    public._counted.cache_clear()
    with CaptureQueriesContext(connection) as asked:
        public.overdue(now=now)
    plans = []
    for query in asked.captured_queries:
        with connection.cursor() as cursor:
            word = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
            cursor.execute(f"{word} {query['sql']}")
            plans.append(str(cursor.fetchall()))
    if connection.vendor == "sqlite":  # PostgreSQL scans so small a table whole
        used = [re.findall(r"INDEX (duty_\w+)", plan) for plan in plans[-2:]]
        assert used == [["duty_overdue", "duty_made_good", "duty_due"]] * 2

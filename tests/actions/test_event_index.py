"""The events of one case are found by their index on both engines, whatever else is logged."""

import re

import cast
import pytest
from busy import give_cases
from django.db import connection
from django.test.utils import CaptureQueriesContext

from heard.records.models import Case, Event


@pytest.fixture
def plan(meridian, engine, now):
    """``plan(sql, params)``: how it is asked of a log with 1,200 events of 300 cases."""
    give_cases(cast.AMARA.id, 300, hour=now, first=1000)
    if engine == "postgres":  # which counts rows by itself, where Heard never has SQLite do it
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    explain = "EXPLAIN QUERY PLAN " if engine == "sqlite" else "EXPLAIN "

    def planned(sql, params=None):
        with connection.cursor() as cursor:
            cursor.execute(explain + sql, params)
            return "\n".join(str(row[-1]) for row in cursor.fetchall())

    return planned


def test_events_of_a_case_are_not_found_by_reading_them_all(plan):
    case = Case.objects.first().id
    assert "event_by_case" in plan(*Event.of(case).order_by("index").query.sql_with_params())


def test_what_is_new_in_a_case_is_not_counted_by_reading_all_events(plan):
    from heard.actions.cases.queue import queue

    with CaptureQueriesContext(connection) as asked:
        queue(holder=cast.AMARA.id, after=None, closed=False)
    (query,) = (each["sql"] for each in asked if "heard_event" in each["sql"])
    sought = r"event_by_case \(case_number=\? AND index>\?\)|Index Cond: \(\(case_number = "
    assert re.search(sought, plan(query))


def test_what_somebody_did_lately_is_not_counted_by_reading_all_events(plan, now):
    query = Event.of_none().filter(actor="a" * 32, at__gt=now, kind="keyring_changed")
    assert "event_of_none" in plan(*query.query.sql_with_params())

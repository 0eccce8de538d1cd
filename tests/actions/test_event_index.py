"""The events of one case are found by their index on both engines, whatever else is logged."""

import re

import cast
from django.db import connection
from django.test.utils import CaptureQueriesContext

from heard.records.models import Event


def test_events_of_a_case_are_not_found_by_reading_them_all(database, engine):
    query, params = Event.of("a" * 32).order_by("index").query.sql_with_params()
    explain = "EXPLAIN QUERY PLAN " if engine == "sqlite" else "EXPLAIN "
    with connection.cursor() as cursor:
        if engine == "postgres":
            cursor.execute("SET enable_seqscan = off")  # an empty table is quickest read whole
        cursor.execute(explain + query, params)
        plan = str(cursor.fetchall())
    assert "event_by_case" in plan


def test_what_is_new_in_a_case_is_not_counted_by_reading_all_events(database, engine, now):
    import meridian

    from heard.actions.cases.queue import queue
    from heard.records.models import Case, Wrap

    meridian.found(now=now)
    holder = cast.AMARA.id
    case = Case.objects.create(
        id="a" * 32, received=now, roster="0" * 64, code="0" * 64, urgent=False
    )
    Wrap.objects.create(case=case, holder_id=holder, sealed=b"", released=now)
    with CaptureQueriesContext(connection) as asked:
        queue(holder=holder, after=None, closed=False)
    (query,) = (each["sql"] for each in asked if "heard_event" in each["sql"])
    with connection.cursor() as cursor:
        if engine == "postgres":
            cursor.execute("SET enable_seqscan = off")
        cursor.execute(("EXPLAIN QUERY PLAN " if engine == "sqlite" else "EXPLAIN ") + query)
        plan = "\n".join(str(row[-1]) for row in cursor.fetchall())
    sought = r"event_by_case \(case_number=\? AND index>\?\)|Index Cond: \(\(case_number = "
    assert re.search(sought, plan), plan


def test_what_somebody_did_lately_is_not_counted_by_reading_all_events(database, engine, now):
    query = Event.of_none().filter(actor="a" * 32, at__gt=now, kind="keyring_changed")
    text, params = query.query.sql_with_params()
    with connection.cursor() as cursor:
        if engine == "postgres":
            cursor.execute("SET enable_seqscan = off")
        cursor.execute(("EXPLAIN QUERY PLAN " if engine == "sqlite" else "EXPLAIN ") + text, params)
        assert "event_of_none" in str(cursor.fetchall())

"""The events of one case are found by their index on both engines, whatever else is logged."""

from django.db import connection

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

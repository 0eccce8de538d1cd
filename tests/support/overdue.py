"""Very many cases whose acknowledgement is due, and very many duties that are not: in bulk."""

from __future__ import annotations

from datetime import datetime

import cast
from django.db import connection
from kept import number

from heard.formats.report import new_id
from heard.records.models import Case, Duty, Wrap

BATCH = 500
SEALED = b"sealed"  # what a sweep opens to the next tier, it cannot read


def give_cases(count: int, *, hour: datetime) -> list[str]:
    """Cases that Amara has and that wait for Ruth and Ines; their ids."""
    ids = [new_id() for _ in range(count)]
    cases = [
        Case(
            id=id,
            received=hour,
            roster="0" * 64,
            code=new_id() * 2,
            urgent=False,
            reporter_recipient="",
            reporter_signing="",
        )
        for id in ids
    ]
    Case.objects.bulk_create(cases, batch_size=BATCH)
    wraps = [
        Wrap(case=case, holder_id=who.id, sealed=SEALED, released=hour if who.tier == 1 else None)
        for case in cases
        for who in (cast.AMARA, cast.RUTH, cast.INES)
    ]
    Wrap.objects.bulk_create(wraps, batch_size=BATCH)
    return ids


def give_due(cases: list[str], *, due: datetime) -> None:
    """An open duty of each case."""
    kept = Case.objects.filter(id__in=cases)
    duties = [Duty(id=new_id(), case=case, kind="acknowledge", due=due, source="") for case in kept]
    Duty.objects.bulk_create(duties, batch_size=BATCH)


NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %s)"
ID = {
    "sqlite": "lower(hex(randomblob(16)))",
    "postgresql": "replace(gen_random_uuid()::text, '-', '')",
}


def give_later(count: int, *, case: str, due: datetime) -> None:
    """So many open duties that are not due: what a sweep must step over."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO heard_duty (id, case_id, kind, due, state, source, tier, from_tier)"
            f" {NUMBERS} SELECT {ID[connection.vendor]}, %s, 'update', %s, 'open', '', 1, 1 FROM n",
            [count, number(case), due],
        )
        cursor.execute("ANALYZE")

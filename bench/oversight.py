"""The board's figures over 10,000 and 1,000,000 duties: made once a week, read at any time.

    script/with-postgres --durable python bench/oversight.py [--most 1000000]

Baseline, in the same run: the open duties counted by kind alone, the least that any figure needs.
"""

from __future__ import annotations

import argparse
import secrets
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "support"))

from _engines import HERE, founded, on_each_engine

SIZES = (10_000, 100_000, 1_000_000)
BATCH = 20_000
UNITS = 12
NOW = datetime.now(UTC).replace(microsecond=0)
STATES = ("open", "open", "done", "done", "done", "done", "done", "done", "missed", "missed")


def handlers() -> list[str]:
    """Two holders a unit, active."""
    from heard.records.models import Holder

    made = [
        Holder(
            id=secrets.token_hex(16),
            name=f"Handler {number}",
            role="Case handler",
            unit=f"Unit {number % UNITS}",
            tier=1 + number % 3,
            state=Holder.State.ACTIVE,
            oversight=number == 0,
            since=NOW.date(),
        )
        for number in range(2 * UNITS)
    ]
    Holder.objects.bulk_create(made)
    return [each.id for each in made]


def fill(first: int, last: int, people: list[str]) -> None:
    """Cases with two readers each, half of them led by one; a duty each, over a year."""
    from django.db import transaction

    from heard.ledger.bulk_insert import Row, insert
    from heard.records.models import Case, Duty, Wrap

    for start in range(first, last, BATCH):
        rows = []
        for number in range(start, min(start + BATCH, last)):
            case, at = secrets.token_hex(16), NOW - timedelta(hours=number % 8760)
            one, two = people[number % len(people)], people[(number + 1) % len(people)]
            rows.append(
                Row(
                    Case,
                    number=number + 1,
                    id=case,
                    received=at,
                    roster="0" * 64,
                    code=secrets.token_hex(32),
                    reporter_recipient="",
                    reporter_signing="",
                    urgent=False,
                    lead_id=one if number % 2 else None,
                )
            )
            seen = {"case_id": number + 1, "sealed": b"", "released": at}
            rows += [Row(Wrap, holder_id=one, **seen), Row(Wrap, holder_id=two, **seen)]
            state = STATES[number % len(STATES)]
            due = NOW + timedelta(days=number % 60) if state == "open" else at
            said = {"case_id": number + 1, "kind": "update", "due": due, "state": state}
            rows.append(Row(Duty, id=secrets.token_hex(16), source="Heard default", **said))
        with transaction.atomic():
            insert(rows)


def timed(work: Callable[[], Any], times: int) -> float:
    """Milliseconds, the median."""
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        taken.append((time.perf_counter() - began) * 1000)
    return sorted(taken)[len(taken) // 2]


def measure(engine: str, most: int) -> None:
    founded()
    from django.db import connection
    from django.db.models import Count

    from heard.actions import oversight
    from heard.records.models import Duty, Holder, Organisation, OversightWeek

    Organisation.objects.update(created=NOW - timedelta(days=800))
    people, done = handlers(), 0
    overseer = Holder.objects.get(oversight=True).id
    for size in (each for each in SIZES if each <= most):
        fill(done, size, people)
        done = size
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        OversightWeek.objects.all().delete()
        opened = Duty.objects.filter(state="open").order_by().values("kind")
        counted = timed(lambda opened=opened: list(opened.annotate(n=Count("id"))), 3)
        first = timed(lambda: oversight.prepare(now=NOW), 1)
        again = timed(lambda: oversight.prepare(now=NOW + timedelta(weeks=1)), 1)
        read = timed(lambda: oversight.read(holder=overseer, now=NOW), 21)
        print(
            f"{engine} {size:>9,} duties: counted by kind {counted:.0f} ms, first week with twelve"
            f" months {first:.0f} ms, a week more {again:.0f} ms, read {read:.2f} ms",
            flush=True,
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most", type=int, default=SIZES[-1])
    parser.add_argument(HERE, dest="here")
    options = parser.parse_args()
    if options.here:
        measure(options.here, options.most)
        return
    on_each_engine(__file__, "--most", str(options.most))


if __name__ == "__main__":
    main()

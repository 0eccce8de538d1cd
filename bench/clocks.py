"""The sweep of the clocks: what it costs when nothing is due, and how fast it moves what is.

    script/with-postgres --durable python bench/clocks.py [--open 1000000] [--due 10000]

Nothing due: the same sweep over an empty table is the baseline, and the growth to 10,000 and to
all open duties is shown. Due: each moved duty is a compare-and-set, two events of the log, a wrap
released, a notice and a new duty; the baseline is actions of one such log event each, as many at
once. A second sweep beside the first shows what two workers do to each other.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "support"))

from _engines import HERE, founded, on_each_engine

ASKS = 101
DAY = timedelta(days=1)


def nothing_due(engine: str, name: str, now: datetime) -> None:
    """Print the median and worst of many sweeps that find nothing."""
    from heard.actions.deadlines import escalation

    took = []
    for _ in range(ASKS):
        began = time.perf_counter()
        assert escalation.sweep(now=now) == 0
        took.append((time.perf_counter() - began) * 1000)
    print(
        f"{engine:9}{name:34}{statistics.median(took):9.2f} ms{max(took):10.2f} ms worst",
        flush=True,
    )


def all_due(engine: str, count: int, now: datetime, *, sweeps: int) -> None:
    """Print how many duties a second are moved by so many sweeps at once."""
    import overdue
    from django.db import connections

    from heard.actions.deadlines import escalation
    from heard.records.models import Duty

    overdue.give_due(overdue.give_cases(count, hour=now - 2 * DAY), due=now - DAY)

    def swept(_: int) -> int:
        try:
            return escalation.sweep(now=now)
        finally:
            connections.close_all()

    began = time.perf_counter()
    with ThreadPoolExecutor(sweeps) as pool:
        moved = sum(pool.map(swept, range(sweeps)))
    took = time.perf_counter() - began
    assert moved == count
    assert not Duty.objects.filter(state="open", due__lte=now).exists()
    print(f"{engine:9}{f'{count} due, {sweeps} sweeping':34}{count / took:9.0f} /s", flush=True)


def one_event_each(engine: str, count: int, now: datetime) -> None:
    """Print how many actions a second the writer takes that log one event and change nothing."""
    from heard.ledger.journal import Actor, JournalEntry, write
    from heard.rules.events.organisation import LogCreated

    def action(entry: JournalEntry) -> None:
        entry.log(LogCreated(), at=now, actor=Actor(kind="operator"))

    began = time.perf_counter()
    with ThreadPoolExecutor(32) as pool:
        list(pool.map(lambda _: write(action), range(count)))
    print(
        f"{engine:9}{'baseline: one event each':34}{count / (time.perf_counter() - began):9.0f} /s",
        flush=True,
    )


def measure(engine: str, most: int, due: int) -> None:
    """Print the lines of one engine."""
    founded()
    import overdue
    from django.db import connections

    from heard.ledger import writer

    now = datetime.now(UTC).replace(microsecond=0)
    (case,) = overdue.give_cases(1, hour=now)
    held = 0
    for size in (0, min(10_000, most), most):
        if size > held:
            overdue.give_later(size - held, case=case, due=now + DAY)
        held = size
        nothing_due(engine, f"nothing due of {size} open", now)
    one_event_each(engine, due, now)
    for sweeps in (1, 2):
        all_due(engine, due, now, sweeps=sweeps)
    writer.stop()
    connections.close_all()


def main() -> None:
    """Each engine in a process of its own: settings are read once."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--open", type=int, default=1_000_000)
    parser.add_argument("--due", type=int, default=10_000)
    parser.add_argument(HERE, help="for the bench's own use", dest="here")
    options = parser.parse_args()
    if options.here:
        measure(options.here, options.open, options.due)
        return
    on_each_engine(__file__, *sys.argv[1:])


if __name__ == "__main__":
    main()

"""Events that wait for their places: a worker that stood still for a day, or a very busy hour.

    script/with-postgres --durable python bench/waiting.py [--waiting 1000 10000 100000]

They are made by the log's own code, 64 actions to a commit, over a day in which no epoch was closed.
Then one commit, the first of a process that has just started (with the guard's tidying), what
`heard serve` compares before it starts, and epochs until nothing waits. The baseline is the first
line: the same with few that wait. Wall time, and processor time of this process.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "support"))

from _engines import HERE, founded, on_each_engine

WAITING = (1_000, 10_000, 100_000)
BATCH = 64  # actions in one commit
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def timed(work: Callable[..., Any], *given: Any, **named: Any) -> str:
    """Milliseconds, and of the processor."""
    wall, own = time.perf_counter(), time.process_time()
    work(*given, **named)
    took = (time.perf_counter() - wall, time.process_time() - own)
    return " ".join(f"{each * 1000:8.0f}" for each in took)


def commit(at: datetime, first: int, count: int = 1) -> None:
    """Events of as many cases, in one commit."""
    from waiting import changed

    from heard.ledger import writer
    from heard.ledger.journal import JournalEntry

    jobs = [
        writer.Job(changed(at, f"{first + n:032x}"), JournalEntry, "", "") for n in range(count)
    ]
    writer._settle(jobs)
    if failed := [job.error for job in jobs if job.error]:
        raise failed[0]


def fill(start: datetime, size: int) -> None:
    """Until so many wait, spread over the day."""
    from heard.records.models import Event, PendingEntry

    while (there := PendingEntry.objects.count()) < size:
        at = start + DAY * there / size
        commit(at, Event.objects.count(), min(BATCH, size - there))


def place_all(now: datetime) -> None:
    """An epoch an hour until nothing waits."""
    from heard.actions.operations import epochs
    from heard.records.models import Head, PendingEntry

    hours = 0
    while PendingEntry.objects.exists():
        took = timed(epochs.close_epoch, now=now + hours * HOUR)
        hours += 1
        left, width = PendingEntry.objects.count(), Head.objects.get().leaves
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
        print(f"{'':9}{hours:7}. epoch {took}  {width} leaves, {left} wait, {most} MB", flush=True)


def measure(engine: str, sizes: list[int]) -> None:
    """One line a size, then its epochs."""
    founded()
    from heard.actions.operations import epochs
    from heard.ledger import guard as ledger_guard
    from heard.ledger import log, pending
    from heard.records.models import Event

    now = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    epochs.close_epoch(now=now - DAY - HOUR)
    for day, size in enumerate(sizes):
        at = now + day * 7 * DAY  # each in a week of its own: an epoch's width is a week's
        fill(at - DAY, size)
        one = statistics.median(
            float(timed(commit, at, Event.objects.count()).split()[0]) for _ in range(20)
        )
        pending._tidied.clear()
        first = timed(commit, at, Event.objects.count())
        start = timed(log.compare)
        guard = (ledger_guard.place() / "pending").stat().st_size / 1e6
        print(f"{engine:9}{size:7}{one:8.0f} {first} {start}{guard:9.2f}", flush=True)
        place_all(at)


def main() -> None:
    """Each engine in a process of its own: settings are read once."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--waiting", type=int, nargs="*", default=list(WAITING))
    parser.add_argument(HERE, help="for the bench's own use", dest="here")
    options = parser.parse_args()
    if options.here:
        measure(options.here, options.waiting)
        return
    columns = "".join(f"{name + ' ms':>9}{'cpu':>9}" for name in ("first", "start"))
    print(f"{'engine':9}{'waiting':>7}{'one ms':>8}{columns}{'guard MB':>9}", flush=True)
    on_each_engine(__file__, *sys.argv[1:])


if __name__ == "__main__":
    main()

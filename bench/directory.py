"""The directory from a thousand people to 254,000: first import, again, 1 % changed, memory.

    script/with-postgres --durable python bench/directory.py [--most 254000]

The same code as ``heard import``, in a process of its own for each import. Baseline, in the same
run: the file read line by line and its rows put into one bare table. ``peak`` is the process's
whole memory at its highest, Django and the log included.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "support"))

from _engines import HERE, founded, on_each_engine

SIZES = (1_000, 10_000, 100_000, 254_000)
SPAN = 8  # people to a manager
TEAM = 12
HEAD = "employee_id,name,email,unit,parent_unit,country,manager_id\n"


def write(path: Path, size: int, *, changed: int = 0) -> None:
    """People in a tree of managers; ``changed`` of them have another team and a new name."""
    other = set(random.Random(7).sample(range(1, size), changed))
    with path.open("w", encoding="utf-8") as file:
        file.write(HEAD)
        for n in range(size):
            team = (n // TEAM + 1) % (size // TEAM + 1) if n in other else n // TEAM
            manager = f"E{(n - 1) // SPAN:07}" if n else ""
            name = f"Person {n} {'Renamed' if n in other else 'Müller'}"
            file.write(f"E{n:07},{name},p{n}@meridian.example,T{team},D{team % 97},DE,{manager}\n")


def timed(work: Callable[[], Any]) -> float:
    """Seconds."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def imported(path: Path) -> tuple[float, float]:
    """Seconds and peak MB of one import in a process of its own, as the operator's is."""
    command = [sys.executable, __file__, HERE, "any", "--file", str(path)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    seconds, peak = said.split()
    return float(seconds), float(peak)


def take_in(path: Path) -> None:
    """Import and print seconds and peak MB; Django's own start is not counted in the seconds."""
    import django

    django.setup()
    from heard.actions import directory
    from heard.ledger import writer

    def action() -> None:
        directory.take_in(
            path=path,
            wish=directory.Wish(most_leavers=0.05),
            now=datetime.now(UTC),
            progress=lambda _step, _done, _total: None,
        )

    seconds = timed(action)
    print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    writer.stop()


def bare(path: Path) -> None:
    """Read and store, with no check and no comparison."""
    from django.db import connection, transaction

    with path.open(encoding="utf-8") as file, transaction.atomic():
        rows = (line.rstrip("\n").split(",") for line in file)
        with connection.cursor() as cursor:
            columns = ", ".join(f"c{n} varchar(200)" for n in range(7))
            cursor.execute(f"CREATE TABLE bare ({columns})")
            if connection.vendor == "postgresql":
                with cursor.copy("COPY bare FROM STDIN") as copy:
                    for row in rows:
                        copy.write_row(row)
            else:
                marks = ", ".join("?" * 7)
                connection.connection.executemany(f"INSERT INTO bare VALUES ({marks})", rows)


def looked_up(size: int) -> float:
    """Milliseconds to find one person with the line up, the median of many."""
    from heard.actions import directory

    ids = [f"E{random.randrange(size):07}" for _ in range(101)]
    took = sorted(timed(lambda: directory.manager_line(id)) for id in ids)  # noqa: B023 at once
    return took[len(took) // 2] * 1000


def emptied() -> None:
    """No people, no units, no baseline; as small on the disk as at first."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bare")
        if connection.vendor == "postgresql":
            cursor.execute("TRUNCATE heard_provisioned, heard_person, heard_unit")
            return
        cursor.execute("DELETE FROM heard_person")
        cursor.execute("DELETE FROM heard_unit")
        cursor.execute("VACUUM")


def measure(engine: str, size: int) -> None:
    """One line."""
    emptied()
    folder = Path(os.environ["HEARD_DATA"])
    first, second = folder / "first.csv", folder / "second.csv"
    write(first, size)
    write(second, size, changed=size // 100)
    runs = [imported(path) for path in (first, first, second)]
    took = [seconds for seconds, _ in runs]
    peak = max(peak for _, peak in runs)
    line = looked_up(size)
    took.append(timed(lambda: bare(first)))
    cells = "".join(f"{each:10.2f}" for each in took)
    print(f"{engine:9}{size:9,}{cells}{peak:9.0f}{line:10.2f}", flush=True)


def each_size(engine: str, most: int) -> None:
    """A line a size."""
    founded()
    from heard.ledger import writer

    writer.stop()
    for size in SIZES:
        if size <= most:
            measure(engine, size)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--most", type=int, default=SIZES[-1], help="people at most")
    parser.add_argument("--file", type=Path, help="for the bench's own use")
    parser.add_argument(HERE, help="for the bench's own use", dest="here")
    options = parser.parse_args()
    if options.file:
        take_in(options.file)
        return
    if options.here:
        each_size(options.here, options.most)
        return
    columns = "".join(f"{name:>10}" for name in ("first s", "same s", "1 % s", "bare s"))
    print(f"{'engine':9}{'people':>9}{columns}{'peak MB':>9}{'line ms':>10}", flush=True)
    on_each_engine(__file__, *sys.argv[1:])


if __name__ == "__main__":
    main()

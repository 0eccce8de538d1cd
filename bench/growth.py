"""Reports accepted a second where 1,000, 100,000 and a million are stored already.

    script/with-postgres --durable python bench/growth.py [--stored 1000 1000000] [--engine postgres]

One report is accepted; its rows are then copied under fresh ids by the database itself. The copies
are real but for three things: sealed bytes are cut to 256, to save disk; their events stand at
places of the log (grown by its own code, four leaves a report) that hold padding; and their notices
are not there. What is then accepted over HTTP and timed is whole. The baseline is the first line: the same with few stored.
A million take 15 GB in the temporary folder and ten minutes for both databases.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "support"))

from _engines import ENGINES, HERE, on_each_engine, pad_log
from reports import Bodies, Result, free_port, load, serve, template

STORED = (1_000, 100_000, 1_000_000)
STEP = 50_000  # copies in one transaction
LEAVES = 4  # of one report with its padding
KEPT = 256  # bytes of what is sealed
CLIENTS = 32
RANDOM = {"sqlite": "lower(hex(randomblob(16)))", "postgresql": "md5(random()::text || random())"}
NUMBERS = {
    "sqlite": "WITH RECURSIVE count(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM count"
    " WHERE n + 1 < {count}) SELECT n, {id}, {id}, {id} || {id} FROM count",
    "postgresql": "SELECT n, {id}, {id}, {id} || {id} FROM generate_series(0, {count} - 1) AS n",
}


def accept(body: bytes) -> str:
    """Take the report that will be copied; the id of its case."""
    import msgspec

    from heard.actions.intake.report import Report, accept_report
    from heard.ledger import writer

    report = msgspec.json.decode(body, type=Report)
    done = accept_report(report=report, now=datetime.now(UTC))
    writer.stop()
    return done.accepted.case


def copies(case: str, base: int) -> list[tuple[Any, str, dict[str, str]]]:
    """Model, which of its rows, and by what each column of a copy differs."""
    from heard.records import models

    place = f"{base} + {LEAVES} * fresh.n"
    sealed = {"sealed": f"substr(old.sealed, 1, {KEPT})"}
    of_case = f"old.case_id = (SELECT number FROM heard_case WHERE id = '{case}')"
    event = f'old."index" = (SELECT max("index") FROM heard_event WHERE "case" = \'{case}\')'
    in_case = {"case_id": "fresh.number"}
    letter = {"id": "fresh.letter", "index": place, **in_case, **sealed}
    return [
        (
            models.Case,
            f"old.id = '{case}'",
            {"number": "fresh.number", "id": "fresh.id", "code": "fresh.code"},
        ),
        (models.CaseKey, of_case, in_case),
        (models.Wrap, of_case, in_case | sealed),
        (models.Letter, of_case, letter),
        (models.Duty, of_case, {"id": "{random}", **in_case}),
        (models.Event, event, {"index": place, "case": "fresh.id", "case_number": "fresh.number"}),
        (models.Opening, event, {"index": place, "place": place}),
        (models.IdempotencyKey, f"old.id = '{case}'", {"id": "fresh.id", "index": place}),
    ]


def copy(case: str, count: int) -> None:
    """``count`` more reports, and the leaves of their events."""
    from django.core.management.color import no_style
    from django.db import connection, models, transaction

    from heard.ledger import pending, tree_store
    from heard.records.models import Case

    while waiting := pending.count():  # else it would take places that the copies are given
        pad_log(tree_store.size() + 2 * waiting)
    base = tree_store.size()
    pad_log(base + LEAVES * count)
    random = RANDOM[connection.vendor]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE fresh"
            " (n integer, id char(32), letter char(32), code char(64), number integer)"
        )
        numbers = NUMBERS[connection.vendor].format(count=count, id=random)
        cursor.execute(f"INSERT INTO fresh (n, id, letter, code) {numbers}")
        newest = "(SELECT max(number) FROM heard_case)"
        cursor.execute(f"UPDATE fresh SET number = n + 1 + {newest}")
        for model, where, other in copies(case, base):
            fields = model._meta.local_concrete_fields
            names = [
                each.column
                for each in fields
                if each.column in other or not isinstance(each, models.AutoField)
            ]
            values = [other.get(name, f'old."{name}"').format(random=random) for name in names]
            columns, table = ", ".join(f'"{name}"' for name in names), model._meta.db_table
            cursor.execute(
                f"INSERT INTO {table} ({columns}) SELECT {', '.join(values)}"
                f" FROM {table} AS old CROSS JOIN fresh WHERE {where} ORDER BY fresh.n"
            )
        cursor.execute("DROP TABLE fresh")
        # The next event's number follows those of the copies.
        cursor.execute("UPDATE heard_head SET events = %s", [base + LEAVES * count])
        for statement in connection.ops.sequence_reset_sql(no_style(), [Case]):
            cursor.execute(statement)


def fill(case: str, stored: int) -> None:
    """Copies until so many are stored, and the database at rest."""
    from django.db import connection, connections

    from heard.records.models import Case

    while (left := stored - Case.objects.count()) > 0:
        copy(case, min(left, STEP))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM ANALYZE")
            cursor.execute("CHECKPOINT")
        else:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    os.sync()
    connections.close_all()


def gigabytes() -> float:
    """The whole database."""
    from django.db import connection, connections

    asked = {
        "sqlite": "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size",
        "postgresql": "SELECT pg_database_size(current_database())",
    }
    with connection.cursor() as cursor:
        cursor.execute(asked[connection.vendor])
        size = int(cursor.fetchone()[0])
    connections.close_all()
    return size / 1e9


def hold(stored: int, seconds: float) -> None:
    """In a database of its own: fill it, say how large it is, and answer each line with a run."""
    body = template()
    fill(accept(body), stored)
    port, bodies = free_port(), Bodies(body)
    print(gigabytes(), flush=True)
    sys.stdin.readline()
    server = serve(port, 1, CLIENTS)
    try:
        load(port, bodies, CLIENTS, 1)
        print("ready", flush=True)
        for _ in sys.stdin:
            print(json.dumps(load(port, bodies, CLIENTS, seconds)), flush=True)
    finally:
        server.terminate()
        server.wait()


class Holder:
    """The process that holds a database with so many stored."""

    def __init__(self, engine: str, stored: int, seconds: float, folder: Path) -> None:
        self.stored = stored
        environment = {**os.environ, "HEARD_DATA": str(folder / f"{stored}")}
        Path(environment["HEARD_DATA"]).mkdir()
        if engine == "postgres":
            environment["HEARD_DATABASE_URL"] = database_of(stored)
        arguments = [HERE, engine, "--hold", str(stored), "--seconds", str(seconds)]
        self.process = subprocess.Popen(
            [sys.executable, __file__, *arguments],
            env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.size = float(self.answer())

    def answer(self) -> str:
        """Its next line. Raises SystemExit where it broke off."""
        line = self.process.stdout.readline()  # type: ignore[union-attr]
        if not line:
            raise SystemExit(f"The bench with {self.stored} stored broke off.")
        return line

    def ask(self) -> str:
        """Begin, or one run."""
        self.process.stdin.write("\n")  # type: ignore[union-attr]
        self.process.stdin.flush()  # type: ignore[union-attr]
        return self.answer()


def database_of(stored: int) -> str:
    """An empty database beside the one that the environment names; its address."""
    import psycopg

    whole, name = os.environ["HEARD_DATABASE_URL"], f"stored_{stored}"
    with psycopg.connect(whole, autocommit=True) as there:
        there.execute(f"CREATE DATABASE {name}")
    return whole.rpartition("/")[0] + f"/{name}"


def measure(engine: str, stored: list[int], seconds: float, rounds: int) -> None:
    """All sizes are filled first. Then each has its run in turn, so that what else the machine does
    falls on all of them; a line a size, and its rates in their order."""
    with tempfile.TemporaryDirectory(prefix="heard-growth-") as folder:
        holders = [Holder(engine, count, seconds, Path(folder)) for count in stored]
        for holder in holders:
            holder.ask()
        runs: dict[int, list[Result]] = {count: [] for count in stored}
        for _ in range(rounds):
            for holder in holders:
                runs[holder.stored].append(Result(*json.loads(holder.ask())))
        for holder in holders:
            tell(engine, holder, runs[holder.stored], runs[stored[0]])
            holder.process.communicate()


def tell(engine: str, holder: Holder, runs: list[Result], first: list[Result]) -> None:
    """Medians, the median of the ratios of each round, and each rate."""
    rate, p50, p99 = (
        statistics.median(getattr(run, name) for run in runs) for name in ("rate", "p50", "p99")
    )
    ratio = statistics.median(run.rate / base.rate for run, base in zip(runs, first, strict=True))
    errors, each = sum(run.errors for run in runs), " ".join(f"{run.rate:.0f}" for run in runs)
    print(
        f"{engine:9}{holder.stored:9}{holder.size:7.2f}{rate:11.0f}{p50:8.1f}{p99:8.1f}{errors:8}"
        f"{ratio:9.2f}  {each}",
        flush=True,
    )


def main() -> None:
    """Each engine in a process of its own: settings are read once."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--stored", type=int, nargs="*", default=list(STORED))
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--engine", choices=ENGINES, help="of the two, only this one")
    parser.add_argument(HERE, help="for the bench's own use", dest="here")
    parser.add_argument("--hold", type=int, help="for the bench's own use")
    options = parser.parse_args()
    if options.hold:
        hold(options.hold, options.seconds)
    elif options.here:
        if options.engine in (None, options.here):
            measure(options.here, options.stored, options.seconds, options.rounds)
    else:
        print(
            f"{'engine':9}{'stored':>9}{'GB':>7}{'reports/s':>11}{'p50 ms':>8}{'p99 ms':>8}"
            f"{'errors':>8}{'to first':>9}",
            flush=True,
        )
        on_each_engine(__file__, *sys.argv[1:])


if __name__ == "__main__":
    main()

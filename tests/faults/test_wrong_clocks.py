"""Two machines on one database, one a day fast and one a day slow: what holds all the same.

Nobody is told that a duty was missed before it could be, what was promised stands in the log by
its time, and the log verifies. PostgreSQL's own clock is right at first, and behind at the end.
"""

from __future__ import annotations

import shutil
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import hurried
import psycopg
import pytest
import warm
from houses import House
from moved_time import Clock, following
from processes import HEARD, Heard, free_port
from traffic import Kept, Wire, send_message, send_report

# On SQLite all is one machine, whose clock tests/doors/test_operator_clock.py moves.
pytestmark = pytest.mark.postgres_only

PATIENCE = 120.0
WRONG = 30  # hours, and more than the first thing that is owed waits


class Machine:
    """``heard serve`` and ``heard worker`` by a clock of their own."""

    def __init__(self, house: House, folder: Path, clock: Clock) -> None:
        port = free_port()
        env = {
            name: value
            for name, value in house.heard.environment.items()
            if name.startswith("HEARD_") and name != "HEARD_DATA"
        }
        command = ["serve", "--port", str(port), "--workers", "1"]
        self.clock = clock
        self.heard = Heard(command, folder=folder, port=port, **env, **following(clock))

    @contextmanager
    def running(self) -> Iterator[None]:
        with self.heard, self.heard.log.open("ab") as out:
            order = [*hurried.PROGRAM, "worker"]
            worker = warm.start(order, env=self.heard.environment, out=out, err=out)
            try:
                yield
            finally:
                warm.stop(worker, signal.SIGTERM)
                worker.wait()

    def wire(self) -> Wire:
        wire = Wire(self.heard.port)
        wire.host = str(self.heard.environment["HEARD_SITE"])
        return wire

    def ran(self, *command: str) -> str:
        done = warm.run([HEARD, *command], env=self.heard.environment)
        return done.stdout + done.stderr


class Table:
    """What stands in the database, read past Heard."""

    def __init__(self, house: House) -> None:
        self._url = house.heard.environment["HEARD_DATABASE_URL"]

    def __call__(self, statement: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(self._url) as connection:
            return connection.execute(statement.encode()).fetchall()

    def wait(self, statement: str, until: Callable[[Any], bool]) -> None:
        """Until the first value is so. Raises AssertionError."""
        end = time.monotonic() + PATIENCE
        while not until((self(statement) or [(None,)])[0][0]):
            assert time.monotonic() < end, statement
            time.sleep(0.2)

    def rounds_pass(self) -> None:
        """Until each machine has made at least one, by what is certain of the time."""
        last = "SELECT max(at) FROM heard_round"
        then = self(last)[0][0] + timedelta(seconds=hurried.ROUND + 1)
        self.wait(last, lambda at: at >= then)


@pytest.fixture
def machines(house: House, tmp_path: Path) -> tuple[Machine, Machine]:
    """The one that will be fast, and the one that will be slow, as ``heard node`` makes it."""
    first, second = house.heard.folder, tmp_path / "second"
    second.mkdir()
    for each in ("keys", "guard"):
        shutil.copytree(first / each, second / each)
    (second / "blobs").symlink_to(first / "blobs")
    return (
        Machine(house, first, Clock(tmp_path / "fast")),
        Machine(house, second, Clock(tmp_path / "slow")),
    )


def pass_time(table: Table, fast: Machine, slow: Machine, hours: int) -> None:
    """So much passes; the operator says so at the slow one, whose clock has been set right."""
    slow.clock.jump(hours=hours - slow.clock.ahead.total_seconds() // 3600)
    fast.clock.jump(hours=hours + WRONG - fast.clock.ahead.total_seconds() // 3600)
    time.sleep(0.5)  # until each process has seen it (moved_time.LOOK)
    frame = table("SELECT frame FROM heard_round")
    slow.ran("clock", "accept", f"{slow.clock.now:%Y-%m-%dT%H:%M}")
    assert table("SELECT frame FROM heard_round") != frame


def send(house: House, *machines: Machine) -> list[Kept]:
    """A report and a message at each."""
    kept = []
    for each in machines:
        wire = each.wire()
        kept.append(send_report(wire, house.roster, house.lin()))
        send_message(wire, kept[-1], "I have remembered something.")
        wire.close()
    return kept


def send_and_miss_nothing(house: House, table: Table, fast: Machine, slow: Machine) -> list[Kept]:
    kept = send(house, fast, slow)
    [first] = table("SELECT min(due) FROM heard_duty")[0]
    assert first < fast.clock.now  # by the fast one alone it would be missed
    table.rounds_pass()
    assert ("clock",) in table("SELECT kind FROM heard_alarm WHERE ended IS NULL")
    assert table("SELECT DISTINCT state FROM heard_duty") == [("open",)]
    [(count,)] = table(
        "SELECT count(*) FROM heard_event WHERE kind IN ('duty_missed', 'tier_released')"
    )
    assert count == 0
    return kept


def test_wrong_clocks_break_no_promise_and_miss_no_duty_early(
    house: House, machines: tuple[Machine, Machine]
) -> None:
    fast, slow = machines
    table, kept = Table(house), list[Kept]()
    with fast.running(), slow.running():
        table.wait("SELECT count(*) FROM heard_cosignature", bool)
        table.wait("SELECT count(*) FROM heard_round", bool)
        fast.clock.jump(hours=WRONG)
        slow.clock.jump(hours=-WRONG)
        kept += send_and_miss_nothing(house, table, fast, slow)
    # They start again, and know of time what the last round left.
    with fast.running(), slow.running():
        kept += send_and_miss_nothing(house, table, fast, slow)
        [(last, promised)] = table('SELECT max("index"), min(by) FROM heard_opening')
        pass_time(table, fast, slow, 2)
        waiting = f'place IS NULL AND "index" <= {last}'
        table.wait(f"SELECT count(*) FROM heard_opening WHERE {waiting}", lambda left: not left)
        assert promised > slow.clock.now  # so each has its place in time
        pass_time(table, fast, slow, 26)
        missed = "SELECT count(*) FROM heard_event WHERE kind = 'duty_missed'"
        table.wait(missed, bool)
        assert table(f"{missed} AND at > '{slow.clock.now.isoformat()}'") == [(0,)]
        early = f"state = 'missed' AND due > '{slow.clock.now.isoformat()}'"
        assert table(f"SELECT count(*) FROM heard_duty WHERE {early}") == [(0,)]
        for each in machines:
            wire = each.wire()
            assert [loss for one in kept for loss in one.lost(wire, house.log)] == []
            wire.close()
    for each in machines:
        found = [" ".join(line.split()) for line in each.ran("doctor").splitlines()]
        assert "ok log: every entry, event and signature is as it was signed" in found
        assert "ok guard: the log is the one that this machine signed" in found

"""SIGKILL in the middle of a sweep, many times: no duty is lost, and none is done twice."""

from __future__ import annotations

import json
import sqlite3
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import cast
import psycopg
import pytest
import warm
from houses import House

SWEEPING = Path(__file__).parents[1] / "support" / "sweeping.py"
CASES = 150  # new ones for each life; a batch is a hundred
SECONDS = 180


def rows(house: House, statement: str) -> list[tuple[Any, ...]]:
    """What stands in the tables, read past Heard."""
    url = house.heard.environment.get("HEARD_DATABASE_URL")
    if url:
        with psycopg.connect(url) as connection:
            return connection.execute(statement.encode()).fetchall()
    with sqlite3.connect(house.heard.folder / "heard.sqlite3") as connection:
        return connection.execute(statement).fetchall()


@pytest.mark.parametrize("sweepers", [1, 2])
def test_a_sweep_that_is_killed_is_finished_by_the_next(
    house: House, kills: int, sweepers: int
) -> None:
    environment = {**house.heard.environment, "DJANGO_SETTINGS_MODULE": "heard.config.settings"}
    order = [sys.executable, SWEEPING, *map(str, (CASES, kills, sweepers))]
    done = warm.run(order, env=environment, patience=SECONDS)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["met"] >= kills
    # Kills between two batches, not only before or after all.
    assert told["part"] >= max(1, kills // 20)
    cases = sorted(told["cases"])

    # Each was missed once and is owed once again, by the next tier and not the one after.
    duties = Counter(
        rows(
            house,
            "SELECT c.id, d.state FROM heard_duty d JOIN heard_case c ON c.number = d.case_id",
        )
    )
    assert duties == Counter((case, state) for case in cases for state in ("missed", "open"))
    events = Counter(rows(house, 'SELECT kind, "case" FROM heard_event WHERE "case" <> \'\''))
    assert events == Counter(
        (kind, case) for case in cases for kind in ("duty_missed", "tier_released")
    )
    wraps = "SELECT c.id, holder_id FROM heard_wrap JOIN heard_case c ON c.number = case_id"
    opened = rows(house, f"{wraps} WHERE released IS NOT NULL")
    assert sorted(opened) == sorted((c, who.id) for c in cases for who in (cast.AMARA, cast.RUTH))
    told_of = rows(house, f"SELECT count(*) FROM heard_outgoing WHERE holder = '{cast.RUTH.id}'")
    assert told_of == [(len(cases),)]

    found = house.doctor()
    assert "ok log: every entry, event and signature is as it was signed" in found
    assert "ok guard: the log is the one that this machine signed" in found

"""What is wrong with Heard itself: who sees it at once, and how little of a case it says."""

from __future__ import annotations

import datetime as dt
import logging
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from witnessing import Witness

from heard.actions import oversight
from heard.actions.operations import epochs
from heard.doors.operator.demonstration import seeding
from heard.doors.operator.witness.app import application
from heard.doors.operator.witness.state import State
from heard.formats import note
from heard.ledger import alarms

HOST = {"HTTP_HOST": "localhost:8000"}
LOG = "localhost:8000/log"


@pytest.fixture
def alarmed(world: Any, now: dt.datetime) -> Any:
    """Two damaged files, a witness that saw a fork, and one that is well again."""
    for kind, subject, what in (
        ("file", "a" * 32, "missing"),
        ("file", "b" * 32, "damaged"),
        ("witness", "union.example/a", "fork"),
        ("witness", "board.example", "unknown"),
    ):
        assert alarms.raise_once(kind=kind, subject=subject, what=what, now=now)
    alarms.end(kind="witness", subject="board.example", now=now)
    return world


def test_everybody_sees_the_witnesses_and_nothing_of_a_file(alarmed: Any) -> None:
    answer = Client(**HOST).get("/log/alarms.json")
    told = {"witness": "union.example/a", "what": "fork", "since": "2026-03-10T09:41:27Z"}
    assert answer.json() == {"v": 1, "alarms": [told]}


def test_oversight_sees_one_line_for_all_files_and_no_id(alarmed: Any, now: dt.datetime) -> None:
    amara = alarmed.desks["Amara"]
    assert amara.get("oversight/alarms").status_code == 404
    oversight.allow(holder=amara.id, may=True, now=now)
    witness = {"kind": "witness", "subject": "union.example/a", "what": "fork"}
    assert amara.get("oversight/alarms").json() == {
        "alarms": [
            {"kind": "file", "subject": "", "what": "damaged", "since": "2026-03-10"},
            {**witness, "since": "2026-03-10"},
        ]
    }


def test_a_witness_says_what_it_cosigned_and_cries_at_a_fork(
    witnesses: list[Witness], caplog: pytest.LogCaptureFixture
) -> None:
    board, now = witnesses[2], seeding.the_time()
    epochs.close_epoch(now=now)
    caplog.set_level(logging.INFO, "heard.witness")
    epochs.Asker().ask(now=now)
    assert f"cosigned {LOG} at 64 entries" in caplog.text
    seen = board.state.seen(LOG)
    assert seen
    board.state.advance(origin=LOG, old=seen, size=64, root=bytes(32))
    later = now + dt.timedelta(hours=2)
    epochs.close_epoch(now=later)
    epochs.Asker().ask(now=later)
    said = [each.getMessage() for each in caplog.records if each.name == "heard.witness"]
    assert any(each.startswith(f"FORK: {LOG} shows 128 entries") for each in said)


def test_a_witness_has_a_health(tmp_path: Path) -> None:
    key = note.Signer("union.example/w1", bytes(32), note.COSIGNATURE)
    state, got = State(tmp_path / "state.sqlite3"), list[str]()
    app = application(state=state, key=key)
    ask = {"PATH_INFO": "/health", "REQUEST_METHOD": "GET"}
    assert list(app(ask, lambda status, _: got.append(status))) == [b"ok\n"]
    for left in tmp_path.iterdir():
        left.unlink()
    state.path.write_bytes(b"no database at all, and long enough to be read as one" * 100)
    list(app(ask, lambda status, _: got.append(status)))
    assert got == ["200 OK", "503 Service Unavailable"]

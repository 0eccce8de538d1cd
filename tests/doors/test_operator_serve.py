"""The real program: how fast it starts, how it stops, what it writes, what it keeps."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings
from operated import environment

Start = Callable[..., "subprocess.Popen[str]"]
HEARD = shutil.which("heard", path=str(Path(sys.executable).parent))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answer(port: int, path: str) -> bytes:
    """Wait until the server answers."""
    until = time.monotonic() + 20
    while True:
        try:
            with urllib.request.urlopen(f"http://localhost:{port}{path}", timeout=5) as found:
                read: bytes = found.read()
                return read
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.02)


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    made: list[subprocess.Popen[str]] = []

    def go(*arguments: str, **environment: str) -> "subprocess.Popen[str]":
        assert HEARD
        clean = {key: value for key, value in os.environ.items() if not key.startswith("HEARD_")}
        out = (tmp_path / f"out{len(made)}").open("w")
        made.append(
            subprocess.Popen(
                [HEARD, *arguments], stdout=out, stderr=out, env=clean | environment, text=True
            )
        )
        out.close()
        return made[-1]

    yield go
    for each in made:
        if each.poll() is None:
            each.kill()
        each.wait(10)


def stop(program: "subprocess.Popen[str]") -> int:
    program.send_signal(signal.SIGTERM)
    return program.wait(20)


def shut_to_the_network(pid: int, port: int) -> bool:
    """Whether who listens there does so for this machine alone."""
    listening = Path(f"/proc/{pid}/net/tcp").read_text().splitlines()
    own = [line.split()[1] for line in listening if line.split()[1].endswith(f":{port:04X}")]
    assert own != []
    return own[0] == f"0100007F:{port:04X}" and not any(each.startswith("0" * 8) for each in own)


@pytest.mark.sqlite_only
def test_the_demonstration_starts_prints_serves_and_stops(tmp_path: Path, start: Start) -> None:
    port, folder = free_port(), tmp_path / "demo"
    program = start("demo", "--port", str(port), "--directory", str(folder))
    assert json.loads(answer(port, "/health")) == {"ok": True}
    roster = answer(port, "/roster")
    assert roster.startswith(b"heard/roster/v4\n")
    assert b"Ines Brandt" in roster
    assert b"Noor Haddad" not in roster  # nothing is ever sealed to who has oversight alone
    assert shut_to_the_network(program.pid, port)
    kept = [folder / "data", *(folder / "data").rglob("*")]
    assert {path.name for path in kept} >= {"heard.sqlite3", "heard.sqlite3-wal", "keys"}
    assert [path for path in kept if path.stat().st_mode & 0o077] == []
    assert stop(program) == 0
    printed = (tmp_path / "out0").read_text()
    card = json.loads((folder / "sign-ins.json").read_text())
    for each in [*card["people"], *card["reports"]]:
        assert each["code"] in printed
    assert f"http://localhost:{port}/desk/" in printed
    assert "Noor Haddad (Supervisory board, oversight)" in printed
    assert "/roster" not in printed  # no access log
    again = start("demo", "--port", str(port), "--directory", str(folder), "--seed-only")
    assert again.wait(20) == 0
    assert (tmp_path / "out1").read_text() == printed.partition("Heard answers for")[0]
    other = start("demo", "--port", str(free_port()), "--directory", str(folder), "--seed-only")
    assert other.wait(20) == 1  # codes and receipts are bound to the site


@pytest.mark.sqlite_only
def test_the_demonstration_with_people_knows_who_stands_near_gao(
    tmp_path: Path, start: Start
) -> None:
    port, folder = free_port(), tmp_path / "demo"
    program = start("demo", "--people", "--port", str(port), "--directory", str(folder))
    head = json.loads(answer(port, "/conflicts"))
    assert len(head["holders"]) == 7
    assert head["entries"] > 0
    assert stop(program) == 0
    assert "Name Gao Jun in a report: Xu," in (tmp_path / "out0").read_text()


def test_serve_on_either_engine(seeded: Path, start: Start, tmp_path: Path, now: datetime) -> None:
    from heard.actions.operations import epochs
    from heard.ledger import writer

    epochs.close_epoch(now=now)
    writer.stop()
    port = free_port()
    program = start("serve", "--port", str(port), **environment(seeded))
    checkpoint = answer(port, "/log/checkpoint")
    assert checkpoint.startswith(f"{settings.HEARD.site}/log\n".encode())
    assert stop(program) == 0
    said = (tmp_path / "out0").read_text().splitlines()
    where = f"http://{settings.HEARD.site}/ on 127.0.0.1 port {port}"
    assert said == [f"Heard answers for {where}. Stop it with Ctrl+C."]


def test_serve_refuses_a_database_that_was_rolled_back(
    seeded: Path, start: Start, tmp_path: Path
) -> None:
    from operated import run_sql

    run_sql("UPDATE heard_head SET size = size - 4")
    program = start("serve", "--port", str(free_port()), **environment(seeded))
    assert program.wait(20) == 1
    assert "restored, rolled back or forked" in " ".join((tmp_path / "out0").read_text().split())


def test_a_port_that_is_taken_is_named(seeded: Path, start: Start, tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        assert start("serve", "--port", port, **environment(seeded)).wait(20) == 1
    said = (tmp_path / "out0").read_text()
    assert said == (
        f"Nothing can listen on 127.0.0.1 port {port} (Address already in use)."
        " Give another --port.\n"
    )


def test_the_worker_stops_when_told(seeded: Path, start: Start, tmp_path: Path) -> None:
    program = start("worker", **environment(seeded))
    until = time.monotonic() + 20
    while "worker runs" not in (tmp_path / "out0").read_text() and time.monotonic() < until:
        time.sleep(0.05)
    assert stop(program) == 0

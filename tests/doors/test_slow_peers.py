"""Without any proxy: who neither sends nor reads keeps nobody else from being answered."""

from __future__ import annotations

import contextlib
import fcntl
import http.client
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from operated import environment
from processes import UNANSWERED, Heard, free_port
from reporting import Online

from heard.doors.operator import usher
from heard.doors.operator.usher import Usher

HEAD = "POST /report/api/reports HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
SOON = 20.0  # seconds; on the old server it was 45 or never
ONE_ENGINE = pytest.mark.sqlite_only  # nothing of it asks the database


@pytest.fixture
def heard(seeded: Path) -> Iterator[Heard]:
    port = free_port()
    # One process, or there would be room in the other.
    command = ["serve", "--port", str(port), "--workers", "1"]
    with Heard(command, folder=seeded, port=port, **environment(seeded)) as it:
        yield it


@contextlib.contextmanager
def held(it: Heard, count: int, said: str) -> Iterator[list[socket.socket]]:
    """So many connections that say this and nothing more."""
    with contextlib.ExitStack() as stack:
        made = []
        for _ in range(count):
            one = socket.socket()
            one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            one.settimeout(30)
            stack.enter_context(one)
            one.connect(("127.0.0.1", it.port))
            one.sendall(said.encode())
            made.append(one)
        yield made


def answered(it: Heard) -> float:
    """Seconds until somebody else is answered."""
    began = time.monotonic()
    while time.monotonic() - began < 2 * SOON:
        connection = http.client.HTTPConnection("127.0.0.1", it.port, timeout=2 * SOON)
        with contextlib.closing(connection), contextlib.suppress(*UNANSWERED):
            connection.request("GET", "/site.json", headers={"Host": "localhost"})
            if connection.getresponse().status == http.HTTPStatus.OK:
                break
        time.sleep(0.1)
    return time.monotonic() - began


@ONE_ENGINE
def test_unfinished_bodies_are_shown_out(heard: Heard) -> None:
    with held(heard, 64, f"{HEAD}Content-Length: 4000000\r\n\r\n{{"):
        assert answered(heard) < SOON


@ONE_ENGINE
def test_bodies_that_drip_are_shown_out(heard: Heard) -> None:
    with held(heard, 64, f"{HEAD}Content-Length: 4000000\r\n\r\n{{") as peers:
        done = threading.Event()

        def drip() -> None:
            while not done.wait(0.5):
                for each in peers:
                    with contextlib.suppress(OSError):
                        each.sendall(b" ")

        thread = threading.Thread(target=drip, daemon=True)
        thread.start()
        try:
            assert answered(heard) < 2 * SOON
        finally:
            done.set()
            thread.join()


@ONE_ENGINE
def test_mute_connections_are_shown_out(heard: Heard) -> None:
    with held(heard, 1100, ""):
        assert answered(heard) < SOON


@ONE_ENGINE
def test_unread_downloads_hold_no_thread(heard: Heard) -> None:
    lin = Online(heard.url)
    lin.report()
    lin.file("film.mp4", "video/mp4", os.urandom(5 * 2**20))
    (file,) = lin.inbox()["files"]
    path = f"/report/api/inbox/files/{file['id']}/segments/{file['segments'][0]['id']}"
    ask = f"GET {path} HTTP/1.1\r\nHost: localhost\r\n"
    ask += f"Authorization: {lin.lin.authorization}\r\n\r\n"
    with held(heard, 1, ask) as (first,):
        assert first.recv(12) == b"HTTP/1.1 200"
    with held(heard, 40, ask):
        assert answered(heard) < SOON


@ONE_ENGINE
def test_a_slow_phone_is_not_hurried_while_there_is_room(heard: Heard) -> None:
    with held(heard, 1, f"{HEAD}Content-Length: 4000\r\n\r\n") as (phone,):
        for _ in range(8):
            phone.sendall(b" " * 500)
            time.sleep(1.5)
        assert phone.recv(12) == b"HTTP/1.1 400"


def test_who_waits_for_us_is_not_shown_out(heard: Heard) -> None:
    """A database that stands still: all who sent a report are answered once it goes on."""
    found: list[Any] = []
    threads = [
        threading.Thread(target=lambda: found.append(Online(heard.url).report())) for _ in range(40)
    ]
    holding = {
        "sqlite": "DELETE FROM heard_case WHERE id = ''",
        "postgresql": "LOCK TABLE heard_case IN SHARE MODE",
    }[connection.vendor]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(holding)
        for each in threads:
            each.start()
        time.sleep(2 * usher.PRESSED + 2)
    for each in threads:
        each.join()
    assert len(found) == len(threads)


def test_it_asks_the_kernel() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)) as peer, server.accept()[0] as mine:
            peer.sendall(b"x" * 100)
            assert mine.recv(100)
            info = mine.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 136)
            seen = usher.parse(info)
            assert seen
            assert seen.quiet < 2
            assert 100 <= seen.moved < 200
            watching = Usher(port=port, threads=32, connections=1024)
            assert watching.look(now=0.0) == 0
            few = Usher(port=port, threads=32, connections=0)
            time.sleep(usher.PRESSED + 0.5)
            assert watching.look(now=1.0) == 0
            assert few.look(now=1.0) == 1
            assert peer.recv(1) == b""


COUNTS = "import sqlite3, sys; print(*sqlite3.connect(sys.argv[1]).execute(sys.argv[2]).fetchone())"
TAKES_A_LOCK = """
import fcntl, sys
with open(sys.argv[1], "r+b") as file:
    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        sys.exit(3)
"""


def test_whoever_looks_gives_up_no_lock(tmp_path: Path) -> None:
    """A lock of a process is gone when any handle of its file is closed; SQLite stands on them."""
    path = tmp_path / "locked"
    path.write_bytes(b"x")
    try_it = [sys.executable, "-c", TAKES_A_LOCK, str(path)]
    with path.open("r+b") as file:
        fcntl.lockf(file, fcntl.LOCK_EX)
        assert subprocess.run(try_it, check=False).returncode == 3
        Usher(port=free_port(), threads=32, connections=1024).look(now=0.0)
        assert subprocess.run(try_it, check=False).returncode == 3


@pytest.mark.sqlite_only
def test_what_is_acknowledged_stays_whoever_opens_the_database(heard: Heard) -> None:
    named = heard.environment["HEARD_DATABASE_URL"].removeprefix("sqlite:///")

    def events() -> int:
        """As a command of the operator's beside the server, which opens the database and leaves."""
        order = [sys.executable, "-c", COUNTS, named, "SELECT count(*) FROM heard_event"]
        return int(subprocess.run(order, check=True, capture_output=True, text=True).stdout)

    Online(heard.url).report()
    time.sleep(2.5)  # it has looked round
    before = events()
    Online(heard.url).report()
    assert events() > before
    heard.kill()
    assert events() > before

"""Commits of several processes on SQLite: one after another, whoever of them is killed."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.db import connection

from heard.ledger import turn

HOLDS = """
import fcntl, os, sys, time
fcntl.flock(os.open(sys.argv[1], os.O_RDWR | os.O_CREAT, 0o600), fcntl.LOCK_EX)
print("mine", flush=True)
time.sleep(600)
"""


def waiting() -> tuple[threading.Thread, threading.Event]:
    """Who waits for the turn, and whether they had it."""
    had = threading.Event()

    def take() -> None:
        with turn.taken():
            had.set()

    thread = threading.Thread(target=take)
    thread.start()
    return thread, had


@pytest.mark.sqlite_only
def test_a_turn_is_waited_for_and_ends_with_the_process_that_had_it(database: Path) -> None:
    path = str(connection.settings_dict["NAME"]) + turn.ENDING
    with subprocess.Popen([sys.executable, "-c", HOLDS, path], stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"mine\n"
        thread, had = waiting()
        early = had.wait(0.3)
        other.kill()
    assert not early
    assert had.wait(20)
    thread.join()
    assert Path(path).stat().st_mode & 0o077 == 0


@pytest.mark.sqlite_only
def test_of_two_threads_one_waits(database: Path) -> None:
    with turn.taken():
        thread, had = waiting()
        assert not had.wait(0.3)
    assert had.wait(20)
    thread.join()

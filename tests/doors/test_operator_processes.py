"""Several processes answer: one that dies is replaced, and none outlives the first."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from operated import environment
from processes import Heard, free_port

SERVED = """
import sys
from pathlib import Path
from heard.doors.operator.server import serve_many

def application(environ, start):
    start("200 OK", [("Content-Length", "2")])
    return [b"ok"]

def beside():
    import os
    Path(sys.argv[1], f"begun-{os.getpid()}").touch()
    return lambda: Path(sys.argv[1], f"ended-{os.getpid()}").touch()

sys.modules["served"] = sys.modules["__main__"]
serve_many("served:application", address="127.0.0.1", port=int(sys.argv[2]), threads=2, workers=2,
           started=lambda: None, beside=beside)
"""


def until(holds: Callable[[], object], *, look: float = 0.05) -> None:
    end = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < end
        time.sleep(look)


def below(pid: int) -> set[int]:
    with contextlib.suppress(OSError):
        return {int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()}
    return set()


def lives(pid: int) -> bool:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def named(folder: Path, what: str) -> set[int]:
    return {int(each.name.partition("-")[2]) for each in folder.glob(f"{what}-*")}


@contextlib.contextmanager
def serving(folder: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """Two processes that answer, and what runs in one of them; a session of their own."""
    command = [sys.executable, "-c", SERVED, str(folder), str(free_port())]
    process = subprocess.Popen(command, start_new_session=True)
    try:
        until(lambda: len(below(process.pid)) == 2)
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@pytest.fixture
def served(tmp_path: Path) -> Iterator["subprocess.Popen[bytes]"]:
    with serving(tmp_path) as process:
        until(lambda: named(tmp_path, "begun"))
        yield process


def test_what_runs_beside_the_answers_runs_in_one_and_ends_with_it(
    served: "subprocess.Popen[bytes]", tmp_path: Path
) -> None:
    [one] = named(tmp_path, "begun")
    assert one in below(served.pid)
    served.terminate()
    assert served.wait(20) == 0
    assert named(tmp_path, "begun") == named(tmp_path, "ended") == {one}


def test_it_goes_on_in_the_one_that_takes_the_place_of_the_dead(
    served: "subprocess.Popen[bytes]", tmp_path: Path
) -> None:
    [one] = named(tmp_path, "begun")
    [other] = below(served.pid) - {one}
    os.kill(other, signal.SIGKILL)
    until(lambda: len(below(served.pid) - {other}) == 2)
    os.kill(one, signal.SIGKILL)
    until(lambda: len(below(served.pid) - {one, other}) == 2)
    until(lambda: len(named(tmp_path, "begun")) == 2)
    [new] = named(tmp_path, "begun") - {one}
    assert new in below(served.pid)


def test_it_ends_when_told_though_one_is_just_beginning(tmp_path: Path) -> None:
    """Of 30 such ends 4 never came where a new process had the signal handlers of the first."""
    for _ in range(8):
        with serving(tmp_path) as process:
            dead = min(below(process.pid))
            os.kill(dead, signal.SIGKILL)
            # As soon as it is there: a tenth of a second later it listens for signals itself.
            until(lambda first=process.pid, dead=dead: len(below(first) - {dead}) == 2, look=0)
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(20)


def test_none_outlives_the_first(seeded: Path) -> None:
    port = free_port()
    command = ["serve", "--port", str(port), "--workers", "2"]
    with Heard(command, folder=seeded, port=port, **environment(seeded)) as it:
        until(lambda: len(below(it.process.pid)) == 2)
        others = below(it.process.pid)
        os.kill(it.process.pid, signal.SIGKILL)
        until(lambda: not any(lives(each) for each in others))
        with socket.socket() as probe:
            # A connection that is over keeps a port for a minute; who listens keeps this one, too.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))


def test_a_process_that_is_killed_is_missed_by_nobody(seeded: Path) -> None:
    port = free_port()
    command = ["serve", "--port", str(port), "--workers", "2"]
    with Heard(command, folder=seeded, port=port, **environment(seeded)) as it:
        until(lambda: len(below(it.process.pid)) == 2)
        before = below(it.process.pid)
        os.kill(min(before), signal.SIGKILL)
        until(lambda: len(below(it.process.pid) - {min(before)}) == 2)
        assert all(it.answers() for _ in range(20))

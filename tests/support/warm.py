"""Programs of ours, forked from a process that has imported what they need.

Three quarters of a start are imports, and what is killed again and again starts again and again. A
program that begins here has an environment, a folder, streams and a session of its own, and runs
what ``heard`` or ``python FILE`` runs. What is said of a start itself is tested by a cold one
(tests/doors/test_operator_serve.py).
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from subprocess import CompletedProcess
from tempfile import TemporaryFile
from typing import IO, Any

HEARD = Path(sys.executable).with_name("heard")
SERVER = Path(__file__).with_name("forkserver.py")
MOST = 1 << 20  # bytes of an order
# Read by the interpreter and the loader as a program begins, so that a fork is too late for them.
COLD = ("LD_", "PYTHON", "LANG", "LC_")
# A path for one thing, which a fork does too: it moves the clock (tests/support/moved_time.py).
MOVED = {"PYTHONPATH": str(Path(__file__).with_name("moved"))}


class Program:
    """One that was started; what is used of ``subprocess.Popen``."""

    def __init__(self, pid: int, news: socket.socket) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._news = news

    def poll(self) -> int | None:
        """Its exit status, negative where a signal ended it; None while it runs."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.wait(0)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Until it ends. Raises subprocess.TimeoutExpired."""
        if self.returncode is None:
            if not select.select([self._news], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired(str(self.pid), timeout or 0)
            self.returncode = int(self._news.recv(MOST) or b"-9")
            self._news.close()
        return self.returncode


class _ForkServer:
    """The process that is forked; one for each process that tests, begun with the first order."""

    def __init__(self) -> None:
        self._orders, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            order = [sys.executable, str(SERVER), str(theirs.fileno())]
            self._process = subprocess.Popen(order, pass_fds=[theirs.fileno()])
        atexit.register(self.close)

    def close(self) -> None:
        self._orders.close()
        self._process.wait(timeout=20)

    def start(self, order: Mapping[str, Any], streams: Sequence[int]) -> Program:
        news, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            told = json.dumps(order).encode()
            socket.send_fds(self._orders, [told], [*streams, theirs.fileno()])
        return Program(int(news.recv(MOST)), news)


_servers: dict[int, _ForkServer] = {}
_allowed = False


def allow() -> None:
    """Called where tests begin. A benchmark's programs begin cold, as everybody's do."""
    global _allowed  # noqa: PLW0603 -- one switch for the process
    _allowed = True


def start(
    command: Sequence[str | Path], *, env: Mapping[str, str], out: IO[Any], err: IO[Any]
) -> Program | subprocess.Popen[bytes]:
    """``heard …`` or ``python FILE …`` as the leader of a session, warm where it can be."""
    given = [str(each) for each in command]
    if _cold(env) or not _allowed:
        return subprocess.Popen(
            given,
            env=dict(env),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            start_new_session=True,
        )
    order = {"command": given, "environment": dict(env), "folder": str(Path.cwd())}
    if os.getpid() not in _servers:
        _servers[os.getpid()] = _ForkServer()
    with Path(os.devnull).open("rb") as nothing:
        return _servers[os.getpid()].start(order, [nothing.fileno(), out.fileno(), err.fileno()])


def stop(program: Program | subprocess.Popen[bytes], by: signal.Signals) -> None:
    """Send it and its children a signal, if it still runs."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(program.pid, by)


def _cold(env: Mapping[str, str]) -> bool:
    return any(
        name.startswith(COLD) and value not in {os.environ.get(name), MOVED.get(name)}
        for name, value in env.items()
    )


def run(
    command: Sequence[str | Path], *, env: Mapping[str, str], patience: float | None = None
) -> CompletedProcess[str]:
    """Until it ends; what it wrote is text. Raises subprocess.TimeoutExpired, and ends it then."""
    with TemporaryFile("w+") as out, TemporaryFile("w+") as err:
        program = start(command, env=env, out=out, err=err)
        try:
            status = program.wait(patience)
        except subprocess.TimeoutExpired:
            stop(program, signal.SIGKILL)
            raise
        for each in (out, err):
            each.seek(0)
        return CompletedProcess(list(command), status, out.read(), err.read())

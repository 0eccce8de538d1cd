"""``python forkserver.py FD``: imports what our programs need, then forks one for each order.

Nothing that reads settings is imported here: each program has its own. It must have one thread.
Orders come over the socket (tests/support/warm.py); the server leaves when that is closed.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import pkgutil
import runpy
import select
import signal
import socket
import sys
import time
from pathlib import Path
from typing import Any, NoReturn

import late

MOST = 1 << 20
STREAMS = 3  # input, output, errors; behind them the socket that news go to
PURE = ("heard.formats", "heard.rules")
MOVED = str(Path(__file__).with_name("moved"))
THIRD = (
    "cryptography.hazmat.primitives.serialization",
    "django.core.management",
    "django.core.serializers.json",
    "django.db.backends.sqlite3.base",
    "django.db.migrations.executor",
    "django.db.models",
    "django.forms",
    "django.http",
    "django.template.backends.django",
    "django.urls",
    "environs",
    "granian.server",
    "holidays.countries",
    "msgspec",
    "scim2_server.handler",
    "structlog",
    "time_machine",
    "weasyprint",
    "webauthn",
)


def warm() -> None:
    """Import what is the same for every program."""
    for name in THIRD:
        importlib.import_module(name)
    for package in map(importlib.import_module, PURE):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(found.name)
    gc.collect()
    gc.freeze()  # no program walks what it was given, or copies it by walking it
    threads = list(Path("/proc/self/task").iterdir())
    assert len(threads) == 1, f"{len(threads)} threads: a fork would lose all but one"


class Server:
    """What was started and has not ended, and for each where its end is told."""

    def __init__(self, orders: socket.socket) -> None:
        self._orders = orders
        self._running: dict[int, socket.socket] = {}
        self._woken, self._wake = os.pipe2(os.O_NONBLOCK)

    def serve(self) -> dict[str, Any]:
        """Gives the order in each process that was forked for one; the server itself leaves."""
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._wake)
        while True:
            ready, _, _ = select.select([self._orders, self._woken], [], [])
            if self._woken in ready:
                self._reap()
            if self._orders in ready:
                told, streams, _, _ = socket.recv_fds(self._orders, MOST, STREAMS + 1)
                if not told:
                    sys.exit()
                if self._forked(streams):
                    return dict(json.loads(told))

    def _reap(self) -> None:
        os.read(self._woken, MOST)
        with contextlib.suppress(ChildProcessError):
            while (ended := os.waitpid(-1, os.WNOHANG))[0]:
                with self._running.pop(ended[0]) as news, contextlib.suppress(OSError):
                    news.send(str(os.waitstatus_to_exitcode(ended[1])).encode())

    def _forked(self, streams: list[int]) -> bool:
        """Whether this is the new process, by now with a session and streams of its own."""
        if child := os.fork():
            self._running[child] = socket.socket(fileno=streams[STREAMS])
            for each in streams[:STREAMS]:
                os.close(each)
            return False
        os.setsid()
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for number, each in enumerate(streams[:STREAMS]):
            os.dup2(each, number)
        os.write(streams[STREAMS], str(os.getpid()).encode())
        for held in (self._orders, *self._running.values()):
            held.detach()  # closed below: what is opened later may have its number
        os.closerange(STREAMS, os.sysconf("SC_OPEN_MAX"))
        return True


def run(order: dict[str, Any]) -> NoReturn:
    """Be the program that was ordered."""
    os.chdir(order["folder"])
    os.environ.clear()
    os.environ.update(order["environment"])
    time.tzset()
    if "CLOCK_AHEAD" in os.environ:
        sys.path.insert(1, MOVED)
        sys.modules.pop("sitecustomize", None)
        importlib.import_module("sitecustomize")  # what begins cold has done so by now
    if late.is_wanted():
        late.begin()
    program = Path(order["command"][0])
    if program.name.startswith("python"):
        sys.argv = order["command"][1:]
        sys.path[0] = str(Path(sys.argv[0]).parent)
        runpy.run_path(sys.argv[0], run_name="__main__")
        sys.exit()
    sys.argv = order["command"]
    sys.path[0] = str(program.parent)
    command = importlib.import_module("heard.config.command")
    sys.exit(command.main())


if __name__ == "__main__":
    warm()
    run(Server(socket.socket(fileno=int(sys.argv[1]))).serve())

"""granian in this process, or in several.

No connection of SQLite may be open across ``fork()``: commits that were acknowledged would be lost.
"""

import importlib
import multiprocessing
import os
import signal
import socket
from collections.abc import Callable
from multiprocessing.util import Finalize
from pathlib import Path
from typing import Any

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.server.mp import MPServer
from granian.server.mt import MTServer

from heard.doors.operator import cores
from heard.doors.operator.lifeline import Lifeline
from heard.doors.operator.refusal import ExitError
from heard.doors.operator.usher import Application, Usher

# A reader of slow headers holds a connection, not a thread; 30 s is kind to a bad mobile network.
_HTTP1 = HTTP1Settings(header_read_timeout=30_000)
CONNECTIONS = 1024  # of a process


class OneProcess(MTServer):
    """granian's threaded server with the interpreter lock: it releases the lock while it waits."""

    def _check_gil(self) -> None:
        """Said by its authors to be for interpreters without the lock; with it, all holds too."""


def serve_here(
    application: Application,
    *,
    address: str,
    port: int,
    threads: int,
    started: Callable[[], None],
    stopped: Callable[[], None],
) -> None:
    """Answer requests in this process until SIGTERM or SIGINT; open requests are finished."""
    _refuse_taken(address, port)
    usher = Usher(port=port, threads=threads, connections=CONNECTIONS)
    watched = usher.watching(application)
    server = OneProcess("heard", address=address, port=port, blocking_threads=threads, **_common())
    server.on_startup(started)
    server.on_shutdown(stopped)
    server.serve(target_loader=lambda *_: watched, wrap_loader=False)


def serve_many(
    target: str,
    *,
    address: str,
    port: int,
    threads: int,
    workers: int,
    started: Callable[[], None],
    beside: Callable[[], Callable[[], None]] | None = None,
) -> None:
    """Answer requests in ``workers`` processes that each import ``target`` (``module:name``).

    ``beside``: called in one of them, and in the one that takes its place where it dies; what it
    returns is called as that process ends.
    """
    _refuse_taken(address, port)
    # Fork: the workers share what is imported already and start at once. No connection may be
    # open across it (heard/ledger/writer closes them, and the caller has).
    multiprocessing.set_start_method("fork", force=True)
    os.register_at_fork(before=_hold, after_in_parent=_let_go, after_in_child=_end_when_told)
    server = MPServer(
        target,
        address=address,
        port=port,
        workers=workers,
        blocking_threads=threads,
        respawn_failed_workers=True,
        **_common(),
    )
    server.on_startup(started)
    watching = Usher(port=port, threads=threads, connections=CONNECTIONS).watching
    # Loaded here already and inherited by the workers, each of which watches its own connections.
    loaded, places, lifeline = watching(load(target)), cores.places(workers), Lifeline()

    def begin(*_: object) -> Application:
        place = cores.take(places)  # before any thread is started
        lifeline.follow()
        if beside and place == 0:
            Finalize(None, beside(), exitpriority=0)
        return loaded

    server.serve(target_loader=begin, wrap_loader=False)


# Until granian listens for signals in a new process, that one would have the handlers of the first:
# they would take the signal to end as if it were for the first, and the first would wait for ever.
_ENDING = (signal.SIGTERM, signal.SIGINT)


def _hold() -> None:
    signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)


def _let_go() -> None:
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)


def _end_when_told() -> None:
    for number in _ENDING:
        signal.signal(number, signal.SIG_DFL)
    _let_go()


def load(target: str) -> Application:
    """What ``module:name`` names."""
    module, _, name = target.partition(":")
    found: Application = getattr(importlib.import_module(module), name)
    return found


def _refuse_taken(address: str, port: int) -> None:
    """Raise ExitError where granian could not listen: it would panic."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as error:
            raise ExitError(
                f"Nothing can listen on {address} port {port} ({error.strerror})."
                " Give another --port."
            ) from error


def _common() -> dict[str, Any]:
    """No access log: it would hold the address and the second of every reporter's visit."""
    return {
        "interface": Interfaces.WSGI,
        "http": HTTPModes.http1,
        "http1_settings": _HTTP1,
        "websockets": False,
        "log_enabled": False,
        "log_access": False,
        "backpressure": CONNECTIONS,
        "working_dir": Path("/"),
    }

"""Shows out who holds a place and neither sends nor reads: the server has no time limit of its own.

A thread waits for each body and a connection for each visitor, and there are 32 and 1,024 of them.
Once a second the kernel is asked how long each connection has been quiet and how much came
(``TCP_INFO``, Linux). As long as there is room nobody is hurried; where there is none, the quiet
and the very slow go first. Of who they are nothing is kept: a connection is known by its socket
alone.

A thread that has its whole request, and waits for the database, is no reason to hurry anybody:
the caller waits for us then, and is as quiet. Only threads that wait for a body count.
"""

import os
import socket
import stat
import struct
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

Application = Callable[..., Iterable[bytes]]
PATIENCE, PRESSED = 60.0, 3.0  # seconds of quiet while there is room, and while there is none
WINDOW, LEAST = 10.0, 1024  # seconds, and bytes in each of them, while there is none
SPARE = 4  # threads: fewer that wait for no body is no room
_STATES = frozenset({1, 8})  # established; the peer has ended its half
_INFO = struct.Struct("=B43xI4xI4x60xQQ")  # linux/tcp.h, up to tcpi_bytes_received


class Seen(NamedTuple):
    """A connection as the kernel has it: seconds of quiet, bytes that came and went."""

    quiet: float
    moved: int


def parse(info: bytes) -> Seen | None:
    """What ``TCP_INFO`` says; None where there is nobody on the other side."""
    state, sent, received, acked, came = _INFO.unpack_from(info)
    return Seen(min(sent, received) / 1000, acked + came) if state in _STATES else None


class Body:
    """A request's body; counted while a thread waits for more of it."""

    def __init__(self, body: Any, usher: "Usher") -> None:  # noqa: ANN401 the server's own
        self._body, self._usher = body, usher

    def read(self, size: int = -1) -> bytes:
        """As the server's."""
        with self._usher.waiting():
            return bytes(self._body.read(size))

    def readline(self, size: int = -1) -> bytes:
        """As the server's."""
        with self._usher.waiting():
            return bytes(self._body.readline(size))


class Usher:
    """Watches the connections of this process to one port."""

    def __init__(self, *, port: int, threads: int, connections: int) -> None:
        self._port, self._threads, self._connections = port, threads, connections
        self._waiting, self._lock, self._pid = 0, threading.Lock(), 0
        self._since: dict[int, tuple[float, int]] = {}  # by inode: when, and how much by then

    def watching(self, application: Application) -> Application:
        """The same application, with its bodies counted. A forked process watches its own."""

        def counted(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
            self._begin()
            environ["wsgi.input"] = Body(environ["wsgi.input"], self)
            return application(environ, start)

        return counted

    def _begin(self) -> None:
        if self._pid == os.getpid():
            return
        with self._lock:
            if self._pid != os.getpid():
                self._pid, self._waiting = os.getpid(), 0
                threading.Thread(target=self._run, name="heard-usher", daemon=True).start()

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """A thread waits for bytes of a body meanwhile."""
        with self._lock:
            self._waiting += 1
        try:
            yield
        finally:
            with self._lock:
                self._waiting -= 1

    def _run(self) -> None:
        while True:
            time.sleep(1)
            self.look(now=time.monotonic())

    def look(self, *, now: float) -> int:
        """Show out whom it is time for; how many."""
        matches = list(self._mine())
        full = self._waiting > self._threads - SPARE
        pressed = full or len(matches) > self._connections // 2
        since, shown = dict[int, tuple[float, int]](), 0
        for connection, place, seen in matches:
            began, moved = self._since.get(place, (now, seen.moved))
            slow = full and now - began >= WINDOW and seen.moved - moved < LEAST * (now - began)
            if seen.quiet > (PRESSED if pressed else PATIENCE) or slow:
                shown += _show_out(connection)
            since[place] = (now, seen.moved) if now - began >= WINDOW else (began, moved)
            connection.close()
        self._since = since
        return shown

    def _mine(self) -> Iterator[tuple[socket.socket, int, Seen]]:
        met = set[int]()  # the list of what is open may name a copy of ours too
        for file in list(Path("/proc/self/fd").iterdir()):
            connection = _copy_of(file)
            if connection is None:
                continue
            place, seen = os.fstat(connection.fileno()).st_ino, self._seen(connection)
            if seen and place not in met:
                met.add(place)
                yield connection, place, seen
            else:
                connection.close()

    def _seen(self, connection: socket.socket) -> Seen | None:
        try:
            connection.getpeername()
            if connection.getsockname()[1] != self._port:
                return None
            return parse(connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _INFO.size))
        except (OSError, IndexError, struct.error):
            return None  # listens, is no TCP, or an older kernel's


def _copy_of(file: Path) -> socket.socket | None:
    """A handle of our own to a socket that is open as ``file``; None where it is none.

    Never of a file: to close one handle of a file gives up every lock that this process has on it
    (fcntl(2), "Record locks"), and SQLite's are among them. Its next visitor would take the journal
    away from under the server, and what was acknowledged with it.
    """
    try:
        if not str(file.readlink()).startswith("socket:"):
            return None
        copy = os.dup(int(file.name))
    except OSError:
        return None  # closed meanwhile
    if not stat.S_ISSOCK(os.fstat(copy).st_mode):
        return None  # a file has come in between: the copy stays open, for the reason above
    return socket.socket(fileno=copy)


def _show_out(connection: socket.socket) -> int:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return 0
    return 1

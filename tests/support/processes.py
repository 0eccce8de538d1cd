"""Heard as a process of its own: started, asked, stopped, and killed without warning."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

import tables
import warm
from warm import HEARD

START_SECONDS = 30.0
UNANSWERED = (OSError, http.client.HTTPException)


class NotStartedError(AssertionError):
    """Heard did not answer in time; the text is what it printed."""


def free_port() -> int:
    """A loopback port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def settings_for(folder: Path, port: int, **more: str) -> dict[str, str]:
    """The environment of a Heard that writes to ``folder`` and is called localhost."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HEARD_")}
    return {
        **kept,
        "HEARD_SITE": f"localhost:{port}",
        "HEARD_DATA": str(folder),
        "HEARD_RATE": "1000000",
        **more,
    }


class Heard:
    """One running ``heard``; use as a context manager."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        folder: Path,
        port: int,
        program: Sequence[str] = (str(HEARD),),
        **env: str,
    ) -> None:
        self.command = [*program, *command]
        self.folder = folder
        self.port = port
        self.host = "localhost"
        self.url = f"http://localhost:{port}"
        self.environment: Mapping[str, str] = settings_for(folder, port, **env)
        self.log = folder.with_name(f"{folder.name}.out")
        self.process: warm.Program | subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers ``/health``. Raises NotStartedError."""
        if "demo" in self.command:
            tables.lay(self.folder / "data")
        with self.log.open("ab") as out:
            self.process = warm.start(self.command, env=self.environment, out=out, err=out)
        until = time.monotonic() + START_SECONDS
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > until:
                self.kill()
                raise NotStartedError(self.printed())
            time.sleep(0.05)

    def answers(self) -> bool:
        """Whether ``GET /health`` is answered with 200."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        with contextlib.closing(connection), contextlib.suppress(*UNANSWERED):
            connection.request("GET", "/health", headers={"Host": f"{self.host}:{self.port}"})
            return connection.getresponse().status == http.HTTPStatus.OK
        return False

    def printed(self) -> str:
        """Everything it wrote to its standard output and error."""
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def kill(self) -> None:
        """SIGKILL to it and its children: nothing of it gets to tidy up."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Ask it to end, and wait; kill it if it will not."""
        self._end(signal.SIGTERM)

    def _end(self, with_signal: signal.Signals) -> None:
        if self.process is None:
            return
        warm.stop(self.process, with_signal)
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            warm.stop(self.process, signal.SIGKILL)
            self.process.wait(timeout=10)
        self.process = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

"""Chromium over a pipe: the DevTools protocol bare, because a driver that watches the network is
handed a copy of every request's body and would be what is measured.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--remote-debugging-pipe",
)
# Scripts of ours run beside the page's own: they see its elements and are bound by its policy.
WORLD = "heard-bench"


class Chromium:
    """One browser with one page. Commands raise RuntimeError with Chromium's words."""

    def __init__(self, folder: Path) -> None:
        ours_out, theirs_in = os.pipe(), os.pipe()
        self._write, self._read = os.fdopen(ours_out[1], "wb"), os.fdopen(theirs_in[0], "rb")

        def wire() -> None:  # Chromium reads from 3 and writes to 4
            os.dup2(os.dup(ours_out[0]), 3)
            os.dup2(os.dup(theirs_in[1]), 4)

        self.process = subprocess.Popen(
            ["chromium", *ARGUMENTS, f"--user-data-dir={folder}", "about:blank"],
            preexec_fn=wire,  # noqa: PLW1509 no threads run yet
            close_fds=False,
            stderr=subprocess.DEVNULL,
        )
        os.close(ours_out[0])
        os.close(theirs_in[1])
        self._number, self._session = 0, ""
        pages = self.send("Target.getTargets")["targetInfos"]
        page = next(each["targetId"] for each in pages if each["type"] == "page")
        self._session = self.send("Target.attachToTarget", targetId=page, flatten=True)["sessionId"]
        self._world = 0

    def send(self, method: str, **params: Any) -> dict[str, Any]:
        """One command and its answer."""
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        self._write.write(json.dumps(message).encode() + b"\0")
        self._write.flush()
        while (answer := self._receive()).get("id") != self._number:
            pass  # events
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']['message']}")
        return dict(answer["result"])

    def _receive(self) -> dict[str, Any]:
        text = bytearray()
        while (byte := self._read.read(1)) != b"\0":
            if not byte:
                raise RuntimeError("Chromium is gone.")
            text += byte
        return dict(json.loads(text))

    def open(self, url: str) -> None:
        """Load a page and wait for it."""
        self.send("Page.enable")
        self.send("Page.navigate", url=url)
        while self._receive().get("method") != "Page.loadEventFired":
            pass
        frame = self.send("Page.getFrameTree")["frameTree"]["frame"]["id"]
        made = self.send("Page.createIsolatedWorld", frameId=frame, worldName=WORLD)
        self._world = made["executionContextId"]

    def run(self, script: str) -> Any:
        """The value of an expression, awaited."""
        answer = self.send(
            "Runtime.evaluate",
            expression=script,
            contextId=self._world,
            awaitPromise=True,
            returnByValue=True,
        )
        if "exceptionDetails" in answer:
            raise RuntimeError(json.dumps(answer["exceptionDetails"])[:800])
        return answer["result"].get("value")

    def choose(self, selector: str, path: Path) -> None:
        """Put a file into an ``<input type=file>``."""
        root = self.send("DOM.getDocument")["root"]["nodeId"]
        node = self.send("DOM.querySelector", nodeId=root, selector=selector)["nodeId"]
        self.send("DOM.setFileInputFiles", nodeId=node, files=[str(path)])

    def megabytes(self) -> float:
        """Memory of all its processes; what several share is counted once."""
        return megabytes(self.process.pid)

    def close(self) -> None:
        """End it and its children."""
        self._session = ""
        with contextlib.suppress(RuntimeError, OSError):
            self.send("Browser.close")
        self.process.wait(timeout=20)


def megabytes(pid: int) -> float:
    """Memory of a process and of all that it started; what several share is counted once."""
    total = 0
    for each in _family(pid):
        with contextlib.suppress(OSError):
            text = Path(f"/proc/{each}/smaps_rollup").read_text()
            total += next(int(t.split()[1]) for t in text.splitlines() if t[:4] == "Pss:")
    return total / 1024


def _family(pid: int) -> Iterator[int]:
    yield pid
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from _family(int(child))

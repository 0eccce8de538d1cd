"""What TypeScript says of the same bytes: one process of Node that answers in order."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from threading import Thread
from types import TracebackType
from typing import Self

from fuzzing.seeds import ROOT

BATCH = 256  # inputs on the way: each answer is waited for once in so many
MOST = 2**16  # bytes of them: 256 rosters took as long as one input may, beside other work


class DisagreementError(AssertionError):
    """Two implementations of one format made different things of the same bytes."""

    def __init__(self, name: str, data: bytes, here: str | None, there: str) -> None:
        said = f"Python {here!r:.300}, TypeScript {there!r:.600}"
        super().__init__(f"{name}: {said} of {data!r:.600}")
        self.data = data


class Elsewhere:
    """Compares verdicts; use as a context."""

    def __init__(self) -> None:
        self._waiting: list[tuple[str, bytes, str | None]] = []
        self._bytes = 0
        self._node = subprocess.Popen(
            ["node", "--disable-warning=ExperimentalWarning", "client/fuzz/main.mjs", "differ"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def compare(self, name: str, data: bytes, here: str | None) -> None:
        """Raises DisagreementError, at the latest some inputs later."""
        self._waiting.append((name, data, here))
        self._bytes += len(data)
        if len(self._waiting) == BATCH or self._bytes > MOST:
            self.finish()

    def finish(self) -> None:
        """Wait for what is on the way. Raises DisagreementError."""
        waiting, self._waiting, self._bytes = self._waiting, [], 0
        writing = Thread(target=self._send, args=(waiting,))  # or both would wait on full pipes
        writing.start()
        answers = [self._answer() for _ in waiting]
        writing.join()
        for (name, data, here), there in zip(waiting, answers, strict=True):
            if there != ("-" if here is None else f"+{here}"):
                raise DisagreementError(name, data, here, there)

    def _answer(self) -> str:
        return self._read(int.from_bytes(self._read(4), "big")).decode()

    def _send(self, waiting: Sequence[tuple[str, bytes, str | None]]) -> None:
        assert self._node.stdin
        parts = (part for name, data, _ in waiting for part in (name.encode(), data))
        self._node.stdin.write(b"".join(len(p).to_bytes(4, "big") + p for p in parts))
        self._node.stdin.flush()

    def _read(self, size: int) -> bytes:
        assert self._node.stdout
        data = self._node.stdout.read(size)
        if len(data) != size:
            raise OSError("Node ended; see above")
        return data

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._node.kill()
        self._node.communicate()

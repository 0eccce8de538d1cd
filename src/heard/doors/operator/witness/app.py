"""The witness as a WSGI application: one call, bounded before anything is read."""

import sqlite3
import time
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from heard.doors.operator.witness.protocol import MAX_BODY, TEXT, Answer, add_checkpoint
from heard.doors.operator.witness.state import State
from heard.formats.note import Signer

Start = Callable[[str, list[tuple[str, str]]], Any]


def application(
    *, state: State, key: Signer, clock: Callable[[], float] = time.time
) -> Callable[[dict[str, Any], Start], Iterable[bytes]]:
    """Answer ``POST /add-checkpoint`` with this state and key, and ``GET /health``."""

    def answer(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        found = _route(environ, state=state, key=key, now=int(clock()))
        body = found.body.encode()
        start(
            f"{found.status} {HTTPStatus(found.status).phrase}",
            [("Content-Type", found.type), ("Content-Length", str(len(body)))],
        )
        return [body]

    return answer


def _route(environ: dict[str, Any], *, state: State, key: Signer, now: int) -> Answer:
    if environ["PATH_INFO"] == "/health":
        return _health(state)
    if environ["PATH_INFO"] != "/add-checkpoint":
        return Answer(404, TEXT, "A witness answers POST /add-checkpoint.\n")
    if environ["REQUEST_METHOD"] != "POST":
        return Answer(405, TEXT, "A witness answers POST /add-checkpoint.\n")
    body = environ["wsgi.input"].read(MAX_BODY + 1)
    return add_checkpoint(body, state=state, key=key, now=now)


def _health(state: State) -> Answer:
    """Whether the memory can be read: without it, nothing is cosigned."""
    try:
        state.logs()
    except sqlite3.Error:
        return Answer(503, TEXT, "The witness cannot read its state.\n")
    return Answer(200, TEXT, "ok\n")

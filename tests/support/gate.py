"""A server between a browser and a running Heard, for what no engine can be told to do alike.

It hands on each request and answer as it is, but for what ``change`` does to an answer.
"""

from __future__ import annotations

import http.client
import http.server
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

PER_CONNECTION = {"connection", "transfer-encoding", "content-length", "keep-alive"}


@dataclass(frozen=True)
class Answer:
    """What comes back for ``method`` and ``path``."""

    method: str
    path: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes = field(repr=False)


Change = Callable[[Answer], Answer]


def without_scripts(answer: Answer) -> Answer:
    """Each script is refused, as by a proxy that filters them."""
    if not answer.path.endswith(".js"):
        return answer
    return replace(answer, status=403, body=b"", headers=(("Content-Type", "text/plain"),))


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    port: int
    change: Change

    def _hand_on(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        behind = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        behind.request(self.command, self.path, body or None, self._headers())
        got = behind.getresponse()
        headers = tuple(one for one in got.getheaders() if one[0].lower() not in PER_CONNECTION)
        whole = Answer(self.command, self.path, got.status, headers, got.read())
        behind.close()
        self._give(type(self).change(whole))

    def _headers(self) -> dict[str, str]:
        kept = {n: v for n, v in self.headers.items() if n.lower() not in PER_CONNECTION}
        own = f"http://localhost:{self.port}"
        if "Origin" in kept and kept["Origin"] != "null":
            kept["Origin"] = own
        return {**kept, "Host": f"localhost:{self.port}"}

    def _give(self, answer: Answer) -> None:
        self.send_response(answer.status)
        for name, value in answer.headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)

    do_GET = do_POST = do_PUT = do_HEAD = _hand_on  # noqa: N815 http.server's names

    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def gate(port: int, change: Change) -> Iterator[str]:
    """The address of a gate before the Heard that listens on ``port``."""
    handler = type("Handler", (_Handler,), {"port": port, "change": staticmethod(change)})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_port}"
        server.shutdown()

"""A site some of whose scripts are spoilt, for any engine: what a page is when a part of it fails.

Playwright can withhold an answer in Chromium alone. So this stands between browser and Heard and
hands all on as it is, headers included, but for the scripts that are named; it may hold an answer.
No browser keeps anything of it: what is spoilt after a page was opened is spoilt for the next.
"""

from __future__ import annotations

import http.client
import re
import threading
from base64 import b64encode
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from fnmatch import fnmatch
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from heard.doors.public.headers import page_headers

# Of one connection alone (RFC 9110, 7.6.1), of caches, or said anew of the bytes handed on.
NOT_HANDED_ON = {
    *("connection", "keep-alive", "transfer-encoding", "content-length"),
    *("cache-control", "etag", "if-none-match", "accept-encoding"),
}
# No parser takes it, and an engine that would run what stands before it is seen to.
BROKEN = b"\nthis is no script;\n"


HELD_AT_MOST = 60.0  # seconds


@dataclass
class Spoilt:
    """The address of the site, and its scripts that are spoilt now.

    ``missing`` and ``broken`` hold patterns of names (``flow-*.js``): the one are answered 404; the
    others have an error of syntax, and pages state the sum of that, as if built so.
    """

    url: str
    behind: int
    missing: set[str] = field(default_factory=set)
    broken: set[str] = field(default_factory=set)
    posted: list[str] = field(default_factory=list)  # the paths to which something was sent
    held: str = ""  # the end of a path: what Heard answers there is handed on once `on` is set
    on: threading.Event = field(default_factory=threading.Event)
    there: threading.Event = field(default_factory=threading.Event)  # Heard has answered it

    def spoil(self, fault: str, *names: str) -> None:
        """From now on; of what is spoilt already, nothing stays so."""
        self.mend()
        {"missing": self.missing, "broken": self.broken}[fault].update(names)

    def mend(self) -> None:
        """Everything is as Heard has it."""
        self.missing.clear()
        self.broken.clear()

    def answer(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        """What the browser is answered."""
        if method != "GET":
            self.posted.append(path)
        if _named(path, self.missing):
            return self.ask(method, "/static/there-is-no-such-script.js", body, headers)
        found = self.ask(method, path, body, headers)
        if self.held and path.endswith(self.held) and method != "GET":
            self.there.set()
            self.on.wait(HELD_AT_MOST)
        if _named(path, self.broken):
            return found.with_body(found.body + BROKEN)
        if found.kind.startswith("text/html") and self.broken:
            return self._stating(path, found)
        return found

    def ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        """What Heard answers. Nothing is compressed, so that a sum can be taken."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.behind, timeout=60)) as heard:
            heard.request(method, path, body or None, headers)
            got = heard.getresponse()
            said = [(name.lower(), value) for name, value in got.getheaders()]
            return Answer(got.status, said, got.read())

    def _stating(self, path: str, page: Answer) -> Answer:
        """The page with the sums of broken scripts, and a policy that names its import map."""
        body = page.body
        for script in set(re.findall(rb"/static/[^\"]+\.js", body)):
            name = script.decode()
            if _named(name, self.broken):
                right = self.ask("GET", name, b"", {"Host": "localhost"}).body
                body = body.replace(_sum(right), _sum(right + BROKEN))
        policy = page_headers(path.removeprefix("/"), body)["Content-Security-Policy"]
        return page.with_body(body).with_header("content-security-policy", policy)


@dataclass(frozen=True)
class Answer:
    """A status, headers in their order, with small letters, and the bytes."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    @property
    def kind(self) -> str:
        return next((value for name, value in self.headers if name == "content-type"), "")

    def with_body(self, body: bytes) -> Answer:
        return Answer(self.status, self.headers, body)

    def with_header(self, name: str, value: str) -> Answer:
        others = [(each, said) for each, said in self.headers if each != name]
        return Answer(self.status, [*others, (name, value)], self.body)


def _handed_on(headers: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(name, value) for name, value in headers if name.lower() not in NOT_HANDED_ON]


def _named(path: str, patterns: set[str]) -> bool:
    name = path.removeprefix("/static/")
    return name != path and any(fnmatch(name, each) for each in patterns)


def _sum(body: bytes) -> bytes:
    return b"sha256-" + b64encode(sha256(body).digest())


@contextmanager
def spoilt(behind: int) -> Iterator[Spoilt]:
    """Heard on the port ``behind``, at another address until the end of the block."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _hand_on(self) -> None:
            size = int(self.headers.get("Content-Length", 0))
            asked = _handed_on(self.headers.items())
            answer = site.answer(self.command, self.path, self.rfile.read(size), dict(asked))
            self.send_response_only(answer.status)
            for name, value in _handed_on(answer.headers):
                self.send_header(name, value)
            self.send_header("Cache-Control", "no-store")
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)

        do_GET = do_POST = do_PUT = _hand_on  # noqa: N815 as the library names them

        def log_message(self, *_: object) -> None:
            """Quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        site = Spoilt(f"http://localhost:{server.server_address[1]}", behind)
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield site
        server.shutdown()

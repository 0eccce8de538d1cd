"""Witnesses of the tests: whole ones, and servers that answer as one tells them, over real HTTP."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from heard.actions import rosters
from heard.doors.operator.demonstration import seeding
from heard.doors.operator.witness.protocol import add_checkpoint
from heard.doors.operator.witness.state import State
from heard.formats import note, roster
from heard.records.models import Organisation

Handle = Callable[[bytes], tuple[int, str]]


class Server:
    """A loopback server that answers POST with what ``handle`` says; ``led``: what was fetched."""

    def __init__(self, handle: Handle) -> None:
        self.handle = handle
        self.location = ""
        self.led: list[str] = []
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status, text = outer.handle(body)
                self.send_response(status)
                if outer.location:
                    self.send_header("Location", outer.location)
                self.end_headers()
                self.wfile.write(text.encode())

            def do_GET(self) -> None:
                outer.led.append(self.path)
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Quiet."""

        self.http = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_address[1]}"
        threading.Thread(target=self.http.serve_forever, args=(0.01,), daemon=True).start()

    def close(self) -> None:
        self.http.shutdown()
        self.http.server_close()


class Witness:
    """A whole witness behind a server; ``asked`` counts."""

    def __init__(self, folder: Path, name: str) -> None:
        self.key = note.Signer.generate(name, note.COSIGNATURE)
        folder.mkdir(parents=True, exist_ok=True)
        self.state = State(folder / name.replace("/", "_"))
        log = note.Verifier.parse(Organisation.objects.get().log)
        self.state.watch(origin=log.name, vkey=log.vkey)
        self.asked, self.down = 0, False
        self.now = 1_764_000_000  # POSIX seconds by its clock
        self.server = Server(self.answer)

    def answer(self, body: bytes) -> tuple[int, str]:
        self.asked += 1
        if self.down:
            return 503, "later"
        found = add_checkpoint(body, state=self.state, key=self.key, now=self.now)
        return found.status, found.body


def three(seeded: Path) -> Iterator[list[Witness]]:
    """A union with two keys and a board with one; the roster wants two operators."""
    now = seeding.the_time()
    made = [
        Witness(seeded / "w", name)
        for name in ("union.example/a", "union.example/b", "board.example")
    ]
    for each, operator in zip(made, ("Union", "Union", "Board"), strict=True):
        rosters.add_witness(operator=operator, vkey=each.key.verifier.vkey, url=each.server.url)
    root = note.Signer.parse((seeded.parent / "root.key").read_text().strip())
    rosters.accept(signed=roster.sign(rosters.draft(now=now, quorum=None), root), now=now)
    yield made
    for each in made:
        each.server.close()

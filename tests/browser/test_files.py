"""Files under the pages' own policy: sealed in a worker, read back through the service worker."""

import http.server
import json
import re
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

ROOT = Path(__file__).parents[2]
SIZE = 20 * 1024 * 1024 + 12_345
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' blob:; media-src 'self' blob:; worker-src 'self'; base-uri 'none'; "
    "require-trusted-types-for 'script'; trusted-types heard"
)
WORKER = "/static/seal-worker-ABCDEFGH.js"
WORKERS = f'data-seal-worker="{WORKER}" data-fallback-seal-worker="{WORKER}"'
SHELL = f'<script type="module" src="/static/files.js" {WORKERS}></script>'


class Site(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    files: dict[str, bytes]
    segments: dict[str, bytes]

    def answer(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        asked = re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers.get("Range", ""))
        segment = self.segments.get(self.path)
        if segment is not None and asked:
            first, last = int(asked[1]), int(asked[2])
            self.answer(206, segment[first : last + 1], "application/octet-stream")
        elif self.path in self.files:
            kind = "text/html" if self.path == "/desk/" else "text/javascript"
            self.answer(200, self.files[self.path], kind)
        else:
            self.answer(404, b"", "text/plain")

    def do_PUT(self) -> None:
        part = self.rfile.read(int(self.headers["Content-Length"]))
        path, offset = self.path.rsplit("/", 1)
        had = self.segments.get(path, b"")
        assert len(had) == int(offset)
        self.segments[path] = had + part
        self.answer(200, json.dumps({"received": len(had + part)}).encode(), "application/json")

    def log_message(self, *args: object) -> None:
        pass


def bundle(name: str) -> bytes:
    esbuild = ROOT / "node_modules/@esbuild/linux-x64/bin/esbuild"
    entry = ROOT / "client/lib" / f"{name}.ts"
    run = [esbuild, entry, "--bundle", "--format=esm", "--target=es2022", "--log-level=error"]
    return subprocess.run(run, check=True, cwd=ROOT, capture_output=True).stdout


@pytest.fixture
def site() -> Iterator[str]:
    Site.segments = {}
    Site.files = {
        "/desk/": SHELL.encode(),
        "/static/files.js": bundle("browser-files"),
        WORKER: bundle("seal-worker"),
        "/desk/desk-service-worker.js": bundle("desk-service-worker"),
    }
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/desk/"
        server.shutdown()


def test_a_file_is_sealed_in_a_worker_and_sought_in_without_fetching_it_whole(
    site: str, chromium: Browser
) -> None:
    said: list[str] = []
    with chromium.new_context() as context:
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(site)
        page.wait_for_function("window.heardFiles !== undefined")
        result = page.evaluate("window.heardFiles")
    span = 2 * 1024 * 1024
    assert result == {
        "whole": True,
        "part": True,
        "range": f"bytes 9000001-{9_000_001 + span - 1}/{SIZE}",
        "span": span,
        "closed": 404,
        "elsewhere": 404,
        "progress": result["progress"],
        "segments": 1,
    }
    assert result["progress"][0] == 0
    assert result["progress"][-1] == SIZE
    # The two 404 that were asked for are all that the console tells: no policy was broken.
    assert [line for line in said if "404" not in line] == []

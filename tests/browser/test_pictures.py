"""A cleaned picture is shown as it was: each point, each colour, the right way up."""

from __future__ import annotations

import http.server
import mimetypes
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "tests/pictures"
KINDS = {".jpg", ".png", ".webp", ".gif", ".avif"}  # no engine but Apple's shows HEIC
# Cannot be cleaned (client/lib/metadata.test.ts): the pages offer another way.
STUCK = {"bad-marker-in-scan", "cut-by-two-bytes", "half", "panorama-trailer"}
SHOWN = sorted(
    str(path.relative_to(PICTURES))
    for path in PICTURES.rglob("*")
    if path.suffix in KINDS and path.stem not in STUCK
)
SCRIPT = '<!doctype html><script type="module" src="/pictures.js"></script>'


class Site(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    script: bytes

    def do_GET(self) -> None:
        if self.path == "/pictures.js":
            kind, body = "text/javascript", self.script
        elif self.path.startswith("/pictures/"):
            kind = mimetypes.guess_type(self.path)[0] or "application/octet-stream"
            body = (PICTURES / self.path.removeprefix("/pictures/")).read_bytes()
        else:
            kind, body = "text/html", SCRIPT.encode()
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def cleaner(chromium: Browser) -> Iterator[Page]:
    esbuild = ROOT / "node_modules/@esbuild/linux-x64/bin/esbuild"
    entry = ROOT / "client/lib/browser-pictures.ts"
    run = [esbuild, entry, "--bundle", "--format=esm", "--target=es2022", "--log-level=error"]
    Site.script = subprocess.run(run, check=True, cwd=ROOT, capture_output=True).stdout
    with (
        http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site) as server,
        chromium.new_context() as context,
    ):
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{server.server_port}/")
        page.wait_for_function("window.heardPictures !== undefined")
        yield page
        server.shutdown()


@pytest.mark.parametrize("name", SHOWN)
def test_a_cleaned_picture_shows_the_same(name: str, cleaner: Page) -> None:
    seen = cleaner.evaluate("(name) => window.heardPictures(name)", name)
    assert seen["apart"] == 0
    if "turned" in name or name in {"field/phone.jpg", "field/png-eXIf.png"}:
        width, height = seen["size"]
        # Lying in the file, standing on the screen; Chromium heeds no mark in a WebP.
        assert (width < height) == (Path(name).suffix in {".jpg", ".png", ".avif"})

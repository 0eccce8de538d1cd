"""The browser fixtures themselves: each collector can fail, under a policy as strict as ours."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, Page

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; base-uri 'none'; "
    "require-trusted-types-for 'script'; trusted-types heard"
)
GOOD = (
    '<!doctype html><html lang="en"><title>Good</title><link rel="icon" href="data:,">'
    "<main><h1>Good</h1></main></html>"
)
BAD = GOOD.replace("<h1>Good</h1>", '<h1>Bad</h1><img src="/x.png">')


class _Pages(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = {"/good": GOOD, "/bad": BAD}.get(self.path, "").encode()
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def pages() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Pages)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://localhost:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context()
    yield context.new_page()
    context.close()


def test_axe_runs_under_the_policy_and_finds_what_is_wrong(
    page: Page, pages: str, axe: Callable[[Page], None]
) -> None:
    page.goto(f"{pages}/good")
    axe(page)
    page.goto(f"{pages}/bad")
    with pytest.raises(AssertionError, match="image-alt"):
        axe(page)


def test_a_virtual_passkey_has_prf_only_when_asked(
    page: Page, pages: str, passkey: Callable[..., object]
) -> None:
    page.goto(f"{pages}/good")
    make = """async () => {
      const made = await navigator.credentials.create({publicKey: {
        challenge: new Uint8Array(32), rp: {name: 'x'},
        user: {id: new Uint8Array(8), name: 'xu', displayName: 'Xu'},
        pubKeyCredParams: [{type: 'public-key', alg: -7}],
        authenticatorSelection: {residentKey: 'required', userVerification: 'required'},
        extensions: {prf: {}}}});
      return made.getClientExtensionResults().prf?.enabled ?? false;
    }"""
    key = passkey(page, prf=True)
    assert page.evaluate(make) is True
    assert len(key.credentials()) == 1  # type: ignore[attr-defined]
    key.remove()  # type: ignore[attr-defined]
    passkey(page, prf=False)
    assert page.evaluate(make) is False

"""The three engines themselves: the same words mean the same, and what goes wrong is noticed."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import firefox_esr
import pytest
import screen
import webkit
from engines import WIDTHS, Axe, MissingEngineError, OpenIn, in_each_engine
from expecting import expect

PAGE = """<!doctype html><html lang="en"><title>Ground</title><link rel="icon" href="data:,"><main>
<h1>Ground</h1>
<p class="step" hidden>hidden</p><p class="step">seen</p>
<button type="button">Send  my
report</button><button type="button" hidden>Send it</button>
<button type="button" aria-label="Remove: a.txt">Remove</button>
<button type="button" disabled>Not now</button>
<a href="#x">Send a link</a><h2>Second</h2>
<label>Plain <input id="plain"></label>
<label for="long">Long words</label><textarea id="long"></textarea>
<label for="day">Day</label><input id="day" type="date">
<fieldset><legend>Pick</legend><label><input type="radio" name="r" id="one"> One</label>
<label><input type="radio" name="r" id="two"> Two</label></fieldset>
<ul><li>first <b>Gao</b></li><li>second <b>Xu</b></li></ul>
<p><label>Files <input type="file" id="files" multiple></label></p>
<p><a id="saving" download="words.txt" href="/words.txt">Save the words</a></p>
</main></html>"""
BAD = PAGE.replace("<h1>", '<img src="/words.txt"><h1>').replace(
    "</main>", '</main><script src="/bad.js"></script>'
)
BODIES = {
    "/": ("text/html", PAGE),
    "/bad": ("text/html", BAD),
    "/bad.js": ("text/javascript", "console.error('something is wrong')"),
    "/words.txt": ("text/plain", "kept words"),
}
POLICY = "default-src 'none'; script-src 'self'; img-src data:; require-trusted-types-for 'script'"


class _Pages(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        kind, body = BODIES[self.path.partition("?")[0]]
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def pages() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Pages) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_address[1]}"
        server.shutdown()


@in_each_engine
def test_the_same_words_find_the_same(
    open_in: OpenIn, axe: Axe, pages: str, tmp_path: Path, name: str
) -> None:
    page = open_in(name, "phone", base=pages)
    page.goto("/")
    counts = {
        "button": page.get_by_role("button").count(),
        "send": page.get_by_role("button", name="send my report").count(),
        "exact": page.get_by_role("button", name="Send", exact=True).count(),
        "label": page.get_by_role("button", name="Remove: a.txt").count(),
        "heading": page.get_by_role("heading", level=2).count(),
        "radio": page.get_by_role("radio", name="Two").count(),
        "by label": page.get_by_label("words").count(),
        "text": page.get_by_text("Gao").count(),
        "filtered": page.locator("li").filter(has_text="xu").count(),
        "having": page.locator("li", has=page.locator("b", has_text="Gao")).count(),
        "visible": page.locator(".step:visible").count(),
        "nothing": page.locator(".nothing").count(),
    }
    assert counts == {
        "button": 4,
        "send": 1,
        "exact": 0,
        "label": 1,
        "heading": 1,
        "radio": 1,
        "by label": 1,
        "text": 1,
        "filtered": 1,
        "having": 1,
        "visible": 1,
        "nothing": 0,
    }
    assert page.locator("li").all_inner_texts() == ["first Gao", "second Xu"]
    assert page.locator("li").last.locator("b").inner_text() == "Xu"
    expect(page.get_by_role("button", name="Not now")).to_be_disabled()
    page.get_by_label("Plain").fill("他 x جاء")
    page.fill("#plain", "他 and y")
    page.fill("#long", "two\n\nlines")
    page.fill("#day", "2026-11-16")
    page.check("#two")
    values = [page.input_value(each) for each in ("#plain", "#long", "#day")]
    assert values == ["他 and y", "two\n\nlines", "2026-11-16"]
    assert page.locator("#two").is_checked()
    chosen = [tmp_path / "a.txt", tmp_path / "b.txt"]
    for path in chosen:
        path.write_text(path.name)
    page.set_input_files("#files", chosen)
    assert page.evaluate(
        "() => [...document.querySelector('#files').files].map((f) => f.name)"
    ) == [
        "a.txt",
        "b.txt",
    ]
    assert page.evaluate("(given) => given * 2", 21) == 42
    with page.expect_download() as saving:
        page.click("#saving")
    assert saving.value.path().read_text("utf-8") == "kept words"
    assert saving.value.suggested_filename == "words.txt"
    with pytest.raises(AssertionError):
        expect(page.locator("h1")).to_have_text("Groun", timeout=300)
    axe(page)


@pytest.mark.parametrize("size", WIDTHS)
@in_each_engine
def test_a_window_is_as_wide_as_it_is_asked_to_be(
    open_in: OpenIn, pages: str, name: str, size: str
) -> None:
    page = open_in(name, size, base=pages)
    page.goto("/")
    assert page.evaluate("() => innerWidth") == WIDTHS[size]


# X11, "Connection Setup": little-endian, protocol 11.0, no authorization. Then GetInputFocus.
HELLO, ASK, TOLD = struct.pack("<BxHHHHxx", 0x6C, 11, 0, 0, 0), struct.pack("<BxH", 43, 1), 32


def test_a_screen_is_there_for_whoever_comes_as_the_last_one_leaves() -> None:
    with screen.screen() as display:
        for _ in range(300):
            with socket.socket(socket.AF_UNIX) as window:
                window.connect(f"/tmp/.X11-unix/X{display.removeprefix(':')}")
                window.sendall(HELLO)
                _, _, _, words = struct.unpack("<BxHHH", window.recv(8, socket.MSG_WAITALL))
                window.recv(4 * words, socket.MSG_WAITALL)
                window.sendall(ASK)
                assert len(window.recv(TOLD, socket.MSG_WAITALL)) == TOLD


@in_each_engine
def test_axe_finds_what_is_wrong(
    open_in: OpenIn, axe: Axe, pages: str, complaints: Any, name: str
) -> None:
    complaints.expect(".")
    page = open_in(name, "phone", base=pages)
    page.goto("/bad")
    with pytest.raises(AssertionError, match="image-alt"):
        axe(page)


@pytest.mark.parametrize("name", ["chromium", "firefox"])
def test_what_goes_wrong_is_noticed(
    open_in: OpenIn, pages: str, complaints: Any, name: str
) -> None:
    complaints.expect("something is wrong")
    complaints.expect(r"policy: img-src|Content Security Policy|Refused to load|violates")
    page = open_in(name, "phone", base=pages)
    page.goto("/bad")
    open_in.close()
    assert [each for each in complaints.found if "something is wrong" in each]
    assert [each for each in complaints.found if "img" in each or "Security Policy" in each]


DRAWN = """() => new Promise((tell) => {
  requestAnimationFrame(() => requestAnimationFrame(() => tell(document.visibilityState)));
})"""


@in_each_engine
def test_a_page_is_seen_while_another_is(open_in: OpenIn, pages: str, name: str) -> None:
    """A page that is hidden draws nothing, and its clock runs slower."""
    first = open_in(name, "phone", base=pages)
    first.goto("/")
    second = open_in(name, "desktop", base=pages)
    second.goto("/")
    assert [page.evaluate(DRAWN) for page in (first, second, first)] == ["visible"] * 3


@pytest.mark.parametrize(
    ("module", "program"), [(firefox_esr, "FIREFOX"), (webkit, "DRIVER"), (screen, "XVFB")]
)
def test_an_engine_that_is_missing_fails_and_says_what_brings_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, module: Any, program: str
) -> None:
    monkeypatch.setattr(module, program, "/nowhere/browser")
    begin: dict[Any, Callable[[], Any]] = {
        firefox_esr: lambda: firefox_esr.launch(None, tmp_path),  # type: ignore[arg-type]
        webkit: lambda: webkit.browser(tmp_path / "home", ":0").__enter__(),
        screen: lambda: screen.screen().__enter__(),
    }
    with pytest.raises(MissingEngineError, match=r"/nowhere/browser .* script/setup --dev"):
        begin[module]()

"""A fourth and a fifth language are added without touching a source, and every page has room."""

from __future__ import annotations

import functools
import http.server
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import books
import pseudo
import pytest
from playwright.sync_api import Browser

PAGES = ("", "help/", "limits/", "safety/", "how/", "verify/", "figures/", "report/", "return/")
# What no translator is asked for: names, numbers of helpers, countries, keys.
SPARED = (
    "script, style, noscript, code, .mono, .brand, .languages, .lines, [translate=no], kbd, svg,"
    " details[data-country] > summary, option"
)
UNTRANSLATED = """(spared) => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const said = node.textContent.trim();
        if (!/[A-Za-z]{2,}/.test(said) || node.parentElement.closest(spared)) continue;
        if (!said.startsWith("\u27e6")) found.push(said);
    }
    return found;
}"""
WIDEST = """() => {
    for (const each of document.querySelectorAll("[hidden]")) each.hidden = false;
    for (const each of document.querySelectorAll("details")) each.open = true;
    return document.scrollingElement.scrollWidth;
}"""


@pytest.fixture(scope="module")
def static(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("pseudo")
    pseudo.speak(root)
    subprocess.run(["node", "client/build.mjs"], cwd=root, check=True, capture_output=True)
    return root / "src/heard/static"


@pytest.fixture(scope="module")
def site(static: Path) -> Iterator[str]:
    quiet = functools.partial(Quiet, directory=str(static))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), quiet) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.mark.parametrize("tag", [pseudo.TAG, pseudo.MIRRORED])
def test_every_page_is_translated_and_has_room_at_320_pixels(
    site: str, chromium: Browser, tag: str
) -> None:
    with chromium.new_context(viewport={"width": 320, "height": 640}) as context:
        page = context.new_page()
        for name in PAGES:
            page.goto(f"{site}/{tag}/{name}")
            assert page.evaluate("document.dir") == ("ltr" if tag == pseudo.TAG else "rtl")
            assert page.evaluate(UNTRANSLATED, SPARED) == [], name
            assert page.evaluate(WIDEST) == 320, name


def test_the_desk_and_the_letters_know_the_new_languages(static: Path) -> None:
    desk = (static / "desk/index.html").read_text("utf-8")
    assert f'<p lang="{pseudo.MIRRORED}" dir="rtl">{pseudo.OPEN}' in desk
    # Of each, what comes at the start, behind the sign-in, and with a worked case.
    for tag in ("en-XA", "en-XB"):
        parts = {
            each.name.split(".")[2].split("-")[0] for each in static.glob(f"static/desk.{tag}.*.js")
        }
        assert parts == {"start", "inside", "work"}, tag


def test_a_language_without_a_book_is_told(tmp_path: Path) -> None:
    pseudo.speak(tmp_path)
    (tmp_path / books.PLACES["plain"].format(pseudo.TAG)).unlink()
    command = ["node", "client/build.mjs"]
    done = subprocess.run(command, cwd=tmp_path, check=False, capture_output=True, text=True)
    assert done.returncode != 0
    assert f"There is no {books.PLACES['plain'].format(pseudo.TAG)}" in done.stderr

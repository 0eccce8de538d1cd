"""Browsers whose WebCrypto lacks the younger algorithms: everything works, by what stands in."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from desk_walk import AMARA, code_of, enter_by_code, open_case, press
from expecting import expect
from playwright.sync_api import Page, Route
from processes import Heard
from reporter_walk import Story, arrived, checked, come_back, confirm, send, start, tell
from reporting import Online
from samples import picture

ALL = ("X25519", "Ed25519", "ChaCha20-Poly1305")
WORDS = "He came to my room four times."
# As a browser answers that never heard of them, in the page and in its workers.
TAKE_AWAY = """(() => {
  const gone = %s;
  const nameOf = (given) => (typeof given === 'string' ? given : given?.name);
  const actions =
    ['importKey', 'generateKey', 'deriveBits', 'encrypt', 'decrypt', 'sign', 'verify'];
  for (const action of actions) {
    const real = SubtleCrypto.prototype[action];
    SubtleCrypto.prototype[action] = function (...given) {
      const asked = given.map(nameOf).find((each) => gone.includes(each));
      if (asked === undefined) return real.apply(this, given);
      return Promise.reject(new DOMException(`${asked} is unknown`, 'NotSupportedError'));
    };
  }
})();
"""


@pytest.fixture
def aged(open_window: Callable[..., Page]) -> Callable[..., tuple[Page, list[str]]]:
    """``aged(*names)``: a page of a browser without them, and what it fetched to stand in."""

    def age(*names: str) -> tuple[Page, list[str]]:
        page = open_window("phone")
        without = TAKE_AWAY % json.dumps(names)
        page.context.add_init_script(without)

        def worker(route: Route) -> None:
            got = route.fetch()
            route.fulfill(response=got, body=without + got.text())

        page.context.route("**/static/*seal-worker-*.js", worker)
        fetched: list[str] = []
        page.on("request", lambda asked: fetched.append(asked.url))
        return page, fetched

    return age


def stood_in(fetched: list[str]) -> set[str]:
    """Which stand-ins were fetched: ``chacha``, ``curves``."""
    return {url.rsplit("/noble-", 1)[1].split("-")[0] for url in fetched if "/noble-" in url}


@pytest.mark.parametrize("gone", [*((each,) for each in ALL), ALL], ids=" ".join)
def test_a_report_with_a_file_goes_in_and_is_read_again(
    aged: Callable[..., Any], tmp_path: Path, gone: tuple[str, ...]
) -> None:
    film = tmp_path / "corridor.mp4"
    film.write_bytes(os.urandom(300_000))
    page, fetched = aged(*gone)
    start(page)
    importing = page.evaluate("() => crypto.subtle.importKey.toString()")
    assert importing.startswith("function (...given)")
    tell(page, Story(words=WORDS, files=(film,)))
    words = send(page)
    confirm(page, words)
    checked(page)
    arrived(page)
    come_back(page, words)
    page.get_by_label("Write a message").fill("Are you there?")
    page.get_by_role("button", name="Seal and send").click()
    expect(page.locator(".msgs")).to_contain_text("Are you there?")
    with page.expect_download() as saving:
        page.get_by_role("button", name="Download: corridor.mp4").click()
    assert saving.value.path().read_bytes() == film.read_bytes()
    wanted = {"ChaCha20-Poly1305": "chacha", "X25519": "curves", "Ed25519": "curves"}
    assert {wanted[each] for each in gone} <= stood_in(fetched)


def test_a_case_is_opened_and_answered(live: Heard, aged: Callable[..., Any]) -> None:
    lin = Online(live.url)
    ref = lin.report()
    lin.file("room.png", "image/png", picture())
    page, fetched = aged(*ALL)
    enter_by_code(page, code_of(live, AMARA))
    open_case(page, ref)
    expect(page.locator(".testimony")).to_contain_text("He came to my room four times")
    page.get_by_role("tab", name="Files").click()
    press(page, "Look at it here")
    expect(page.locator(".files img")).to_have_js_property("naturalWidth", 8)
    page.get_by_role("tab", name="Messages").click()
    page.get_by_label("Write to the reporter").fill("Thank you.")
    press(page, "Seal and")
    expect(page.locator(".msgs")).to_contain_text("Thank you.")
    assert lin.messages(AMARA) == ["Thank you."]
    assert stood_in(fetched) == {"chacha", "curves"}

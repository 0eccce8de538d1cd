"""A page whose script does not start says so within two seconds, and shows the other ways."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import books
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from processes import Heard
from reporter_walk import Story, come_back, send, start, tell

STATIC = Path(__file__).parents[2] / "src/heard/static"
MODULE = re.compile(r'<script type="module" src="(/static/[^"]+)"')
SHELLS = sorted(
    f"/{each.parent.relative_to(STATIC)}/".replace("/./", "/")
    for each in STATIC.rglob("index.html")
)
LANGUAGES = ["/", "/ar", "/zh-Hans"]
WORDS = books.whole("site", "en")


def modules(url: str) -> list[str]:
    """Without any one of these the page does not start."""
    found = MODULE.findall((STATIC / url.strip("/") / "index.html").read_text("utf-8"))
    assert found, url
    return found


def shells(language: str) -> list[str]:
    return [url for url in SHELLS if (re.match("/(ar|zh-Hans)?", url) or [""])[0] == language]


@pytest.fixture(scope="module")
def context(chromium: Browser, live: Heard) -> Iterator[BrowserContext]:
    context = chromium.new_context(base_url=live.url, viewport={"width": 320, "height": 640})
    yield context
    context.close()


def _opened_without(context: BrowserContext, url: str, module: str) -> Page:
    page = context.new_page()
    page.route(f"**{module}", lambda route: route.abort())
    page.goto(url)
    return page


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", [0, -1])
def test_each_page_says_so_whichever_of_its_modules_is_missing(
    context: BrowserContext, language: str, place: int
) -> None:
    # All at once: each of them waits for its words.
    pages = [_opened_without(context, url, modules(url)[place]) for url in shells(language)]
    for page in pages:
        said = page.locator("#unstarted")
        delay = said.evaluate("(element) => getComputedStyle(element).animationDuration")
        assert float(delay.removesuffix("s")) < 2
        expect(said).to_be_visible()
        ways = [link.get_attribute("href") or "" for link in said.get_by_role("link").all()]
        assert [each for each in ways if each.endswith("/help/")]
        page.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_that_starts_shows_no_such_words(
    open_window: Callable[..., Page], language: str
) -> None:
    first = open_window("narrow")
    pages = [first, *(first.context.new_page() for _ in shells(language)[1:])]
    for page, url in zip(pages, shells(language), strict=True):
        page.goto(url)
        expect(page.locator("#unstarted")).to_be_hidden()
    # Long enough for words that were only late.
    first.wait_for_timeout(1600)
    for page in pages:
        expect(page.locator("#unstarted")).to_be_hidden()


def test_the_ways_that_are_shown_lead_somewhere(context: BrowserContext) -> None:
    page = _opened_without(context, "/ar/report/", modules("/ar/report/")[-1])
    said = page.locator("#unstarted")
    expect(said).to_be_visible()
    ways = [link.get_attribute("href") or "" for link in said.get_by_role("link").all()]
    assert ways == [
        "/ar/report/",
        "/report/plain/?lang=ar",
        "/report/plain/back/?lang=ar",
        "/ar/help/",
    ]
    for way in ways:
        answer = page.goto(way)
        assert answer is not None
        assert answer.ok
        expect(page.locator("html")).to_have_attribute("lang", "ar")
    page.close()


@pytest.mark.parametrize("part", ["flow", "reporter-report-words-en"])
def test_the_report_says_so_when_its_later_pages_do_not_load(
    phone: Page, complaints: Any, part: str
) -> None:
    complaints.expect("Failed to load|policy")
    phone.route(f"**/static/{part}-*.js", lambda route: route.abort())
    phone.goto("/report/")
    phone.click("#next")
    expect(phone.locator("#unstarted")).to_be_visible()
    expect(phone.locator("#start-says")).to_have_text(WORDS["error.network"])


@pytest.mark.parametrize("part", ["opened", "reporter-return-words-en"])
def test_the_way_back_says_so_when_what_opens_the_report_does_not_load(
    phone: Page, complaints: Any, part: str
) -> None:
    complaints.expect("Failed to load|policy")
    phone.route(f"**/static/{part}-*.js", lambda route: route.abort())
    phone.goto("/return/")
    phone.fill("#code", "abandon " * 12)
    phone.click("#enter-form [type=submit]")
    expect(phone.locator("#enter-error")).to_have_text(WORDS["error.network"])
    expect(phone.locator("#unstarted")).to_be_visible()


@pytest.mark.parametrize("part", ["trusting", "proving", "public-verify-words-en"])
def test_no_receipt_is_called_bad_because_a_part_of_the_page_did_not_load(
    phone: Page, complaints: Any, part: str
) -> None:
    complaints.expect("Failed to load|policy")
    phone.route(f"**/static/{part}-*.js", lambda route: route.abort())
    phone.goto("/verify/")
    phone.fill("#receipt", "no receipt")
    phone.click("#verify-form [type=submit]")
    expect(phone.locator("#result")).to_have_text(WORDS["verify.site"])


def test_nothing_is_sent_when_what_comes_after_it_does_not_load(
    phone: Page, complaints: Any
) -> None:
    complaints.expect("Failed to load|policy")
    sent: list[str] = []
    phone.on("request", lambda asked: sent.append(asked.url) if asked.method == "POST" else None)
    phone.route("**/static/leaving-*.js", lambda route: route.abort())
    start(phone)
    tell(phone, Story(words="It happened on the second day."))
    phone.click("#next")
    expect(phone.locator("#send-failed")).to_be_visible()
    expect(phone.locator("#code")).to_be_hidden()
    assert sent == []


def test_no_button_of_the_way_back_does_nothing_because_its_part_did_not_load(
    phone: Page, complaints: Any
) -> None:
    """An upgrade takes the files of the page away that is open."""
    complaints.expect("Failed to load|Failed to fetch|policy")
    start(phone)
    tell(phone, Story(words="It happened on the second day."))
    come_back(phone, send(phone))
    phone.route("**/static/actions-*.js", lambda route: route.abort())
    phone.get_by_role("button", name=WORDS["rename.title"]).click()
    expect(phone.locator("#unstarted")).to_be_in_viewport()
    phone.unroute("**/static/actions-*.js")
    phone.route("**/static/conflictLookup-*.js", lambda route: route.abort())
    phone.get_by_role("button", name=WORDS["rename.title"]).click()
    expect(phone.locator("#unstarted")).to_be_hidden()
    phone.fill("#rename-name", "Gao")
    phone.get_by_role("button", name=WORDS["rename.look"]).click()
    expect(phone.get_by_role("status").get_by_text(WORDS["error.network"])).to_be_visible()


def test_the_words_pass_the_checker(context: BrowserContext, axe: Callable[[Page], None]) -> None:
    for url in ("/report/", "/ar/report/", "/desk/"):
        page = _opened_without(context, url, modules(url)[-1])
        expect(page.locator("#unstarted")).to_be_visible()
        axe(page)
        page.close()

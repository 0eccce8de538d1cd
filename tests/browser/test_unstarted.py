"""A page whose script fails says so within two seconds, and shows the other ways: in three engines.

It fails where a file of it is not there, and where one has an error that no engine gets past.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import books
import pytest
from complaints import Complaints
from desk_walk import AMARA, code_of, enter_by_code, queue
from engines import OpenIn, in_each_engine, in_firefox_too, in_webkit_too
from expecting import expect, plain
from playwright.sync_api import Page
from processes import Heard
from reporter_walk import Story, come_back, send, start, tell
from reporting import Online
from spoiling import Spoilt, spoilt
from unsent import PATIENCE
from webkit_page import until

STATIC = Path(__file__).parents[2] / "src/heard/static"
MODULE = re.compile(r'<script type="module" src="/static/([^"]+)"')
SHELLS = sorted(
    f"/{each.parent.relative_to(STATIC)}/".replace("/./", "/")
    for each in STATIC.rglob("index.html")
)
SPEAK = """(tag) => {
  const menu = document.getElementById('language');
  menu.value = tag;
  menu.dispatchEvent(new Event('change', {bubbles: true}));
}"""
LANGUAGES = ["/", "/ar", "/zh-Hans"]
TAGS = {"/": "en", "/ar": "ar", "/zh-Hans": "zh-Hans"}
WORDS = books.whole("site", "en")
SAID = ("title", "text", "again", "report", "return", "help")
SAID_AT_THE_DESK = ("text", "again", "hurt", "lines")
# Whoever looks at the beginning of it sees it: nothing lies over it, and nobody has to scroll.
IN_SIGHT = """(element) => {
  const box = element.getBoundingClientRect();
  const y = box.y + Math.min(box.height / 2, 10);
  const seen = document.elementFromPoint(box.x + box.width / 2, y);
  return seen !== null && (element.contains(seen) || seen.contains(element));
}"""
# Which of its scripts is spoilt, and what the engines that have a console say of that.
FAULTS = {
    "missing": (
        0,
        "Failed to (load|fetch)|in the integrity|(disallowed|sheet) MIME|nosniff|error loading",
    ),
    "broken": (-1, "SyntaxError|Unexpected identifier|unexpected token"),
}


@pytest.fixture
def site(live: Heard, complaints: Complaints) -> Iterator[Spoilt]:
    """The same Heard, any of whose scripts may be spoilt."""
    with spoilt(live.port) as it:
        yield it


def modules(url: str) -> list[str]:
    """Without any one of these the page does not start; the last is its own."""
    found = MODULE.findall((STATIC / url.strip("/") / "index.html").read_text("utf-8"))
    assert found, url
    return found


def shells(language: str) -> list[str]:
    return [url for url in SHELLS if (re.match("/(ar|zh-Hans)?", url) or [""])[0] == language]


def sentences(url: str, tag: str) -> list[str]:
    """All that is said, in the page's language; at the desk in each, for no script chose one."""
    if not url.startswith(("/desk/", "/ui/")):
        return [books.whole("site", tag)[f"unstarted.{key}"] for key in SAID]
    desks = [books.whole("desk", each) for each in TAGS.values()]
    return [desk[f"unstarted.{key}"] for desk in desks for key in SAID_AT_THE_DESK]


def says_so(page: Any, url: str, tag: str) -> None:
    """Each sentence can be read, in the language of the page, and the ways can be gone."""
    said = page.locator("#unstarted")
    expect(said).to_be_visible()
    read = plain(said.inner_text())  # of hidden words nothing
    assert [each for each in sentences(url, tag) if plain(each) not in read] == [], url
    ways = [link.get_attribute("href") or "" for link in page.locator("#unstarted a").all()]
    assert [each for each in ways if each.endswith("/help/")], url


def in_sight(element: Any) -> None:
    """Once the page has come to rest: it may be scrolling there."""
    until(lambda: element.evaluate(IN_SIGHT) or None, lambda: "it has to be scrolled to", PATIENCE)


def tabs(page: Any, many: int) -> list[Any]:
    """As many pages where the engine has several, which are waited for together."""
    if not isinstance(page, Page):
        return [page]
    return [page, *(page.context.new_page() for _ in range(many - 1))]


# Each page in either way, and in each language; in the other engines all of one language.
IN_TURN = [
    ("chromium", "/", "broken"),
    ("chromium", "/ar", "missing"),
    ("chromium", "/zh-Hans", "broken"),
    ("firefox", "/ar", "broken"),
    ("webkit", "/", "missing"),
]


@pytest.mark.parametrize(("name", "language", "fault"), IN_TURN)
def test_each_page_says_so(
    open_in: OpenIn,
    site: Spoilt,
    complaints: Complaints,
    name: str,
    language: str,
    fault: str,
) -> None:
    place, complaint = FAULTS[fault]
    complaints.expect(complaint)
    urls = shells(language)
    site.spoil(fault, *(modules(url)[place] for url in urls))
    pages = tabs(open_in(name, "narrow", base=site.url), len(urls))
    while urls:
        now, urls = urls[: len(pages)], urls[len(pages) :]
        for page, url in zip(pages, now, strict=True):
            page.goto(url)
        for page, url in zip(pages, now, strict=True):
            says_so(page, url, TAGS[language])
            in_sight(page.locator("#unstarted p").first)
    if name != "webkit":  # which has no console to be heard
        assert len(complaints.found) >= len(shells(language)), "not each of them failed"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_come_within_two_seconds(
    open_in: OpenIn, site: Spoilt, complaints: Complaints, language: str
) -> None:
    page = open_in("chromium", "narrow", base=site.url)
    complaints.expect(FAULTS["missing"][1])
    site.spoil("missing", "*.js")
    for url in shells(language):
        page.goto(url)
        delay = page.locator("#unstarted").evaluate(
            "(element) => getComputedStyle(element).animationDuration"
        )
        assert 0 < float(delay.removesuffix("s")) < 2


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


@in_firefox_too
def test_the_ways_that_are_shown_lead_somewhere(
    open_in: OpenIn, site: Spoilt, complaints: Complaints, name: str
) -> None:
    complaints.expect(f"{FAULTS['missing'][1]}|favicon.ico")
    site.spoil("missing", modules("/ar/report/")[-1])
    page = open_in(name, "narrow", base=site.url)
    page.goto("/ar/report/")
    expect(page.locator("#unstarted")).to_be_visible()
    for place, way in enumerate(
        (
            "/ar/report/",
            "/report/plain/?lang=ar",
            "/report/plain/back/?lang=ar",
            "/ar/help/",
        )
    ):
        page.goto("/ar/report/")
        page.locator("#unstarted a").nth(place).click()
        expect(page.locator("h1").first).to_be_visible()
        assert page.url == site.url + way
        expect(page.locator("html")).to_have_attribute("lang", "ar")


# What comes later, on the page where it is pressed for; `{}` is its language.
PARTS = [
    ("/report/", "missing", "flow-*.js"),
    ("/ar/report/", "broken", "flow-*.js"),
    ("/ar/report/", "missing", "reporter-report-words-ar-*.js"),
    ("/return/", "missing", "opened-*.js"),
    ("/ar/return/", "broken", "opened-*.js"),
    ("/ar/return/", "missing", "reporter-return-words-ar-*.js"),
    ("/verify/", "missing", "trusting-*.js"),
    ("/ar/verify/", "broken", "proving-*.js"),
    ("/ar/verify/", "missing", "public-verify-words-ar-*.js"),
    ("/ar/report/", "missing", "answering-*.css"),
    ("/return/", "missing", "answering-*.css"),
]


def press_for_the_rest(page: Any, url: str) -> Any:
    """She does what that page is for. Where it is said that it cannot be done."""
    if "return" in url:
        page.fill("#code", "abandon " * 12)
        page.click("#enter-form [type=submit]")
        return page.locator("#enter-error")
    if "verify" in url:
        page.fill("#receipt", "no receipt")
        page.click("#verify-form [type=submit]")
        return page.locator("#result")
    page.click("#next")
    return page.locator("#start-says")


# All in one engine; in the others each page once, with either fault and with words that lack.
PARTS_IN_TURN = [
    *(("chromium", *part) for part in PARTS),
    *(("firefox", *part) for part in (*PARTS[:9:4], PARTS[9])),
    *(("webkit", *part) for part in (PARTS[1], *PARTS[5:7], PARTS[10])),
]


@pytest.mark.parametrize(("name", "url", "fault", "part"), PARTS_IN_TURN)
def test_it_is_said_where_a_later_part_fails(
    open_in: OpenIn,
    site: Spoilt,
    complaints: Complaints,
    name: str,
    url: str,
    fault: str,
    part: str,
) -> None:
    complaints.expect(FAULTS[fault][1])
    tag = "ar" if url.startswith("/ar") else "en"
    said = books.whole("site", tag)
    broken = "error.open" if fault == "broken" else "error.network"
    site.spoil(fault, part)
    page = open_in(name, "phone", base=site.url)
    page.goto(url)
    expect(page.locator("#unstarted")).to_be_hidden()
    place = press_for_the_rest(page, url)
    # No receipt is called bad because a part of the page did not load.
    expect(place).to_have_text(said["verify.site" if "verify" in url else broken])
    if "verify" not in url:
        says_so(page, url, tag)
    in_sight(place)


@in_each_engine
@pytest.mark.parametrize(
    ("url", "part"), [("/report/", "flow-*.js"), ("/return/", "reporter-return-words-en-*.js")]
)
def test_it_is_not_said_any_more_once_that_part_is_there(
    open_in: OpenIn, site: Spoilt, complaints: Complaints, name: str, url: str, part: str
) -> None:
    complaints.expect(FAULTS["missing"][1])
    site.spoil("missing", part)
    page = open_in(name, "phone", base=site.url)
    page.goto(url)
    expect(press_for_the_rest(page, url)).to_have_text(WORDS["error.network"])
    expect(page.locator("#unstarted")).to_be_visible()
    site.mend()
    if name == "firefox":
        # It asks for no module again that it was once refused: only a new page helps, as is said.
        page.locator("#unstarted a").first.click()
        expect(page.locator("#unstarted")).to_be_hidden()
    if "return" in url:
        expect(press_for_the_rest(page, url)).to_have_text(WORDS["code_fault.checksum"])
    else:
        page.click("#next")
        expect(page.locator("[data-step=safe]")).to_be_visible()
    expect(page.locator("#unstarted")).to_be_hidden()


@in_each_engine
def test_nothing_is_sent_when_what_comes_after_it_does_not_load(
    open_in: OpenIn, site: Spoilt, complaints: Complaints, name: str
) -> None:
    complaints.expect(FAULTS["missing"][1])
    site.spoil("missing", "leaving-*.js")
    page = open_in(name, "phone", base=site.url)
    start(page)
    tell(page, Story(words="It happened on the second day."))
    page.click("#next")
    expect(page.locator("#send-failed")).to_be_visible()
    expect(page.locator("#send-failed")).to_contain_text(WORDS["error.network"])
    expect(page.locator("#code")).to_be_hidden()
    assert site.posted == []


@in_firefox_too
def test_no_button_of_the_way_back_does_nothing_because_its_part_did_not_load(
    open_in: OpenIn, site: Spoilt, complaints: Complaints, name: str
) -> None:
    """An upgrade takes the files of the page away that is open."""
    complaints.expect(FAULTS["missing"][1])
    page = open_in(name, "phone", base=site.url)
    start(page, "/ar")
    tell(page, Story(words="It happened on the second day."))
    come_back(page, send(page), "/ar")
    site.spoil("missing", "actions-*.js")
    said = books.whole("site", "ar")
    page.get_by_role("button", name=said["rename.title"]).click()
    says_so(page, "/ar/return/", "ar")
    in_sight(page.locator("#unstarted p").first)


@in_webkit_too
def test_no_person_is_renamed_unlooked_up_because_that_part_did_not_load(
    open_in: OpenIn, site: Spoilt, complaints: Complaints, name: str
) -> None:
    complaints.expect(FAULTS["missing"][1])
    page = open_in(name, "phone", base=site.url)
    start(page)
    tell(page, Story(words="It happened on the second day."))
    come_back(page, send(page))
    site.spoil("missing", "conflictLookup-*.js")
    page.get_by_role("button", name=WORDS["rename.title"]).click()
    page.fill("#rename-name", "Gao")
    site.posted.clear()
    page.get_by_role("button", name=WORDS["rename.look"]).click()
    told = page.locator("#inbox [role=status]", has_text=WORDS["error.network"])
    expect(told).to_be_visible()
    assert site.posted == []


def test_the_words_pass_the_checker(
    open_in: OpenIn, site: Spoilt, complaints: Complaints, axe: Callable[[Page], None]
) -> None:
    complaints.expect(FAULTS["missing"][1])
    page = open_in("chromium", "narrow", base=site.url)
    for url in ("/report/", "/ar/report/", "/desk/"):
        site.spoil("missing", modules(url)[-1])
        page.goto(url)
        expect(page.locator("#unstarted")).to_be_visible()
        axe(page)


@pytest.mark.parametrize(
    ("name", "fault", "language"),
    [("chromium", "broken", "ar"), ("firefox", "missing", "en"), ("webkit", "broken", "ar")],
)
def test_the_desk_says_which_of_its_pages_did_not_load(
    live: Heard,
    open_in: OpenIn,
    site: Spoilt,
    complaints: Complaints,
    name: str,
    fault: str,
    language: str,
) -> None:
    complaints.expect(FAULTS[fault][1])
    site.spoil(fault, "CasePage-*.js")
    page = open_in(name, "desktop", base=site.url)
    ref = Online(live.url).report()
    enter_by_code(page, code_of(live, AMARA))
    queue(page)
    page.evaluate(SPEAK, language)
    page.wait_for_selector(f"html[lang={language}]")
    page.get_by_role("link", name=ref).click()
    said = books.whole("desk", language)
    expect(page.locator("#main h1")).to_have_text(said["frame.problem"])
    expect(page.locator("#main .notice")).to_have_text(said["problem.unreachable"])
    in_sight(page.locator("#main .notice"))

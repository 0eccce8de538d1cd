"""The report for thumbs, for large text and for whoever reads the other way."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect
from reporter_walk import Story, at, come_back, go_on, see_words, send, start, tell, type_back

Window = Callable[..., Page]
STORY = Story(words="He came to my room.", people=("Gao",))
LARGE = "document.documentElement.style.fontSize = '200%'"
WIDE = """() => [...document.body.querySelectorAll("*")]
  .filter((each) => each.checkVisibility() && each.getBoundingClientRect().right > innerWidth + 1)
  .filter((each) => !each.closest(".visually-hidden"))
  .map((each) => `${each.tagName}#${each.id}.${each.className}`)"""


def test_text_of_twice_the_size_stays_on_the_screen(phone: Page) -> None:
    start(phone)
    phone.evaluate(LARGE)
    tell(phone, STORY)
    assert phone.evaluate(WIDE) == []
    words = see_words(phone)
    assert phone.evaluate(WIDE) == []
    for word in phone.locator("#code li").all():
        box = word.bounding_box()
        assert box
        assert 0 <= box["x"] <= 390 - box["width"]
    type_back(phone, words)
    assert phone.evaluate(WIDE) == []


@pytest.mark.parametrize("path", ["/", "/report/", "/return/", "/help/", "/verify/", "/how/"])
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_links_that_stand_alone_are_as_high_as_a_thumb(
    open_window: Window, path: str, *, scripts: bool
) -> None:
    page = open_window("phone", java_script_enabled=scripts)
    page.goto(path)
    page.wait_for_load_state("networkidle")
    for link in page.locator("main p > a:visible:not(.button)").all():
        alone = link.evaluate("a => a.parentElement.textContent.trim() === a.textContent.trim()")
        box = link.bounding_box()
        assert not alone or (box and box["height"] >= 44), link.inner_text()


def test_what_stays_unsealed_is_said_above_the_button(phone: Page) -> None:
    start(phone)
    said = phone.get_by_text("the server is told that it is urgent")
    assert above(said, phone.locator("#next"))
    for step in ("about", "words"):
        go_on(phone, step)
    phone.fill("#words", STORY.words)
    for step in ("when", "people", "told"):
        go_on(phone, step)
    assert above(phone.get_by_text("This one date is kept unsealed."), phone.locator("#next"))
    for step in ("wish", "contact", "reveal", "files"):
        go_on(phone, step)
    assert above(phone.get_by_text("The server sees the size."), phone.locator("#next"))


def above(one: Locator, other: Locator) -> bool:
    box, below = one.bounding_box(), other.bounding_box()
    assert box
    assert below
    return box["y"] + box["height"] <= below["y"]


def test_who_was_struck_out_is_said_once(phone: Page) -> None:
    start(phone)
    tell(phone, Story(words=STORY.words, strike=("Amara Okafor",)))
    expect(phone.locator("#exit-says")).to_have_text("Amara Okafor is struck out.")
    expect(phone.locator("#exit-says")).to_be_empty(timeout=15_000)


def test_latin_names_keep_together_in_arabic(phone: Page) -> None:
    start(phone, "/ar")
    tell(phone, Story(words="جاء إلى غرفتي", people=("Gao Jun",)))
    words = send(phone)
    come_back(phone, words, "/ar")
    said = phone.locator("#inbox").inner_text()
    assert "\u2068Amara Okafor" in said
    at_code = phone.locator("html").get_attribute("dir")
    assert at_code == "rtl"


def test_a_copy_that_the_browser_refuses_is_said(phone: Page) -> None:
    phone.add_init_script(
        "Object.defineProperty(navigator, 'clipboard', {value: undefined, configurable: true})"
    )
    start(phone)
    tell(phone, STORY)
    see_words(phone)
    phone.click("#code-copy")
    expect(phone.locator("#code-says")).to_contain_text("does not let the page copy")
    at(phone, "code")

"""A report by keyboard alone: every step is reached by Tab and answered by keys."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from reporter_walk import at

STEPS = ("when", "people", "told", "wish", "contact", "reveal", "files", "check", "readers")
Window = Callable[..., Page]
Axe = Callable[[Page], None]


def tab_to(page: Page, selector: str) -> None:
    """Presses Tab until the element has the focus, as somebody without a mouse does."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
            return
    pytest.fail(f"Tab does not reach {selector} on {page.url}")


def press_on(page: Page, selector: str, key: str = "Enter") -> None:
    tab_to(page, selector)
    page.keyboard.press(key)


@pytest.mark.parametrize(("size", "language"), [("narrow", ""), ("narrow", "/ar"), ("desktop", "")])
def test_a_report_is_sent_by_keyboard_alone(
    open_window: Window, axe: Axe, size: str, language: str
) -> None:
    page = open_window(size)
    page.goto(f"{language}/")
    press_on(page, f"main a.button[href='{language}/report/']")
    page.wait_for_url(f"**{language}/report/")
    press_on(page, "#next")
    at(page, "safe")
    press_on(page, "input[name=safe]", "Space")
    for step in ("about", "words"):
        press_on(page, "#next")
        at(page, step)
    tab_to(page, "#words")
    page.keyboard.type("He came to my room.")
    for step in STEPS:
        press_on(page, "#next")
        at(page, step)
        assert page.evaluate("document.documentElement.scrollWidth") == page.viewport_size["width"]
        axe(page)
    press_on(page, "#readers li:last-child button")
    expect(page.locator("#readers .struck")).to_have_count(1)
    press_on(page, "#next")
    at(page, "code")
    assert page.locator("html").get_attribute("dir") == ("rtl" if language else "ltr")
    axe(page)
    press_on(page, "#code-next")
    at(page, "confirm")
    press_on(page, "#confirm-skip")
    at(page, "done")

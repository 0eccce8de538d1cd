"""The steps of a person who was told nine words, in a real browser."""

from __future__ import annotations

from typing import Any

from engines import fits
from expecting import expect

WORDS = "I saw them leave together.\n\nIt was after eleven."


def type_nine(page: Any, words: str) -> None:
    page.fill("#nine", words)
    page.locator("#enter-form button").click()


def enrol(page: Any, nine: str) -> list[str]:
    """From nine words to an open room; the twelve that the page showed."""
    type_nine(page, nine)
    expect(page.locator("#invited-who")).to_contain_text("Amara")
    assert fits(page)
    page.locator("#invited-next").click()
    expect(page.locator("#code li").last).to_be_visible()
    twelve = page.locator("#code li").all_inner_texts()
    assert fits(page)
    page.locator("#code-next").click()
    page.fill("#confirm", " ".join(twelve))
    assert fits(page)
    page.locator("#confirm-form button[type=submit]").click()
    expect(page.locator("#room h1")).to_be_visible()
    return twelve


def write(page: Any, words: str) -> None:
    page.fill("#write", words)
    page.locator("#room .card .button").last.click()
    expect(page.locator("#room .msgs .mine").last).to_contain_text(words.splitlines()[0])

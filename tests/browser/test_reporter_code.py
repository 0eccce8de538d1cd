"""The way back by twelve words, and out again: what is said when they are not right."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

WORDS = "He came to my room four times."

Axe = Callable[[Page], None]


def test_what_is_wrong_with_a_code_is_said(phone: Page) -> None:
    phone.goto("/return/")
    said = {
        "abandon " * 11: "A code has 12 words. You typed 11.",
        "abandon " * 11 + "xylophone": "Not a word of a code: “xylophone” (word 12).",
        "abandonabandon " * 6: "Please put a space between the words.",
    }
    for typed, sentence in said.items():
        phone.fill("#code", typed)
        phone.click("#enter-form button")
        expect(phone.locator("#enter-error")).to_contain_text(sentence)
        assert phone.input_value("#code") == typed


def test_unknown_code_says_so_and_keeps_the_page(phone: Page) -> None:
    phone.goto("/return/")
    phone.fill("#code", "abandon " * 11 + "about")
    phone.click("#enter-form button")
    expect(phone.locator("#enter-error")).to_contain_text("do not open a report")

"""The way back by twelve words, and out again: what is said when they are not right."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect
from reporter_walk import Story, come_back, send, start, tell

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


def test_withdrawing_is_confirmed_on_its_own_page(phone: Page, axe: Axe) -> None:
    start(phone)
    tell(phone, Story(words=WORDS))
    words = send(phone)
    come_back(phone, words)
    phone.get_by_role("button", name="Withdraw my report").click()
    axe(phone)
    expect(phone.locator("main")).to_contain_text("This cannot be undone.")
    phone.get_by_role("button", name="Yes, withdraw it").click()
    expect(phone.locator("#inbox .state")).to_have_text("Withdrawn by you")

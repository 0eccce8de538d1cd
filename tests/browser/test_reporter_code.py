"""The way back by twelve words, and out again: what is said when they are not right."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect
from reporter_walk import Story, come_back, see_words, send, start, tell

ROOT = Path(__file__).parents[2]

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
    phone.get_by_role("button", name="Yes, withdraw it").click()
    expect(phone.locator("#inbox .state")).to_have_text("Withdrawn by you")


# What another encoder draws of the words, under each of the masks from which a code is chosen.
OTHER = """import { encode } from "uqr";
const paths = [0, 1, 2, 3, 4, 5, 6, 7].map((maskPattern) => {
  const { data } = encode(process.argv[1], { ecc: "M", border: 2, maskPattern });
  return data.flatMap((row, y) => row.flatMap((dark, x) => dark ? `M${x} ${y}h1v1h-1z` : []));
});
console.log(JSON.stringify(paths.map((path) => path.join(""))));
"""


def test_the_picture_of_the_words_is_a_code_of_them(phone: Page) -> None:
    start(phone)
    tell(phone, Story(words=WORDS))
    words = " ".join(see_words(phone))
    phone.click("#code-qr")
    expect(phone.get_by_role("img", name="The 12 words as a QR code")).to_be_visible()
    drawn = phone.locator("#qr path").get_attribute("d")
    run = ["node", "--input-type=module", "-e", OTHER, words]
    other = subprocess.run(run, cwd=ROOT, check=True, capture_output=True, text=True)
    assert drawn in json.loads(other.stdout)

"""A person who was told nine words enrols on a phone, comes back with twelve, and writes."""

from __future__ import annotations

from typing import Any

import pytest
from desk_walk import code_of
from engines import PREFIXES, OpenIn, fits, in_each_engine
from expecting import expect
from invited_online import Inviting
from processes import Heard

from heard.formats import returncode

WORDS = "I saw them leave together.\n\nIt was after eleven."


@pytest.fixture
def inviting(live: Heard) -> Inviting:
    return Inviting(live.url, code_of(live, "Amara Okafor"))


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


@in_each_engine
@pytest.mark.parametrize(("size", "language"), [("narrow", "ar"), ("phone", "en")])
def test_a_witness_enrols_writes_and_comes_back(
    inviting: Inviting, open_in: OpenIn, axe: Any, name: str, size: str, language: str
) -> None:
    page = open_in(name, size)
    page.goto(f"{PREFIXES[language]}/channel/")
    assert fits(page)
    twelve = enrol(page, inviting.invite())
    assert len(returncode.read(" ".join(twelve))) == 16
    write(page, WORDS)
    assert fits(page)
    axe(page)
    page.goto(f"{PREFIXES[language]}/return/")
    page.fill("#code", " ".join(twelve))
    page.locator("#enter-form button").click()
    expect(page.locator("#room .msgs .mine")).to_contain_text("after eleven")
    assert fits(page)

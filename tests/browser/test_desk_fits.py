"""Every page and form of the desk has room at 320 pixels, in three languages and the other colours.

(WCAG 2.2, 1.4.10.) The case's tabs with larger text: test_desk_narrow; oversight: test_oversight.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from desk_walk import AMARA, code_of, enter_by_code, heading, invite, open_case, press, queue, tab
from playwright.sync_api import Page
from processes import Heard
from reporting import Online

LANGUAGES = ("zh-Hans", "ar", "en")  # English last: the walk goes on in it
SPEAK = """(tag) => {
  const menu = document.getElementById('language');
  menu.value = tag;
  menu.dispatchEvent(new Event('change', {bubbles: true}));
}"""
WIDER = """() => {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide) return [];
  return [...document.querySelectorAll('body *')]
    .filter((each) => each.getBoundingClientRect().right > wide + 1
      || each.getBoundingClientRect().left < -1)
    .map((each) => each.outerHTML.slice(0, 90));
}"""


def fits(page: Page, place: str) -> None:
    for language in LANGUAGES:
        page.evaluate(SPEAK, language)
        page.wait_for_selector(f"html[lang={language}]")
        assert page.evaluate(WIDER) == [], f"{place} in {language}"


def outside(live: Heard, page: Page) -> Iterator[str]:
    page.goto("/desk/")
    heading(page, "the desk")
    yield "sign-in"
    press(page, "Use the recovery code")
    yield "sign-in by code"
    page.get_by_label("The twelve words").fill("abandon " * 12)
    press(page, "Sign in and unlock")
    page.get_by_role("alert").filter(has_text="do not fit together").wait_for()
    yield "a wrong code"
    page.goto(invite(live, "Wilhelmina Featherstonehaugh-Oyelaran"))
    heading(page, "Welcome")
    yield "an invitation"
    page.get_by_label("I have compared").check()
    press(page, "Continue")
    page.locator(".code li").first.wait_for()
    yield "the twelve words"
    press(page, "I have kept them")
    page.get_by_label("The twelve words").wait_for()
    yield "the twelve words typed back"


def account(live: Heard, page: Page) -> Iterator[str]:
    enter_by_code(page, code_of(live, AMARA))
    press(page, "Add the room")
    part = page.get_by_role("region", name="People you cannot judge")
    part.get_by_role("button", name="Add").click()
    part.get_by_role("alert").filter(has_text="Please write").wait_for()
    yield "the account with what is missing"
    press(page, "Make a new recovery code")
    page.locator(".code li").first.wait_for()
    yield "a new code"
    queue(page)
    yield "the queue"
    press(page, "Closed")
    page.get_by_role("heading", name="Nothing is closed").wait_for()
    yield "an empty queue"


def case(live: Heard, page: Page) -> Iterator[str]:
    lin = Online(live.url)
    ref = lin.report(urgent=True)
    enter_by_code(page, code_of(live, AMARA))
    queue(page)
    page.get_by_role("link", name=ref).click()
    page.get_by_role("button", name="Open the report").wait_for()
    yield "before a case is opened"
    open_case(page, ref)
    tab(page, "Messages")
    page.get_by_label("A request").check()
    page.get_by_label("Proof").check()
    press(page, "Seal and send")
    yield "a request for proof"
    tab(page, "Evidence")
    press(page, "Add something that others hold")
    page.get_by_label("What it is").fill("TheCameraOfTheCorridorOnTheSeventhFloorOfTheHotel" * 2)
    yield "evidence that is added"
    press(page, "Seal and add it")
    page.get_by_role("heading", name="Camera recording").wait_for()
    yield "evidence"
    press(page, "Write the letter")
    press(page, "Make the letter (PDF)")
    yield "the letter"
    press(page, "Back to")
    for opens, name in (
        ("Pass to someone", "passing it on"),
        ("Leave out a reader who is involved", "leaving somebody out"),
        ("I have a conflict", "stepping out"),
    ):
        press(page, opens)
        page.get_by_role("button", name="Back to").wait_for()
        yield name
        if name != "stepping out":
            press(page, "Back to")
    press(page, "Step out now")
    page.get_by_role("dialog").wait_for()
    yield "the question whether it is you"


@pytest.mark.parametrize("walk", [outside, account, case])
def test_it_has_room(
    live: Heard, narrow: Page, walk: Callable[[Heard, Page], Iterator[str]]
) -> None:
    for place in walk(live, narrow):
        fits(narrow, place)

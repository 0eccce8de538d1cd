"""A redraw of the desk takes nothing away: half-written words and the focus outlive it.

What redraws: time that passes, the warning before a lock, what is said of an action, another
language. What takes a page away and brings it back: another page of the desk, and a lock. In three
engines; where time is made to pass in two, because WebKit's driver has no clock to move.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from desk_walk import AMARA, DANIEL, code_of, enter_by_code, heading, press, queue
from engines import OpenIn, in_each_engine, in_webkit_too
from expecting import expect
from playwright.sync_api import Page, Route
from processes import Heard
from reporting import Online
from unsent import mark, nothing_in_clear, put, same_controls, still_says

HALF: dict[str, str | bool] = {
    "label": "The key in my",
    "conflicts-who": "Gao Mi",
    "room": "slack://half/an/addr",
}
ALL = {**HALF, "quiet-from": "22"}
NINE_MINUTES = 9 * 60_000 + 30_000
AT = "[document.activeElement.id, document.activeElement.selectionStart]"
CHOOSE = """([id, value]) => {
  const menu = document.getElementById(id);
  menu.value = value;
  menu.dispatchEvent(new Event('change', {bubbles: true}));
}"""
Windows = Callable[..., Page]
has_a_clock = pytest.mark.parametrize("name", ["chromium", "firefox"])


def half_write(page: Any) -> None:
    put(page, HALF)
    page.evaluate(CHOOSE, ["quiet-from", "22"])
    still_says(page, ALL)
    mark(page, ALL)


def is_undisturbed(page: Any) -> None:
    still_says(page, ALL)
    same_controls(page, ALL)


def account(page: Any) -> None:
    page.get_by_role("link", name="Account", exact=True).click()
    heading(page, "Account")


@in_each_engine
def test_half_written_forms_outlive_another_page_and_a_lock(
    live: Heard, open_in: OpenIn, name: str
) -> None:
    page = open_in(name, "phone")
    code = code_of(live, DANIEL)
    enter_by_code(page, code)
    half_write(page)
    queue(page)
    account(page)
    still_says(page, ALL)
    expect(page.locator(".unsent")).to_have_count(3)
    press(page, "Lock")
    press(page, "Use the recovery code")
    nothing_in_clear(page, *(str(said) for said in HALF.values()))
    page.get_by_label("The twelve words").fill(code)
    press(page, "Sign in and unlock")
    heading(page, "Account")
    still_says(page, ALL)


@has_a_clock
def test_half_written_forms_and_the_caret_outlive_what_is_drawn_over_them(
    live: Heard, open_in: OpenIn, name: str
) -> None:
    page = open_in(name, "desktop")
    page.clock.install()
    enter_by_code(page, code_of(live, DANIEL))
    half_write(page)
    who = page.get_by_label("Who", exact=True)
    who.focus()
    who.evaluate("(box) => box.setSelectionRange(2, 2)")
    page.clock.run_for(NINE_MINUTES)
    expect(page.locator("#idle")).to_be_visible()
    is_undisturbed(page)
    assert page.evaluate(AT) == ["conflicts-who", 2]
    who.press("x")
    expect(page.locator("#idle")).to_be_hidden()
    still_says(page, {"conflicts-who": "Gaxo Mi"})


@in_webkit_too
def test_saving_one_form_leaves_the_others_as_they_are(
    live: Heard, open_in: OpenIn, name: str
) -> None:
    page = open_in(name, "phone")
    enter_by_code(page, code_of(live, DANIEL))
    half_write(page)
    # WebKit has no "region" and no "listitem" to be asked for.
    part = page.locator("section:has(#conflicts-who)").last
    part.get_by_role("button", name="Add").click()
    expect(part.locator("li")).to_contain_text("Gao Mi")
    still_says(page, {"conflicts-who": ""})
    put(page, {"conflicts-who": "Gao Mi"})
    is_undisturbed(page)
    part.get_by_role("button", name="Remove Gao Mi").click()
    expect(part.get_by_text("Nobody is noted.")).to_be_visible()
    press(page, "Send a test")
    expect(page.get_by_text("There is nowhere to send to.")).to_be_visible()
    is_undisturbed(page)


@pytest.mark.parametrize(
    ("name", "language"), [("chromium", "ar"), ("firefox", "ar"), ("webkit", "zh-Hans")]
)
def test_another_language_leaves_what_is_typed(
    live: Heard, open_in: OpenIn, name: str, language: str
) -> None:
    page = open_in(name, "phone")
    enter_by_code(page, code_of(live, DANIEL))
    half_write(page)
    page.locator("#room").focus()
    page.evaluate(CHOOSE, ["language", language])
    page.wait_for_selector(f"html[lang={language}]")
    is_undisturbed(page)
    assert page.evaluate(AT)[0] == "room"


@has_a_clock
def test_the_queue_tells_the_time_to_who_is_in_it(live: Heard, open_in: OpenIn, name: str) -> None:
    ref = Online(live.url).report()
    page = open_in(name, "desktop")
    page.clock.install()
    enter_by_code(page, code_of(live, AMARA))
    queue(page)
    row = page.get_by_role("row", name=ref)
    row.get_by_role("link").focus()
    due = row.locator("time.due")
    before = due.inner_text()
    for _ in range(8):  # more than an hour, and never ten minutes without a key
        page.clock.fast_forward(9 * 60_000)
        page.keyboard.press("Control")
    expect(due).not_to_have_text(before)
    expect(row.get_by_role("link")).to_be_focused()


def test_a_case_that_opens_late_takes_nobody_from_the_page_where_they_are(
    live: Heard, open_window: Windows
) -> None:
    ref = Online(live.url).report()
    page = open_window("desktop")
    held: list[Route] = []

    def hold(asked: Route) -> None:
        held.append(asked)

    enter_by_code(page, code_of(live, AMARA))
    queue(page)
    page.get_by_role("link", name=ref).click()
    page.route("**/cases/*/open", hold)
    with page.expect_request("**/cases/*/open"):
        press(page, "Open the report")
    queue(page)
    with page.expect_response("**/cases/*/receipts/*"):
        held[0].continue_()
    page.wait_for_timeout(300)  # what it then drew would be there
    expect(page.get_by_role("link", name=ref)).to_be_visible()


def test_a_lock_leaves_nothing_of_what_was_said(live: Heard, open_window: Windows) -> None:
    page = open_window("desktop")
    enter_by_code(page, code_of(live, AMARA))
    queue(page)
    expect(page.locator("#say")).to_contain_text("on this page")
    press(page, "Lock")
    page.get_by_role("button", name="Use the recovery code").wait_for()
    expect(page.locator("#say")).to_be_empty()
    expect(page.locator("#done")).to_be_empty()


def test_a_question_that_comes_late_is_not_asked_at_a_locked_desk(
    live: Heard, open_window: Windows
) -> None:
    page = open_window("desktop")
    held: list[Route] = []

    def hold(asked: Route) -> None:
        held.append(asked)

    enter_by_code(page, code_of(live, AMARA))
    page.route("**/confirm/options", hold)
    press(page, "Make new keys")
    while not held:
        page.wait_for_timeout(50)
    answer = held[0].fetch()
    press(page, "Lock")
    page.get_by_role("button", name="Use the recovery code").wait_for()
    held[0].fulfill(response=answer)
    page.wait_for_timeout(500)  # what it then drew would be there
    expect(page.get_by_role("dialog")).to_have_count(0)

"""What is half written at the desk comes back: after another page, a reload, a lock, an error.

In clear it stays in the memory of the page; the browser's storage holds it sealed, or not at all.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable

import pytest
from desk_walk import (
    AMARA,
    JONAS,
    XU,
    code_of,
    confirm_by_code,
    enter_by_code,
    heading,
    open_case,
    press,
    queue,
    tab,
)
from playwright.sync_api import Dialog, Page, expect
from processes import Heard
from reporting import Online

Windows = Callable[..., Page]
Axe = Callable[[Page], None]
BOX = "Write to the reporter"
WORDS = "Half a sentence about the hotel"


def opened(live: Heard, page: Page, who: str = AMARA) -> tuple[Online, str]:
    lin = Online(live.url)
    ref = lin.report()
    enter_by_code(page, code_of(live, who))
    open_case(page, ref)
    return lin, ref


def kept(page: Page, many: int) -> None:
    """So many lie sealed in the tab, sooner or later.

    Asked from outside each time: ``wait_for_function`` asks again by ``eval`` inside, which the
    page's policy refuses, and so fails on a slow machine alone.
    """
    for _ in range(40):
        if page.evaluate("() => sessionStorage.length") == many:
            return
        page.wait_for_timeout(250)
    there = page.evaluate("() => Object.keys(sessionStorage)")
    raise AssertionError(f"not {many} lie sealed in the tab, but {there}")


def again(page: Page, ref: str) -> None:
    queue(page)
    expect(page.get_by_role("row", name=ref).get_by_text("Unsent words")).to_be_visible()
    page.get_by_role("link", name=ref).click()
    page.get_by_role("tab", name="Report").wait_for()


def away(page: Page) -> None:
    page.get_by_role("link", name="Account", exact=True).click()
    heading(page, "Account")


def unlocked_again(page: Page, code: str) -> None:
    press(page, "Use the recovery code")
    page.get_by_label("The twelve words").fill(code)
    press(page, "Sign in and unlock")
    heading(page, "Account")


def begin_evidence(page: Page) -> None:
    tab(page, "Evidence")
    press(page, "Add something that others hold")
    page.get_by_label("Kind").select_option("access_log")
    page.get_by_label("May be gone from").fill("2026-12-24")
    page.get_by_label("What it is").fill(WORDS)
    page.get_by_label("Who holds it").fill("Front office")


def check_evidence(page: Page) -> None:
    tab(page, "Evidence")
    expect(page.get_by_label("What it is")).to_have_value(WORDS)
    expect(page.get_by_label("Who holds it")).to_have_value("Front office")
    expect(page.get_by_label("Kind")).to_have_value("access_log")
    expect(page.get_by_label("May be gone from")).to_have_value("2026-12-24")


def begin_request(page: Page) -> None:
    tab(page, "Messages")
    page.get_by_label("A request").check()
    page.get_by_label("A recording or pictures").check()
    page.get_by_label("What you need it for").fill("The hotel asks which hour.")
    page.get_by_label(BOX).fill(WORDS)


def check_request(page: Page) -> None:
    tab(page, "Messages")
    expect(page.get_by_label("A request")).to_be_checked()
    expect(page.get_by_label("A recording or pictures")).to_be_checked()
    expect(page.get_by_label("What you need it for")).to_have_value("The hotel asks which hour.")
    expect(page.get_by_label(BOX)).to_have_value(WORDS)
    expect(page.get_by_text("You began this earlier. It has not been sent.")).to_be_visible()


def begin_note(page: Page) -> None:
    tab(page, "Notes")
    page.get_by_label("Write a note").fill(WORDS)


def check_note(page: Page) -> None:
    tab(page, "Notes")
    expect(page.get_by_label("Write a note")).to_have_value(WORDS)


def begin_leaving(page: Page) -> None:
    press(page, "Leave out a reader who is involved")
    page.get_by_label("People it names").fill("Gao Jun")
    page.get_by_role("checkbox", name=JONAS).check()
    page.get_by_label("A note for the others").fill(WORDS)


def check_leaving(page: Page) -> None:
    press(page, "Leave out a reader who is involved")
    expect(page.get_by_label("People it names")).to_have_value("Gao Jun")
    expect(page.get_by_role("checkbox", name=JONAS)).to_be_checked()
    expect(page.get_by_label("A note for the others")).to_have_value(WORDS)
    expect(page.get_by_text(f"At once, {JONAS} can open nothing")).to_be_visible()


def begin_out(page: Page) -> None:
    press(page, "I have a conflict")
    page.get_by_label("A reason").fill(WORDS)


def check_out(page: Page) -> None:
    press(page, "I have a conflict")
    expect(page.get_by_label("A reason")).to_have_value(WORDS)


def begin_letter(page: Page) -> None:
    tab(page, "Evidence")
    press(page, "Add something that others hold")
    page.get_by_label("What it is").fill("Camera of the corridor")
    press(page, "Seal and add it")
    press(page, "Write the letter")
    page.get_by_label("Language of the letter").select_option("zh-Hans")
    page.get_by_label("Answer to").fill(WORDS)


def check_letter(page: Page) -> None:
    tab(page, "Evidence")
    press(page, "Write the letter")
    expect(page.get_by_label("Language of the letter")).to_have_value("zh-Hans")
    expect(page.get_by_label("What they should keep")).to_have_value("Camera of the corridor")
    expect(page.get_by_label("Answer to")).to_have_value(WORDS)


def begin_deciding(page: Page) -> None:
    press(page, "Decide how it goes on")
    page.get_by_role("radio", name="Support only").check()
    page.get_by_label("The reason, in your own words").fill(WORDS)


def check_deciding(page: Page) -> None:
    press(page, "Decide how it goes on")
    expect(page.get_by_role("radio", name="Support only")).to_be_checked()
    expect(page.get_by_label("The reason, in your own words")).to_have_value(WORDS)


FORMS = {
    "deciding": (begin_deciding, check_deciding),
    "request": (begin_request, check_request),
    "note": (begin_note, check_note),
    "evidence": (begin_evidence, check_evidence),
    "leaving": (begin_leaving, check_leaving),
    "out": (begin_out, check_out),
    "letter": (begin_letter, check_letter),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_outlives_another_page_and_a_reload(
    live: Heard, desktop: Page, axe: Axe, form: str
) -> None:
    begin, check = FORMS[form]
    _, ref = opened(live, desktop)
    begin(desktop)
    away(desktop)
    again(desktop, ref)
    check(desktop)
    axe(desktop)
    sealed_soon(desktop)
    desktop.reload()
    unlocked_again(desktop, code_of(live, AMARA))
    again(desktop, ref)
    check(desktop)


def stored(page: Page) -> dict[str, str]:
    return dict(page.evaluate("() => ({...sessionStorage, ...localStorage})"))


def sealed_soon(page: Page) -> None:
    """Until the words lie sealed in the tab, half a second after the last key."""
    kept(page, 1)
    page.wait_for_timeout(600)


def test_nothing_written_lies_in_the_browser_in_clear(live: Heard, open_window: Windows) -> None:
    page = open_window("phone")
    opened(live, page)
    begin_request(page)
    sealed_soon(page)
    (name,) = [each for each in stored(page) if each.startswith("heard-unsent ")]
    sealed = base64.b64decode(stored(page)[name])
    assert sealed.startswith(b"age-encryption.org/v1\n")
    assert 4096 < len(sealed) < 4096 + 2048
    for said in ("hotel", "hour", "recording", "request", "message"):
        assert said not in json.dumps(stored(page))


def test_somebody_else_who_unlocks_the_tab_finds_nothing(live: Heard, desktop: Page) -> None:
    _, ref = opened(live, desktop)
    begin_note(desktop)
    press(desktop, "Sign out")
    heading(desktop, "the desk")
    enter_by_code(desktop, code_of(live, XU))
    open_case(desktop, ref)
    tab(desktop, "Notes")
    expect(desktop.get_by_label("Write a note")).to_have_value("")
    press(desktop, "Sign out")
    heading(desktop, "the desk")
    enter_by_code(desktop, code_of(live, AMARA))
    again(desktop, ref)
    check_note(desktop)


def test_a_session_that_ended_keeps_the_words(live: Heard, desktop: Page) -> None:
    lin, ref = opened(live, desktop)
    tab(desktop, "Messages")
    desktop.get_by_label(BOX).fill(WORDS)
    desktop.context.clear_cookies()
    press(desktop, "Seal and send to the reporter")
    expect(desktop.get_by_role("alert").filter(has_text="session has ended")).to_be_visible()
    expect(desktop.get_by_label(BOX)).to_have_value(WORDS)
    desktop.get_by_role("link", name="Queue").first.click()
    expect(desktop.get_by_text("Your session has ended. Please sign in again.")).to_be_visible()
    unlocked_again(desktop, code_of(live, AMARA))
    again(desktop, ref)
    tab(desktop, "Messages")
    expect(desktop.get_by_label(BOX)).to_have_value(WORDS)
    press(desktop, "Seal and send to the reporter")
    desktop.locator(".msgs li", has_text=WORDS).wait_for()
    assert lin.messages(AMARA) == [WORDS]
    expect(desktop.get_by_label(BOX)).to_have_value("")
    kept(desktop, 0)


def test_closing_the_tab_asks_while_something_is_unsent(live: Heard, desktop: Page) -> None:
    opened(live, desktop)
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    desktop.on("dialog", answer)
    begin_note(desktop)
    desktop.reload()
    heading(desktop, "the desk")
    assert asked == ["beforeunload"]
    desktop.reload()
    heading(desktop, "the desk")
    assert asked == ["beforeunload"]


def test_stepping_out_throws_away_what_was_begun(live: Heard, desktop: Page) -> None:
    opened(live, desktop)
    begin_note(desktop)
    sealed_soon(desktop)
    press(desktop, "I have a conflict")
    press(desktop, "Step out now")
    confirm_by_code(desktop, code_of(live, AMARA))
    desktop.get_by_text("You stepped out of").wait_for()
    kept(desktop, 0)


def test_what_is_cancelled_is_not_kept(live: Heard, desktop: Page) -> None:
    _, ref = opened(live, desktop)
    begin_evidence(desktop)
    press(desktop, "Do not add")
    away(desktop)
    queue(desktop)
    row = desktop.get_by_role("row", name=ref)
    expect(row).to_be_visible()
    expect(row.get_by_text("Unsent words")).to_have_count(0)
    row.get_by_role("link", name=ref).click()
    tab(desktop, "Evidence")
    press(desktop, "Add something that others hold")
    expect(desktop.get_by_label("What it is")).to_have_value("")

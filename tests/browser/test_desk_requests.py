"""Writing to the reporter: what must not be asked is said first, and requests say what they are."""

from __future__ import annotations

from collections.abc import Callable

from desk_walk import AMARA, code_of, enter_by_code, open_case, press, side
from playwright.sync_api import Page, expect
from processes import Heard
from reporting import Online

Windows = Callable[..., Page]
Axe = Callable[[Page], None]
HURTS = "Thank you for telling us. Why did you go to the dinner?"
KIND = "Thank you. What are you able to tell us about that evening?"
BOX = "Write to the reporter"


def opened(live: Heard, page: Page) -> Online:
    lin = Online(live.url)
    ref = lin.report()
    enter_by_code(page, code_of(live, AMARA))
    open_case(page, ref)
    page.get_by_role("tab", name="Messages").click()
    return lin


def test_a_question_that_hurts_is_shown_before_anything_is_sealed(
    live: Heard, open_window: Windows, axe: Axe
) -> None:
    page = open_window("desktop")
    lin = opened(live, page)
    page.get_by_label(BOX).fill(HURTS)
    press(page, "Seal and send")
    panel = page.get_by_role("group", name="Before you send it: 1 place that may hurt")
    expect(panel.get_by_role("heading")).to_be_focused()
    expect(page.get_by_role("status").first).to_contain_text("1 place that may hurt")
    expect(panel).to_contain_text("Why did you")
    expect(panel).to_contain_text("What are you able to tell me about that evening?")
    axe(page)
    assert lin.messages(AMARA) == []
    panel.get_by_role("button", name="Change the words").press("Enter")
    expect(panel).to_have_count(0)
    expect(page.get_by_label(BOX)).to_be_focused()
    assert page.evaluate("getSelection().toString()") == "Why did you"
    page.get_by_label(BOX).fill(KIND)
    press(page, "Seal and send")
    page.locator(".msgs li", has_text="What are you able").wait_for()
    assert lin.messages(AMARA) == [KIND]
    assert "warning_overridden" not in dict(lin.timeline())


def test_a_warned_message_goes_out_with_a_reason_that_everybody_sees(
    live: Heard, desktop: Page, axe: Axe
) -> None:
    lin = opened(live, desktop)
    desktop.get_by_label(BOX).fill("您当时为什么要去喝酒？")
    press(desktop, "Seal and send")
    press(desktop, "Send anyway")
    press(desktop, "Seal and send with this reason")
    expect(desktop.get_by_role("alert").get_by_text("Please choose a reason.")).to_be_visible()
    desktop.get_by_label("I quote what they or others wrote").check()
    axe(desktop)
    press(desktop, "Seal and send with this reason")
    desktop.locator(".msgs li", has_text="Sent despite a warning: asks why").wait_for()
    axe(desktop)
    view = lin.inbox()
    assert [each["flags"] for each in view["letters"] if each["kind"] == "message"] == [["why"]]
    assert "Sent despite a warning about its words" in desktop.locator(".timeline").inner_text()


def test_asking_for_proof_needs_a_reason_and_says_what_it_is(
    live: Heard, open_window: Windows, axe: Axe
) -> None:
    page = open_window("phone")
    lin = opened(live, page)
    page.get_by_label("A request").check()
    page.get_by_label(BOX).fill("If you would like to share it, you may.")
    press(page, "Seal and send")
    expect(page.get_by_role("alert").get_by_text("Please choose what you ask")).to_be_visible()
    page.get_by_label("A recording or pictures").check()
    expect(page.get_by_text("Hold nothing up while you wait for it")).to_be_visible()
    press(page, "Seal and send")
    expect(page.get_by_label("What you need it for")).to_be_focused()
    axe(page)
    page.get_by_label("What you need it for").fill("The hotel asks which hour.")
    press(page, "Seal and send")
    shown = page.locator(".msgs li", has_text="Request: A recording or pictures")
    expect(shown).to_contain_text("told that they do not have to")
    expect(shown).to_contain_text("For: The hotel asks which hour.")
    axe(page)
    asked = [each["asks"] for each in lin.inbox()["letters"] if each["kind"] == "request"]
    assert asked == ["recording"]
    side(page, "phone")
    expect(page.locator(".timeline")).to_contain_text("Request to the reporter")


def test_words_outlive_another_deed(live: Heard, desktop: Page) -> None:
    opened(live, desktop)
    desktop.get_by_label(BOX).fill(KIND)
    press(desktop, "Acknowledge to the reporter")
    desktop.locator(".state", has_text="Acknowledged").wait_for()
    desktop.get_by_role("tab", name="Messages").click()
    expect(desktop.get_by_label(BOX)).to_have_value(KIND)
    press(desktop, "Seal and send")
    desktop.locator(".msgs li", has_text="What are you able").wait_for()
    expect(desktop.get_by_label(BOX)).to_have_value("")

"""The case page in Chinese and Arabic: its words come when they are asked for, nothing is lost."""

from __future__ import annotations

from collections.abc import Callable

import books
import pytest
from desk_walk import AMARA, code_of, enter_by_code, open_case, press, tab
from playwright.sync_api import Page, expect
from processes import Heard
from reporting import Online

Axe = Callable[[Page], None]


@pytest.mark.parametrize(
    ("language", "messages", "evidence", "heading"),
    [("zh-Hans", "消息", "证据", "报告"), ("ar", "الرسائل", "الأدلة", "البلاغ")],
)
def test_a_case_is_read_in_another_language(
    live: Heard, phone: Page, axe: Axe, language: str, messages: str, evidence: str, heading: str
) -> None:
    ref = Online(live.url).report()
    enter_by_code(phone, code_of(live, AMARA))
    open_case(phone, ref)
    phone.get_by_role("tab", name="Messages").click()
    phone.get_by_label("Write to the reporter").fill("half a sentence")
    phone.get_by_label("Language").select_option(language)
    phone.get_by_role("tab", name=messages).click()
    expect(phone.locator("#write-message")).to_have_value("half a sentence")
    title = phone.get_by_role("heading", level=1)
    expect(title).to_contain_text(heading)
    # Whichever way the words run, the reference reads as it is.
    assert ref in title.inner_text()
    axe(phone)
    phone.get_by_role("tab", name=evidence).click()
    axe(phone)


def test_what_was_done_and_refused_is_said_in_the_language_that_is_spoken_now(
    live: Heard, desktop: Page
) -> None:
    """Also where it was done or refused before another language was chosen."""
    ref = Online(live.url).report()
    enter_by_code(desktop, code_of(live, AMARA))
    open_case(desktop, ref)
    press(desktop, "Acknowledge to the reporter")
    desktop.locator("#done").filter(has_text="Acknowledged").wait_for()
    tab(desktop, "Messages")
    desktop.get_by_label("A request").check()
    desktop.get_by_label("Write to the reporter").fill("Would you tell us when?")
    press(desktop, "Seal and send to the reporter")
    refused = desktop.locator(".composer.message [role=alert]")
    for language in ("en", "zh-Hans", "ar"):
        desktop.locator("#language").select_option(language)
        words = books.read("desk", language)
        expect(desktop.locator("#done")).to_have_text(words["case.acknowledged"], timeout=10_000)
        expect(refused).to_have_text(words["ask.choose"], timeout=10_000)

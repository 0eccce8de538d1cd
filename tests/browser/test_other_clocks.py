"""Devices whose clock is wrong, and people who are in another zone than the organisation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from desk_walk import AMARA, code_of, enter_by_code, open_case, queue
from playwright.sync_api import Page, expect
from processes import Heard
from reporter_walk import Story, come_back, send, start, tell
from reporting import Online

Window = Callable[..., Page]
WORDS = "He came to my room four times."
FIRST = {"Amara Okafor", "Jonas Lindqvist", "Xu Wen"}
WRONG = {
    "a day behind": dt.timedelta(days=-1),
    "years behind": dt.timedelta(days=-4000),
    "two days ahead": dt.timedelta(days=2),
    "years ahead": dt.timedelta(days=4000),
}


def believes(page: Page, wrong: str) -> None:
    """From now on the page's device believes another time; its timers go on."""
    page.context.clock.set_system_time(dt.datetime.now(dt.UTC) + WRONG[wrong])


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_clock_hides_no_reader_and_says_nothing_is_late(
    open_window: Window, wrong: str
) -> None:
    phone = open_window("phone")
    believes(phone, wrong)
    start(phone)
    tell(phone, Story(words=WORDS, safe="unsure"))
    listed = phone.locator("#readers .people b").all_inner_texts()
    assert set(listed) >= FIRST
    expect(phone.locator("#readers .notice")).to_have_count(0)
    words = send(phone)
    assert "Late" not in str(phone.locator("#duties").text_content())
    come_back(phone, words)
    promises = phone.locator(".steps").first
    expect(promises).to_contain_text("in 3 hours")  # the safety check, from the hour of receipt
    expect(phone.locator("#inbox")).not_to_contain_text("Late already")


@pytest.mark.parametrize("wrong", ["years behind", "two days ahead"])
def test_the_desk_counts_by_the_servers_clock(open_window: Window, live: Heard, wrong: str) -> None:
    lin = Online(live.url)
    ref = lin.report()
    desktop = open_window("desktop")
    believes(desktop, wrong)
    enter_by_code(desktop, code_of(live, AMARA))
    queue(desktop)
    row = desktop.locator("tr", has_text=ref)
    expect(row.locator(".due")).to_contain_text("due in")
    open_case(desktop, ref)
    desktop.get_by_role("button", name="Pass").first.click()
    expect(desktop.get_by_text("Jonas Lindqvist").first).to_be_visible()

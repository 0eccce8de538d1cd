"""Devices whose clock is wrong, and people who are in another zone than the organisation."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest
from desk_walk import AMARA, code_of, enter_by_code, open_case, queue
from playwright.sync_api import Page, expect
from processes import Heard
from reporter_walk import Story, at, come_back, go_on, send, start, tell
from reporting import Online

Window = Callable[..., Page]
Axe = Callable[[Page], None]
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


# --- the day on which she first told somebody -----------------------------------------------------


def to_told(page: Page, prefix: str = "") -> None:
    start(page, prefix)
    for step in ("about", "words"):
        go_on(page, step)
    page.fill("#words", WORDS)
    for step in ("when", "people", "told"):
        go_on(page, step)
    # The page puts the focus on its heading when it is there: typing must not begin before.
    expect(page.locator("[data-step=told] h1")).to_be_focused()


def to_readers(page: Page, after: str = "wish") -> None:
    steps = ("wish", "contact", "reveal", "files", "check", "readers")
    for step in steps[steps.index(after) :]:
        go_on(page, step)
    page.wait_for_selector("#readers .people")


def days_ago(count: int) -> dt.date:
    return dt.datetime.now(dt.UTC).date() - dt.timedelta(days=count)


def test_a_year_of_two_digits_is_offered_as_what_was_meant(open_window: Window, axe: Axe) -> None:
    page = open_window("narrow")
    believes(page, "years behind")
    day = days_ago(13)
    to_told(page)
    # What the browser's own field makes of two digits (its keys are lost on a busy machine).
    page.fill("#disclosed", f"00{day:%y-%m-%d}")
    page.click("#next")
    at(page, "told")
    asks = page.get_by_role("alert").filter(has_text="more than 60 years ago")
    expect(asks).to_contain_text("Did you mean:")
    expect(page.locator("#disclosed")).to_be_focused()
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    asks.get_by_role("button", name=f"{day:%B} {day.day}, {day.year}").click()
    expect(asks).to_be_hidden()
    expect(page.locator("#disclosed")).to_have_value(day.isoformat())
    page.click("#next")
    at(page, "wish")
    to_readers(page, "contact")


@pytest.mark.parametrize(
    ("prefix", "wrong", "said"),
    [
        ("", "2099-11-15", "This day has not come yet."),
        ("/zh-Hans", "1919-11-15", "这一天在 60 多年以前。"),
        ("/ar", "2099-11-15", "هذا اليوم لم يأتِ بعد."),
    ],
)
def test_what_cannot_be_is_asked_about_in_every_language(
    phone: Page, axe: Axe, prefix: str, wrong: str, said: str
) -> None:
    to_told(phone, prefix)
    phone.fill("#disclosed", wrong)
    phone.click("#next")
    expect(phone.locator("#disclosed-asks")).to_contain_text(said)
    axe(phone)
    phone.locator("#disclosed-asks button.link").click()
    expect(phone.locator("#disclosed")).to_have_value("")
    phone.click("#next")
    at(phone, "wish")


def test_a_day_far_back_counts_once_she_has_said_that_it_is_right(phone: Page) -> None:
    day = days_ago(4000)
    to_told(phone)
    phone.fill("#disclosed", day.isoformat())
    phone.click("#next")
    expect(phone.locator("#disclosed-asks")).to_contain_text(str(day.year))
    phone.get_by_role("button", name="Yes, that is right").click()
    phone.click("#next")
    at(phone, "wish")


def test_half_a_day_is_not_dropped_without_a_word(phone: Page) -> None:
    to_told(phone)
    phone.locator("#disclosed").press_sequentially("1115", delay=80)
    phone.locator("#disclosed:invalid").wait_for()
    assert phone.locator("#disclosed").input_value() == ""
    phone.click("#next")
    expect(phone.locator("#disclosed-asks")).to_contain_text("could not read this day")


def test_skipping_the_page_does_not_send_a_day_that_cannot_be(phone: Page) -> None:
    to_told(phone)
    phone.fill("#disclosed", "2099-11-15")
    phone.click("#skip")
    at(phone, "wish")
    to_readers(phone, "contact")
    phone.click("#next")
    at(phone, "told")
    expect(phone.locator("#disclosed-asks")).to_contain_text("has not come yet")
    phone.get_by_role("button", name="Leave the day out").click()
    go_on(phone, "check")
    go_on(phone, "readers")
    phone.wait_for_selector("#readers .people")
    send(phone)


@pytest.mark.parametrize("zone", ["Pacific/Honolulu", "Pacific/Kiritimati", "Asia/Shanghai"])
def test_today_is_today_wherever_she_is_and_nothing_is_late(open_window: Window, zone: str) -> None:
    """As her own calendar says it; the organisation of the demonstration is in Shanghai."""
    phone = open_window("phone", timezone_id=zone)
    today = dt.datetime.now(ZoneInfo(zone)).date()
    start(phone)
    tell(phone, Story(words=WORDS, safe="no", disclosed=today.isoformat()))
    words = send(phone)
    come_back(phone, words)
    expect(phone.locator("#inbox")).not_to_contain_text("Late already")
    expect(phone.locator(".steps").first).to_contain_text("in 3 hours")


def test_dates_are_written_as_in_the_readers_region(open_window: Window) -> None:
    for region, written in (("en-GB", r"\d+ \w+ 20\d\d"), ("en-US", r"\w+ \d+, 20\d\d")):
        page = open_window("desktop", locale=region)
        to_told(page)
        page.fill("#disclosed", "2006-11-15")
        page.click("#next")
        expect(page.locator("#disclosed-asks")).to_contain_text(re.compile(written))


# --- days at the desk -----------------------------------------------------------------------------


def test_days_at_the_desk_are_asked_about_too(open_window: Window, live: Heard, axe: Axe) -> None:
    lin = Online(live.url)
    page = open_window("desktop", timezone_id="Pacific/Honolulu")
    believes(page, "two days ahead")
    ref = lin.report()
    enter_by_code(page, code_of(live, AMARA))
    open_case(page, ref)
    page.get_by_role("tab", name="Evidence").click()
    page.get_by_role("button", name="Add something that others hold").first.click()
    page.get_by_label("What it is").fill("Camera")
    day = days_ago(-5)
    gone = page.get_by_label("May be gone from")
    gone.fill(f"00{day:%y-%m-%d}")
    page.get_by_role("button", name="Seal and add it").click()
    expect(page.get_by_text("This day cannot be taken: the earliest is")).to_be_visible()
    axe(page)
    page.get_by_role("button", name=re.compile(rf"^{day:%B} {day.day}, {day.year}$")).click()
    expect(gone).to_have_value(day.isoformat())
    page.get_by_role("button", name="Seal and add it").click()
    expect(page.locator(".evidence .due")).to_contain_text(str(day.year))
    (item,) = lin.inbox()["evidence"]
    assert item["overwritten"] == day.isoformat()
    page.get_by_role("button", name="Write the letter").click()
    page.get_by_label("Answer to").fill("amara@meridian.example")
    page.get_by_label("To", exact=True).fill("Hotel")
    page.get_by_label("To be kept until").fill("2126-01-01")
    page.get_by_role("button", name="Make the letter (PDF)").click()
    expect(page.get_by_text("This day cannot be taken: the latest is")).to_be_visible()
    axe(page)

"""The board's page: joined for, read on a phone and a desktop, in three languages, by any ear."""

from __future__ import annotations

import datetime as dt
import json
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import board
from desk_walk import AMARA, asked, code_of, enter_by_code, heading, overseer
from playwright.sync_api import Page, expect
from processes import Heard

Windows = Callable[..., Page]
Axe = Callable[[Page], None]
KEPT = "Reports with promises kept and missed"


def test_the_demonstration_has_somebody_with_oversight_alone(live: Heard, desktop: Page) -> None:
    enter_by_code(desktop, code_of(live, "Noor Haddad"))
    expect(desktop.get_by_role("link", name="Queue")).to_have_count(0)
    desktop.get_by_role("link", name="Oversight").click()
    heading(desktop, "Oversight")
    assert asked(desktop, "oversight")[0] == 200


def full(live: Heard) -> None:
    board.keep(live.folder / "data", now=dt.datetime.now(dt.UTC).replace(microsecond=0))


def fits(page: Page) -> None:
    """Nothing runs out of the window sideways."""
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0


def test_who_oversees_sees_figures_and_has_no_queue(
    live: Heard, open_window: Windows, passkey: Callable[..., Any], axe: Axe
) -> None:
    page = open_window("phone")
    overseer(live, page, passkey, "Mara")
    places = page.get_by_role("navigation", name="Desk").get_by_role("link")
    assert places.all_inner_texts() == ["Oversight", "The gate", "Account"]
    axe(page)
    full(live)
    page.get_by_role("link", name="Account", exact=True).click()
    heading(page, "Account")
    page.get_by_role("link", name="Oversight").click()
    heading(page, "Month by month")
    axe(page)
    fits(page)
    tile = page.locator(".tile", has_text="evidence that may be lost")
    expect(tile).to_contain_text("Fewer than 5")
    by_tier = page.get_by_role("table", name="By tier").first
    rows = [row.split() for row in by_tier.get_by_role("row").all_inner_texts()[1:]]
    assert rows == [["Intake", "not", "shown"], ["Independent", "7"], ["Outside", "not", "shown"]]


def test_each_picture_is_named_and_has_its_table(
    live: Heard, desktop: Page, passkey: Callable[..., Any], axe: Axe
) -> None:
    overseer(live, desktop, passkey, "Mara of pictures")
    full(live)
    desktop.evaluate("location.hash = '#/account'")
    heading(desktop, "Account")
    desktop.evaluate("location.hash = '#/oversight'")
    heading(desktop, "Month by month")
    pictures = desktop.get_by_role("img", name=KEPT)
    expect(pictures).to_have_accessible_name(re.compile(f"{KEPT} All kept and One or more missed"))
    summary = desktop.locator("summary", has_text="Show as a table").first
    summary.focus()
    desktop.keyboard.press("Enter")
    table = desktop.get_by_role("table", name=KEPT)
    expect(table.get_by_role("row")).to_have_count(13)
    for picture in desktop.locator("svg[role=img]").all():
        assert picture.locator("xpath=..").locator("table").count() == 1
    axe(desktop)


def test_downloads_come_as_files_without_small_numbers(
    live: Heard, desktop: Page, passkey: Callable[..., Any]
) -> None:
    overseer(live, desktop, passkey, "Mara of files")
    for link, name in (("Download as a table", ".csv"), ("Download the weeks", ".ics")):
        with desktop.expect_download() as waited:
            desktop.get_by_role("link", name=link).click()
        assert waited.value.suggested_filename.endswith(name)
        text = Path(waited.value.path()).read_text("utf-8")
        assert not re.search(r",[0-4],yes", text)


def test_in_arabic_it_runs_from_the_right_and_fits_a_narrow_phone(
    live: Heard, narrow: Page, passkey: Callable[..., Any], axe: Axe
) -> None:
    overseer(live, narrow, passkey, "Mara of the narrow phone")
    full(live)
    for code in ("ar", "zh-Hans"):
        narrow.locator("#language").select_option(code)
        narrow.locator(".oversight").wait_for()
        expect(narrow.locator("html")).to_have_attribute("lang", code)
        axe(narrow)
        fits(narrow)
    assert narrow.locator(".oversight").inner_text().count("oversight.") == 0


def test_a_handler_without_oversight_has_no_such_place(live: Heard, desktop: Page) -> None:
    enter_by_code(desktop, code_of(live, AMARA))
    assert desktop.get_by_role("link", name="Oversight").count() == 0
    status, said = asked(desktop, "oversight")
    assert (status, json.loads(said)["error"]["code"]) == (404, "not_found")
    desktop.get_by_role("link", name="Queue").first.click()
    with desktop.expect_download() as waited:
        desktop.get_by_role("link", name="Due dates as a calendar").click()
    text = Path(waited.value.path()).read_text("utf-8")
    assert set(re.findall(r"SUMMARY:(.*)", text)) == {"Reminder"}


def test_what_is_wrong_with_heard_itself_stands_on_top(
    live: Heard, open_window: Windows, axe: Axe
) -> None:
    page = open_window("desktop")
    with sqlite3.connect(live.folder / "data/heard.sqlite3") as database:
        for kind, subject, what in (
            ("witness", "union.example/a", "fork"),
            ("witness", "board.example", "unknown"),
        ):
            row = (kind, subject, what, "2026-03-10 09:00:00")
            database.execute(
                "INSERT INTO heard_alarm (kind, subject, what, since) VALUES (?, ?, ?, ?)"
                " ON CONFLICT DO NOTHING",
                row,
            )
    page.goto("/verify/")
    expect(page.locator("#alarms p")).to_have_count(2)
    expect(page.locator("#alarms")).to_contain_text("has seen another record than this one")
    fits(page)
    axe(page)
    enter_by_code(page, code_of(live, "Noor Haddad"))
    page.get_by_role("link", name="Oversight").click()
    told = page.get_by_role("alert").filter(has=page.get_by_role("list"))
    expect(told).to_contain_text("Something is wrong with this Heard")
    expect(told.get_by_role("listitem")).to_have_count(2)
    fits(page)
    axe(page)

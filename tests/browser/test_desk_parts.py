"""The desk fetches most of itself after the sign-in: what then does not load is said."""

from __future__ import annotations

from typing import Any

import books
from desk_walk import DANIEL, code_of, enter_by_code, press, queue
from playwright.sync_api import Page, expect
from processes import Heard

UNREACHABLE = books.read("desk", "en")["problem.unreachable"]


def test_an_open_desk_has_all_its_parts_when_an_upgrade_takes_them_away(
    live: Heard, desktop: Page
) -> None:
    asked: list[str] = []
    desktop.on("request", lambda each: asked.append(each.url))
    enter_by_code(desktop, code_of(live, DANIEL))
    desktop.wait_for_load_state("networkidle")
    desktop.route("**/static/**", lambda route: route.abort())
    asked.clear()
    queue(desktop)
    case = desktop.locator("a.ref").first
    ref = case.inner_text()
    case.click()
    expect(desktop.get_by_role("heading", level=1)).to_contain_text(ref)
    assert [url for url in asked if "/static/" in url] == []


def test_a_part_that_does_not_load_is_said(live: Heard, desktop: Page, complaints: Any) -> None:
    complaints.expect("Failed to load")
    desktop.route("**/static/AccountPage-*.js", lambda route: route.abort())
    desktop.goto("/desk/")
    press(desktop, "Use the recovery code")
    desktop.get_by_label("The twelve words").fill(code_of(live, DANIEL))
    press(desktop, "Sign in and unlock")
    expect(desktop.get_by_text(UNREACHABLE)).to_be_visible()

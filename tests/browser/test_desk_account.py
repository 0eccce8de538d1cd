"""The account page: whom a handler cannot judge, and how they are told that something waits."""

from __future__ import annotations

import json
from collections.abc import Callable

from desk_walk import DANIEL, RUTH, asked, code_of, enter_by_code, press
from playwright.sync_api import Page, expect
from processes import Heard

Windows = Callable[..., Page]
Axe = Callable[[Page], None]


def test_whom_a_handler_cannot_judge_is_kept_and_taken_back(
    live: Heard, open_window: Windows, axe: Axe
) -> None:
    page = open_window("phone")
    enter_by_code(page, code_of(live, DANIEL))
    part = page.get_by_role("region", name="People you cannot judge")
    part.get_by_role("button", name="Add").click()
    expect(part.get_by_role("alert")).to_contain_text("Please write")
    part.get_by_label("Who").fill("Gao Ming")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(part.get_by_role("listitem")).to_contain_text("Gao Ming")
    expect(part.get_by_label("Who")).to_be_focused()
    expect(part.get_by_label("Who")).to_have_value("")
    assert json.loads(asked(page, "conflicts")[1]) == {"declared": ["Gao Ming"]}
    axe(page)
    part.get_by_role("button", name="Remove Gao Ming").click()
    expect(part.get_by_text("Nobody is noted.")).to_be_visible()
    assert json.loads(asked(page, "conflicts")[1]) == {"declared": []}


def test_rooms_and_quiet_hours_are_kept_and_a_refusal_keeps_what_was_typed(
    live: Heard, open_window: Windows, axe: Axe
) -> None:
    page = open_window("desktop")
    enter_by_code(page, code_of(live, RUTH))
    part = page.get_by_role("region", name="How you are told")
    part.get_by_label("Address of a room").fill("file:///etc/passwd")
    press(page, "Add the room")
    expect(part.get_by_role("alert").filter(has_text="It was not saved")).to_be_visible()
    expect(part.get_by_label("Address of a room")).to_have_value("file:///etc/passwd")
    axe(page)
    part.get_by_label("From").select_option("21")
    part.get_by_label("Until").select_option("6")
    press(page, "Keep these hours")
    expect(part.get_by_text("Quiet from 9:00 PM until 6:00 AM.")).to_be_visible()
    assert json.loads(asked(page, "notifications")[1])["quiet"] == [21, 6]
    press(page, "No quiet hours")
    expect(part.get_by_text("There are no quiet hours.")).to_be_visible()
    press(page, "Send a test")
    expect(part.get_by_text("There is nowhere to send to.")).to_be_visible()
    axe(page)

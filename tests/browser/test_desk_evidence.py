"""What somebody outside holds: noted, asked for by a letter, kept or gone, on its day."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from pathlib import Path

from desk_walk import AMARA, code_of, enter_by_code, open_case, press, side
from playwright.sync_api import Page, expect
from processes import Heard
from reporting import Online

Windows = Callable[..., Page]
Axe = Callable[[Page], None]


def opened(live: Heard, page: Page) -> Online:
    lin = Online(live.url)
    ref = lin.report()
    enter_by_code(page, code_of(live, AMARA))
    open_case(page, ref)
    return lin


def add_camera(page: Page) -> None:
    press(page, "Add something that others hold")
    page.get_by_label("From", exact=True).fill("2026-11-14 22:00")
    page.get_by_label("What it is").fill("Camera of the seventh floor")
    page.get_by_label("Where").fill("Hotel Harbour")
    page.get_by_label("Who holds it").fill("Front office")
    page.get_by_label("How to reach them").fill("security@hotel.example")
    press(page, "Seal and add it")
    page.get_by_role("heading", name="Camera recording").wait_for()


def test_a_recording_is_noted_asked_for_and_kept(
    live: Heard, open_window: Windows, axe: Axe, tmp_path: Path
) -> None:
    page = open_window("phone")
    lin = opened(live, page)
    banner = page.get_by_role("note").filter(has_text="recordings and logs are being overwritten")
    banner.get_by_role("link", name="Go to the evidence").click()
    expect(page.get_by_role("tab", name="Evidence")).to_be_focused()
    add_camera(page)
    expect(page.locator(".evidence .due")).to_contain_text(re.compile("overwritten.*2026"))
    expect(page.get_by_text("Not asked for yet")).to_be_visible()
    axe(page)
    (item,) = lin.inbox()["evidence"]
    assert (item["kind"], item["state"], item["overwritten"]) == ("camera", "needed", "2026-11-21")
    digest = write_letter(page, axe, tmp_path)
    expect(page.get_by_text("Letter sent")).to_be_visible()
    expect(banner).to_have_count(0)
    press(page, "They confirmed")
    expect(page.get_by_role("button", name="Yes, write it down")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".evidence .badge")).to_have_text("Kept")
    axe(page)
    side(page, "phone")
    for words in ("Evidence held by others noted", "Letter to keep evidence", "confirmed as kept"):
        expect(page.locator(".timeline")).to_contain_text(words)
    assert len(digest) == 64
    assert [each["state"] for each in lin.inbox()["evidence"]] == ["confirmed"]


def write_letter(page: Page, axe: Axe, folder: Path) -> str:
    """The SHA-256 that the page computed, which is that of the file it saved."""
    press(page, "Write the letter")
    expect(page.get_by_text("these words pass through the server")).to_be_visible()
    expect(page.get_by_label("What they should keep")).to_have_value("Camera of the seventh floor")
    page.get_by_label("Your name").fill(" ")
    page.get_by_label("To be kept until").fill("")
    press(page, "Make the letter (PDF)")
    missing = page.get_by_role("alert").filter(has_text="Please fill in")
    expect(missing).to_have_text("Please fill in: Answer to, Your name, and To be kept until.")
    expect(page.get_by_label("Answer to")).to_be_focused()
    expect(page.locator("[aria-invalid=true]")).to_have_count(3)
    axe(page)
    page.get_by_label("Answer to").fill("amara@meridian.example")
    page.get_by_label("Your name").fill(AMARA)
    page.get_by_label("To be kept until").fill("2027-11-14")
    axe(page)
    press(page, "Make the letter (PDF)")
    with page.expect_download() as saved:
        page.get_by_role("link", name="Save the letter").click()
    file = folder / "letter.pdf"
    saved.value.save_as(file)
    assert file.read_bytes().startswith(b"%PDF-")
    digest = page.locator(".ready .mono").inner_text()
    assert digest == hashlib.sha256(file.read_bytes()).hexdigest()
    axe(page)
    press(page, "I have sent it")
    page.get_by_role("tab", name="Evidence").wait_for()
    return digest


def test_nothing_more_is_held_elsewhere_ends_the_duty_of_the_day(
    live: Heard, desktop: Page, axe: Axe
) -> None:
    lin = opened(live, desktop)
    desktop.get_by_role("tab", name="Evidence").click()
    press(desktop, "Nothing more is held elsewhere")
    press(desktop, "Yes, write it down")
    expect(desktop.get_by_text("recordings and logs are being overwritten")).to_have_count(0)
    axe(desktop)
    states = {each["kind"]: each["state"] for each in lin.inbox()["duties"]}
    assert states["preserve_evidence"] == "done"


def test_what_is_gone_is_said_and_cannot_be_asked_for_any_more(
    live: Heard, desktop: Page, axe: Axe
) -> None:
    opened(live, desktop)
    desktop.get_by_role("tab", name="Evidence").click()
    add_camera(desktop)
    press(desktop, "It is gone")
    press(desktop, "Yes, write it down")
    expect(desktop.locator(".evidence .badge")).to_have_text("Gone")
    expect(desktop.get_by_role("button", name="Write the letter")).to_have_count(0)
    axe(desktop)

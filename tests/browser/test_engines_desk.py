"""A case is read and answered in Chromium, Firefox and Safari's engine (WebKitGTK)."""

from __future__ import annotations

import pytest
from complaints import Complaints
from desk_walk import AMARA, code_of, enter_by_code, heading, open_case, press, side, write
from engines import Axe, OpenIn, fits, in_each_engine
from expecting import expect
from processes import Heard
from reporter_walk import Story, come_back, reference_of, send, start, tell
from reporting import Online
from samples import PDF, picture

WORDS = "He came to my room four times.\n\nI do not remember the night."


# Chromium at a desk is test_scenario, and Firefox on a phone at the desk test_desk_confirm.
@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("chromium", "phone"),
        ("firefox", "desktop"),
        ("webkit", "phone"),
        ("webkit", "desktop"),
    ],
)
def test_a_case_is_read_answered_and_the_answer_read(
    live: Heard, open_in: OpenIn, axe: Axe, name: str, size: str
) -> None:
    her = open_in(name, size)
    start(her)
    tell(her, Story(words=WORDS))
    words = send(her)
    come_back(her, words)
    her.get_by_label("Write a message").fill("Are you there?")
    her.get_by_role("button", name="Seal and send").click()
    expect(her.locator(".msgs")).to_contain_text("Are you there?")

    desk = open_in(name, size)
    enter_by_code(desk, code_of(live, AMARA))
    open_case(desk, reference_of(live.url, words))
    expect(desk.locator(".testimony")).to_contain_text("He came to my room four times")
    side(desk, size)
    press(desk, "Acknowledge to the reporter")
    expect(desk.locator(".state").first).to_contain_text("Acknowledged")
    desk.get_by_role("tab", name="Messages").click()
    expect(desk.locator(".msgs")).to_contain_text("Are you there?")
    write(desk, "Messages", "Write to the reporter", "Thank you.\n\nI am asking the hotel.")
    axe(desk)
    assert fits(desk)

    her.reload()
    come_back(her, words)
    expect(her.locator(".msgs")).to_contain_text("I am asking the hotel.")


@in_each_engine
def test_a_picture_is_looked_at_and_saved(live: Heard, open_in: OpenIn, name: str) -> None:
    lin = Online(live.url)
    ref = lin.report()
    lin.file("room.png", "image/png", picture())
    desk = open_in(name, "desktop")
    enter_by_code(desk, code_of(live, AMARA))
    open_case(desk, ref)
    desk.get_by_role("tab", name="Files").click()
    room = desk.locator(".files > li").filter(has_text="room.png")
    room.get_by_role("button", name="Look at it here").click()
    expect(room.locator("img")).to_have_js_property("naturalWidth", 8)
    room.get_by_role("button", name="Save decrypted").click()
    with desk.expect_download() as saving:
        room.get_by_role("button", name="Save anyway").click()
    assert saving.value.path().read_bytes() == picture()
    press(desk, "Sign out")
    heading(desk, "the desk")


@in_each_engine
def test_a_pdf_is_looked_at(
    live: Heard, open_in: OpenIn, complaints: Complaints, name: str
) -> None:
    # The frame of a blob inherits the page's policy; Firefox says of its own viewer what it breaks.
    complaints.expect(r"policy: require-trusted-types-for .*\(blob:")
    complaints.expect(r"blocked assigning to an injection sink")
    lin = Online(live.url)
    ref = lin.report()
    lin.file("chat.pdf", "application/pdf", PDF)
    desk = open_in(name, "desktop", whole=True)
    enter_by_code(desk, code_of(live, AMARA))
    open_case(desk, ref)
    desk.get_by_role("tab", name="Files").click()
    press(desk, "Look at it here")
    shown = desk.locator(".files iframe")
    expect(shown).to_be_visible()
    assert str(shown.get_attribute("src")).startswith("blob:")
    if name == "firefox":  # whose viewer is a page, so that a test can read it
        number = desk.frame_locator(".files iframe").locator("#numPages")
        expect(number).to_have_text("of 1")

"""The desk, walked as a handler walks it: joining, unlocking, a case from opening to leaving it."""

from __future__ import annotations

import io
import json
import re
import urllib.request
import wave
from collections.abc import Callable
from typing import Any

import pytest
from desk_walk import (
    AMARA,
    JONAS,
    XU,
    code_of,
    confirm_by_code,
    confirm_by_touch,
    enter_by_code,
    heading,
    heard,
    invite,
    join,
    keep_code,
    open_case,
    press,
    side,
    type_words_back,
)
from playwright.sync_api import Page, expect
from processes import Heard
from reporting import Online
from samples import PDF, picture

Windows = Callable[..., Page]
Axe = Callable[[Page], None]


def test_joining_makes_keys_that_one_touch_unlocks(
    live: Heard, open_window: Windows, passkey: Callable[..., Any], axe: Axe
) -> None:
    page = open_window("desktop")
    passkey(page)
    sent: list[str] = []
    page.on("request", lambda asked: sent.append(asked.post_data or ""))
    words = join(page, invite(live, "Maya"))
    heading(page, "You have joined")
    axe(page)
    assert [body for body in sent if "prf" in body and '"results"' in body] == []
    assert [body for body in sent if words in body or "AGE-SECRET-KEY" in body] == []
    page.get_by_role("link", name="Go to the desk").click()
    press(page, "Sign in with your passkey")
    heading(page, "Nothing is waiting for you")
    expect(page.get_by_text("The root key has not yet signed")).to_be_visible()
    axe(page)
    heard(live, "roster", "sign", "--root-key", str(live.folder / "root.key"))
    press(page, "Lock now")
    press(page, "Sign in with your passkey")
    heading(page, "Queue")
    expect(page.get_by_text("The root key has not yet signed")).to_have_count(0)


def test_a_passkey_without_prf_says_so_and_the_code_unlocks(
    live: Heard, phone: Page, passkey: Callable[..., Any], axe: Axe
) -> None:
    passkey(phone, prf=False)
    words = join(phone, invite(live, "Nell"))
    heading(phone, "cannot unlock")
    axe(phone)
    press(phone, "Go on with this passkey")
    phone.get_by_role("link", name="Go to the desk").click()
    press(phone, "Sign in with your passkey")
    heading(phone, "Unlock your keys")
    axe(phone)
    phone.get_by_label("The twelve words").fill(words)
    press(phone, "Unlock")
    expect(phone.get_by_text("Signs in, cannot unlock")).to_be_visible()


def test_an_invitation_that_is_not_valid_says_the_next_step(phone: Page, axe: Axe) -> None:
    phone.goto("/desk/join/#nothing")
    heading(phone, "Joining did not work")
    expect(phone.get_by_text("ask the person who invited you for a new link")).to_be_visible()
    axe(phone)


def test_recovery_then_a_second_passkey_then_a_new_code(
    live: Heard, desktop: Page, passkey: Callable[..., Any], axe: Axe
) -> None:
    first = passkey(desktop)
    enter_by_code(desktop, code_of(live, JONAS))
    desktop.get_by_label("Name for a new passkey").fill("Blue key")
    press(desktop, "Add a passkey")
    confirm_by_code(desktop, code_of(live, JONAS))
    heading(desktop, "Blue key")
    press(desktop, "Make a new recovery code")
    words = type_words_back(desktop)
    confirm_by_touch(desktop)
    heading(desktop, "Passkeys")
    keep_code(live, JONAS, words)
    axe(desktop)
    press(desktop, "Lock now")
    press(desktop, "Sign in with your passkey")
    heading(desktop, "Account")
    enter_by_code(desktop, words)
    press(desktop, "Remove “Blue key”")
    press(desktop, "Remove it")
    confirm_by_code(desktop, words)
    card = desktop.get_by_role("listitem").filter(has_text="Blue key")
    expect(card.get_by_role("alert")).to_contain_text("This is your last passkey")
    first.session.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": first.id})
    passkey(desktop)
    desktop.get_by_label("Name for a new passkey").fill("Green key")
    press(desktop, "Add a passkey")
    confirm_by_code(desktop, words)
    heading(desktop, "Green key")
    press(desktop, "Remove “Blue key”")
    press(desktop, "Remove it")
    confirm_by_code(desktop, words)
    expect(desktop.get_by_role("heading", name="Blue key")).to_have_count(0)


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_a_case_is_opened_answered_passed_and_left(
    live: Heard, open_window: Windows, axe: Axe, size: str
) -> None:
    lin = Online(live.url)
    ref = lin.report(
        without=XU, people=[{"name": "Xu", "role": "told", "relation": "", "note": ""}]
    )
    page = open_window(size)
    enter_by_code(page, code_of(live, AMARA))
    open_case(page, ref)
    expect(page.locator(".testimony")).to_contain_text("He came to my room four times")
    expect(page.locator(".notice.grave")).to_have_count(0)
    axe(page)
    side(page, size)
    press(page, "Acknowledge to the reporter")
    page.locator(".state", has_text="Acknowledged").wait_for()
    write(page, "Messages", "Write to the reporter", "Thank you.\n\nI am asking the hotel.", axe)
    write(page, "Notes", "Write a note", "The hotel keeps it until December.", axe)
    assert lin.messages(AMARA) == ["Thank you.\n\nI am asking the hotel."]
    seen = [event for event, _ in lin.timeline()]
    assert "note_added" not in seen
    assert next(each for each in lin.timeline() if each[0] == "case_opened") == (
        "case_opened",
        AMARA,
    )
    draft_outlives_a_lock(page, code_of(live, AMARA), ref)
    pass_on(page, size, axe)
    step_out(page, size, ref, code_of(live, AMARA), axe)


def write(page: Page, tab: str, label: str, words: str, axe: Axe) -> None:
    page.get_by_role("tab", name=tab).click()
    page.get_by_label(label).fill(words)
    press(page, "Seal and")
    page.locator(".msgs li", has_text=words.split("\n", maxsplit=1)[0]).wait_for()
    axe(page)


def draft_outlives_a_lock(page: Page, code: str, ref: str) -> None:
    page.get_by_role("tab", name="Messages").click()
    page.get_by_label("Write to the reporter").fill("half a sentence")
    for _ in range(3):
        page.keyboard.press("Shift")
    heading(page, "the desk")
    assert "half a sentence" not in page.content()
    press(page, "Use the recovery code")
    page.get_by_label("The twelve words").fill(code)
    press(page, "Sign in and unlock")
    page.get_by_role("link", name="Queue").click()
    page.get_by_role("link", name=ref).click()
    page.get_by_role("tab", name="Messages").click()
    expect(page.get_by_label("Write to the reporter")).to_have_value("half a sentence")


def pass_on(page: Page, size: str, axe: Axe) -> None:
    side(page, size)
    press(page, "Pass to someone")
    heading(page, "Pass the case")
    axe(page)
    expect(page.get_by_role("radio", name=XU)).to_be_disabled()
    page.get_by_role("radio", name=JONAS).check()
    press(page, "Seal and pass it on")
    page.get_by_role("tab", name="Report").wait_for()
    said = page.get_by_role("status").filter(has_text=f"Passed to {JONAS}.")
    expect(said).to_be_in_viewport()
    axe(page)


def step_out(page: Page, size: str, ref: str, code: str, axe: Axe) -> None:
    side(page, size)
    press(page, "I have a conflict")
    heading(page, "Step out")
    axe(page)
    page.get_by_label("A reason").fill("We share a director.")
    press(page, "Step out now")
    confirm_by_code(page, code)
    page.locator("table").wait_for()
    expect(page.get_by_role("link", name=ref)).to_have_count(0)
    said = page.get_by_role("status").filter(has_text=f"You stepped out of {ref}.")
    expect(said).to_be_in_viewport()
    axe(page)
    page.get_by_role("link", name="Account", exact=True).click()
    heading(page, "Account")
    expect(said).to_have_count(0)


def recording() -> bytes:
    """Ten minutes of silence: 9.6 MB, more than is fetched to hear its end."""
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(2 * 8000 * 600))
    return out.getvalue()


def test_files_are_looked_at_played_from_any_place_and_saved(
    live: Heard, desktop: Page, axe: Axe
) -> None:
    lin = Online(live.url)
    ref = lin.report()
    lin.file("room.png", "image/png", picture())
    lin.file("chat.pdf", "application/pdf", PDF)
    lin.file("call.wav", "audio/wav", recording())
    lin.file("page.png", "image/png", b"<script>alert(1)</script>")
    lin.file("drawn.svg", "image/svg+xml", b"<svg onload='alert(1)'/>")
    lin.file("changed.png", "image/png", picture(), digest="0" * 64)
    enter_by_code(desktop, code_of(live, AMARA))
    open_case(desktop, ref)
    desktop.get_by_role("tab", name="Files").click()
    files = desktop.locator(".files > li")
    names = ("room.png", "chat.pdf", "call.wav", "page.png", "drawn.svg", "changed.png")
    item = {name[:-4]: files.filter(has_text=name) for name in names}
    item["room"].get_by_role("button", name="Look at it here").click()
    shown = item["room"].locator("img")
    expect(shown).to_have_js_property("naturalWidth", 8)
    item["chat"].get_by_role("button", name="Look at it here").click()
    expect(item["chat"].locator("iframe")).to_have_attribute("src", re.compile("^blob:"))
    item["page"].get_by_role("button", name="Look at it here").click()
    expect(item["page"].get_by_text("does not look like a picture")).to_be_visible()
    # A drawing can hold scripts: it can be saved and nothing else.
    assert item["drawn"].get_by_role("button").all_inner_texts() == ["Save decrypted"]
    item["changed"].get_by_role("button", name="Look at it here").click()
    expect(item["changed"].get_by_text("not those that the reporter signed for")).to_be_visible()
    axe(desktop)
    listens_from_the_end(desktop, item["call"])
    item["room"].get_by_role("button", name="Save decrypted").click()
    with desktop.expect_download() as saved:
        item["room"].get_by_role("button", name="Save anyway").click()
    assert saved.value.path().read_bytes() == picture()


def listens_from_the_end(page: Page, item: Any) -> None:
    fetched: list[int] = []
    page.on(
        "response",
        lambda got: (
            fetched.append(int(got.headers.get("content-length", 0)))
            if "/segments/" in got.url
            else None
        ),
    )
    item.get_by_role("button", name="Play it here").click()
    player = item.locator("audio")
    expect(player).to_have_js_property("duration", 600)
    player.evaluate("player => { player.currentTime = 590; }")
    expect(player).to_have_js_property("seeking", False)
    assert player.evaluate("player => player.currentTime") == 590
    assert 0 < sum(fetched) < len(recording())


def root_of(live: Heard) -> str:
    """The vkey that a handler pins when joining."""
    with urllib.request.urlopen(f"{live.url}/site.json", timeout=5) as told:
        return str(json.loads(told.read())["root"])


def test_nothing_but_the_rosters_number_is_left_in_the_browser(live: Heard, desktop: Page) -> None:
    lin = Online(live.url)
    ref = lin.report()
    enter_by_code(desktop, code_of(live, AMARA))
    open_case(desktop, ref)
    kept = desktop.evaluate(
        "async () => [{...localStorage}, sessionStorage.length,"
        " (await indexedDB.databases()).length, (await caches.keys()).length]"
    )
    seen = lin.roster()
    assert kept == [{f"heard-roster {root_of(live)}": str(seen.version)}, 0, 0, 0]
    press(desktop, "Sign out")
    heading(desktop, "the desk")
    assert "He came to my room" not in desktop.content()
    desktop.goto(f"/desk/#/case/{lin.lin.case}")
    heading(desktop, "the desk")


def test_an_unused_desk_warns_and_then_locks_itself(live: Heard, desktop: Page, axe: Axe) -> None:
    desktop.clock.install()
    enter_by_code(desktop, code_of(live, AMARA))
    desktop.clock.run_for(9 * 60_000 + 30_000)
    expect(desktop.get_by_text("Touch or press any key to stay")).to_be_visible()
    axe(desktop)
    desktop.keyboard.press("a")
    expect(desktop.get_by_text("Touch or press any key to stay")).to_be_hidden()
    desktop.clock.run_for(10 * 60_000 + 10_000)
    expect(desktop.get_by_text("The desk locked itself")).to_be_visible()
    expect(desktop.get_by_role("link", name="Account", exact=True)).to_have_count(0)


def test_the_queue_is_walked_by_keyboard(live: Heard, desktop: Page) -> None:
    refs = [Online(live.url).report() for _ in range(2)]
    enter_by_code(desktop, code_of(live, AMARA))
    desktop.get_by_role("link", name="Queue").click()
    shown = desktop.locator("a.ref")
    expect(shown.filter(has_text=refs[1])).to_be_visible()
    shown.first.focus()
    desktop.keyboard.press("End")
    expect(shown.last).to_be_focused()
    desktop.keyboard.press("Home")
    desktop.keyboard.press("ArrowDown")
    expect(shown.nth(1)).to_be_focused()
    ref = shown.nth(1).inner_text()
    desktop.keyboard.press("Enter")
    # Before the first opening or after it, as other tests have left that case.
    expect(desktop.get_by_role("heading", level=1)).to_contain_text(ref)

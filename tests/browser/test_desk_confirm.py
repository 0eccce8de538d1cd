"""What cannot be taken back is confirmed once more: by a touch, by the code, or not at all."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from desk_walk import (
    AMARA,
    DANIEL,
    RUTH,
    XU,
    asked,
    code_of,
    confirm_by_code,
    confirm_by_touch,
    enter_by_code,
    heading,
    invite,
    join,
    open_case,
    press,
    type_words_back,
)
from engines import AT_THE_DESK, Axe, OpenIn, fits
from expecting import expect
from playwright.sync_api import Page
from processes import Heard
from reporting import Online

from heard.formats import agefile

DIALOGUE = "Confirm that it is you"
DECLINES = """() => {
  window.touch = navigator.credentials.get.bind(navigator.credentials);
  navigator.credentials.get = async () => {
    throw new DOMException("The user said no.", "NotAllowedError");
  };
}"""


def keyring_of(page: Page) -> str:
    return asked(page, "keyring")[1]


@pytest.mark.parametrize(("name", "size"), AT_THE_DESK)
def test_a_code_is_replaced_by_the_one_before_and_not_by_a_click(
    live: Heard, open_in: OpenIn, axe: Axe, name: str, size: str
) -> None:
    page = open_in(name, size)
    code = code_of(live, DANIEL)
    enter_by_code(page, code)
    press(page, "Make a new recovery code")
    type_words_back(page)
    dialogue = page.get_by_role("dialog", name=DIALOGUE)
    expect(dialogue).to_contain_text("You are replacing your recovery code.")
    axe(page)
    assert fits(page)
    dialogue.get_by_role("button", name="Not now").click()
    said = page.get_by_role("alert").filter(has_text="Your old recovery code stays in force.")
    expect(said).to_be_visible()
    heading(page, "Account")
    page.reload()
    enter_by_code(page, code)  # it is in force still


def entered(live: Heard, page: Page, passkey: Callable[..., Any], name: str) -> str:
    """Somebody new, signed in by their passkey and on their account page; their twelve words."""
    passkey(page)
    words = join(page, invite(live, name))
    page.get_by_role("link", name="Go to the desk").click()
    press(page, "Sign in with your passkey")
    page.get_by_role("link", name="Account", exact=True).click()
    heading(page, "Account")
    return words


def new_code(page: Page) -> str:
    press(page, "Make a new recovery code")
    return type_words_back(page)


def test_a_touch_that_was_refused_costs_nothing(
    live: Heard, desktop: Page, passkey: Callable[..., Any], axe: Axe
) -> None:
    entered(live, desktop, passkey, "Grace")
    before = keyring_of(desktop)
    desktop.evaluate(DECLINES)
    new_code(desktop)
    confirm_by_touch(desktop)
    dialogue = desktop.get_by_role("dialog", name=DIALOGUE)
    said = dialogue.get_by_role("alert").filter(has_text="No passkey was used.")
    expect(said).to_be_visible()
    axe(desktop)
    desktop.keyboard.press("Escape")
    expect(dialogue).to_have_count(0)
    expect(desktop.get_by_role("alert").filter(has_text="Nothing was changed.")).to_be_visible()
    assert keyring_of(desktop) == before
    desktop.evaluate("() => { navigator.credentials.get = window.touch; }")
    new_code(desktop)
    confirm_by_touch(desktop)
    desktop.get_by_role("status").filter(has_text="The new recovery code is in force").wait_for()
    changes = desktop.get_by_role("region", name="What was changed last")
    expect(changes).to_contain_text("the recovery code was replaced")
    axe(desktop)
    press(desktop, "Lock now")
    press(desktop, "Sign in with your passkey")
    desktop.get_by_role("link", name="Queue").first.click()
    notice = desktop.get_by_text("Your ways to sign in were changed on")
    expect(notice).to_contain_text("the recovery code was replaced")
    axe(desktop)


def test_an_older_tab_does_not_take_back_what_a_newer_one_did(
    live: Heard, desktop: Page, passkey: Callable[..., Any]
) -> None:
    words = entered(live, desktop, passkey, "Olu")
    newer = desktop.context.new_page()
    enter_by_code(newer, words)
    latest = new_code(newer)
    confirm_by_code(newer, words)
    newer.get_by_role("status").filter(has_text="is in force").wait_for()
    new_code(desktop)
    confirm_by_touch(desktop)
    said = desktop.get_by_role("alert").filter(has_text="changed in the meantime")
    expect(said).to_be_visible()
    newer.close()
    enter_by_code(desktop, latest)


def test_junk_in_the_place_of_keys_is_undone_by_their_owner(
    live: Heard, desktop: Page, passkey: Callable[..., Any], axe: Axe
) -> None:
    entered(live, desktop, passkey, "Mina")
    spoil(live, "Mina")
    press(desktop, "Lock now")
    press(desktop, "Sign in with your passkey")
    heading(desktop, "Unlock your keys")
    axe(desktop)
    press(desktop, "My keys do not open: look for an earlier copy")
    heading(desktop, "An earlier copy of your keys")
    axe(desktop)
    press(desktop, "Look for one")
    confirm_by_touch(desktop)
    expect(desktop.get_by_text("The copy that was in use until")).to_be_visible()
    axe(desktop)
    press(desktop, "Put it back and unlock")
    confirm_by_touch(desktop)
    heading(desktop, "Account")
    changes = desktop.get_by_role("region", name="What was changed last")
    expect(changes).to_contain_text("an earlier copy of your keys was put back")
    press(desktop, "Lock now")
    press(desktop, "Sign in with your passkey")
    desktop.get_by_role("link", name="Account", exact=True).wait_for()


def spoil(live: Heard, name: str) -> None:
    """As a fault of ours would: other bytes are there, and the ones before among those kept."""
    junk = agefile.seal(b"junk", [agefile.recipient_of(agefile.generate_identity())])
    with sqlite3.connect(live.folder / "data/heard.sqlite3") as database:
        ((holder, ring),) = database.execute(
            "SELECT id, keyring FROM heard_holder WHERE name = ?", (name,)
        ).fetchall()
        database.execute(
            "INSERT INTO heard_keptkeyring (holder_id, keyring, change, about, ended)"
            " VALUES (?, ?, 'keyring_replaced', '', ?)",
            (holder, ring, f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S}"),
        )
        database.execute("UPDATE heard_holder SET keyring = ? WHERE id = ?", (junk, holder))


def test_a_wrong_code_is_said_where_it_was_typed(live: Heard, phone: Page, axe: Axe) -> None:
    lin = Online(live.url)
    ref = lin.report()
    enter_by_code(phone, code_of(live, AMARA))
    open_case(phone, ref)
    phone.get_by_role("tab", name="Promises").click()
    press(phone, "I have a conflict")
    phone.get_by_label("A reason").fill("We share a director.")
    press(phone, "Step out now")
    confirm_by_code(phone, code_of(live, XU))
    dialogue = phone.get_by_role("dialog", name=DIALOGUE)
    said = dialogue.get_by_role("alert").filter(has_text="Nothing was changed.")
    expect(said).to_be_visible()
    axe(phone)
    dialogue.get_by_role("button", name="Not now").click()
    expect(phone.get_by_label("A reason")).to_have_value("We share a director.")
    assert not any(each["left"] for each in lin.inbox()["holders"])
    press(phone, "Step out now")
    confirm_by_code(phone, code_of(live, AMARA))
    phone.get_by_text(f"You stepped out of {ref}.").first.wait_for()


@pytest.mark.parametrize(
    ("language", "make", "title", "off"),
    [
        ("zh-Hans", "生成新的恢复码", "请确认是您本人", "暂不"),
        ("ar", "إنشاء رمز استرداد جديد", "تأكيد هويتك", "ليس الآن"),
    ],
)
def test_it_speaks_the_readers_language(
    live: Heard, phone: Page, axe: Axe, language: str, make: str, title: str, off: str
) -> None:
    enter_by_code(phone, code_of(live, RUTH))
    phone.locator("#language").select_option(language)
    phone.locator(f"html[lang={language}]").wait_for(state="attached")
    phone.locator("button", has_text=make).click()
    expect(phone.locator(".code li")).to_have_count(12)
    words = " ".join(phone.locator(".code li").all_inner_texts())
    phone.locator("main .button").last.click()
    phone.locator("#code-words").fill(words)
    phone.locator("main form .button").click()
    dialogue = phone.get_by_role("dialog", name=title)
    expect(dialogue).to_be_visible()
    axe(phone)
    assert fits(phone)
    dialogue.get_by_role("button", name=off).click()
    expect(dialogue).to_have_count(0)

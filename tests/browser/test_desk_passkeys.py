"""Passkeys as they are in the field: known already, or unlocking otherwise than promised."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from desk_walk import (
    RUTH,
    SOFIA,
    XU,
    code_of,
    confirm_by_code,
    enter_by_code,
    heading,
    press,
)
from playwright.sync_api import Page, expect
from processes import Heard

Axe = Callable[[Page], None]
# The extension's output as some keys give it: another while the passkey is made than later.
OTHER_AT_FIRST = """() => {
  const make = navigator.credentials.create.bind(navigator.credentials);
  navigator.credentials.create = async (options) => {
    const made = await make(options);
    const said = made.getClientExtensionResults();
    const first = new Uint8Array(32).fill(7).buffer;
    made.getClientExtensionResults = () => ({...said, prf: {enabled: true, results: {first}}});
    return made;
  };
}"""
# A key that gives another output at every touch.
NEVER_THE_SAME = """() => {
  const ask = navigator.credentials.get.bind(navigator.credentials);
  navigator.credentials.get = async (options) => {
    const used = await ask(options);
    const said = used.getClientExtensionResults();
    const first = crypto.getRandomValues(new Uint8Array(32)).buffer;
    used.getClientExtensionResults = () => ({...said, prf: {results: {first}}});
    return used;
  };
}"""
FAILS = """() => {
  navigator.credentials.create = async () => {
    throw new DOMException("The operation either timed out or was not allowed.", "UnknownError");
  };
}"""


def test_a_second_passkey_on_one_device_is_explained_in_the_readers_language(
    live: Heard, desktop: Page, passkey: Callable[..., Any], axe: Axe
) -> None:
    passkey(desktop)
    enter_by_code(desktop, code_of(live, RUTH))
    press(desktop, "Add a passkey")
    confirm_by_code(desktop, code_of(live, RUTH))
    desktop.get_by_role("status").filter(has_text="It was tried: it signs you in").wait_for()
    axe(desktop)
    press(desktop, "Add a passkey")
    said = desktop.get_by_role("alert").filter(has_text="already has a passkey for your account")
    expect(said).to_be_visible()
    axe(desktop)
    for language, adds, words in (
        ("zh-Hans", "添加通行密钥", "此设备上已有"),
        ("ar", "إضافة مفتاح مرور", "على هذا الجهاز مفتاح مرور"),
    ):
        desktop.get_by_label("Language").or_(desktop.locator("#language")).select_option(language)
        desktop.locator(f"html[lang={language}]").wait_for(state="attached")
        # The button as it was before is still there for a moment.
        desktop.locator(".adder .button", has_text=adds).click()
        expect(desktop.get_by_role("alert").filter(has_text=words)).to_be_visible()
        said = desktop.get_by_role("alert").filter(has_text=words).inner_text()
        assert "authenticator" not in said
        assert "credential" not in said


def test_what_unlocks_is_what_later_touches_give(
    live: Heard, desktop: Page, passkey: Callable[..., Any]
) -> None:
    key = passkey(desktop)
    enter_by_code(desktop, code_of(live, SOFIA))
    desktop.evaluate(OTHER_AT_FIRST)
    press(desktop, "Add a passkey")
    confirm_by_code(desktop, code_of(live, SOFIA))
    desktop.get_by_role("status").filter(has_text="It was tried: it signs you in").wait_for()
    assert len(key.credentials()) == 1
    press(desktop, "Lock now")
    press(desktop, "Sign in with your passkey")
    heading(desktop, "Account")
    expect(desktop.get_by_text("Signs in, cannot unlock")).to_have_count(0)


def test_a_key_that_never_gives_the_same_twice_promises_nothing(
    live: Heard, desktop: Page, passkey: Callable[..., Any], axe: Axe
) -> None:
    passkey(desktop)
    code = code_of(live, XU)
    enter_by_code(desktop, code)
    desktop.evaluate(OTHER_AT_FIRST)
    desktop.evaluate(NEVER_THE_SAME)
    press(desktop, "Add a passkey")
    confirm_by_code(desktop, code)
    desktop.get_by_role("status").filter(has_text="it was tried and cannot unlock").wait_for()
    expect(desktop.get_by_text("Signs in, cannot unlock")).to_be_visible()
    axe(desktop)
    desktop.reload()
    press(desktop, "Sign in with your passkey")
    heading(desktop, "Unlock your keys")
    desktop.get_by_label("The twelve words").fill(code)
    press(desktop, "Unlock")
    heading(desktop, "Account")


def test_the_browsers_own_sentence_is_never_shown(live: Heard, desktop: Page) -> None:
    enter_by_code(desktop, code_of(live, RUTH))
    desktop.evaluate(FAILS)
    press(desktop, "Add a passkey")
    said = desktop.get_by_role("alert").filter(has_text="could not use a passkey (UnknownError)")
    expect(said).to_be_visible()
    expect(desktop.get_by_text("timed out or was not allowed")).to_have_count(0)

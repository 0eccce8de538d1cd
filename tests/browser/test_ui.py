"""The kit, on its page in the demonstration: each part in its states, by keys, in each engine."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from engines import Axe, OpenIn, in_each_engine
from expecting import expect
from playwright.sync_api import Page

Windows = Callable[..., Page]
LANGUAGES = ("en", "zh-Hans", "ar")
IN_FOCUS = "document.activeElement?.id || document.activeElement?.textContent.trim()"
# What is pressed or typed into: at least 44 px high, a tick and its words together.
SMALL = """() => [...document.querySelectorAll(
    '.page button, .page input:not([type=radio], [type=checkbox]), .page select, .page textarea,'
    + '.page summary, .page .choice')]
  .filter((each) => each.getClientRects().length > 0)
  .filter((each) => Math.round(each.getBoundingClientRect().height) < 44)
  .map((each) => each.outerHTML.slice(0, 90))"""
FITS = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"


def shown(page: Any, language: str = "en") -> Any:
    """The kit's page, in a language."""
    page.goto(f"/ui/?lang={language}")
    expect(page.get_by_role("heading", name="client/ui")).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == language
    return page


def focus(page: Any) -> str:
    return str(page.evaluate(IN_FOCUS))


def part(page: Any, name: str) -> Any:
    return page.locator(f"section[aria-labelledby='part-{name}']")


@pytest.mark.parametrize(
    ("name", "language"),
    [
        *(("chromium", language) for language in LANGUAGES),
        ("firefox", "ar"),
        *(("webkit", language) for language in ("en", "ar")),
    ],
)
def test_every_part_is_accessible(open_in: OpenIn, axe: Axe, name: str, language: str) -> None:
    page = shown(open_in(name, "phone"), language)
    axe(page)
    assert page.evaluate(SMALL) == []
    assert page.evaluate(FITS)
    page.get_by_role("tab").nth(1).click()
    part(page, "Confirm").get_by_role("button").click()
    part(page, "Dialog").get_by_role("button").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    axe(page)
    assert page.evaluate(SMALL) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_part_is_seen_in_any_colours(
    open_window: Windows, axe: Axe, scheme: str, language: str
) -> None:
    for forced in ("none", "active"):
        page = open_window("narrow", color_scheme=scheme, forced_colors=forced)
        shown(page, language)
        axe(page, forced=forced == "active")
        assert page.viewport_size == {"width": 320, "height": 640}
        assert page.evaluate(FITS)
        # What has the focus is told by more than a colour that the system takes away.
        page.get_by_role("tab").first.focus()
        page.keyboard.press("ArrowLeft" if language == "ar" else "ArrowRight")
        outline = "getComputedStyle(document.activeElement).outlineStyle"
        assert page.evaluate(outline) not in {"none", ""}


@in_each_engine
def test_one_press_is_one_act_and_a_refusal_keeps_the_words(open_in: OpenIn, name: str) -> None:
    saving = part(shown(open_in(name, "phone")), "useAction")
    saving.get_by_role("button", name="Add").click()
    expect(saving.get_by_role("alert")).to_contain_text("Please write")
    saving.get_by_label("Who").fill("Gao Ming")
    press = "(button) => { button.click(); button.click(); }"
    saving.get_by_role("button", name="Add").evaluate(press)
    expect(saving.get_by_role("status")).to_contain_text("(1)")
    saving.get_by_role("button", name="Add").click()
    expect(saving.get_by_role("status")).to_contain_text("(2)")
    expect(saving.get_by_role("alert")).to_have_text("")
    expect(saving.get_by_label("Who")).to_have_value("Gao Ming")


@in_each_engine
def test_a_question_is_asked_in_place_and_taken_back_by_keys(open_in: OpenIn, name: str) -> None:
    page = shown(open_in(name, "phone"))
    asking = part(page, "Confirm")
    asking.get_by_role("button", name="Remove").focus()
    page.keyboard.press("Enter")
    expect(asking.locator("fieldset")).to_contain_text("Remove “YubiKey 5”?")
    assert focus(page) == "Remove it"
    page.keyboard.press("Escape")
    assert focus(page).startswith("Remove")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(asking.get_by_role("status")).to_contain_text("Removed")
    expect(asking.locator("fieldset")).to_have_count(0)


@in_each_engine
def test_a_dialog_has_the_focus_and_gives_it_back(open_in: OpenIn, name: str) -> None:
    page = shown(open_in(name, "phone"))
    opener = part(page, "Dialog").get_by_role("button")
    opener.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    before = focus(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert focus(page) != before
    assert opener.evaluate("(button) => button === document.activeElement")


@pytest.mark.parametrize(("language", "ahead"), [("en", "ArrowRight"), ("ar", "ArrowLeft")])
@in_each_engine
def test_tabs_are_walked_the_way_they_stand(
    open_in: OpenIn, name: str, language: str, ahead: str
) -> None:
    page = shown(open_in(name, "phone"), language)
    page.get_by_role("tab").first.focus()
    page.keyboard.press(ahead)
    assert focus(page) == "tab-notes"
    page.keyboard.press("Enter")
    page.locator("#note").fill("half a sentence")
    page.get_by_role("tab").first.click()
    expect(page.locator("#note")).to_be_hidden()
    page.get_by_role("tab").first.focus()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    expect(page.locator("#note")).to_have_value("half a sentence")


@in_each_engine
def test_another_language_leaves_what_was_typed_and_where(open_in: OpenIn, name: str) -> None:
    page = shown(open_in(name, "phone"))
    page.locator("#line").fill("a key on my desk")
    page.locator("#tier-2").check()
    menu = page.locator("#language")  # as somebody picks it: WebKit's driver has no word for it
    menu.evaluate("(m) => { m.value = 'ar'; m.dispatchEvent(new Event('change')); }")
    expect(page.locator("html[dir=rtl]")).to_have_count(1)
    expect(page.locator("#line")).to_have_value("a key on my desk")
    assert page.locator("#tier-2").is_checked()
    label = page.evaluate("document.querySelector('[for=line]').textContent")
    assert label != "Name for a new passkey"


@in_each_engine
def test_what_parts_share_does_what_it_says(open_in: OpenIn, name: str) -> None:
    page = shown(open_in(name, "phone"))
    part(page, "Live").get_by_role("button").click()
    expect(part(page, "Live").get_by_role("status")).to_contain_text("Noted")
    refused = part(page, "Refusal")
    refused.get_by_role("button").click()
    expect(refused.get_by_role("alert")).to_contain_text("Please write")
    refused.get_by_role("button").nth(1).click()
    expect(refused.get_by_role("alert")).to_have_text("")
    focused = part(page, "useFocus")
    for _ in range(2):
        focused.get_by_role("button").click()
        assert page.evaluate("document.activeElement.localName") == "h3"
    counts = part(page, "useStore")
    counts.get_by_role("button").click()
    for place in (0, 1):
        expect(counts.locator("output").nth(place)).to_have_text("1")


@in_each_engine
def test_a_wider_window_is_noticed(open_in: OpenIn, name: str) -> None:
    page = shown(open_in(name, "phone"))
    words = part(page, "useMedia").locator("p")
    narrow = words.inner_text()
    page.set_viewport_size({"width": 1280, "height": 800})
    expect(words).not_to_contain_text(narrow)
    page.set_viewport_size({"width": 390, "height": 844})
    expect(words).to_have_text(narrow)


@pytest.mark.parametrize(
    ("name", "language"),
    [*(("chromium", each) for each in LANGUAGES), ("firefox", "ar"), ("webkit", "ar")],
)
def test_each_word_runs_its_own_way(open_in: OpenIn, name: str, language: str) -> None:
    page = shown(open_in(name, "phone"), language)
    blocks = part(page, "Paragraphs").locator("p.words")
    runs = "(p) => [p.lang, getComputedStyle(p).direction]"
    found = [blocks.nth(place).evaluate(runs) for place in range(4)]
    # Only what is in the script of the language that was hinted at is said to be in it.
    chinese, arabic = (tag if language == tag else "" for tag in ("zh-Hans", "ar"))
    assert found == [[chinese, "ltr"]] * 2 + [[arabic, "rtl"]] * 2
    assert part(page, "Line").locator("span").evaluate(runs) == [arabic, "rtl"]
    assert part(page, "Name").locator("bdi").first.evaluate(runs) == ["", "rtl"]

"""The desk in Arabic: what is filled in runs its own way and turns nothing beside it (UAX 9)."""

from __future__ import annotations

import re
from collections.abc import Callable

import books
from desk_walk import AMARA, XU, code_of, enter_by_code, open_case, press, tab
from playwright.sync_api import Page, expect
from processes import Heard
from reporting import Online

Windows = Callable[..., Page]
# Latin words that the Arabic book itself has in its sentences: they are whole words of one line.
OWN = sorted({w for text in books.whole("desk", "ar").values()
              for w in re.findall(r"[A-Za-z][A-Za-z0-9-]*", re.sub(r"\{\$?\w+\}", "", text))},
             key=len, reverse=True)  # fmt: skip

# Every text that mixes: Latin letters or a reference in one line with anything else, not isolated.
# A value is isolated by U+2068 and U+2069, or by an element that the layout isolates.
MIXED = """(own) => {
  const isolates = (element) =>
    /isolate|plaintext/.test(getComputedStyle(element).unicodeBidi)
    || getComputedStyle(element).display !== 'inline';
  const bare = (text) => {
    let out = text.replace(/\\u2068[^\\u2069]*\\u2069/g, '\\u00a4');
    for (const word of own) out = out.replaceAll(word, '');
    return out;
  };
  // The words of one run: an isolated element stands in it as one sign.
  const run = (element) => [...element.childNodes].map((node) => {
    if (node.nodeType === Node.TEXT_NODE) return bare(node.data);
    if (node.nodeType !== Node.ELEMENT_NODE) return '';
    return isolates(node) ? '\\u00a4' : run(node);
  }).join('');
  const shown = [...document.querySelectorAll('body *')].filter((each) =>
    isolates(each) && each.checkVisibility()
    && !each.closest('script, style, select, svg, noscript, .words, [hidden]'));
  return shown.map(run).filter((text) =>
    /[A-Za-z]|\\d{4}-[0-9A-F]{4}/.test(text) && /[\\u0600-\\u06ff]|\\u00a4|·/.test(text));
}"""
# Where each character of an element's text is drawn: its left edges, in the order of the text.
LEFTS = """(element) => {
  const node = document.createTreeWalker(element, NodeFilter.SHOW_TEXT).nextNode();
  return [...node.data].map((_, at) => {
    const range = document.createRange();
    range.setStart(node, at); range.setEnd(node, at + 1);
    return range.getClientRects()[0]?.left ?? null;
  });
}"""


def in_arabic(page: Page) -> None:
    page.locator("#language").select_option("ar")
    page.locator("html[lang=ar][dir=rtl]").wait_for(state="attached")


def nothing_mixed(page: Page) -> None:
    assert page.evaluate(MIXED, OWN) == [], page.url


def reads_left_to_right(page: Page, ref: str) -> None:
    """The characters of the reference stand beside each other as they are written."""
    found = page.get_by_role("link", name=ref)
    lefts = found.evaluate(LEFTS)
    assert found.inner_text() == ref
    assert lefts == sorted(lefts)


def test_every_value_of_the_arabic_desk_is_isolated(live: Heard, open_window: Windows) -> None:
    page = open_window("phone")
    lin = Online(live.url)
    ref = lin.report()
    enter_by_code(page, code_of(live, AMARA))
    open_case(page, ref)
    tab(page, "Messages")
    page.get_by_label("Write to the reporter").fill("Thank you.")
    press(page, "Seal and send")
    page.locator(".msgs li").first.wait_for()
    tab(page, "Evidence")
    press(page, "Add something that others hold")
    page.get_by_label("What it is").fill("Camera of the corridor")
    page.get_by_label("From", exact=True).fill("2026-11-14 22:00")
    page.get_by_label("Until", exact=True).fill("23:30")
    press(page, "Seal and add it")
    page.get_by_role("heading", name="Camera recording").wait_for()
    in_arabic(page)
    for each in page.get_by_role("tab").all():
        each.click()
        nothing_mixed(page)
    for button in ("تحويل إلى آخر", "استبعاد من له صلة", "لدي تعارض"):
        page.locator(".actions").get_by_text(button).click()
        page.locator("h1").wait_for()
        nothing_mixed(page)
        page.locator(".page > button.link").first.click()
        page.get_by_role("tab").first.wait_for()
    page.locator("nav a[href='#/']").first.click()
    page.locator("a.ref").first.wait_for()
    nothing_mixed(page)
    reads_left_to_right(page, ref)
    page.locator("nav a[href='#/account']").click()
    page.locator(".keys").wait_for(state="attached")
    nothing_mixed(page)


def test_a_name_and_a_time_stand_beside_each_other(live: Heard, desktop: Page) -> None:
    lin = Online(live.url)
    ref = lin.report()
    enter_by_code(desktop, code_of(live, XU))
    open_case(desktop, ref)
    enter_by_code(desktop, code_of(live, AMARA))
    open_case(desktop, ref)
    in_arabic(desktop)
    line = desktop.locator(".timeline p", has_text=XU).first
    name, time = line.locator("bdi").bounding_box(), line.locator("time").bounding_box()
    assert name is not None
    assert time is not None
    assert time["x"] + time["width"] <= name["x"]


def test_report_words_say_their_language_and_roles_say_that_nobody_knows(
    live: Heard, desktop: Page, axe: Callable[[Page], None]
) -> None:
    lin = Online(live.url)
    ref = lin.report(language="zh-Hans", words="他来了我的房间四次。", where="<b>Hotel</b>")
    enter_by_code(desktop, code_of(live, AMARA))
    open_case(desktop, ref)
    expect(desktop.locator(".testimony p")).to_have_attribute("lang", "zh-Hans")
    # What she typed is text, whatever it looks like.
    expect(desktop.locator(".facts p.words", has_text="<b>Hotel</b>")).to_have_attribute("lang", "")
    expect(desktop.locator("#holders-title ~ ul bdi", has_text="Ethics officer")).to_have_attribute(
        "lang", ""
    )
    axe(desktop)

"""Time limits outside of Heard: computed on her page, from her days, and told to nobody."""

from __future__ import annotations

import json
from typing import Any

import books
import pytest
from engines import OpenIn, fits, in_each_engine
from expecting import expect
from playwright.sync_api import Page

PREFIXES = {"en": "", "zh-Hans": "/zh-Hans", "ar": "/ar"}
NOT_COMPARED = "Nobody has compared this with the text of the law yet."


CHOOSE = """values => {
  for (const [id, value] of Object.entries(JSON.parse(values))) {
    const field = document.getElementById(id);
    field.value = value;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
}"""


def choose(page: Any, country: str, incident: str = "", left: str = "") -> None:
    """As the browser's own lists and calendars do, which look otherwise in each engine."""
    page.evaluate(CHOOSE, json.dumps({"country": country, "incident": incident, "left": left}))


@in_each_engine
def test_she_sees_by_which_day_to_go_elsewhere(open_in: OpenIn, name: str) -> None:
    page = open_in(name, "phone")
    page.goto("/limits/")
    choose(page, "IN", incident="2026-11-21")
    found = page.locator("#found li")
    expect(found).to_have_count(1)
    expect(found).to_contain_text("A written complaint to the Internal Committee")
    for part in ("Before", "February", "21", "2027"):  # engines write a day in two orders
        expect(found).to_contain_text(part)
    expect(found).to_contain_text("compared with the text of the law")
    expect(page.locator("main")).to_contain_text("This is not legal advice")
    choose(page, "DE", incident="2026-11-21")
    expect(found).to_contain_text("January")
    expect(found).to_contain_text(NOT_COMPARED)
    assert fits(page)


def test_nothing_of_it_leaves_the_page(phone: Page) -> None:
    """Not by a request, not in the address, not in what the browser keeps."""
    phone.goto("/limits/")
    phone.wait_for_load_state("networkidle")
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url))
    choose(phone, "TW", incident="2026-01-31", left="2026-12-31")
    expect(phone.locator("#found li")).to_have_count(3)
    phone.wait_for_load_state("networkidle")
    kept = phone.evaluate("() => ({...localStorage, ...sessionStorage, at: location.href})")
    assert asked == []
    assert set(kept) == {"at"}
    assert kept["at"].endswith("/limits/")
    assert phone.context.cookies() == []
    phone.reload()
    expect(phone.locator("#incident")).to_have_value("")


@pytest.mark.parametrize("size", ["phone", "desktop"])
@pytest.mark.parametrize("language", PREFIXES)
def test_it_is_said_in_each_language_and_pleases_axe(
    open_window: Any, axe: Any, language: str, size: str
) -> None:
    words = books.everything(language)
    page = open_window(size)
    page.goto(f"{PREFIXES[language]}/limits/")
    for country in ("US", "HK", "AE"):
        choose(page, country, incident="2026-11-01")
        for item in page.locator("#found li b").all():
            assert item.inner_text() in words.values()
        axe(page)
        assert fits(page)
    choose(page, "other")
    expect(page.locator("#found")).to_contain_text(words["site:limits.none"])


def test_a_day_that_is_past_or_none_is_said_calmly(phone: Page) -> None:
    phone.goto("/limits/")
    choose(phone, "GB", incident="2020-01-31")
    expect(phone.locator("#found")).to_contain_text("is past. Ask all the same")
    choose(phone, "GB", incident="0026-01-31")
    expect(phone.locator("#incident-says")).to_be_visible()
    expect(phone.locator("#found")).to_contain_text("With the day above")
    choose(phone, "AE", left="2026-11-27")
    expect(phone.locator("#incident-says")).to_be_hidden()
    expect(phone.locator("#found")).to_contain_text("December 2, 2026")


def test_the_way_there_opens_beside_the_report(phone: Page) -> None:
    """So that a look at it costs no words."""
    phone.goto("/report/")
    phone.locator("#next").click()
    phone.locator("[data-step=safe]").wait_for()
    links = phone.locator("a[href='/limits/'][data-aside]")
    expect(links).to_have_count(2)
    assert {each.get_attribute("target") for each in links.all()} == {"_blank"}

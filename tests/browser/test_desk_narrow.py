"""The case page on a phone: every tab in sight, and what can be done behind none of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from desk_walk import AMARA, code_of, enter_by_code, open_case
from playwright.sync_api import Page, expect
from processes import Heard
from reporting import Online

Windows = Callable[..., Page]
ACTIONS = ("Acknowledge to the reporter", "Pass to someone", "I have a conflict")
# Text alone at 200 % (WCAG 2.2, 1.4.4) is what a reader sets in the browser.
LARGE = "document.documentElement.style.fontSize = '200%'"
USUAL = "document.documentElement.style.fontSize = ''"


def beyond_the_edge(page: Page) -> list[str]:
    """What of the page stands outside the window, or needs scrolling sideways inside it."""
    return list(
        page.evaluate(
            """() => {
          const wide = document.documentElement.clientWidth;
          const all = [...document.querySelectorAll('body *:not(.visually-hidden)')];
          const out = all.filter((each) => {
            const {left, right, width} = each.getBoundingClientRect();
            return width > 0 && (left < -1 || right > wide + 1);
          });
          const scrolled = all.filter(
            (each) => each.scrollWidth > each.clientWidth + 1
              && getComputedStyle(each).overflowX !== 'visible');
          return [...out, ...scrolled].map((each) => each.outerHTML.slice(0, 80));
        }"""
        )
    )


def tabs_and_actions_are_in_the_window(page: Page) -> None:
    assert page.get_by_role("tab").count() == 6
    for tab in page.get_by_role("tab").all():
        tab.click()
        expect(tab).to_be_in_viewport(ratio=1)
        expect(page.locator(".actions").get_by_role("button")).to_have_count(4)
        assert beyond_the_edge(page) == []


@pytest.mark.parametrize("language", ["en", "zh-Hans", "ar"])
def test_every_tab_and_action_is_in_the_window(
    live: Heard, open_window: Windows, language: str
) -> None:
    """At both widths of phones, in usual letters and in large ones."""
    ref = Online(live.url).report()
    page = open_window("narrow")
    enter_by_code(page, code_of(live, AMARA))
    open_case(page, ref)
    page.get_by_label("Language").select_option(language)
    page.locator(f"html[lang={language}]").wait_for(state="attached")
    page.get_by_role("tab").first.wait_for()
    tabs_and_actions_are_in_the_window(page)
    page.evaluate(LARGE)
    tabs_and_actions_are_in_the_window(page)
    page.set_viewport_size({"width": 390, "height": 844})
    tabs_and_actions_are_in_the_window(page)
    page.evaluate(USUAL)
    tabs_and_actions_are_in_the_window(page)


@pytest.mark.parametrize("size", ["narrow", "phone", "desktop"])
def test_actions_are_behind_no_tab_and_keep_the_reader_where_they_were(
    live: Heard, open_window: Windows, size: str
) -> None:
    ref = Online(live.url).report()
    page = open_window(size)
    enter_by_code(page, code_of(live, AMARA))
    open_case(page, ref)
    for name in ACTIONS:
        expect(page.get_by_role("button", name=name)).to_be_visible()
    page.get_by_role("tab", name="Messages").click()
    page.get_by_role("button", name=ACTIONS[0]).click()
    expect(page.get_by_role("status").filter(has_text="Acknowledged.")).to_be_in_viewport()
    expect(page.get_by_role("tab", name="Messages")).to_have_attribute("aria-selected", "true")


def test_widening_the_window_takes_the_actions_to_the_side(live: Heard, phone: Page) -> None:
    ref = Online(live.url).report()
    enter_by_code(phone, code_of(live, AMARA))
    open_case(phone, ref)
    expect(phone.locator(".case > .actions")).to_be_visible()
    phone.set_viewport_size({"width": 1280, "height": 800})
    expect(phone.locator(".case > .side > .actions")).to_be_visible()
    phone.set_viewport_size({"width": 390, "height": 844})
    expect(phone.locator(".case > .actions")).to_be_visible()

"""The case by keys alone: all in reach, in order, seen where it is, and a way back from each page.

In Chromium; the parts that take and give back the focus are walked in three engines by test_ui.
"""

from __future__ import annotations

import pytest
from desk_walk import AMARA, code_of, enter_by_code, heading, open_case, press, tab
from playwright.sync_api import Page, expect
from processes import Heard
from reporting import Online

# What Tab must reach: shown, able, and of radio buttons the one that is chosen or the first.
REACHABLE = """() => {
  const all = [...document.querySelectorAll(
    'a[href], button, input, select, textarea, summary, iframe, [tabindex]')];
  const first = new Map();
  for (const each of all) {
    if (each.type !== 'radio') continue;
    const now = first.get(each.name);
    if (!now || (each.checked && !now.checked)) first.set(each.name, each);
  }
  const within = document.querySelector('dialog[open]') ?? document;
  const stops = all.filter((each) => each.tabIndex >= 0 && !each.disabled && within.contains(each)
    && each.checkVisibility({checkVisibilityCSS: true})
    && (each.type !== 'radio' || first.get(each.name) === each));
  window.stops = stops;
  return stops.map((each) => each.id || each.textContent.trim().slice(0, 30) || each.localName);
}"""
STOP = "() => window.stops.indexOf(document.activeElement)"
# A line around what has the focus, or, of a choice that is drawn otherwise, around its words.
OUTLINED = """() => {
  const at = document.activeElement;
  const style = getComputedStyle(at);
  const line = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  // The parts of a day are the browser's own, and it marks which of them is meant.
  return line || style.boxShadow !== 'none' || at.type === 'date';
}"""


def walk(page: Page) -> None:
    """Tab from the top to the end, once; each stop in the order of the document, and outlined."""
    names = page.evaluate(REACHABLE)
    assert names
    page.evaluate("() => { document.activeElement.blur(); getSelection().removeAllRanges(); }")
    page.evaluate("() => { document.body.tabIndex = -1; document.body.focus(); }")
    reached: list[int] = []
    for _ in range(2 * len(names) + 10):  # a day has several stops
        page.keyboard.press("Tab")
        at = page.evaluate(STOP)
        if at < 0:  # past the end
            break
        assert page.evaluate(OUTLINED), f"nothing shows that the focus is on {names[at]}"
        reached.append(at)
    else:
        raise AssertionError(f"Tab comes to no end: {[names[each] for each in reached[-9:]]}")
    missed = [names[each] for each in range(len(names)) if each not in reached]
    assert missed == [], f"Tab does not reach {missed}"
    assert reached == sorted(reached), [names[each] for each in reached]


@pytest.fixture
def case(live: Heard, desktop: Page) -> Page:
    ref = Online(live.url).report()
    enter_by_code(desktop, code_of(live, AMARA))
    open_case(desktop, ref)
    return desktop


def test_everything_of_a_case_is_in_reach_of_tab(case: Page) -> None:
    for name in ("Report", "Messages", "Evidence", "Notes", "Files"):
        tab(case, name)
        walk(case)
    tab(case, "Messages")
    case.get_by_label("A request").check()
    walk(case)
    tab(case, "Evidence")
    press(case, "Add something that others hold")
    walk(case)


@pytest.mark.parametrize(
    ("opens", "title"),
    [
        ("Pass to someone", "Pass the case"),
        ("Leave out a reader who is involved", "Leave someone out"),
        ("I have a conflict", "Step out"),
    ],
)
def test_a_page_of_its_own_is_walked_and_left_by_keys(case: Page, opens: str, title: str) -> None:
    case.get_by_role("button", name=opens).focus()
    case.keyboard.press("Enter")
    heading(case, title)
    expect(case.locator("h1")).to_be_focused()
    walk(case)
    case.get_by_role("button", name="Back to").focus()
    case.keyboard.press("Enter")
    heading(case, "Report ")
    expect(case.locator("h1")).to_be_focused()


def test_a_question_holds_the_focus_and_gives_it_back(case: Page) -> None:
    press(case, "I have a conflict")
    asks = case.get_by_role("button", name="Step out now")
    for leave in ("Escape", "Not now"):
        asks.focus()
        case.keyboard.press("Enter")
        dialog = case.get_by_role("dialog")
        expect(dialog).to_be_visible()
        names = case.evaluate(REACHABLE)
        for _ in range(2 * len(names) + 2):
            case.keyboard.press("Tab")
            inside = "() => document.querySelector('dialog').contains(document.activeElement)"
            outside = "() => document.activeElement === document.body"  # the browser's own bar
            assert case.evaluate(inside) or case.evaluate(outside)
        if leave == "Escape":
            case.keyboard.press("Escape")
        else:
            dialog.get_by_role("button", name=leave).focus()
            case.keyboard.press("Enter")
        expect(dialog).to_have_count(0)
        expect(asks).to_be_focused()

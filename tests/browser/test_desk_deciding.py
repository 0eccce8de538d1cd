"""How a case goes on is decided at the desk; the reporter reads it, and why, on a phone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from desk_walk import AMARA, JONAS, code_of, enter_by_code, heading, open_case, press, queue
from engines import Axe, OpenIn, fits, in_webkit_too
from expecting import expect
from processes import Heard
from reporter_walk import Story, come_back, reference_of, send, start, tell
from reporting import Online
from windows import fits_everywhere

Windows = Callable[..., Any]
WHY = "Three people saw the same.\n\nWe speak with them this week."
LATER = "You asked us to wait until you are back."
GOING_ON = "section.going-on"
TITLE = "What was decided"


def decide(page: Any, way: str, why: str, *, button: str = "Decide how it goes on") -> None:
    """Up to what the reporter will read."""
    press(page, button)
    heading(page, "Decide how it goes on")
    page.get_by_role("radio", name=way).check()
    page.get_by_label("The reason, in your own words").fill(why)
    press(page, "See what the reporter will read")


def sent(page: Any) -> Any:
    """Sends it; the section of the case that says it."""
    press(page, "Seal and send this decision")
    section = page.locator(GOING_ON)
    expect(section).to_contain_text("It is decided how it goes on.")
    return section


@in_webkit_too
def test_it_is_decided_and_read_and_decided_anew(
    live: Heard, open_in: OpenIn, axe: Axe, name: str
) -> None:
    her = open_in(name, "phone")
    start(her)
    tell(her, Story(words="He came to my room."))
    words = send(her)
    come_back(her, words)
    expect(her.locator("main")).to_contain_text("A person decides how it goes on")
    expect(her.get_by_role("heading", name=TITLE)).to_have_count(0)

    desk = open_in(name, "narrow")
    enter_by_code(desk, code_of(live, AMARA))
    open_case(desk, reference_of(live.url, words))
    section = desk.locator(GOING_ON)
    expect(section).to_contain_text("Nobody has decided yet how it goes on.")
    expect(section).to_contain_text("Next: a decision")
    axe(desk)
    decide(desk, "Look into it", WHY)
    expect(desk.get_by_role("heading", name="This is what the reporter will read")).to_be_focused()
    expect(desk.locator(".card")).to_contain_text("What you reported will be looked into.")
    expect(desk.locator(".card")).to_contain_text("We speak with them this week.")
    axe(desk)
    assert fits(desk)
    section = sent(desk)
    expect(section).to_contain_text("Look into it")
    expect(section).to_contain_text("Three people saw the same.")
    expect(section).to_contain_text(AMARA)
    axe(desk)
    assert fits(desk)

    her.reload()
    come_back(her, words)
    panel = her.locator("section.card").filter(has=her.get_by_role("heading", name=TITLE))
    expect(panel).to_contain_text("What you reported will be looked into.")
    expect(panel).to_contain_text("We speak with them this week.")
    expect(panel).to_contain_text(AMARA)
    expect(panel).to_contain_text("You may write back at any time")
    expect(panel.locator(".flag")).to_have_count(0)
    axe(her)
    assert fits(her)

    decide(desk, "Nothing for now", LATER, button="Decide again")
    expect(desk.locator("main")).to_contain_text("The earlier decision stays in the record")
    section = sent(desk)
    expect(section.locator(":scope > .decided")).to_contain_text("Nothing for now")
    section.get_by_text("Earlier decisions").click()
    expect(section.locator("details")).to_contain_text("Three people saw the same.")
    axe(desk)

    her.reload()
    come_back(her, words)
    expect(panel.locator(":scope > div")).to_contain_text("Nothing more is done for now.")
    expect(panel.locator(":scope > div")).to_contain_text(LATER)
    panel.get_by_text("Earlier decisions").click()
    expect(panel.locator("details")).to_contain_text("What you reported will be looked into.")
    axe(her)
    expect(her.locator("#inbox [role=alert]")).to_have_count(0)
    assert fits(her)


def opened(live: Heard, page: Any, **content: Any) -> tuple[Online, str]:
    lin = Online(live.url)
    ref = lin.report(**content)
    enter_by_code(page, code_of(live, AMARA))
    open_case(page, ref)
    return lin, ref


def test_what_is_missing_is_said_and_the_writer_is_moved_to_it(live: Heard, desktop: Any) -> None:
    opened(live, desktop)
    press(desktop, "Decide how it goes on")
    press(desktop, "See what the reporter will read")
    expect(desktop.get_by_role("alert")).to_contain_text("Please choose how it goes on.")
    expect(desktop.get_by_role("radio", name="Look into it")).to_be_focused()
    desktop.keyboard.press("ArrowDown")
    expect(desktop.get_by_role("radio", name="Support only")).to_be_checked()
    press(desktop, "See what the reporter will read")
    expect(desktop.get_by_role("alert")).to_contain_text("Please write the reason")
    expect(desktop.get_by_label("The reason, in your own words")).to_be_focused()


def test_words_that_hurt_are_named_before_the_reporter_would_read_them(
    live: Heard, desktop: Any, axe: Axe
) -> None:
    opened(live, desktop)
    decide(desktop, "Support only", "You have no proof.")
    warning = desktop.get_by_role("group", name="Before you send it")
    expect(warning).to_contain_text("go on with them as they are")
    expect(warning).not_to_contain_text("with a reason")
    axe(desktop)
    press(desktop, "Change the words")
    expect(desktop.get_by_label("The reason, in your own words")).to_be_focused()
    expect(warning).to_have_count(0)
    press(desktop, "See what the reporter will read")
    press(desktop, "Go on with these words")
    heading(desktop, "This is what the reporter will read")
    press(desktop, "Change it")
    expect(desktop.get_by_label("The reason, in your own words")).to_have_value(
        "You have no proof."
    )
    expect(desktop.get_by_role("button", name="See what the reporter")).to_be_focused()


def test_a_decision_that_another_window_overtook_is_kept_and_not_sent(
    live: Heard, open_window: Windows
) -> None:
    slow, quick = open_window("desktop"), open_window("desktop")
    _, ref = opened(live, slow)
    decide(slow, "Support only", "The slow one.")
    enter_by_code(quick, code_of(live, AMARA))
    queue(quick)
    quick.get_by_role("link", name=ref).click()
    decide(quick, "Look into it", "The quick one.")
    sent(quick)
    press(slow, "Seal and send this decision")
    expect(slow.get_by_role("alert")).to_contain_text("It was not sent; your words are still here.")
    press(slow, "Load the case again and keep my words")
    expect(slow.locator(GOING_ON)).to_contain_text("The quick one.")
    press(slow, "Decide again")
    expect(slow.get_by_label("The reason, in your own words")).to_have_value("The slow one.")


def test_who_does_not_lead_sees_who_decides(live: Heard, open_window: Windows) -> None:
    page, other = open_window("desktop"), open_window("desktop")
    _, ref = opened(live, page)
    press(page, "Acknowledge to the reporter")
    expect(page.locator(".state").first).to_contain_text("Acknowledged")
    enter_by_code(other, code_of(live, JONAS))
    open_case(other, ref)
    section = other.locator(GOING_ON)
    expect(section).to_contain_text(f"{AMARA} leads this case and decides it.")
    expect(section.get_by_role("button")).to_have_count(0)


@pytest.mark.parametrize(("tag", "size"), [("zh-Hans", "desktop"), ("ar", "phone")])
def test_in_the_other_languages_nothing_is_untranslated_or_too_wide(
    live: Heard, open_window: Windows, axe: Axe, tag: str, size: str
) -> None:
    page = open_window(size)
    opened(live, page)
    page.get_by_label("Language").select_option(tag)
    page.locator(".going-on button").click()
    page.locator("#route-redirect").check()
    page.locator("#decide-reason").fill("A short reason.")
    axe(page)
    assert fits_everywhere(page)
    page.locator("form > .button").click()
    page.locator(".deciding .card").wait_for()
    axe(page)
    assert fits_everywhere(page)
    page.locator(".deciding .row .button").first.click()
    expect(page.locator(".going-on .decided")).to_contain_text("A short reason.")
    axe(page)
    assert fits_everywhere(page)

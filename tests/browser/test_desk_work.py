"""A case is worked at the desk: its people, what is alleged, what protects, its team."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.error import HTTPError

import pytest
import work_walk as work
from desk_walk import (
    AMARA,
    JONAS,
    RUTH,
    XU,
    code_of,
    enter_by_code,
    open_case,
    press,
    side,
)
from engines import ENGINES, Axe, OpenIn, fits
from expecting import expect
from filekeys import CaseFile
from handler_moves import Moving
from handler_online import Handler
from processes import Heard
from reporter_walk import come_back
from reporting import Online
from walking import Walk
from windows import SIZES, fits_everywhere

from heard.formats import returncode

Windows = Callable[..., Any]


def bound(page: Any) -> None:
    """What whoever is accused has to bear without a yes: they are heard about it, by a day."""
    on = "Nobody sits beside her."
    work.deed(page, on, "Put it into effect without a yes", words="They work side by side.")
    expect(page.locator(work.NEXT)).to_contain_text("put into effect without a yes")
    work.deed(page, on, "Note that the person was heard", words="They would rather not move.")
    expect(page.locator(work.NEXT)).not_to_contain_text("put into effect without a yes")
    expect(work.card(page, on)).to_contain_text("In effect")


def test_from_the_first_person_to_a_team(live: Heard, open_in: OpenIn, axe: Axe) -> None:
    name = "chromium"
    amara = open_in(name, "narrow")
    lin, ref = work.begun(live, amara, all_tiers=True)
    expect(amara.locator(work.NEXT)).to_contain_text("note whom the report is about")
    axe(amara)
    assert fits(amara)
    work.note_person(amara, work.NOBODY_NEAR)
    work.note_allegation(amara, work.ACT)
    axe(amara)
    assert fits(amara)
    work.ask_protection(amara, "Nobody sits beside her.")
    expect(amara.locator(work.NEXT)).to_contain_text("answer a request for protection")
    work.deed(amara, "Nobody sits beside her.", "Agree to it")
    work.deed(amara, "Nobody sits beside her.", "Offer it")
    work.ask_protection(amara, "Work from home, if she likes.", "The person who reported")
    work.deed(amara, "Work from home", "Agree to it")
    work.deed(amara, "Work from home", "Offer it")
    bound(amara)
    waits = work.card(amara, "Work from home")
    expect(waits).to_contain_text("waits for the reporter")
    for absent in ("Put it into effect", "Put it into effect without a yes", "Let it go on"):
        expect(waits.get_by_role("button", name=absent, exact=True)).to_have_count(0)
    axe(amara)
    assert fits(amara)
    her = open_in(name, "phone")
    read_by_reporter(her, lin)
    her.get_by_role("button", name="Yes, I want this").click()
    press(her, "Yes, start it")
    expect(her.locator("#inbox")).to_contain_text("It is in effect.")
    work.again(amara, ref)
    work.part(amara, "Protection")
    expect(work.card(amara, "Work from home")).to_contain_text("In effect")

    places = {
        AMARA: "Leads the work",
        JONAS: "Finds out what happened",
        XU: "Decides",
        RUTH: "Keeps the key, outside the team",
    }
    for person, place in places.items():
        work.propose(amara, person, place)
    axe(amara)
    assert fits(amara)
    expect(amara.get_by_role("button", name="Form this team")).to_have_count(0)
    work.declare(amara, AMARA)
    for person in (JONAS, XU, RUTH):
        page = open_in(name, "desktop")
        work.at_work(live, page, person, ref)
        expect(page.locator(work.NEXT)).to_contain_text("Your turn:")
        work.declare(page, person)
        axe(page)

    work.again(amara, ref)
    work.part(amara, "Team")
    press(amara, "Form this team")
    expect(amara.locator(work.NEXT)).to_contain_text("The team is there")
    axe(amara)
    assert fits(amara)

    work.draft_plan(
        amara, issues="Who saw them at the bar?", Who_and_what_can_tell="The barkeeper."
    )
    expect(work.card(amara, "Drafted")).to_contain_text("It waits for a second person")
    axe(amara)
    assert fits(amara)
    jonas = open_in(name, "desktop")
    enter_by_code(jonas, code_of(live, JONAS))
    work.again(jonas, ref)
    expect(jonas.locator(work.NEXT)).to_contain_text("approve the plan")
    work.approve_plan(jonas, COMES_NEXT)
    expect(jonas.locator(work.NEXT)).to_contain_text("The plan is approved")
    axe(jonas)
    jonas.get_by_role("link", name="Back to").click()
    expect(jonas.locator(work.NEXT)).to_contain_text("Look into it")
    expect(jonas.locator(work.NEXT)).not_to_contain_text("decided again")
    read_by_reporter(her, lin)
    expect(her.locator("#inbox")).to_contain_text(COMES_NEXT)
    expect(her.locator("#inbox")).not_to_contain_text("barkeeper")
    for person in (AMARA, JONAS, XU):
        expect(her.locator("#inbox")).to_contain_text(person)
    expect(her.locator("#inbox .flag")).to_have_count(0)
    axe(her)
    assert fits(her)


@pytest.mark.parametrize("name", [each for each in ENGINES if each != "chromium"])
def test_each_part_is_worked_in_the_other_engines(
    live: Heard, open_in: OpenIn, axe: Axe, name: str
) -> None:
    """The same pages, each once; whoever does the same as somebody before does it over HTTP."""
    walk = Walk(live)
    walk.lin.escalate()
    walk.triage(AMARA)
    walk.begin(AMARA, JONAS)
    amara = open_in(name, "narrow")
    enter_by_code(amara, code_of(live, AMARA))
    work.again(amara, walk.ref)
    work.note_person(amara, work.NOBODY_NEAR)
    work.note_allegation(amara, work.ACT)
    looks_well(amara, axe)
    work.ask_protection(amara, "Nobody sits beside her.")
    work.deed(amara, "Nobody sits beside her.", "Agree to it")
    work.ask_protection(amara, "Work from home, if she likes.", "The person who reported")
    work.deed(amara, "Work from home", "Agree to it")
    work.deed(amara, "Work from home", "Offer it")
    looks_well(amara, axe)
    her = open_in(name, "phone")
    read_by_reporter(her, walk.lin)
    her.get_by_role("button", name="Yes, I want this").click()
    press(her, "Yes, start it")
    expect(her.locator("#inbox")).to_contain_text("It is in effect.")

    for part, person in (("investigator", JONAS), ("decider", XU), ("outside", RUTH)):
        walk.seat(AMARA, part, person)
    work.again(amara, walk.ref)
    work.part(amara, "Protection")
    expect(work.card(amara, "Work from home")).to_contain_text("In effect")
    work.propose(amara, AMARA, "Leads the work")
    expect(amara.get_by_role("button", name="Form this team")).to_have_count(0)
    work.declare(amara, f"Leads the work · {AMARA}")  # the others' seats name her, too
    looks_well(amara, axe)
    press(amara, "Form this team")
    expect(amara.locator(work.NEXT)).to_contain_text("The team is there")
    work.draft_plan(
        amara, issues="Who saw them at the bar?", Who_and_what_can_tell="The barkeeper."
    )
    looks_well(amara, axe)
    jonas = open_in(name, "desktop")
    enter_by_code(jonas, code_of(live, JONAS))
    work.again(jonas, walk.ref)
    expect(jonas.locator(work.NEXT)).to_contain_text("approve the plan")
    work.approve_plan(jonas, COMES_NEXT)
    axe(jonas)
    read_by_reporter(her, walk.lin)
    for words in (COMES_NEXT, AMARA, JONAS, XU):
        expect(her.locator("#inbox")).to_contain_text(words)
    expect(her.locator("#inbox .flag")).to_have_count(0)
    looks_well(her, axe)


def looks_well(page: Any, axe: Axe) -> None:
    axe(page)
    assert fits(page)


COMES_NEXT = "On Friday the person you named is told, and can answer."


def read_by_reporter(page: Any, lin: Online) -> None:
    come_back(page, returncode.words(lin.lin.secrets.code, "english"))


@pytest.mark.acceptance("case-work", 1)
def test_what_the_reporter_bears_is_in_effect_by_their_own_click_alone(
    live: Heard, open_window: Windows, axe: Axe
) -> None:
    her, desk = open_window("phone"), open_window("desktop")
    lin = Online(live.url)
    ref = lin.report(words="He came to my room.")
    code = returncode.words(lin.lin.secrets.code, "english")
    come_back(her, code)
    press(her, "I would like to ask for protection")
    her.get_by_role("radio", name="Work from home").last.check()
    her.get_by_label("What would help you").fill("Until the trip is over.")
    press(her, "Send what I ask for")
    expect(her.locator("main")).to_contain_text("It was asked for. Nothing is decided yet.")

    handler = Handler(live.url, code_of(live, AMARA))
    handler.open(lin.lin.case)
    amara = Moving(handler, CaseFile(lin.lin))
    amara.begin()
    [asked] = (each["record"] for each in amara.look())
    amara.triage()
    for move in ("measure.grant", "measure.offer"):
        amara.move(move, asked, {"what": "remote_work", "text": "Until the trip is over."})
    for move in ("accept", "activate", "impose", "keep", "take_up"):
        with pytest.raises(HTTPError) as refused:
            amara.move(f"measure.{move}", asked)
        assert refused.value.code == 409, move

    enter_by_code(desk, code_of(live, AMARA))
    work.again(desk, ref)
    work.part(desk, "Protection")
    record = work.card(desk, "Until the trip is over.")
    expect(record.locator(".state")).to_have_text("Offered")
    expect(record).to_contain_text("waits for the reporter")
    assert record.get_by_role("button").all_inner_texts() == ["End it"]
    axe(desk)

    her.reload()
    come_back(her, code)
    her.get_by_role("button", name="Yes, I want this").click()
    press(her, "Yes, start it")
    expect(her.locator("main")).to_contain_text("It is in effect.")
    work.again(desk, ref)
    work.part(desk, "Protection")
    expect(record.locator(".state")).to_have_text("In effect")
    expect(record).to_contain_text("To be looked at again by")
    expect(record.get_by_role("alert")).to_have_count(0)


REVIEW = "Check whether a protection still fits"


def to_duty(page: Any, name: str) -> None:
    """From the promise, on a phone and on a desktop, to the part of the work where it is kept."""
    for size in ("desktop", "phone"):
        width, height = SIZES[size]
        page.set_viewport_size({"width": width, "height": height})
        side(page, size)
        link = page.locator(".duties li", has_text=name).get_by_role(
            "link", name="Work on this case"
        )
        expect(link).to_be_visible()
    link.click()


def test_a_review_that_is_owed_is_found_among_the_promises_and_done(
    live: Heard, open_window: Windows, axe: Axe
) -> None:
    amara, ruth = open_window("desktop"), open_window("phone")
    _, ref = work.begun(live, amara, all_tiers=True)
    work.note_person(amara, work.NOBODY_NEAR)
    work.ask_protection(amara, "Nobody sits beside her.")
    work.deed(amara, "Nobody sits beside her.", "Agree to it")
    name = "Put it into effect without a yes"
    work.deed(amara, "Nobody sits beside her.", name, words="They travel together on Monday.")
    record = work.card(amara, "Nobody sits beside her.")
    expect(record.locator(".state")).to_have_text("In effect")
    # Who put it into effect is not the one who looks at it again.
    expect(record.get_by_role("button", name="Look at it again")).to_have_count(0)

    enter_by_code(ruth, code_of(live, RUTH))
    open_case(ruth, ref)
    to_duty(ruth, REVIEW)
    expect(ruth.get_by_role("tab", name="Protection")).to_have_attribute("aria-selected", "true")
    work.deed(ruth, "Nobody sits beside her.", "Look at it again", words="Still needed.")
    again = work.card(ruth, "Nobody sits beside her.").locator(".state")
    expect(again).to_have_text("Looked at again")
    axe(ruth)
    ruth.get_by_role("link", name="Back to").click()
    side(ruth, "phone")
    expect(ruth.locator(".duties li.done", has_text=REVIEW)).to_have_count(1)

    amara.get_by_role("link", name="Back to").click()
    to_duty(amara, "Make a plan")
    expect(amara.get_by_role("tab", name="Plan")).to_have_attribute("aria-selected", "true")


def test_who_is_named_cannot_be_proposed(live: Heard, desktop: Any) -> None:
    work.begun(live, desktop)
    work.note_person(desktop, JONAS, "Witness")
    work.part(desktop, "Team")
    press(desktop, "Propose someone")
    expect(desktop.get_by_role("radio", name=JONAS)).to_be_disabled()
    expect(desktop.get_by_role("radio", name=XU)).to_be_enabled()


def test_it_is_found_and_done_by_keyboard_alone(live: Heard, desktop: Any) -> None:
    work.begun(live, desktop)
    tab = desktop.get_by_role("tab", name="People")
    tab.focus()
    desktop.keyboard.press("ArrowRight")
    desktop.keyboard.press("ArrowRight")
    desktop.keyboard.press("Enter")
    expect(desktop.get_by_role("tab", name="Protection")).to_have_attribute("aria-selected", "true")
    desktop.get_by_role("button", name="Ask for protection").focus()
    desktop.keyboard.press("Enter")
    expect(desktop.get_by_role("heading", name="Ask for protection")).to_be_focused()
    desktop.keyboard.press("Tab")
    expect(desktop.get_by_role("radio", name="The person it is about")).to_be_focused()
    press(desktop, "Not now")
    expect(desktop.get_by_role("button", name="Ask for protection")).to_be_focused()


@pytest.mark.parametrize(("tag", "size"), [("zh-Hans", "desktop"), ("ar", "narrow")])
def test_in_the_other_languages_nothing_is_untranslated_or_too_wide(
    live: Heard, open_window: Windows, axe: Axe, tag: str, size: str
) -> None:
    page = open_window(size)
    work.begun(live, page)
    work.note_person(page, work.NOBODY_NEAR)
    work.note_allegation(page, work.ACT)
    work.ask_protection(page, "Nobody sits beside her.")
    work.propose(page, JONAS, "Finds out what happened")
    page.get_by_label("Language").select_option(tag)
    for name in ("persons", "alleged", "protection", "team", "plan"):
        page.locator(f"#tab-{name}").click()
        panel = page.locator(f"#panel-{name}")
        axe(page)
        assert fits_everywhere(page)
        panel.locator(":scope > .button, :scope > section > .button").last.click()
        panel.locator(":scope > .opened, :scope > section > .opened").wait_for()
        axe(page)
        assert fits_everywhere(page)

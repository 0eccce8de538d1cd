"""Beside an inquiry: quiet first steps, contradictory laws, and who is told of data."""

from __future__ import annotations

from typing import Any

import work_walk as work
from desk_walk import JONAS, press
from engines import Axe, fits
from expecting import expect
from processes import Heard
from reporter_walk import come_back

from heard.formats import returncode

KEPT = "The recordings of the hotel, by its manager."
STATION = "Station 4 asked us. Nothing changes for you."
TOLD = "The hotel keeps its recordings."
CHOICE = "German law: the reporter is named to nobody. India gets an extract."


def test_what_could_vanish_is_kept_for_a_while(
    live: Heard, phone: Any, desktop: Any, axe: Axe
) -> None:
    lin, _ = work.begun(live, phone)
    work.part(phone, "Exhibits")
    press(phone, "Begin quiet first steps")
    phone.get_by_role("radio", name="Evidence may vanish").check()
    phone.get_by_label("What is kept, where, and by whom").fill(KEPT)
    phone.get_by_label("A line for the reporter").fill(TOLD)
    axe(phone)
    assert fits(phone)
    phone.locator(".opened").get_by_role("button", name="Begin quiet first steps").click()
    steps = work.card(phone, "Quiet first steps")
    expect(steps).to_contain_text(KEPT)

    come_back(desktop, returncode.words(lin.lin.secrets.code, "english"))
    told = desktop.locator("section.card", has_text="What could vanish is being kept, until")
    expect(told).to_contain_text(TOLD)
    expect(desktop.locator("main")).not_to_contain_text(KEPT)
    axe(desktop)
    work.deed(phone, KEPT, "End the quiet first steps", words="All of them are kept.")
    expect(steps.locator(".state")).to_have_text("Over")
    expect(phone.get_by_role("button", name="Begin quiet first steps")).to_have_count(0)

    work.part(phone, "Laws and data")
    police = "Note that the police look into it, too"
    press(phone, police)
    form = phone.locator(".opened")
    form.get_by_role("textbox").fill(STATION)
    form.get_by_role("button", name=police).click()
    expect(phone.locator("#panel-law")).to_contain_text("The police are looking into it, too.")
    assert fits(phone)
    desktop.reload()
    come_back(desktop, returncode.words(lin.lin.secrets.code, "english"))
    told = desktop.locator("section.card", has_text="The police are looking into it").first
    expect(told).to_contain_text(STATION)


def test_counsel_chooses_in_writing_and_a_person_is_told(
    live: Heard, phone: Any, desktop: Any, axe: Axe
) -> None:
    _, ref = work.begun(live, desktop)
    work.propose(desktop, JONAS, "Legal advice")
    work.note_person(desktop, work.NOBODY_NEAR, "Witness")
    work.part(desktop, "Laws and data")
    work.choose(desktop, "Add a country", "India")
    work.choose(desktop, "Add a country", "Germany")
    page = desktop.locator("#panel-law")
    expect(page).to_contain_text("POSH Act 2013 (India), Rule 7(1)–(3)")
    expect(page).to_contain_text("(not compared with the text of the law)")
    axe(desktop)
    assert fits(desktop)
    press(desktop, "Ask legal advice to choose")
    desktop.locator(".opened").get_by_role("button", name="Seal and ask for a choice").click()
    expect(work.card(desktop, "Waits for a choice")).to_contain_text("Directive (EU) 2019/1937")
    expect(desktop.locator(work.NEXT)).to_contain_text("choose in writing between two laws")

    work.at_work(live, phone, JONAS, ref)
    work.declare(phone, JONAS)
    work.part(phone, "Laws and data")
    work.deed(phone, "Waits for a choice", "Choose in writing", words=CHOICE)
    expect(work.card(phone, "Chosen in writing")).to_contain_text(CHOICE)
    axe(phone)
    assert fits(phone)

    work.again(desktop, ref)
    work.part(desktop, "Laws and data")
    press(desktop, f"Note that {work.NOBODY_NEAR} is to be told")
    person = work.card(desktop, "To be told")
    person.get_by_role("button", name="Tell this person").click()
    expect(person).to_contain_text("give it on paper and keep it here")
    person.locator(".opened").get_by_role("button", name="Tell this person").click()
    expect(work.card(desktop, work.NOBODY_NEAR).locator(".state")).to_have_text("Told")
    axe(desktop)

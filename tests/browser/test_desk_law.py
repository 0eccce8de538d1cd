"""Beside an inquiry: quiet first steps, contradictory laws, and who is told of data."""

from __future__ import annotations

import sqlite3
from typing import Any

import work_walk as work
from desk_walk import JONAS, press
from engines import Axe, fits
from expecting import expect
from processes import Heard
from reporter_walk import Story, come_back, start, tell

from heard.formats import returncode

KEPT = "The recordings of the hotel, by its manager."
STATION = "Station 4 asked us. Nothing changes for you."
TOLD = "The hotel keeps its recordings."
TO = "The public prosecutor"
REFERS = "Art. 9(2)(j) binds the office in Madrid. The report goes, without the name."
FIRST = "On Friday your report goes to the prosecutor in Madrid, without your name."
LEAKED = "The date of the dinner is talked about in the canteen."
SAFE = "Are you safe tonight? Amara answers at any hour."
KEYS = "Leave a reader out, and a new key is made."
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

    leaked(phone, axe)
    assert fits(phone)
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
    for words in ("became known to people who should not know it", LEAKED, SAFE, KEYS):
        expect(told).to_contain_text(words)


def in_spain(live: Heard, country: str = "ES") -> None:
    """The company of these tests is in China, where no such law is known."""
    with sqlite3.connect(live.folder / "data" / "heard.sqlite3", timeout=30) as tables:
        tables.execute("UPDATE heard_organisation SET country = ?", (country,))


def read_before_sending(live: Heard, page: Any, axe: Axe) -> None:
    """What the law has passed on is read on the last page before the words."""
    in_spain(live)
    try:
        start(page)
        tell(page, Story(words="He followed me home."))
        shown = page.locator("#must-report")
        expect(shown).to_contain_text("must be passed on to the public prosecutor at once")
        expect(shown).to_contain_text("Ley 2/2023 (Spain), Art. 9(2)(j)")
        axe(page)
        assert fits(page)
    finally:
        in_spain(live, "CN")


def placed(page: Any, name: str, country: str, employer: str = "") -> None:
    """Under which law somebody works."""
    person = work.card(page, name)
    person.get_by_role("button", name="Note law of work, place and employer").click()
    form = person.locator(".opened")
    work.choose(form, "Works under the law of", country)
    form.get_by_label("Employer").fill(employer)
    form.get_by_role("button", name="Seal and note this").click()
    expect(form).to_have_count(0)
    expect(person).to_contain_text(country)
    expect(work.card(page, name)).to_contain_text(employer)


def leaked(page: Any, axe: Axe) -> None:
    """Safety first, then new keys, then one statement that somebody else has to check."""
    work.part(page, "Laws and data")
    press(page, "Note that something became known")
    page.get_by_label("What became known, and where").fill(LEAKED)
    page.locator(".opened").get_by_role("button", name="Note that something became known").click()
    expect(page.locator(work.NEXT)).to_contain_text("ask the reporter within four hours")
    work.deed(page, "Among colleagues", "Ask the reporter if they are safe", words=SAFE)
    expect(page.locator(work.NEXT)).not_to_contain_text("ask the reporter within four hours")
    work.deed(page, "Among colleagues", "Offer new keys", words=KEYS)
    work.deed(page, "Among colleagues", "Draft the one statement", words="A report is looked into.")
    known = work.card(page, "Among colleagues")
    expect(known.locator(".state")).to_have_text("Statement drafted")
    expect(known.get_by_role("button", name="Check it: it is said like this")).to_have_count(0)
    axe(page)


def under_age(page: Any, name: str, axe: Axe) -> None:
    """What follows is said: who has to stand beside them, and that a law may have it passed on."""
    work.deed(page, name, "Note that this person is under age", words="He is an apprentice of 17.")
    expect(work.card(page, name)).to_contain_text("Under age")
    going_on = page.locator(work.NEXT)
    expect(going_on).to_contain_text("note a guardian or an advocate")
    expect(going_on).to_contain_text("ask legal advice whether it is passed on")
    work.note_person(page, "Ada Berg", "Guardian")
    expect(work.card(page, "Ada Berg")).to_contain_text(f"Stands beside{name}")
    expect(going_on).not_to_contain_text("note a guardian or an advocate")
    work.part(page, "Exhibits")
    expect(page.locator("#panel-exhibits")).to_contain_text("nobody copies it, and two open it")
    axe(page)


def refer(counsel: Any, lead: Any, ref: str) -> None:
    """Counsel decides; whoever leads tells the reporter, and only then passes it on."""
    work.deed(counsel, TO, "Decide in writing", words=REFERS, reason="It is passed on")
    work.again(lead, ref)
    expect(lead.locator(work.NEXT)).to_contain_text("tell the reporter first")
    work.part(lead, "Laws and data")
    decided = work.card(lead, TO)
    expect(decided.get_by_role("button", name="Note that it was passed on")).to_have_count(0)
    work.deed(lead, TO, "Tell the reporter first", words=FIRST)
    work.deed(lead, TO, "Note that it was passed on", words="Number 7 of today.")
    expect(decided.locator(".state")).to_have_text("Passed on")


def test_counsel_chooses_in_writing_and_a_person_is_told(
    live: Heard, phone: Any, desktop: Any, axe: Axe
) -> None:
    read_before_sending(live, phone, axe)
    lin, ref = work.begun(live, desktop)
    work.propose(desktop, JONAS, "Legal advice")
    work.note_person(desktop, work.NOBODY_NEAR, "Witness")
    placed(desktop, "The reporter", "China")
    placed(desktop, work.NOBODY_NEAR, "Germany", "Meridian Fresh GmbH")
    under_age(desktop, work.NOBODY_NEAR, axe)
    work.part(desktop, "Laws and data")
    page = desktop.locator("#panel-law")
    # Germany and China are there: so two people of the case work.
    expect(page).to_contain_text("HinSchG")
    expect(page).to_contain_text("within 7 days")
    expect(page).to_contain_text("Tell the reporter what is done, and why, within 3 months")
    expect(page).to_contain_text("Data Security Law (China), Art. 36")
    work.choose(desktop, "Add a country", "India")
    expect(page).to_contain_text("POSH Act 2013 (India), Rule 7(1)–(3)")
    expect(page).to_contain_text("(not compared with the text of the law)")
    axe(desktop)
    assert fits(desktop)
    press(desktop, "Ask legal advice to choose")
    desktop.locator(".opened").get_by_role("button", name="Seal and ask for a choice").click()
    expect(work.card(desktop, "Waits for a choice")).to_contain_text("Directive (EU) 2019/1937")
    expect(desktop.locator(work.NEXT)).to_contain_text("choose in writing between two laws")

    work.choose(desktop, "Add a country", "Spain")
    expect(page).to_contain_text("Ley 2/2023 (Spain), Art. 9(2)(j): What may be a crime")
    press(desktop, "Ask legal advice whether it is passed on")
    desktop.locator(".opened").get_by_role("button", name="Seal and ask for a choice").click()
    work.card(desktop, TO).wait_for()

    work.at_work(live, phone, JONAS, ref)
    work.declare(phone, JONAS)
    work.part(phone, "Laws and data")
    work.deed(phone, "Waits for a choice", "Choose in writing", words=CHOICE)
    expect(work.card(phone, "Chosen in writing")).to_contain_text(CHOICE)
    axe(phone)
    assert fits(phone)
    refer(phone, desktop, ref)
    axe(desktop)

    press(desktop, f"Note that {work.NOBODY_NEAR} is to be told")
    person = work.card(desktop, "To be told")
    person.get_by_role("button", name="Tell this person").click()
    expect(person).to_contain_text("give it on paper and keep it here")
    person.locator(".opened").get_by_role("button", name="Tell this person").click()
    expect(work.card(desktop, work.NOBODY_NEAR).locator(".state")).to_have_text("Told")
    axe(desktop)

    come_back(phone, returncode.words(lin.lin.secrets.code, "english"))
    told = phone.locator("section.card", has_text="A law has the organisation pass this on")
    expect(told).to_contain_text(FIRST)
    expect(told).to_contain_text("This was passed on to an authority")
    expect(phone.locator("main")).not_to_contain_text(REFERS)

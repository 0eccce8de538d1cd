"""The ways through a worked case at the desk, as functions that several tests may use."""

from __future__ import annotations

import json
from typing import Any

from desk_walk import AMARA, code_of, enter_by_code, heading, open_case, press, queue
from expecting import expect
from processes import Heard
from reporting import Online
from walking import Walk

GAO = "Gao Jun"
NOBODY_NEAR = "Nadia Rahmani"  # no directory has her
ACT = "He put his hand on her back and did not take it away."
WHY = "What is told was seen by others, too."
NEXT = "section.going-on"


def investigate(page: Any) -> None:
    """Decide that it is looked into."""
    press(page, "Decide how it goes on")
    page.get_by_role("radio", name="Look into it").check()
    page.get_by_label("The reason, in your own words").fill(WHY)
    press(page, "See what the reporter will read")
    press(page, "Seal and send this decision")
    expect(page.locator(NEXT)).to_contain_text("It is decided how it goes on.")


def to_first_look(page: Any) -> None:
    """From the case to the work on it, whose letters may still be being opened."""
    page.locator(NEXT).get_by_role("link", name="Work on this case").click()
    heading(page, "Work on")


def to_work(page: Any) -> None:
    """From the case to the work on it, all of it opened."""
    to_first_look(page)
    # What stands once all is opened and checked moves the rest down.
    expect(page.locator(".panel:not(.off)", has_text="still being opened")).to_have_count(0)


def at_work(live: Heard, page: Any, name: str, ref: str) -> None:
    """Sign in and come to the work on this case."""
    enter_by_code(page, code_of(live, name))
    open_case(page, ref)
    to_work(page)


def again(page: Any, ref: str) -> None:
    """The work as it stands now, where somebody else did something."""
    case_again(page, ref)
    to_work(page)


def case_again(page: Any, ref: str) -> None:
    """The case, by the queue."""
    queue(page)
    page.get_by_role("link", name=ref).click()
    page.get_by_role("tab", name="Report").wait_for()


def begun(live: Heard, page: Any, *, all_tiers: bool = False) -> tuple[Online, str]:
    """A report that is looked into; Amara, who decided it, is at the work on it.

    She decided it over HTTP: test_desk_deciding.py does it on the page.
    """
    walk = Walk(live)
    if all_tiers:
        walk.lin.escalate()
    walk.triage(AMARA)
    enter_by_code(page, code_of(live, AMARA))
    again(page, walk.ref)
    return walk.lin, walk.ref


def part(page: Any, name: str) -> None:
    page.get_by_role("tab", name=name).click()


def said(page: Any, words: str) -> None:
    """What was done is said over the page."""
    expect(page.locator("#done")).to_have_text(words)


CHOOSE = """(select) => {
  const found = [...select.options].find((each) => each.textContent === %s);
  select.value = found.value;
  select.dispatchEvent(new Event('change', {bubbles: true}));
}"""


def choose(page: Any, label: str, option: str) -> None:
    """One of a list; WebKit's driver opens none, so there the page is told as if it had."""
    control = page.get_by_label(label)
    if hasattr(control, "select_option"):
        control.select_option(label=option)
    else:
        control.evaluate(CHOOSE % json.dumps(option))


def note_person(page: Any, name: str, role: str = "The person it is about") -> None:
    part(page, "People")
    press(page, "Note a person")
    choose(page, "Role in this case", role)
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Post and unit").fill("Sales, Meridian Fresh")
    press(page, "Seal and note this person")
    card(page, name).wait_for()


def card(page: Any, words: str) -> Any:
    """The record whose card says this."""
    return page.locator(".panel:not(.off) .record", has_text=words).first


def note_allegation(page: Any, act: str) -> None:
    part(page, "What is alleged")
    press(page, "Note what is alleged")
    choose(page, "What kind of act", "Sexual harassment")
    page.get_by_label("The act, in plain words").fill(act)
    page.get_by_label("Place", exact=True).fill("Hotel bar")
    press(page, "Seal and note it")
    card(page, act).wait_for()


def ask_protection(page: Any, text: str, burden: str = "The person it is about") -> None:
    part(page, "Protection")
    press(page, "Ask for protection")
    page.get_by_role("radio", name=burden).check()
    page.get_by_label("What exactly").fill(text)
    if burden in {"The person it is about", "The person who reported"}:
        page.get_by_label("Why nothing else helps").fill("They asked for it.")
    press(page, "Seal and ask for it")
    card(page, text).wait_for()


def deed(page: Any, on: str, name: str, *, words: str = "", reason: str = "") -> None:
    """Press a deed of the record whose card says ``on``, and send its form."""
    record = card(page, on)
    record.get_by_role("button", name=name, exact=True).click()
    form = record.locator(".opened")
    if reason:
        form.get_by_role("radio", name=reason).check()
    if words:
        form.get_by_role("textbox").fill(words)
    form.get_by_role("button", name=name, exact=True).click()
    expect(form).to_have_count(0)


def propose(page: Any, name: str, part_name: str) -> None:
    part(page, "Team")
    press(page, "Propose someone")
    choose(page, "What this person does", part_name)
    page.get_by_role("radio", name=name).check()
    press(page, "Propose this person")
    card(page, f"{part_name} · {name}").wait_for()


def declare(page: Any, name: str) -> None:
    """Whoever looks takes their place; other cards may name them, too."""
    part(page, "Team")
    theirs = page.locator(".panel:not(.off) .record", has_text=name)
    button = page.get_by_role("button", name="Take this place")
    theirs.filter(has=button).first.get_by_role("button", name="Take this place").click()
    form = theirs.locator(".opened")
    form.get_by_role("checkbox").check()
    form.get_by_role("button", name="Take this place").click()
    expect(form).to_have_count(0)
    expect(theirs.filter(has_text="In the team").first).to_be_visible()


def draft_plan(page: Any, **words: str) -> None:
    """``issues``: of the first allegation; the others by the label of their box."""
    part(page, "Plan")
    press(page, "Draft the plan")
    page.get_by_label("To find out:").first.fill(words.pop("issues"))
    for label, text in words.items():
        page.get_by_label(label.replace("_", " ")).fill(text)
    press(page, "Seal and save the plan")
    expect(card(page, "Drafted")).to_be_visible()


def approve_plan(page: Any, what_comes: str) -> None:
    part(page, "Plan")
    record = card(page, "Drafted")
    record.get_by_role("button", name="Approve the plan").click()
    record.get_by_label("What comes next, for the reporter").fill(what_comes)
    record.locator(".opened").get_by_role("button", name="Approve the plan").click()
    expect(card(page, "Approved")).to_contain_text(what_comes)


def add_task(page: Any, text: str, who: str, day: str) -> None:
    part(page, "Plan")
    press(page, "Add a task")
    page.get_by_label("What is to be done").fill(text)
    choose(page, "Who does it", who)
    page.get_by_label("By which day").fill(day)
    press(page, "Seal and add this task")
    card(page, text).wait_for()

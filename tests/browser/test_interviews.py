"""An interview: planned and invited to at the desk, corrected and signed by whoever was heard."""

from __future__ import annotations

import datetime as dt
from typing import Any

import interviewing
import noticing
import pytest
import work_walk as work
from desk_walk import AMARA, JONAS, code_of, enter_by_code, press
from engines import Axe, OpenIn, fits, in_each_engine
from expecting import expect
from interviewing import NOOR
from processes import Heard
from reporter_walk import come_back
from walking import Walk

from heard.formats.ids import new_id

FIRST, THIRD, RIGHT = "He came in.", "I said no.", "I said no, twice."
LINES = f"What happened?\n{FIRST}\n{THIRD}"


def panel(page: Any) -> Any:
    return page.locator("section.card", has=page.get_by_role("heading", name="Interview"))


def at_interviews(live: Heard, page: Any, name: str, ref: str) -> None:
    enter_by_code(page, code_of(live, name))
    again(page, ref)


def plan(page: Any) -> None:
    press(page, "Plan an interview")
    page.get_by_label("Let them tell").fill("Why did you not leave?")
    press(page, "Seal and plan it")
    expect(page.locator(".opened")).to_contain_text("Nothing has been sent.")
    page.get_by_label("Let them tell").fill("Please tell what happened, in your own order.")
    press(page, "Seal and plan it")
    work.card(page, "Planned").wait_for()


def invite(page: Any, day: str) -> None:
    record = work.card(page, "Planned")
    record.get_by_role("button", name="Invite to it").click()
    record.get_by_role("radio", name="Sooner, as the person wished").check()
    record.get_by_label("Day", exact=True).fill(day)
    record.get_by_label("Time of day").fill("10:00")
    record.get_by_label("At which place").fill("Room 4, the other building")
    record.get_by_label("Who will be there, and as what").fill("Jonas Lindqvist, who asks")
    record.get_by_role("radio", name="Speak, too").check()
    record.get_by_role("button", name="Seal and send the invitation").click()
    work.card(page, "Invited").wait_for()


def held_and_sent(page: Any) -> None:
    record = work.card(page, "The person will come")
    expect(record).to_contain_text("A woman who asks, please.")
    record.get_by_role("button", name="It took place: note it").click()
    record.get_by_label("Notes").fill(LINES)
    record.get_by_role("button", name="Seal the notes").click()
    record = work.card(page, "Took place")
    record.get_by_role("button", name="Send what was written down").click()
    expect(record.get_by_role("textbox", name="What was written down")).to_have_value(LINES)
    # Ten working days by the calendar of the case: the day that stands there is taken.
    record.get_by_role("button", name="Seal and send it to the person").click()
    work.card(page, "Sent to be checked").wait_for()


def again(page: Any, ref: str) -> None:
    work.again(page, ref)
    work.part(page, "Interviews")


def correct(page: Any, number: int, words: str) -> None:
    press(page, "Correct something")
    press(page, f"Correct line {number}")
    page.get_by_label(f"Correct line {number}").fill(words)
    press(page, "Sign and send these corrections")


@pytest.mark.acceptance("case-work", 6)
def test_the_reporter_corrects_a_line_and_signs_and_nobody_edits_it_after(
    live: Heard, open_in: OpenIn, axe: Axe
) -> None:
    walk = noticing.planned(live)
    jonas, her = open_in("chromium", "desktop"), open_in("chromium", "phone")
    at_interviews(live, jonas, JONAS, walk.ref)
    plan(jonas)
    invite(jonas, interviewing.today(walk).isoformat())
    axe(jonas)
    assert fits(jonas)

    come_back(her, walk.words)
    expect(panel(her)).to_contain_text("Room 4, the other building")
    expect(panel(her)).to_contain_text("They may also speak.")
    press(her, "What I need to take part")
    her.get_by_role("radio", name="Easy words").check()
    press(her, "Send what I need")
    expect(her.locator("#inbox")).to_contain_text("Easy words")
    press(her, "I will come")
    her.get_by_label("What you need for it").fill("A woman who asks, please.")
    axe(her)
    assert fits(her)
    press(her, "Send: I will come")
    expect(panel(her)).to_contain_text("You said that you will come.")

    again(jonas, walk.ref)
    held_and_sent(jonas)
    her.reload()
    come_back(her, walk.words)
    expect(panel(her)).to_contain_text("Please look whether it is right.")
    axe(her)
    assert fits(her)
    lines = panel(her).locator("ol.transcript")
    assert lines.evaluate("each => getComputedStyle(each).listStyleType") == "decimal"
    correct(her, 3, RIGHT)
    expect(panel(her).locator("del")).to_have_text(THIRD)
    expect(panel(her).locator("ins")).to_have_text(RIGHT)
    press(her, "It is right: sign it")
    expect(her.locator("main ins")).to_have_text(RIGHT)
    press(her, "Yes, sign it")
    expect(panel(her)).to_contain_text("You signed that it is right.")
    expect(her.locator("#inbox .flag")).to_have_count(0)

    again(jonas, walk.ref)
    record = work.card(jonas, "Signed by the person")
    expect(record.locator("del")).to_have_text(THIRD)
    expect(record.locator("ins")).to_have_text(RIGHT)
    expect(record).to_contain_text("signed exactly these words, with the corrections")
    expect(record.locator(".grave")).to_have_count(0)
    axe(jonas)
    assert fits(jonas)
    nobody_edits(walk)
    record.get_by_role("button", name="Close the interview").click()
    record.locator(".opened").get_by_role("button", name="Close the interview").click()
    work.card(jonas, "Closed").wait_for()


def refused(walk: Walk, move: str, **said: Any) -> str:
    """Why the investigator cannot do this to the one interview of the case."""
    own = [each for each in walk.told(AMARA) if each["object"] == "interview"]
    body = {
        "id": new_id(), "object": "interview", "record": own[-1]["record"], "move": move,
        "version": own[-1]["version"] + 1, "letters": [], **said,
    }  # fmt: skip
    answer = walk._desk(JONAS, f"cases/{walk.case}/moves", body)
    return str(answer.json().get("error", {}).get("reason", answer.status_code))


def nobody_edits(walk: Walk) -> None:
    """No handler sends other words, corrects, or signs in the place of whoever was heard."""
    due = (walk.now + dt.timedelta(days=20)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert refused(walk, "send_transcript", due=due) == "not_from_here"
    for move in ("correct", "approve", "not_approve"):
        assert refused(walk, move) == "not_yours"


@in_each_engine
def test_a_witness_answers_corrects_and_signs_in_a_room_of_their_own(
    live: Heard, open_in: OpenIn, axe: Axe, name: str
) -> None:
    walk = interviewing.witnessed(live)
    interviewing.invited(walk)
    page = open_in(name, "narrow" if name == "chromium" else "phone")
    party_back(page, walk)
    expect(panel(page)).to_contain_text("Room 4, the other building")
    axe(page)
    assert fits(page)
    press(page, "I will come")
    page.get_by_role("radio", name="Yes, it may be recorded").check()
    press(page, "Send: I will come")
    expect(panel(page)).to_contain_text("You said that you will come.")
    interviewing.sent(walk)
    page.reload()
    party_back(page, walk)
    correct(page, 3, "Her hand was on the door.")
    expect(panel(page).locator("ins")).to_have_text("Her hand was on the door.")
    axe(page)
    assert fits(page)
    press(page, "It is right: sign it")
    press(page, "Yes, sign it")
    expect(panel(page)).to_contain_text("You signed that it is right.")
    expect(page.locator("#room .flag")).to_have_count(0)
    walk.moves(JONAS, "interview.end", "talk", {"text": "Thank you."})
    page.reload()
    party_back(page, walk)
    expect(panel(page)).to_contain_text("Thank you.")


def party_back(page: Any, walk: Walk, prefix: str = "") -> None:
    page.goto(f"{prefix}/return/")
    page.fill("#code", " ".join(walk.words_of(NOOR)))
    page.locator("#enter-form button").click()
    expect(page.locator("#room h1")).to_be_visible()


def test_who_would_bear_a_protection_says_yes_in_their_room(
    live: Heard, open_in: OpenIn, axe: Axe
) -> None:
    walk = interviewing.witnessed(live)
    terms = {"what": "other_shift", "text": "You work the late shift until May."}
    walk.moves(AMARA, "measure.request", "shift", terms, code="other", party=walk.id(NOOR))
    for move in ("grant", "offer"):
        walk.moves(AMARA, f"measure.{move}", "shift", terms)
    page = open_in("chromium", "phone")
    party_back(page, walk)
    room = page.locator("section.card", has=page.get_by_role("heading", name="Protection"))
    expect(room).to_contain_text("You work the late shift until May.")
    press(page, "Yes, I agree to it")
    axe(page)
    assert fits(page)
    press(page, "Send: I agree")
    expect(room).to_contain_text("There was a yes to it.")
    expect(page.locator("#room .flag")).to_have_count(0)
    assert walk.state(AMARA).get("measure", walk.id("shift")).state == "accepted"
    owed = page.locator("section.card", has=page.get_by_role("heading", name="What is owed to you"))
    expect(owed).to_have_count(0)
    walk.moves(AMARA, "measure.activate", "shift", terms)
    party_back(page, walk)
    expect(owed).to_contain_text("Someone checks whether the protection still fits")
    expect(owed).to_contain_text("By ")
    press(page, "What I need to take part")
    page.get_by_role("radio", name="Sign language, also as a video").check()
    axe(page)
    assert fits(page)
    press(page, "Send what I need")
    needs = page.get_by_role("heading", name="What is needed to take part", level=2)
    expect(page.locator("section.card", has=needs)).to_contain_text("Sign language")
    walk.moves(AMARA, "party.grant", NOOR, {"text": "Somebody signs at each talk."})
    party_back(page, walk)
    expect(page.locator("#room")).to_contain_text("Somebody signs at each talk.")
    expect(page.locator("#room .flag")).to_have_count(0)
    press(page, "Say something to it")
    page.locator("#measure-words").fill("The late bus is at ten.")
    axe(page)
    assert fits(page)
    press(page, "Send what I say")
    expect(room).to_contain_text("The late bus is at ten.")
    expect(room).to_contain_text("You work the late shift until May.")
    axe(page)
    assert fits(page)

"""The reporter's side of a worked case on a phone: her protection, the team, and what is false."""

from __future__ import annotations

import json
from typing import Any
from urllib.error import HTTPError

import pytest
from complaints import Complaints
from desk_walk import AMARA, JONAS, code_of, press
from engines import Axe, OpenIn, fits, in_each_engine
from expecting import expect
from filekeys import CaseFile
from handler_moves import Moving
from handler_online import Handler
from processes import Heard
from reporter_walk import come_back
from reporting import Online

from heard.formats import returncode

TERMS = "From Monday you work at home, for four weeks. Your pay stays the same."
PROTECTION = "What protects you meanwhile"
TEAM = "Who finds out what happened"


def panel(page: Any, title: str) -> Any:
    return page.locator("section.card").filter(has=page.get_by_role("heading", name=title))


def reported(live: Heard) -> tuple[Online, list[str]]:
    """A report, and the twelve words that open it."""
    lin = Online(live.url)
    lin.report(words="He came to my room.")
    return lin, returncode.words(lin.lin.secrets.code, "english")


def moving(live: Heard, lin: Online, *names: str) -> list[Moving]:
    """Handlers who have the key of the file, which the first of them made."""
    file, found = CaseFile(lin.lin), []
    for name in names:
        handler = Handler(live.url, code_of(live, name))
        handler.open(lin.lin.case)
        found.append(Moving(handler, file))
    found[0].begin(*found[1:])
    return found


def back(page: Any, words: list[str]) -> None:
    page.reload()
    come_back(page, words)


def ask(page: Any, what: str, words: str = "") -> None:
    press(page, "I would like to ask for protection")
    page.get_by_role("radio", name=what).last.check()
    page.get_by_label("What would help you").fill(words)


@in_each_engine
def test_what_is_offered_is_hers_to_take_decline_and_stop(
    live: Heard, open_in: OpenIn, axe: Axe, name: str
) -> None:
    her = open_in(name, "phone")
    lin, words = reported(live)
    come_back(her, words)
    ask(her, "Work from home", "At least until the trip is over.")
    axe(her)
    assert fits(her)
    press(her, "Send what I ask for")
    mine = panel(her, PROTECTION)
    expect(mine).to_contain_text("It was asked for. Nothing is decided yet.")
    ask(her, "Counselling")
    press(her, "Send what I ask for")
    expect(mine.locator("li")).to_have_count(2)

    [amara] = moving(live, lin, AMARA)
    first, second = (each["record"] for each in amara.look())
    for record, text in ((first, TERMS), (second, "Six hours with somebody you choose.")):
        what = "remote_work" if record == first else "counselling"
        amara.move("measure.grant", record, {"what": what})
        amara.move("measure.offer", record, {"what": what, "text": text})
    back(her, words)
    expect(mine.get_by_role("button", name="Yes, I want this")).to_have_count(2)
    expect(mine).to_contain_text("Saying no, or stopping it, costs you nothing.")
    axe(her)
    assert fits(her)

    her.get_by_role("button", name="Yes, I want this: Work from home").click()
    expect(her.get_by_role("heading", name="Do you want this?")).to_be_focused()
    expect(her.locator("main")).to_contain_text(TERMS)
    expect(her.locator("main")).to_contain_text("you can stop it on any day")
    axe(her)
    assert fits(her)
    press(her, "Yes, start it")
    expect(mine).to_contain_text("It is in effect.")
    her.get_by_role("button", name="No, thank you: Counselling").click()
    press(her, "Say no")
    expect(mine).to_contain_text("There was a no to it. Nothing of it started.")
    moves = [(each["record"], each["move"], each["actor"]) for each in amara.look()]
    assert (first, "take_up", "reporter") in moves
    assert (second, "decline", "reporter") in moves

    her.get_by_role("button", name="Stop this: Work from home").click()
    press(her, "Yes, stop it")
    expect(mine).to_contain_text("It has ended.")
    expect(her.locator("#inbox .flag")).to_have_count(0)
    axe(her)


def test_what_burdens_her_she_stops_after_she_took_the_report_back_too(
    live: Heard, phone: Any, axe: Axe
) -> None:
    lin, words = reported(live)
    come_back(phone, words)
    for what in ("Work from home", "Paid leave"):
        ask(phone, what)
        press(phone, "Send what I ask for")
    mine = panel(phone, PROTECTION)
    expect(mine.locator("li")).to_have_count(2)
    [amara] = moving(live, lin, AMARA)
    for each in amara.look():
        for move in ("grant", "offer"):
            amara.move(f"measure.{move}", each["record"], {"what": "remote_work", "text": TERMS})
    back(phone, words)
    press_first(phone, "Yes, I want this")
    press(phone, "Yes, start it")
    expect(mine).to_contain_text("It is in effect.")
    press(phone, "Withdraw my report")
    press(phone, "Yes, withdraw it")
    expect(phone.locator("main")).to_contain_text("You withdrew your report")
    # Nothing begins any more, and the page does not say that it could.
    expect(mine).not_to_contain_text("You can ask for protection at any time")
    expect(mine.get_by_role("button", name="Yes, I want this")).to_have_count(0)
    axe(phone)
    assert fits(phone)
    press(phone, "Stop this")
    press(phone, "Yes, stop it")
    expect(mine).to_contain_text("It has ended.")
    press(phone, "No, thank you")
    press(phone, "Say no")
    expect(mine).to_contain_text("There was a no to it. Nothing of it started.")
    expect(mine.get_by_role("button")).to_have_count(0)
    expect(phone.locator("#inbox .flag")).to_have_count(0)
    assert [each["move"] for each in amara.look()][-2:] == ["give_up", "decline"]


def press_first(page: Any, name: str) -> None:
    page.get_by_role("button", name=name).first.click()


def refused(desk: Moving, move: str, record: str) -> str:
    """Why what the desk sends is refused; empty where it is done."""
    try:
        desk.move(f"measure.{move}", record, {"text": TERMS})
    except HTTPError as error:
        return str(json.loads(error.read())["error"].get("reason"))
    return ""


@pytest.mark.acceptance("case-work", 1)
def test_only_her_own_click_puts_into_effect_what_burdens_her(live: Heard, phone: Any) -> None:
    lin, words = reported(live)
    come_back(phone, words)
    ask(phone, "Work from home")
    press(phone, "Send what I ask for")
    mine = panel(phone, PROTECTION)
    expect(mine).to_contain_text("It was asked for.")
    [amara] = moving(live, lin, AMARA)
    [asked] = amara.look()
    ways = ("take_up", "activate", "impose", "keep", "accept")
    for next_ in ("grant", "offer", ""):
        found = {way: refused(amara, way, asked["record"]) for way in ways}
        assert set(found.values()) <= {"not_yours", "not_from_here", "may_be_imposed"}, found
        if next_:
            amara.move(f"measure.{next_}", asked["record"], {"what": "remote_work", "text": TERMS})
    back(phone, words)
    expect(mine).to_contain_text("It is offered.")
    press(phone, "Yes, I want this")
    press(phone, "Yes, start it")
    expect(mine).to_contain_text("It is in effect.")
    last = amara.look()[-1]
    assert (last["move"], last["actor"]) == ("take_up", "reporter")


def seated(live: Heard, lin: Online) -> tuple[Moving, Moving, str]:
    """Amara leads, Jonas took the seat of who finds out; the id of that seat."""
    amara, jonas = moving(live, lin, AMARA, JONAS)
    amara.triage()
    seat = amara.move("seat.propose", code="investigator", holder=jonas.id)
    jonas.move("seat.declare", seat, {"role": "investigator"}, digest="c" * 64)
    return amara, jonas, seat


@in_each_engine
def test_who_is_on_the_team_is_told_and_may_be_objected_to_once(
    live: Heard, open_in: OpenIn, axe: Axe, name: str
) -> None:
    her = open_in(name, "phone")
    lin, words = reported(live)
    amara, _, seat = seated(live, lin)
    come_back(her, words)
    team = panel(her, TEAM)
    expect(team).to_contain_text(JONAS)
    expect(team).to_contain_text("Finds out what happened")
    her.get_by_role("button", name=f"I object: {JONAS}").click()
    expect(her.get_by_role("heading", name=f"Object to {JONAS}?")).to_be_focused()
    axe(her)
    assert fits(her)
    her.get_by_label("Why, if you want to say so").fill("They are friends.")
    press(her, "Yes, I object")
    expect(team).to_contain_text("Someone else decides about it.")
    expect(team.get_by_role("button")).to_have_count(0)
    assert [each["move"] for each in amara.look() if each["record"] == seat][-1] == "object"
    expect(her.locator("#inbox .flag")).to_have_count(0)
    axe(her)
    assert fits(her)


LIES = {
    "active": lambda moves: moves[-1].update(move="take_up", actor="reporter"),
    "imposed": lambda moves: moves[-1].update(move="impose"),
    "another": lambda moves: moves[-1].update(code="employer"),
    "hidden": lambda moves: moves.pop(),
    "repeated": lambda moves: moves.append({**moves[-1], "version": moves[-1]["version"] + 1}),
}


@pytest.mark.parametrize("lie", LIES)
def test_what_the_server_makes_up_is_shown_as_false_and_offers_nothing(
    live: Heard, phone: Any, lie: str
) -> None:
    lin, words = reported(live)
    come_back(phone, words)
    ask(phone, "Work from home")
    press(phone, "Send what I ask for")
    mine = panel(phone, PROTECTION)
    expect(mine).to_contain_text("It was asked for.")
    [amara] = moving(live, lin, AMARA)
    [asked] = amara.look()
    amara.move("measure.grant", asked["record"], {"what": "remote_work"})
    amara.move("measure.offer", asked["record"], {"what": "remote_work", "text": TERMS})

    def lying(route: Any) -> None:
        answer = route.fetch()
        told = json.loads(answer.text())
        LIES[lie](told["moves"])
        route.fulfill(response=answer, body=json.dumps(told))

    back(phone, words)
    expect(mine.get_by_role("button", name="Yes, I want this")).to_have_count(1)
    phone.route("**/report/api/inbox", lying)
    back(phone, words)
    expect(mine).not_to_contain_text("It is in effect.")
    expect(mine.get_by_role("button", name="Yes, I want this")).to_have_count(0)
    said = phone.locator("#inbox .flag")
    hidden = "The record tells of a step that the server does not show here."
    expect(said.first).to_contain_text(hidden if lie == "hidden" else "not what was signed")


def test_a_letter_that_did_not_arrive_is_sent_once(
    live: Heard, phone: Any, complaints: Complaints
) -> None:
    complaints.expect("net::ERR_FAILED")
    lin, words = reported(live)
    come_back(phone, words)
    ask(phone, "Paid leave", "Two weeks.")

    def lost(route: Any) -> None:
        route.fetch()
        route.abort()

    phone.route("**/report/api/inbox/moves", lost)
    press(phone, "Send what I ask for")
    expect(phone.get_by_role("alert")).to_contain_text("still here")
    expect(phone.get_by_label("What would help you")).to_have_value("Two weeks.")
    phone.unroute("**/report/api/inbox/moves")
    press(phone, "Send what I ask for")
    mine = panel(phone, PROTECTION)
    expect(mine.locator("li")).to_have_count(1)
    expect(mine).to_contain_text("Two weeks.")
    assert len(lin.inbox()["moves"]) == 1


@pytest.mark.parametrize("tag", ["zh-Hans", "ar"])
def test_in_the_other_languages_it_is_whole_and_fits(
    live: Heard, phone: Any, axe: Axe, tag: str
) -> None:
    lin, words = reported(live)
    amara, _, _ = seated(live, lin)
    come_back(phone, words, f"/{tag}")
    phone.locator("[data-move=request]").click()
    phone.locator("#protect-what-yours-paid_leave").check()
    axe(phone)
    assert fits(phone)
    phone.locator(".prose .row .button").first.click()
    phone.locator("#inbox .lines h3").wait_for()
    [asked] = [each for each in amara.look() if each["object"] == "measure"]
    amara.move("measure.grant", asked["record"], {"what": "paid_leave"})
    amara.move("measure.offer", asked["record"], {"what": "paid_leave", "text": TERMS})
    phone.reload()
    come_back(phone, words, f"/{tag}")
    axe(phone)
    assert fits(phone)
    phone.locator("[data-move=take_up]").click()
    axe(phone)
    assert fits(phone)
    phone.locator(".prose .row .button").first.press("Enter")
    phone.locator("[data-move=give_up]").wait_for()
    expect(phone.locator("#inbox .flag")).to_have_count(0)

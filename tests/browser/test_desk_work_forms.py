"""Forms of a worked case: no word is lost, nothing is sent twice, and what is missing is said."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import work_walk as work
from complaints import Complaints
from desk_walk import AMARA, code_of, enter_by_code, heading, press
from engines import Axe
from expecting import expect
from processes import Heard

Windows = Callable[..., Any]


def test_what_was_sent_without_an_answer_is_done_once(
    live: Heard, desktop: Any, complaints: Complaints
) -> None:
    complaints.expect("Failed to load")
    work.begun(live, desktop)
    press(desktop, "Note a person")
    desktop.get_by_label("Name", exact=True).fill(work.NOBODY_NEAR)
    bodies: list[str] = []

    def lose(route: Any) -> None:
        bodies.append(route.request.post_data)
        route.fetch()  # Heard has it, and nobody is told
        route.abort()

    desktop.route("**/moves", lose)
    press(desktop, "Seal and note this person")
    expect(desktop.locator(".opened")).to_contain_text("There is no connection", timeout=120_000)
    expect(desktop.get_by_label("Name", exact=True)).to_have_value(work.NOBODY_NEAR)
    desktop.unroute("**/moves")
    desktop.on(
        "request", lambda each: each.url.endswith("/moves") and bodies.append(each.post_data)
    )
    press(desktop, "Seal and note this person")
    record = work.card(desktop, work.NOBODY_NEAR)
    expect(record).to_be_visible()
    expect(desktop.locator(".record", has_text=work.NOBODY_NEAR)).to_have_count(1)
    expect(record.get_by_role("alert")).to_have_count(0)
    assert len(bodies) > 1
    assert len(set(bodies)) == 1, "the same body, with the same id"


def test_what_another_window_did_first_is_shown_and_no_word_is_lost(
    live: Heard, open_window: Windows
) -> None:
    slow, quick = open_window("desktop"), open_window("desktop")
    _, ref = work.begun(live, slow)
    work.note_person(slow, work.NOBODY_NEAR)
    work.note_allegation(slow, work.ACT)
    press(slow, "Put it in other words")
    slow.get_by_label("The act, in plain words").fill("The slow wording.")
    enter_by_code(quick, code_of(live, AMARA))
    work.again(quick, ref)
    work.part(quick, "What is alleged")
    press(quick, "Put it in other words")
    quick.get_by_label("The act, in plain words").fill("The quick wording.")
    press(quick, "Seal and put it so")
    expect(work.card(quick, "The quick wording.")).to_be_visible()

    press(slow, "Seal and put it so")
    expect(slow.get_by_role("alert").first).to_contain_text("your words are still here")
    expect(slow.locator(".opened")).to_contain_text("The quick wording.")
    expect(slow.get_by_label("The act, in plain words")).to_have_value("The slow wording.")
    press(slow, "Seal and put it so")
    record = work.card(slow, "The slow wording.")
    expect(record).to_be_visible()
    record.get_by_text("What was done with it").click()
    for words in (work.ACT, "The quick wording.", "The slow wording."):
        expect(record.locator(".past")).to_contain_text(words)


def test_what_is_half_written_outlives_a_lock_and_a_reload(live: Heard, desktop: Any) -> None:
    _, ref = work.begun(live, desktop)
    press(desktop, "Note a person")
    desktop.get_by_label("Name", exact=True).fill(work.NOBODY_NEAR)
    desktop.get_by_label("What else the team should know").fill("Back on Monday.")
    for lose in (lambda: press(desktop, "Lock now"), desktop.reload):
        lose()
        press(desktop, "Use the recovery code")
        desktop.get_by_label("The twelve words").fill(code_of(live, AMARA))
        press(desktop, "Sign in and unlock")
        heading(desktop, "Account")
        work.again(desktop, ref)
        expect(desktop.get_by_label("Name", exact=True)).to_have_value(work.NOBODY_NEAR)
        expect(desktop.get_by_label("What else the team should know")).to_have_value(
            "Back on Monday."
        )
    press(desktop, "Seal and note this person")
    expect(work.card(desktop, work.NOBODY_NEAR)).to_be_visible()
    expect(desktop.get_by_label("Name", exact=True)).to_have_count(0)


def test_words_that_hurt_are_named_before_the_reporter_reads_them(
    live: Heard, desktop: Any, axe: Axe
) -> None:
    work.begun(live, desktop)
    work.note_person(desktop, work.NOBODY_NEAR)
    work.part(desktop, "What is alleged")
    press(desktop, "Note what is alleged")
    desktop.get_by_label("The act, in plain words").fill("You have no proof.")
    press(desktop, "Seal and note it")
    warning = desktop.get_by_role("group", name="Before you send it")
    expect(warning).to_contain_text("go on with them as they are")
    axe(desktop)
    press(desktop, "Change the words")
    expect(desktop.get_by_label("The act, in plain words")).to_be_focused()
    expect(warning).to_have_count(0)


def test_what_is_missing_is_said_and_the_writer_is_moved_to_it(live: Heard, desktop: Any) -> None:
    work.begun(live, desktop)
    press(desktop, "Note a person")
    press(desktop, "Seal and note this person")
    expect(desktop.get_by_role("alert").first).to_contain_text("Please write the name.")
    expect(desktop.get_by_label("Name", exact=True)).to_be_focused()
    press(desktop, "Not now")
    work.part(desktop, "Protection")
    press(desktop, "Ask for protection")
    expect(desktop.get_by_role("radio").first).to_be_checked()
    desktop.get_by_label("What exactly").fill("Work from home.")
    desktop.get_by_role("radio", name="The person who reported").check()
    press(desktop, "Seal and ask for it")
    expect(desktop.get_by_label("Why nothing else helps")).to_be_focused()
    press(desktop, "Not now")
    # That nothing is needed is a decision, too: it has its reason, and is asked for no more.
    weigh = desktop.get_by_role("button", name="No protection is needed for now")
    weigh.click()
    press(desktop, "Seal and send this decision")
    expect(desktop.get_by_label("Why, in your own words")).to_be_focused()
    desktop.get_by_label("Why, in your own words").fill("They work in two towns.")
    press(desktop, "Seal and send this decision")
    work.said(desktop, "It is decided, and the reporter can read why.")
    expect(weigh).to_have_count(0)

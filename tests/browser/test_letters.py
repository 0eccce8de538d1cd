"""How a case ends: nothing found that was not put, a letter to each side, and appeals of both."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import lettering
import noticing
import pytest
import work_walk as work
from desk_walk import AMARA, JONAS, RUTH, SOFIA, code_of, enter_by_code, press
from engines import Axe, OpenIn, fits
from expecting import expect
from lettering import LEAVE, REASONS, WARNING
from moved_time import Clock, moved
from noticing import GAO
from processes import Heard, free_port
from walkers import RefusedError
from walking import Walk

CHANGES = "You report to Nadia Rahmani from Monday."
CONTACT = "Please do not write to anybody of the sales team about it."
AGAIN = "The photograph is looked at, by others than before."
COURT = "The labour court in Pune, within three years."
ALLOWED = "The draft was not with you for five whole days."
DISMISSED = "The photograph shows another evening."
PHOTOGRAPH = "There is a photograph that nobody had seen."
PAYMENT, ADVISER = "Six months of pay.", "Maya Iyer, a lawyer of your own choice"
OFFERED = "A settlement that is offered"
HERS, THEIRS = "Letter to the reporter", f"Letter to {GAO}"
LETTER, APPEAL = "The letter on how it ended", "Your appeal"
OVER = 74  # hours: 72, and what is left of the one in which a report was taken back
SAID = 1  # letters: what the keys were stated under is known to all here
ACTING = "What follows is being done"


@pytest.fixture(scope="module")
def clock(tmp_path_factory: pytest.TempPathFactory) -> Clock:
    """The time that the server and its visitors believe."""
    return Clock(tmp_path_factory.mktemp("clock") / "offset")


@pytest.fixture(scope="module")
def live(clock: Clock, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Heard]:
    """A house of its own, whose clock moves."""
    folder, port = tmp_path_factory.mktemp("letters") / "data", free_port()
    command = ["demo", "--port", str(port), "--directory", str(folder)]
    with moved(command, clock=clock, folder=folder, port=port) as it:
        yield it


def refused(walk: Walk) -> str:
    """Why Xu cannot make the finding; empty where it is made."""
    try:
        lettering.found(walk)
    except RefusedError as error:
        return error.reason
    return ""


def panel(page: Any, title: str) -> Any:
    return page.locator("section.card").filter(has=page.get_by_role("heading", name=title))


def write(page: Any, to: str, **said: str) -> Any:
    """Fill the letter's form; the card of whom it is to."""
    record = work.card(page, to)
    record.get_by_role("button", name="Write this letter").click()
    form = record.locator(".opened")
    for label, words in said.items():
        form.get_by_label(label.replace("_", " ")).fill(words)
    return record


def send(page: Any, record: Any) -> None:
    form = record.locator(".opened")
    send = form.get_by_role("button", name="Seal and send this letter")
    send.click()
    expect(form).to_contain_text("Please read the letter first, and tick that you did.")
    form.get_by_label("I have read the letter as it stands here").check()
    send.click()
    expect(form).to_have_count(0)
    expect(record.locator(".state")).to_have_text("Told")


@pytest.mark.acceptance("case-work", 5)
def test_nothing_is_found_that_was_not_put_and_both_sides_are_told_in_writing(
    live: Heard, clock: Clock, open_in: OpenIn, axe: Axe
) -> None:
    walk = noticing.planned(live, clock)
    lettering.drafted(walk)
    assert refused(walk) == "notice_or_refusal"
    noticing.commented(walk)
    assert refused(walk) == ""
    lettering.decided(walk)

    amara = open_in("chromium", "phone")
    clock.tell(amara.context)
    enter_by_code(amara, code_of(live, AMARA))
    work.again(amara, walk.ref)
    expect(amara.locator(work.NEXT)).to_contain_text("tell both sides in writing how it ended")
    work.part(amara, "Letters")
    record = write(amara, HERS, What_changes_for_the_reporter_now=CHANGES)
    form = record.locator(".opened")
    form.get_by_role("button", name="Seal and send this letter").click()
    expect(form).to_contain_text("Please answer each question of why so much is told")
    form.get_by_label("Why the reporter needs to know it").fill("They work on the same floor.")
    work.choose(amara, "Time limits outside: which country", "India")
    form.get_by_label("The last time that it is said to have happened").fill("2026-11-20")
    axe(amara)
    assert fits(amara)
    letter = form.locator(".outcome-letter")
    for words in (REASONS, WARNING, LEAVE, CHANGES, "more likely than not that this happened"):
        expect(letter).to_contain_text(words)
    expect(letter).to_contain_text("Before February 20, 2027. Law: POSH Act 2013, s. 9.")
    expect(letter).not_to_contain_text("same floor")
    send(amara, record)

    said = {
        "Whom_this_person_must_not_contact": CONTACT,
        "Other_ways_outside,_with_their_last_days": COURT,
    }
    send(amara, write(amara, THEIRS, **said))
    press(amara, "Note that all letters are out")
    expect(amara.locator(f"{work.NEXT} h2")).to_have_text(ACTING)

    her, gao = open_in("chromium", "phone"), open_in("chromium", "desktop")
    for page, words in ((her, walk.words), (gao, walk.words_of(GAO))):
        clock.tell(page.context)
        page.goto("/return/")
        page.fill("#code", " ".join(words))
        page.click("#enter-form button")
    hers, theirs = panel(her, LETTER), panel(gao, LETTER)
    for words in (
        REASONS,
        WARNING,
        LEAVE,
        CHANGES,
        "Nothing in this letter asks you to keep silent.",
    ):
        expect(hers).to_contain_text(words)
    for words in (
        REASONS,
        WARNING,
        CONTACT,
        COURT,
        "Nothing about you is entered in any register.",
    ):
        expect(theirs).to_contain_text(words)
    for words in (LEAVE, CHANGES, "same floor"):
        expect(gao.locator("main")).not_to_contain_text(words)
    for page in (her, gao):
        axe(page)
        assert fits(page)
    appeal(her)
    appeal(gao)
    settlement(walk, amara, her, axe)
    walk.seat(AMARA, "reviewer", SOFIA)
    walk.begin(AMARA, JONAS)
    vouched(walk, amara)
    enter_by_code(amara, code_of(live, SOFIA))
    work.again(amara, walk.ref)
    work.part(amara, "People")
    # Sofia came later and cannot check Gao's keys: a reader's signed word says that they hold.
    expect(work.card(amara, GAO)).not_to_contain_text("does not open here")
    work.part(amara, "Letters")
    for who, decision, words, state in (
        (GAO, "Allow the appeal", ALLOWED, "Allowed"),
        ("The reporter", "Do not allow it", DISMISSED, "Not allowed"),
    ):
        decide(amara, who, "The other side was heard", "The other side wrote to it.")
        decide(amara, who, decision, words)
        expect(appealed_by(amara, who).locator(".state")).to_have_text(state)
    axe(amara)
    assert fits(amara)
    for page, words, mine, other in (
        (her, walk.words, DISMISSED, ALLOWED),
        (gao, walk.words_of(GAO), ALLOWED, DISMISSED),
    ):
        entered(page, words)
        expect(panel(page, APPEAL)).to_contain_text(mine)
        expect(page.locator("main")).not_to_contain_text(other)


def notes(walk: Walk) -> int:
    """How many letters to the file are no move's: what readers say of its keys among them."""
    file = walk.handler(JONAS).get(f"cases/{walk.case}/work")["file"]
    return [each["kind"] for each in file["letters"]].count("note")


def vouched(walk: Walk, amara: Any) -> None:
    """Amara's page says by itself, to who joined since, that the keys of the people in it hold."""
    before, until = notes(walk), time.monotonic() + 45
    work.again(amara, walk.ref)
    while notes(walk) < before + SAID:
        assert time.monotonic() < until, "nobody vouched"
        amara.wait_for_timeout(200)


def settlement(walk: Walk, amara: Any, her: Any, axe: Axe) -> None:
    """It is offered, kept to themselves by the reporter's wish alone, agreed to and taken back."""
    press(amara, "Offer a settlement")
    form = amara.locator(".opened")
    form.get_by_label("What is offered").fill(PAYMENT)
    form.get_by_role("button", name="Offer a settlement").click()
    expect(form).to_contain_text("Please write who advises the reporter.")
    form.get_by_label("Who advises the reporter").fill(ADVISER)
    axe(amara)
    assert fits(amara)
    form.get_by_role("button", name="Offer a settlement").click()
    card = work.card(amara, "Free to speak about it")
    expect(card.locator(".state")).to_have_text("Offered")
    answers(her, walk, "Ask that both sides keep it to themselves")
    work.again(amara, walk.ref)
    work.part(amara, "Letters")
    card.get_by_role("button", name="Offer a settlement").click()
    form.get_by_label("What is offered").fill(PAYMENT)
    form.get_by_label("Who advises the reporter").fill(ADVISER)
    form.get_by_role("button", name="Offer a settlement").click()
    kept = work.card(amara, "Both sides keep it to themselves")
    expect(kept.locator(".state")).to_have_text("Offered")
    answers(her, walk, "Yes, I agree")
    offered = panel(her, OFFERED)
    for words in (PAYMENT, ADVISER, "You agreed. For 7 days you can take it back.", "a union"):
        expect(offered).to_contain_text(words)
    axe(her)
    assert fits(her)
    work.again(amara, walk.ref)
    work.part(amara, "Letters")
    expect(kept.locator(".state")).to_have_text("Agreed; it can be taken back for 7 days")
    expect(amara.locator(".notice.grave")).to_have_count(0)
    offered.get_by_role("button", name="Take my yes back").click()
    press(her, "Take my yes back")
    expect(panel(her, OFFERED)).to_contain_text("You took it back. Nothing is agreed.")


def answers(her: Any, walk: Walk, name: str) -> None:
    """The reporter says one thing to what is offered."""
    entered(her, walk.words)
    panel(her, OFFERED).get_by_role("button", name=name).click()
    expect(her.get_by_role("heading", name=OFFERED)).to_be_focused()
    press(her, name)
    expect(panel(her, OFFERED).get_by_role("button", name=name)).to_have_count(0)
    expect(her.locator("#inbox h1")).to_be_visible()


def appealed_by(page: Any, who: str) -> Any:
    """The card of one side's appeal, at the desk."""
    cards = page.locator(".panel:not(.off) .record").filter(has_text="Appealed by")
    return cards.filter(has=page.locator("dd", has_text=who))


def decide(page: Any, who: str, deed: str, words: str) -> None:
    """Whoever looks at an appeal says how it goes on."""
    record = appealed_by(page, who)
    record.get_by_role("button", name=deed, exact=True).click()
    form = record.locator(".opened")
    form.get_by_role("textbox").fill(words)
    form.get_by_role("button", name=deed, exact=True).click()
    expect(form).to_have_count(0)


def appeal(page: Any) -> None:
    """One sends an appeal, by their own page."""
    press(page, "I want to appeal")
    expect(page.get_by_role("heading", name="I want to appeal")).to_be_focused()
    press(page, "Send my appeal")
    expect(page.locator("main")).to_contain_text("Please choose why you appeal, and against what.")
    page.get_by_role("radio", name="New evidence").check()
    page.get_by_label("Your reasons, in your own words").fill("There is a photograph.")
    press(page, "Send my appeal")
    mine = panel(page, APPEAL)
    expect(mine).to_contain_text("It was sent, and waits for a decision.")
    expect(mine).to_contain_text("There is a photograph.")


def entered(page: Any, words: list[str]) -> Any:
    """By twelve words: to the report, or to a room."""
    page.goto("/return/")
    page.fill("#code", " ".join(words))
    page.click("#enter-form button")
    return panel(page, LETTER)


def test_either_side_appeals_and_may_take_it_back(
    live: Heard, clock: Clock, open_in: OpenIn, axe: Axe
) -> None:
    walk = noticing.planned(live, clock)
    lettering.told(walk)
    her, gao = open_in("firefox", "phone"), open_in("webkit", "phone")
    expect(entered(her, walk.words)).to_contain_text(REASONS)
    appeal(her)
    axe(her)
    press(her, "Take this appeal back")
    press(her, "Yes, take it back")
    expect(panel(her, APPEAL)).to_contain_text("You took it back.")
    expect(entered(gao, walk.words_of(GAO))).to_contain_text(REASONS)
    appeal(gao)
    assert fits(gao)

    amara = open_in("chromium", "phone")
    clock.tell(amara.context)
    enter_by_code(amara, code_of(live, AMARA))
    work.again(amara, walk.ref)
    work.part(amara, "Letters")
    expect(amara.locator("#panel-letters")).to_contain_text("The time afterwards cannot begin yet.")
    press(amara, "Have it looked into again")
    form = amara.locator(".opened")
    form.get_by_role("radio", name="New evidence").check()
    form.get_by_role("textbox").fill(PHOTOGRAPH)
    axe(amara)
    form.get_by_role("button", name="Have it looked into again").click()
    expect(amara.locator(work.NEXT)).to_contain_text("Your turn: open what is to be found anew")
    work.part(amara, "What is alleged")
    work.deed(amara, noticing.ACT, "Open it once more", words="The photograph.")
    expect(work.card(amara, noticing.ACT).locator(".state")).to_have_text(
        "Not put to the person yet"
    )
    # What was found stands until then: so it can still be appealed.
    press(gao, "Take this appeal back")
    press(gao, "Yes, take it back")
    expect(panel(gao, APPEAL)).to_contain_text("You took it back.")
    appeal(gao)
    her.reload()
    entered(her, walk.words)
    expect(panel(her, "What is being done")).to_contain_text(PHOTOGRAPH)
    # Who was accused is told so in their room.
    walk.moves(AMARA, "party.tell_reopened", GAO, {"text": AGAIN})
    entered(gao, walk.words_of(GAO))
    expect(panel(gao, "It is being looked into again")).to_contain_text(AGAIN)
    axe(gao)
    what_was_found_is_appealed_in_a_closed_room(walk, gao)


def what_was_found_is_appealed_in_a_closed_room(walk: Walk, gao: Any) -> None:
    """The report is taken back, and nothing is asked of Gao any more; the appeal goes on."""
    walk.moves("reporter", "case.withdraw", "case", {"text": "I do not want to wait."})
    walk.moves(RUTH, "case.check_withdrawal", "case", {"text": "Did anybody ask you to?"})
    walk.later(hours=OVER)
    walk.moves(AMARA, "case.stop", "case", {"text": "It is stopped, as you wished."})
    walk.moves(AMARA, "party.tell_closed", GAO)
    entered(gao, walk.words_of(GAO))
    expect(gao.locator("#room")).to_contain_text("It is closed")
    press(gao, "Take this appeal back")
    press(gao, "Yes, take it back")
    expect(panel(gao, APPEAL).get_by_text("You took it back.")).to_have_count(2)
    appeal(gao)

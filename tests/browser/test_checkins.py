"""How things are after a case has ended: asked by somebody who did not work it, answered or not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import exhibiting
import pytest
import work_walk as work
from desk_walk import AMARA, RUTH, SOFIA, code_of, enter_by_code, press, queue
from engines import Axe, OpenIn, fits
from expecting import expect
from moved_time import Clock, moved
from processes import Heard, free_port
from reporter_walk import come_back
from walking import Walk

ANSWER = "I get the late shifts alone now."
UNDERSTOOD = "Your shifts were changed after the letters. The next tier looks at it."
DONE = "From Monday on you work in the early shift, as before."
SILENCE = "We ask again after 12 weeks. Write whenever you wish."
CLOSING = "We close the case now. Write to us whenever you wish."
AGAIN = "A new account came in. We look once more."
UNCOMPARED = "Not compared for a week"


@pytest.fixture(scope="module")
def clock(tmp_path_factory: pytest.TempPathFactory) -> Clock:
    return Clock(tmp_path_factory.mktemp("clock") / "offset")


@pytest.fixture(scope="module")
def live(clock: Clock, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Heard]:
    """A house of its own, whose clock moves."""
    folder, port = tmp_path_factory.mktemp("checkins") / "data", free_port()
    command = ["demo", "--port", str(port), "--directory", str(folder)]
    with moved(command, clock=clock, folder=folder, port=port) as it:
        yield it


def panel(page: Any) -> Any:
    heading = page.get_by_role("heading", name="How things are since then")
    return page.locator("section.card").filter(has=heading)


def at(live: Heard, page: Any, ref: str) -> Any:
    """Sofia, who asks, at the first check-in of the case."""
    enter_by_code(page, code_of(live, SOFIA))
    work.again(page, ref)
    work.part(page, "Check-ins")
    return work.card(page, "After 2 weeks")


def test_asked_answered_reviewed_and_looked_into(
    live: Heard, clock: Clock, open_in: OpenIn, axe: Axe
) -> None:
    hers, asks = (open_in("chromium", size) for size in ("phone", "desktop"))
    walk = exhibiting.asked(live, clock, hers.context, asks.context)
    she_answers_the_first(hers, walk, axe)
    sofia_says_what_it_means(live, asks, walk, axe)
    back_again(hers, walk.words)
    expect(panel(hers)).to_contain_text(UNDERSTOOD)
    ruth = open_in("chromium", "phone")
    clock.tell(ruth.context)
    the_next_tier_looks_into_it(live, ruth, walk, axe)
    on_safari = open_in("webkit", "phone")
    come_back(on_safari, walk.words)
    expect(panel(on_safari)).to_contain_text(DONE)
    assert fits(on_safari)

    press(asks, "Set the one after 6 weeks")
    expect(work.card(asks, "After 6 weeks").locator(".state")).to_have_text("Date set")
    on_days_of_her_own(on_safari, walk, axe)
    work.again(asks, walk.ref)
    work.part(asks, "Check-ins")
    expect(work.card(asks, "After 6 weeks").locator(".state")).to_have_text("Not wanted")
    ended = work.card(asks, "The reporter wants to be asked no more")
    expect(ended.locator(".state")).to_have_text("Ended by the reporter")
    own = asks.locator(".record", has_text="On a day that the reporter chose")
    expect(own.locator(".state")).to_have_text(["Not wanted"] * 6 + ["Date set"])
    axe(asks)


def test_not_answered_and_reviewed(live: Heard, clock: Clock, open_in: OpenIn, axe: Axe) -> None:
    asks, on_firefox = open_in("chromium", "desktop"), open_in("firefox", "phone")
    walk = exhibiting.asked(live, clock, asks.context, on_firefox.context)
    for _ in range(2):
        walk.later(asks.context, on_firefox.context, days=1)
        walk.moves(SOFIA, "checkin.remind", "first", {"text": "You need not answer."})
    card = at(live, asks, walk.ref)
    expect(card.locator(".state")).to_have_text("Asked")
    card.get_by_role("button", name="Note that no answer came").click()
    expect(card.locator(".state")).to_have_text("No answer")
    expect(asks.locator(work.NEXT)).to_contain_text(
        "Your turn: say what an answer to a check-in means, or that none came"
    )
    axe(asks)
    come_back(on_firefox, walk.words)
    # That none came is noted for the file alone: the question stays, and can be answered.
    expect(panel(on_firefox)).to_contain_text("There is a question for you.")
    expect(panel(on_firefox).get_by_role("button", name="Answer")).to_have_count(1)
    work.deed(asks, "After 2 weeks", "Say what it means", words=SILENCE,
              reason="Nothing has changed for the worse")  # fmt: skip
    expect(card.locator(".state")).to_have_text("Looked at")
    back_again(on_firefox, walk.words)
    expect(panel(on_firefox)).to_contain_text(SILENCE)
    # Nobody says of who kept silent that they answered.
    expect(panel(on_firefox)).not_to_contain_text("Your answer")
    expect(panel(on_firefox).get_by_role("button", name="Answer")).to_have_count(0)
    assert fits(on_firefox)
    sofia_closes_it(asks, on_firefox, walk, axe)
    what_is_kept(on_firefox, walk, axe)
    walk.moves(RUTH, "case.reopen", "case", {"text": AGAIN}, code="tier_decision")
    back_again(on_firefox, walk.words)
    expect(on_firefox.locator("main")).to_contain_text("It is looked into again.")
    expect(on_firefox.locator("main")).to_contain_text(AGAIN)


def sofia_closes_it(asks: Any, hers: Any, walk: Walk, axe: Axe) -> None:
    """Nothing follows any more, and nobody is to be asked; time has passed in which to appeal."""
    walk.moves("reporter", "checkin.end", "enough", {"text": ""}, party="reporter")
    walk.moves(AMARA, "case.start_aftercare", "case", {"text": "All is done."})
    walk.later(asks.context, hers.context, days=14)
    enter_by_code(asks, code_of(walk.live, SOFIA))
    work.again(asks, walk.ref)
    work.part(asks, "Letters")
    press(asks, "What is kept of this, and until when")
    expect(asks.locator("main")).to_contain_text("If it were closed today")
    axe(asks)
    expect(asks.locator(work.NEXT)).to_contain_text("close the case")
    press(asks, "Close the case")
    expect(asks.locator(".opened")).to_contain_text("report, messages, evidence: Erased from")
    axe(asks)
    asks.get_by_label("What the reporter reads").fill(CLOSING)
    asks.get_by_role("button", name="Close the case").last.click()
    expect(asks.get_by_role("heading", name="Closed", exact=True)).to_be_visible()


def what_is_kept(hers: Any, walk: Walk, axe: Axe) -> None:
    back_again(hers, walk.words)
    expect(hers.locator("main")).to_contain_text("Your case was closed.")
    expect(hers.locator("main")).to_contain_text(CLOSING)
    expect(hers.locator("main")).to_contain_text("report, messages, evidence: Erased from")
    press(hers, "What is kept, and until when")
    heading = hers.get_by_role("heading", name="What is kept of this, and until when")
    expect(heading).to_be_focused()
    year = (walk.now + dt.timedelta(days=3 * 366)).year
    report = hers.locator("li", has_text="report, messages, evidence")
    expect(report).to_contain_text(str(year))
    expect(hers.locator("main")).to_contain_text("Erasing does not reach copies")
    axe(hers)
    assert fits(hers)


def on_days_of_her_own(page: Any, walk: Walk, axe: Axe) -> None:
    """She sets a rhythm, takes one of its days back, ends them all, and sets a day again."""
    back_again(page, walk.words)
    mine = panel(page)
    set_days(page, walk, 10, "Every 4 weeks")
    expect(mine.get_by_text("On a day that you chose")).to_have_count(6)
    axe(page)
    mine.get_by_role("button", name="Not this one").nth(1).click()
    press(page, "Do not ask me this time")
    expect(mine.get_by_text("You will not be asked this time.")).to_have_count(1)
    press(page, "Do not ask me any more")
    expect(page.get_by_role("heading", name="Do not ask me any more")).to_be_focused()
    axe(page)
    press(page, "Stop asking me")
    expect(mine).to_contain_text("You are not asked any more, as you wished.")
    expect(mine.get_by_text("You will not be asked this time.")).to_have_count(7)
    expect(mine.get_by_role("button", name="Do not ask me any more")).to_have_count(0)
    set_days(page, walk, 30, "Once")
    expect(mine.get_by_text("On a day that you chose")).to_have_count(7)
    expect(mine).not_to_contain_text("You are not asked any more")
    assert fits(page)


def set_days(page: Any, walk: Walk, days: int, often: str) -> None:
    press(page, "Set another day")
    expect(
        page.get_by_role("heading", name="When should someone ask how things are?")
    ).to_be_focused()
    press(page, "Seal and send")
    expect(page.locator("main")).to_contain_text("Please choose a day from tomorrow")
    page.get_by_label("First day").fill(f"{walk.now + dt.timedelta(days=days):%Y-%m-%d}")
    page.get_by_role("radio", name=often).check()
    press(page, "Seal and send")
    expect(page.get_by_role("button", name="Set another day")).to_be_visible()


def she_answers_the_first(hers: Any, walk: Walk, axe: Axe) -> None:
    come_back(hers, walk.words)
    mine = panel(hers)
    expect(mine).to_contain_text(exhibiting.QUESTION)
    axe(hers)
    press(hers, "Answer")
    expect(hers.get_by_role("heading", name="How are things?")).to_be_focused()
    press(hers, "Seal and send my answer")
    expect(hers.locator("main")).to_contain_text("Please choose one of the two.")
    hers.get_by_role("radio", name="Yes, something").check()
    hers.get_by_label("What you want to say").fill(ANSWER)
    axe(hers)
    assert fits(hers)
    press(hers, "Seal and send my answer")
    expect(mine).to_contain_text("You answered.")
    expect(mine).to_contain_text(ANSWER)


def sofia_says_what_it_means(live: Heard, asks: Any, walk: Walk, axe: Axe) -> None:
    card = at(live, asks, walk.ref)
    expect(card).to_contain_text(ANSWER)
    expect(card).to_contain_text("Something changed for the worse.")
    work.deed(asks, "After 2 weeks", "Say what it means", words=UNDERSTOOD,
              reason="Something has changed for the worse")  # fmt: skip
    expect(card.locator(".state")).to_have_text("Looked at")
    expect(asks.locator(work.NEXT)).to_contain_text("The next tier: decide what is done about a")
    axe(asks)
    assert fits(asks)


def the_next_tier_looks_into_it(live: Heard, ruth: Any, walk: Walk, axe: Axe) -> None:
    """Ruth has not opened it for weeks, and her queue says so until she does."""
    enter_by_code(ruth, code_of(live, RUTH))
    queue(ruth)
    row = ruth.locator("tr", has_text=walk.ref)
    expect(row).to_contain_text(UNCOMPARED)
    axe(ruth)
    assert fits(ruth)
    work.again(ruth, walk.ref)
    queue(ruth)
    expect(row).to_be_visible()
    expect(row).not_to_contain_text(UNCOMPARED)
    work.again(ruth, walk.ref)
    expect(ruth.locator(work.NEXT)).to_contain_text("Your turn: decide what is done about a change")
    work.part(ruth, "Check-ins")
    work.deed(ruth, "After 2 weeks", "Decide what is done about it", words=DONE,
              reason="A protection is needed")  # fmt: skip
    expect(ruth.locator(work.NEXT)).not_to_contain_text("decide what is done about a change")
    card = work.card(ruth, "After 2 weeks")
    expect(card).to_contain_text(DONE)
    expect(card).not_to_contain_text("The next tier looks within three working days")
    axe(ruth)
    assert fits(ruth)


def back_again(page: Any, words: list[str]) -> None:
    page.reload()
    come_back(page, words)

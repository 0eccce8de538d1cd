"""Beats 8 and 9: from what a witness saw to what each side is told in writing.

Five people in five windows: Lin and a witness on phones, Gao, who investigates and who decides.
Whoever leads the team and whoever looks at a notice beside them do their part over HTTP.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import noticing
import pytest
import work_walk as work
from desk_walk import AMARA, JONAS, RUTH, XU, code_of, enter_by_code, press
from engines import Axe, OpenIn, fits
from expecting import expect
from interviewing import NOOR, today
from moved_time import Clock, moved
from noticing import ACT, EVIDENCE, GAO, MATERIAL, PUT, REPLY
from processes import Heard, free_port
from walking import DIGEST, Walk

COMMENTED, DAY = 15, 24  # days, five of them working days, whatever is celebrated; hours
SANCTION = "The person it is about"
HERS = "There was room enough in the lift."
THEIRS = "I was never told who stood there."
REASONS = "One person saw it, and it was told to a friend within the hour."
LEAVE = "Ten days of leave, when I wish."
DISMISSED = "The contract ends on the last day of the month."
CHANGES = "You report to Nadia Rahmani from Monday."
CONTACT = "Please do not write to anybody of the sales team about it."
COURT = "The labour court, within a month."
LINES = "What did you see?\nHe stood behind her.\nHer hand was on the rail."
RIGHT = "Her hand was on the door."


@pytest.fixture(scope="module")
def clock(tmp_path_factory: pytest.TempPathFactory) -> Clock:
    """The time that the server and its visitors believe."""
    return Clock(tmp_path_factory.mktemp("clock") / "offset")


@pytest.fixture(scope="module")
def live(clock: Clock, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Heard]:
    """A house of its own, whose clock moves."""
    folder, port = tmp_path_factory.mktemp("five") / "data", free_port()
    command = ["demo", "--port", str(port), "--directory", str(folder)]
    with moved(command, clock=clock, folder=folder, port=port) as it:
        yield it


@dataclass
class Five:
    """The windows, each opened when its person first looks, and what is looked at in each."""

    walk: Walk
    open_in: OpenIn
    axe: Axe
    pages: dict[str, Any] = field(default_factory=dict)
    signed_in: set[str] = field(default_factory=set)

    def window(self, who: str, engine: str, size: str) -> Any:
        if who not in self.pages:
            self.pages[who] = self.open_in(engine, size)
            if engine != "webkit" and self.walk.clock:
                self.walk.clock.tell(self.pages[who].context)
        return self.pages[who]

    def desk(self, who: str, part: str, size: str = "desktop") -> Any:
        """Somebody comes to a part of the work, as it stands now; signed in since time passed."""
        page = self.window(who, "chromium", size)
        if who not in self.signed_in:
            enter_by_code(page, code_of(self.walk.live, who))
            self.signed_in.add(who)
        work.again(page, self.walk.ref)
        work.part(page, part)
        return page

    def lin(self) -> Any:
        page = self.window("Lin", "chromium", "phone")
        return self._back(page, self.walk.words, "#inbox h1")

    def gao(self) -> Any:
        page = self.window(GAO, "firefox", "desktop")
        return self._back(page, self.walk.words_of(GAO), "#room h1")

    def noor(self) -> Any:
        page = self.window(NOOR, "webkit", "phone")
        return self._back(page, self.walk.words_of(NOOR), "#room h1")

    def _back(self, page: Any, words: list[str], inside: str) -> Any:
        page.goto("/return/")
        page.fill("#code", " ".join(words))
        page.click("#enter-form button")
        page.wait_for_selector(inside)
        return page

    def looked(self, page: Any) -> None:
        """What somebody has before them can be read by everybody, on each width."""
        page.evaluate("() => scrollTo(0, 0)")  # or the bar on top hides half a control
        self.axe(page)
        assert fits(page)
        assert page.locator("#inbox .flag, #room .flag").all_inner_texts() == []

    def day(self, days: int = 40) -> str:
        """A day late enough for every time of working days, in a season of holidays too."""
        return (today(self.walk) + dt.timedelta(days=days)).isoformat()

    def later(self, hours: float) -> None:
        """It is Monday, at least so much later, in every window that is open."""
        open_ = [page.context for name, page in self.pages.items() if name != NOOR]
        self.walk.until(noticing.MONDAY, *open_, after=hours)
        self.signed_in.clear()
        self.walk.placed()  # else the reporter's page says, rightly, that a promise was broken


def begun(live: Heard, clock: Clock) -> Walk:
    """A planned case, with Gao and a witness by keys of their own; the team compared again."""
    walk = noticing.planned(live, clock)
    walk.enrol(NOOR, "witness", JONAS, AMARA)
    for each in (AMARA, JONAS, XU, RUTH):
        walk.moves(each, "seat.recheck", f"seat of {each}", digest=DIGEST)
    return walk


def panel(page: Any, title: str) -> Any:
    return page.locator("section.card", has=page.get_by_role("heading", name=title))


def test_five_people_from_what_was_seen_to_a_letter_for_each_side(
    live: Heard, clock: Clock, open_in: OpenIn, axe: Axe
) -> None:
    five = Five(begun(live, clock), open_in, axe)
    the_witness_is_invited(five)
    the_witness_says_what_is_right(five)
    it_is_written_down_for_gao(five)
    the_reporter_has_it_first(five)
    five.later(hours=73)
    it_is_sent(five)
    gao_reads_and_answers(five)
    both_have_the_draft(five)
    both_say_something_to_it(five)
    five.later(hours=(COMMENTED + 1) * DAY)
    it_is_found(five)
    it_is_decided_what_follows(five)
    each_side_is_told_how_it_ended(five)


# --- the witness ----------------------------------------------------------------------------------


def the_witness_is_invited(five: Five) -> None:
    jonas = five.desk(JONAS, "Interviews")
    press(jonas, "Plan an interview")
    work.choose(jonas, "Who is heard", f"{NOOR} · Witness")
    jonas.get_by_label("Let them tell").fill("Please tell what you saw, in your own order.")
    press(jonas, "Seal and plan it")
    record = work.card(jonas, "Planned")
    record.get_by_role("button", name="Invite to it").click()
    record.get_by_role("radio", name="Sooner, as the person wished").check()
    record.get_by_label("Day", exact=True).fill(today(five.walk).isoformat())
    record.get_by_label("Time of day").fill("10:00")
    record.get_by_label("At which place").fill("Room 4, the other building")
    record.get_by_label("Who will be there, and as what").fill("Jonas Lindqvist, who asks")
    five.looked(jonas)
    record.get_by_role("button", name="Seal and send the invitation").click()
    work.card(jonas, "Invited").wait_for()

    noor = five.noor()
    expect(panel(noor, "Interview")).to_contain_text("Room 4, the other building")
    five.looked(noor)
    press(noor, "I will come")
    five.looked(noor)
    press(noor, "Send: I will come")
    expect(panel(noor, "Interview")).to_contain_text("You said that you will come.")


def it_took_place(five: Five) -> None:
    """Jonas notes it, and sends what was written down."""
    jonas = five.desk(JONAS, "Interviews")
    record = work.card(jonas, "The person will come")
    record.get_by_role("button", name="It took place: note it").click()
    record.get_by_label("Notes").fill(LINES)
    record.get_by_role("button", name="Seal the notes").click()
    record = work.card(jonas, "Took place")
    record.get_by_role("button", name="Send what was written down").click()
    record.get_by_label("Can be corrected until").fill(five.day())
    five.looked(jonas)
    record.get_by_role("button", name="Seal and send it to the person").click()
    work.card(jonas, "Sent to be checked").wait_for()


def the_witness_says_what_is_right(five: Five) -> None:
    it_took_place(five)
    noor = five.noor()
    press(noor, "Correct something")
    press(noor, "Correct line 3")
    noor.get_by_label("Correct line 3").fill(RIGHT)
    five.looked(noor)
    press(noor, "Sign and send these corrections")
    expect(panel(noor, "Interview").locator("ins")).to_have_text(RIGHT)
    press(noor, "It is right: sign it")
    press(noor, "Yes, sign it")
    expect(panel(noor, "Interview")).to_contain_text("You signed that it is right.")
    five.looked(noor)

    jonas = five.desk(JONAS, "Interviews")
    record = work.card(jonas, "Signed by the person")
    expect(record.locator("del")).to_have_text(LINES.splitlines()[-1])
    expect(record.locator("ins")).to_have_text(RIGHT)
    five.looked(jonas)
    work.deed(jonas, "Signed by the person", "Close the interview")


# --- what is put to Gao ---------------------------------------------------------------------------


def it_is_written_down_for_gao(five: Five) -> None:
    """Jonas writes it, Ruth looks at it, and the reporter has it before anybody else."""
    jonas = five.desk(JONAS, "Put to the person")
    press(jonas, f"Write what is put to {GAO}")
    jonas.get_by_label("As it is put").fill(PUT)
    jonas.get_by_label("What is relied on").fill(MATERIAL)
    five.looked(jonas)
    press(jonas, "Seal and save it")
    work.card(jonas, "Drafted").wait_for()
    walk = five.walk
    [notice] = [each["record"] for each in walk.told(JONAS) if each["object"] == "notice"]
    walk.ids["notice"] = notice
    walk.moves(RUTH, "notice.check", "notice", {"text": "Nobody is named but Gao Jun."})
    jonas = five.desk(JONAS, "Put to the person")
    press(jonas, "Show it to the reporter")
    press(jonas, "Show it to the reporter")
    work.card(jonas, "With the reporter").wait_for()


def the_reporter_has_it_first(five: Five) -> None:
    lin = five.lin()
    mine = panel(lin, "What will be put to the person it is about")
    expect(mine).to_contain_text(PUT)
    expect(mine).to_contain_text(MATERIAL)
    expect(mine).to_contain_text("It is not sent before 72 hours are over.")
    five.looked(lin)


def it_is_sent(five: Five) -> None:
    jonas = five.desk(JONAS, "Put to the person")
    press(jonas, "Send it to the person")
    record = work.card(jonas, PUT)
    work.choose(jonas, "Who can be reached", AMARA)
    record.get_by_label("Time to answer until").fill(five.day())
    record.get_by_label("How and when").fill("Amara Okafor, 09 to 21.")
    record.get_by_label("What the reporter is told with it").fill("It went out this morning.")
    five.looked(jonas)
    record.locator(".opened").get_by_role("button", name="Send it to the person").click()
    expect(record.locator(".state")).to_have_text("Sent")


def gao_reads_and_answers(five: Five) -> None:
    gao = five.gao()
    put = panel(gao, "What is put to you")
    expect(put).to_contain_text(MATERIAL)
    expect(put).to_contain_text("It waits for your answer.")
    five.looked(gao)
    press(gao, "Say that I have read it")
    press(gao, "Yes, I have read it")
    expect(put).to_contain_text("You said that you have read it.")
    press(gao, "Answer it")
    gao.get_by_label("Your answer to it").fill(REPLY)
    five.looked(gao)
    press(gao, "Seal and send my answer")
    expect(put).to_contain_text("You have answered.")
    five.looked(gao)
    lin = five.lin()
    expect(panel(lin, "What was put")).to_contain_text("It went out this morning.")
    expect(lin.locator("main")).not_to_contain_text(REPLY)


# --- what was found out, and what is said to it ---------------------------------------------------


def both_have_the_draft(five: Five) -> None:
    jonas = five.desk(JONAS, "Put to the person")
    expect(work.card(jonas, "Answered")).to_contain_text(REPLY)
    for label in ("Share the draft with the reporter", f"Share the draft with {GAO}"):
        press(jonas, label)
        jonas.get_by_label("What was found out").fill(EVIDENCE)
        jonas.get_by_label("Time to say something until").fill(five.day(COMMENTED))
        five.looked(jonas)
        press(jonas, "Seal and share it")
        expect(jonas.get_by_role("button", name=label)).to_have_count(0)


def both_say_something_to_it(five: Five) -> None:
    for page, words in ((five.lin(), HERS), (five.gao(), THEIRS)):
        draft = panel(page, "What was found out so far")
        press(page, "Say something to it")
        page.get_by_label("What is wrong, or missing").fill(words)
        five.looked(page)
        press(page, "Send what I say to it")
        expect(draft).to_contain_text(words)
        five.looked(page)
    lin = five.pages["Lin"]
    press(lin, "Say what would help")
    lin.get_by_role("radio", name="What would make it good for me").check()
    lin.get_by_label("What you propose").fill(LEAVE)
    press(lin, "Seal and propose it")
    expect(panel(lin, "What would help now")).to_contain_text(LEAVE)


# --- what is found, and what follows --------------------------------------------------------------


def it_is_found(five: Five) -> None:
    jonas = five.desk(JONAS, "Findings")
    press(jonas, "Write the worksheet")
    for side in (
        jonas.get_by_role("group", name="Could it have been so?").get_by_role("textbox").all()
    ):
        side.fill("The lift was full.")
    jonas.get_by_label("What is established, and what is not").fill(EVIDENCE)
    five.looked(jonas)
    press(jonas, "Seal and save the worksheet")
    expect(work.card(jonas, ACT)).to_contain_text("Drafted, not decided")

    xu = five.desk(XU, "Findings")
    record = work.card(xu, ACT)
    record.get_by_role("button", name="Make this finding").click()
    form = record.locator(".opened")
    form.get_by_role("radio", name="Shown to have happened").check()
    form.get_by_label("The reasons in short").fill(REASONS)
    five.looked(xu)
    form.get_by_role("button", name="Make this finding").click()
    expect(work.card(xu, ACT).locator(".state")).to_have_text("Found")


def it_is_decided_what_follows(five: Five) -> None:
    xu = five.pages[XU]
    expect(work.card(xu, LEAVE).locator(".state")).to_have_text("Proposed")
    press(xu, "Propose what follows")
    xu.get_by_role("radio", name=SANCTION).check()
    work.choose(xu, "What exactly", "Dismissal")
    xu.get_by_label("In your own words").fill(DISMISSED)
    five.looked(xu)
    press(xu, "Seal and propose it")
    record = work.card(xu, DISMISSED)
    record.get_by_role("button", name="Decide that it follows").click()
    work.choose(xu, "Who carries it out", AMARA)
    record.get_by_label("By which day").fill((today(five.walk) + dt.timedelta(14)).isoformat())
    record.locator(".opened").get_by_role("button", name="Decide that it follows").click()
    expect(work.card(xu, DISMISSED)).to_contain_text("Decided, not done yet")


# --- how it ended ---------------------------------------------------------------------------------


def a_letter(five: Five, to: str, **said: str) -> None:
    """Xu fills it in, reads it as it will be read, and sends it."""
    xu = five.desk(XU, "Letters")
    record = work.card(xu, f"Letter to {to}")
    record.get_by_role("button", name="Write this letter").click()
    form = record.locator(".opened")
    for label, words in said.items():
        form.get_by_label(label.replace("_", " ")).fill(words)
    form.get_by_label("Last day to appeal").fill(five.day())
    form.get_by_label("I have read the letter as it stands here").check()
    five.looked(xu)
    form.get_by_role("button", name="Seal and send this letter").click()
    expect(form).to_have_count(0)
    expect(record.locator(".state")).to_have_text("Told")


def each_side_is_told_how_it_ended(five: Five) -> None:
    why = "They work on the same floor."
    a_letter(
        five,
        "the reporter",
        What_changes_for_the_reporter_now=CHANGES,
        Why_the_reporter_needs_to_know_it=why,
        Other_ways_outside=COURT,
    )
    a_letter(five, GAO, Whom_this_person_must_not_contact=CONTACT, Other_ways_outside=COURT)
    press(five.pages[XU], "Note that all letters are out")
    work.said(five.pages[XU], "It is noted that all letters are out.")
    expect(five.pages[XU].locator(work.NEXT)).to_contain_text("What follows is being done")
    for page, there, absent in (
        (five.lin(), (REASONS, DISMISSED, CHANGES), (why, CONTACT)),
        (five.gao(), (REASONS, DISMISSED, CONTACT, COURT), (why, CHANGES, HERS)),
    ):
        letter = panel(page, "The letter on how it ended")
        for words in there:
            expect(letter).to_contain_text(words)
        for words in absent:
            expect(page.locator("main")).not_to_contain_text(words)
        expect(page.get_by_role("button", name="I want to appeal")).to_be_visible()
        five.looked(page)

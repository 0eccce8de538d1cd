"""A report is taken back: brought back, stopped, or gone on with without who reported."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import noticing
import pytest
import work_walk as work
from desk_walk import AMARA, RUTH, code_of, enter_by_code, press, queue
from engines import PREFIXES, Axe, OpenIn, fits
from expecting import expect
from moved_time import Clock, moved
from noticing import GAO
from processes import Heard, free_port
from walking import Walk

# Who reads where: each engine, as narrow as a phone can be, right to left and otherwise.
READERS = (("chromium", "narrow", "ar"), ("firefox", "phone", "en"), ("webkit", "phone", "zh-Hans"))
QUESTION = "Did anybody ask you to do this? You need not answer."
ANSWER = "My manager said that it would be better for me."
WHY = "I do not want to wait any longer."
OVER = 74  # hours: 72, and what is left of the one in which it was taken back


@pytest.fixture(scope="module")
def clock(tmp_path_factory: pytest.TempPathFactory) -> Clock:
    """The time that the server and its visitors believe."""
    return Clock(tmp_path_factory.mktemp("clock") / "offset")


@pytest.fixture(scope="module")
def live(clock: Clock, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Heard]:
    """A house of its own, whose clock moves."""
    folder, port = tmp_path_factory.mktemp("withdrawal") / "data", free_port()
    command = ["demo", "--port", str(port), "--directory", str(folder)]
    with moved(command, clock=clock, folder=folder, port=port) as it:
        yield it


def again(page: Any, words: list[str], prefix: str = "") -> None:
    """The page as it stands now: the report, or the room of a party."""
    page.goto(f"{prefix}/return/")
    page.fill("#code", " ".join(words))
    page.locator("#enter-form button").click()
    expect(page.locator("#inbox h1, #room h1")).to_be_visible()


def shown(page: Any, move: str) -> Any:
    return page.locator(f"[data-move={move}]")


def lied_to(page: Any, words: list[str], prefix: str) -> None:
    """What a server alone says ends nothing before its time, and moves no time."""

    def lying(route: Any) -> None:
        answer = route.fetch()
        said = {"course": "stopped", "state": "stopped", "returns_until": None}
        route.fulfill(response=answer, json=answer.json() | said)

    page.route("**/report/api/inbox", lying)
    again(page, words, prefix)
    expect(shown(page, "come_back")).to_be_visible()
    page.unroute("**/report/api/inbox")


def is_well(page: Any, axe: Axe) -> None:
    axe(page)
    assert fits(page)
    assert page.locator("#inbox .flag, #room .flag").all_inner_texts() == []


@pytest.mark.parametrize(("name", "size", "tag"), READERS, ids=[each[0] for each in READERS])
def test_it_is_taken_back_asked_about_and_brought_back(
    live: Heard, clock: Clock, open_in: OpenIn, axe: Axe, name: str, size: str, tag: str
) -> None:
    walk, prefix, her = Walk(live, clock), PREFIXES[tag], open_in(name, size)
    again(her, walk.words, prefix)
    shown(her, "withdraw").click()
    expect(her.locator("#inbox h1")).to_be_focused()
    is_well(her, axe)
    her.locator("#withdrawal-words").fill(WHY)
    shown(her, "withdraw").click()
    expect(shown(her, "come_back")).to_be_visible()
    is_well(her, axe)
    if name == "chromium":
        lied_to(her, walk.words, prefix)

    # Nobody of the next tier had it: whoever may ask reads it from now on.
    walk.moves(RUTH, "case.check_withdrawal", "case", {"text": QUESTION})
    again(her, walk.words, prefix)
    expect(her.locator("#inbox")).to_contain_text(QUESTION)
    is_well(her, axe)
    shown(her, "check_withdrawal").click()
    is_well(her, axe)
    her.locator("#withdrawal-answer-pressed").check()
    her.locator("#withdrawal-words").fill(ANSWER)
    her.locator(".prose .row .button").first.click()
    expect(her.locator(".msgs")).to_contain_text(ANSWER)

    shown(her, "come_back").click()
    expect(shown(her, "withdraw")).to_be_visible()
    expect(shown(her, "come_back")).to_have_count(0)
    is_well(her, axe)
    by = [(each["actor"], each["move"]) for each in walk.told(AMARA)]
    asked = (walk.holder(RUTH), "check_withdrawal")
    assert by == [("reporter", "withdraw"), asked, ("reporter", "come_back")]


def at_desk(live: Heard, clock: Clock, page: Any, name: str) -> None:
    clock.tell(page.context)
    enter_by_code(page, code_of(live, name))
    queue(page)


def to_part(page: Any, ref: str) -> Any:
    """From the queue to what becomes of the case; the list of what is next."""
    page.get_by_role("link", name=ref).click()
    page.get_by_role("tab", name="Report").wait_for()
    page.get_by_role("link", name="Withdrawal").click()
    expect(page.locator(".panel:not(.off)")).to_contain_text("Withdrawn")
    return page.locator(work.NEXT).get_by_role("listitem")


def sends(page: Any, name: str) -> None:
    """A deed of this page, with its words as they stand there."""
    press(page, name)
    page.locator(".opened").get_by_role("button", name=name).click()


def test_it_stops_and_whom_it_is_about_reads_that_it_is_closed(
    live: Heard, clock: Clock, open_in: OpenIn, axe: Axe
) -> None:
    walk = noticing.planned(live, clock)
    said = {"what": "no_site", "text": "Not on the site."}
    walk.moves(AMARA, "measure.request", "away", said, code="respondent", party=walk.id(GAO))
    for move in ("grant", "impose"):
        walk.moves(AMARA, f"measure.{move}", "away", said)
    walk.moves(AMARA, "measure.hear", "away", {"text": "He was heard on the phone."})
    noticing.sent(walk)
    walk.moves("reporter", "case.withdraw", "case", {"text": WHY})

    desk, gao, her = (open_in("chromium", size) for size in ("desktop", "phone", "phone"))
    at_desk(live, clock, desk, RUTH)
    row = desk.get_by_role("row", name=walk.ref)
    expect(row).to_contain_text("Withdrawn")
    expect(row).to_contain_text("Can be undone until")
    waits = to_part(desk, walk.ref)
    expect(waits).to_have_count(2)
    expect(waits.first).to_contain_text("Your turn: ask the reporter whether they were asked")
    expect(waits.last).to_contain_text("can undo the withdrawal until")
    expect(desk.locator(".page.work")).to_contain_text("and can undo that until")
    expect(desk.get_by_role("button", name="Stop the case")).to_have_count(0)
    axe(desk)
    assert fits(desk)
    sends(desk, "Ask the reporter")
    work.said(desk, "The question is with the reporter.")
    expect(waits).to_have_count(1)

    walk.later(desk.context, hours=OVER)
    at_desk(live, clock, desk, AMARA)
    waits = to_part(desk, walk.ref)
    expect(waits).to_contain_text("stop the case, as the reporter wished")
    sends(desk, "Stop the case")
    work.said(desk, "The case is stopped, and the reporter is told.")
    expect(waits).to_have_count(3)
    expect(desk.locator(".going-on h2")).to_have_text("Stopped")
    expect(waits.first).to_contain_text("end what protects someone")
    expect(waits.nth(1)).to_contain_text(f"tell {GAO} that it is closed")
    expect(waits.last).to_contain_text("propose someone who asks the reporter afterwards")
    axe(desk)
    assert fits(desk)
    work.part(desk, "Put to the person")
    panel = desk.locator(".panel:not(.off)")
    expect(panel.get_by_role("button", name="Note another attempt")).to_have_count(0)
    work.part(desk, "Withdrawal")
    press(desk, f"Tell {GAO} that it is closed")
    desk.locator(".confirming").get_by_role("button", name=f"Tell {GAO}").click()
    expect(waits).to_have_count(2)

    walk.placed()
    again(gao, walk.words_of(GAO))
    room = gao.locator("#room")
    expect(room).to_contain_text("It is closed")
    assert not any(each in room.inner_text().lower() for each in ("withdr", "report"))
    expect(shown(gao, "reply")).to_have_count(0)
    is_well(gao, axe)
    again(her, walk.words)
    expect(her.locator("#inbox .state")).to_have_text("Ended, as you wished")
    expect(her.locator("#inbox")).to_contain_text("Nothing more is done with your report.")
    is_well(her, axe)


def made_up(route: Any) -> None:
    """What a server could say of a report that nobody took back."""
    answer = route.fetch()
    told = {**json.loads(answer.text()), "state": "stopped", "course": "stopped"}
    route.fulfill(response=answer, body=json.dumps(told))


def test_for_danger_it_goes_on_without_who_reported(
    live: Heard, clock: Clock, open_in: OpenIn, axe: Axe
) -> None:
    walk = Walk(live, clock)
    walk.lin.escalate()
    walk.triage(AMARA)
    desk, her = open_in("chromium", "desktop"), open_in("chromium", "phone")
    her.route("**/report/api/inbox", made_up)
    again(her, walk.words)
    expect(her.locator("#inbox .flag")).to_contain_text("no signed letter of yours")
    her.unroute("**/report/api/inbox")
    walk.moves("reporter", "case.withdraw", "case", {"text": WHY})
    walk.moves(RUTH, "case.check_withdrawal", "case", {"text": QUESTION})
    at_desk(live, clock, desk, RUTH)
    to_part(desk, walk.ref)
    press(desk, "Tell the reporter that it will go on")
    desk.get_by_role("radio", name="It could bring danger").check()
    desk.get_by_label("What the reporter reads").fill("We look into it ourselves.")
    axe(desk)
    desk.locator(".opened").get_by_role("button", name="Tell the reporter").click()
    work.said(desk, "The reporter is told.")
    again(her, walk.words)
    expect(her.locator("#inbox")).to_contain_text("It will go on without you")
    expect(her.locator("#inbox")).to_contain_text("We look into it ourselves.")
    expect(shown(her, "come_back")).to_be_visible()
    is_well(her, axe)

    walk.later(desk.context, hours=OVER)
    at_desk(live, clock, desk, RUTH)
    waits = to_part(desk, walk.ref)
    expect(waits.first).to_contain_text("Your turn: go on without the reporter, who was told.")
    press(desk, "Go on without the reporter")
    desk.get_by_label("For the file").fill("Two people saw it.")
    desk.locator(".opened").get_by_role("button", name="Go on without").click()
    work.said(desk, "It goes on without the reporter.")
    expect(desk.locator(".going-on h2")).to_have_text("Looked into: the team is being put together")
    expect(desk.locator(".page.work")).to_contain_text("Use nothing that they wrote")
    axe(desk)
    assert fits(desk)
    queue(desk)
    expect(desk.get_by_role("row", name=walk.ref)).to_have_count(1)
    press(desk, "Closed")
    expect(desk.get_by_role("row", name=walk.ref)).to_have_count(0)
    walk.placed()
    again(her, walk.words)
    expect(her.locator("#inbox")).to_contain_text("It goes on without you")
    expect(shown(her, "come_back")).to_have_count(0)
    is_well(her, axe)

"""Beats 3, 4 and 5: everyone near Gao is gone round, nobody who sits on it keeps it.

Five days pass by a clock that the test moves. Lin only looks; nothing she does moves the case.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from desk_walk import (
    AMARA,
    JONAS,
    RUTH,
    XU,
    asked,
    code_of,
    enter_by_code,
    open_case,
    press,
    queue,
    side,
)
from moved_time import Clock, following
from named import demonstration
from playwright.sync_api import Page, expect
from processes import Heard
from reporter_walk import Story, come_back, send, start, tell

INES = "Ines Brandt"
NEAR = {
    XU: ["Works in the same team as Gao Jun"],
    JONAS: ["Stands above Gao Jun"],
}
Window = Callable[..., Page]
Axe = Callable[[Page], None]


@pytest.fixture(scope="module")
def clock(tmp_path_factory: pytest.TempPathFactory) -> Clock:
    """The time that the server and its visitors believe."""
    return Clock(tmp_path_factory.mktemp("clock") / "offset")


@pytest.fixture(scope="module")
def live(clock: Clock, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Heard]:
    """Meridian with its directory, in a house whose clock moves."""
    folder = tmp_path_factory.mktemp("around") / "data"
    with demonstration(folder, **following(clock)) as it:
        clock.heard = it
        yield it


@dataclass
class Walk:
    """Lin's page, and windows of others at the hour it is."""

    live: Heard
    clock: Clock
    window: Window
    axe: Axe
    lin: Page
    words: list[str]
    case: str = ""

    @property
    def ref(self) -> str:
        return f"{self.case[:4]}-{self.case[4:8]}".upper()

    def desk(self, name: str) -> Page:
        page = self.window("phone")
        self.clock.tell(page.context)
        enter_by_code(page, code_of(self.live, name))
        return page

    def lin_looks(self) -> Any:
        """Her page anew; what happened, oldest first."""
        come_back(self.lin, self.words)
        return self.lin.locator("#inbox")

    def later(self, **by: float) -> None:
        """Time passes and the server's sweep has been round."""
        tiers = self.tiers()
        self.clock.forward(self.lin.context, **by)
        for _ in range(60):
            if self.tiers() != tiers:
                return
            self.lin.wait_for_timeout(1000)
        raise AssertionError("nothing moved")

    def tiers(self) -> int:
        with self.lin.expect_response("**/report/api/inbox") as answering:
            come_back(self.lin, self.words)
        timeline = answering.value.json()["timeline"]
        return [each["event"] for each in timeline].count("tier_released")


def test_the_case_moves_around_whoever_sits_on_it(
    live: Heard, clock: Clock, open_window: Window, axe: Axe
) -> None:
    """She at a desk, they on phones; the other way round is in test_scenario."""
    lin = open_window("desktop")
    clock.tell(lin.context)
    walk = Walk(live, clock, open_window, axe, lin, [])
    before = [seen_by(walk.desk(name)) for name in (XU, JONAS)]
    she_reports_around_everyone_near_gao(walk)
    amara_asks_for_a_video_and_does_nothing(walk)
    lin_is_told_that_she_need_not(walk)
    walk.later(hours=26)
    a_day_later_it_is_with_the_ombudsperson(walk)
    walk.later(days=4)
    on_day_five_it_is_outside(walk)
    ines_has_the_recording_kept(walk)
    lin_reads_every_step(walk)
    with_nobody_left_she_is_told_whom_else_to_turn_to(walk)
    assert [seen_by(walk.desk(name)) for name in (XU, JONAS)] == before


def seen_by(page: Page) -> list[str]:
    """Ids in both halves of the queue, as the server answers them."""
    answers = [asked(page, f"cases?state={state}")[1] for state in ("open", "closed")]
    return sorted(row["id"] for answer in answers for row in json.loads(answer)["cases"])


def she_reports_around_everyone_near_gao(walk: Walk) -> None:
    page = walk.lin
    start(page)
    tell(page, Story(words="Gao came to my room four times.", people=("Gao Jun", "Teng")))
    cards = page.locator("#readers .struck").all()
    left_out = {
        card.locator("b").inner_text(): card.locator(".reason").all_inner_texts() for card in cards
    }
    assert left_out == NEAR
    walk.axe(page)
    with page.expect_response("**/report/api/reports") as answered:
        walk.words = send(page)
    walk.case = str(answered.value.json()["case"])


def amara_asks_for_a_video_and_does_nothing(walk: Walk) -> None:
    page = walk.desk(AMARA)
    open_case(page, walk.ref)
    page.get_by_role("tab", name="Messages").click()
    page.get_by_label("A request").check()
    page.get_by_label("A recording or pictures").check()
    page.get_by_label("What you need it for").fill("Before we look into it.")
    page.get_by_label("Write to the reporter").fill("You may send us the film if you like.")
    press(page, "Seal and send")
    page.locator(".msgs li", has_text="Request: A recording or pictures").wait_for()
    page.context.close()


def lin_is_told_that_she_need_not(walk: Walk) -> None:
    inbox = walk.lin_looks()
    request = inbox.locator(".msgs li", has_text="You may send us the film")
    expect(request).to_contain_text("You do not have to. Not answering changes nothing")
    promise = inbox.locator(".steps li", has_text="tells you that they have your report").first
    expect(promise).to_contain_text(re.compile(r"in \d+ hours"))
    walk.axe(walk.lin)


def a_day_later_it_is_with_the_ombudsperson(walk: Walk) -> None:
    inbox = walk.lin_looks()
    expect(inbox.locator(".people li", has_text=RUTH)).to_contain_text("Has not opened it yet")
    happened = inbox.locator(".steps li strong").all_inner_texts()
    assert "Something owed to you was not done in time" in happened
    walk.axe(walk.lin)
    amara = walk.desk(AMARA)
    queue(amara)
    amara.get_by_role("link", name=walk.ref).click()
    amara.get_by_text("This case has moved to other people").wait_for()
    side(amara, "phone")
    expect(amara.get_by_role("button", name="Acknowledge to the reporter")).to_have_count(0)
    walk.axe(amara)
    amara.context.close()


def on_day_five_it_is_outside(walk: Walk) -> None:
    inbox = walk.lin_looks()
    expect(inbox.locator(".people li", has_text=INES)).to_contain_text("Has not opened it yet")
    for name in (XU, JONAS):
        expect(inbox).not_to_contain_text(name)


def ines_has_the_recording_kept(walk: Walk) -> None:
    page = walk.desk(INES)
    open_case(page, walk.ref)
    side(page, "phone")
    press(page, "Acknowledge to the reporter")
    page.locator(".state", has_text="Acknowledged").wait_for()
    page.get_by_role("tab", name="Evidence").click()
    press(page, "Add something that others hold")
    page.get_by_label("Kind").select_option("camera")
    page.get_by_label("What it is").fill("The corridor on the seventh floor.")
    page.get_by_label("Who holds it").fill("The hotel")
    press(page, "Seal and add it")
    page.get_by_role("heading", name="Camera recording").wait_for()
    item = page.locator("li", has_text="The corridor on the seventh floor.")
    expect(item).to_contain_text("May be overwritten in")
    walk.axe(page)
    page.context.close()


def lin_reads_every_step(walk: Walk) -> None:
    inbox = walk.lin_looks()
    kept = inbox.locator("section", has_text="Camera recording")
    expect(kept.last).to_contain_text("It may be erased from")
    expect(inbox).not_to_contain_text("seventh floor")
    happened = inbox.locator(".steps li strong").all_inner_texts()
    missed = happened.count("Something owed to you was not done in time")
    assert missed >= 2, happened
    expect(inbox.locator(".state").first).to_have_text("Acknowledged by a person")
    walk.axe(walk.lin)


def with_nobody_left_she_is_told_whom_else_to_turn_to(walk: Walk) -> None:
    """The order to keep the recording was never sent; nobody is left to take it over."""
    walk.clock.forward(walk.lin.context, days=1)
    for _ in range(60):
        inbox = walk.lin_looks()
        if inbox.get_by_text("Nobody is left here to go on to").count():
            break
        walk.lin.wait_for_timeout(1000)
    expect(inbox).to_contain_text("You can turn to people who do not belong to the company")
    walk.axe(walk.lin)

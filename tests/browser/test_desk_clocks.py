"""Clocks at the desk: one that stands still, and a case that has gone on to others."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import hurried
import pytest
from desk_walk import AMARA, RUTH, code_of, enter_by_code, open_case, press, queue, side, write
from moved_time import Clock, moved
from playwright.sync_api import Page, expect
from processes import Heard, free_port
from reporting import Online

Windows = Callable[..., Page]
Axe = Callable[[Page], None]


@pytest.fixture(scope="module")
def clock(tmp_path_factory: pytest.TempPathFactory) -> Clock:
    """The time that the server and its visitors believe."""
    return Clock(tmp_path_factory.mktemp("clock") / "offset")


@pytest.fixture(scope="module")
def live(clock: Clock, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Heard]:
    """A house of its own, whose clock moves."""
    folder, port = tmp_path_factory.mktemp("clocks") / "data", free_port()
    command = ["demo", "--port", str(port), "--directory", str(folder)]
    own = {"clock": clock, "folder": folder, "port": port}
    with moved(command, program=hurried.PROGRAM, **own) as it:
        yield it


def test_nobody_is_offered_to_put_off_more_than_the_decision_how_it_goes_on(
    live: Heard, clock: Clock, open_window: Windows
) -> None:
    """An answer, a look at safety, word of where things stand, evidence: none may wait."""
    lin = Online(live.url)
    ref = lin.report()
    page = open_window("desktop")
    clock.tell(page.context)
    enter_by_code(page, code_of(live, AMARA))
    open_case(page, ref)
    side(page, "desktop")
    press(page, "Acknowledge to the reporter")
    expect(page.locator(".duties")).to_contain_text("Tell the reporter where things stand")
    decision = page.locator(".duties li", has_text="Decide how it goes on")
    expect(decision.get_by_role("button", name="Pause this deadline")).to_be_visible()
    expect(page.get_by_role("button", name="Pause this deadline")).to_have_count(1)


def test_who_let_a_duty_pass_reads_on_and_decides_nothing(
    live: Heard, clock: Clock, open_window: Windows, axe: Axe
) -> None:
    lin = Online(live.url)
    ref = lin.report()
    page, stale = open_window("desktop"), open_window("desktop")
    for each in (page, stale):
        clock.tell(each.context)
    enter_by_code(stale, code_of(live, AMARA))
    open_case(stale, ref)
    stale.get_by_role("tab", name="Messages").click()
    stale.get_by_label("Write to the reporter").fill("Words of a page that is old.")
    clock.forward(page.context, hours=26)
    lin.wait_for("tier_released")
    # The old page's own clock has not moved: it does not know that it is late.
    press(stale, "Seal and send to the reporter")
    expect(stale.get_by_label("Write to the reporter")).to_have_value(
        "Words of a page that is old."
    )
    enter_by_code(page, code_of(live, AMARA))
    queue(page)
    page.get_by_role("link", name=ref).click()
    page.get_by_text("This case has moved to other people").wait_for()
    expect(page.get_by_text("This was not done in time:")).to_contain_text("Acknowledge")
    expect(page.get_by_text("It is now with")).to_contain_text(RUTH)
    side(page, "desktop")
    axe(page)
    for gone in ("Acknowledge to the reporter", "Pass to someone", "Leave out a reader"):
        expect(page.get_by_role("button", name=gone)).to_have_count(0)
    expect(page.get_by_role("button", name="I have a conflict")).to_be_visible()
    page.get_by_role("tab", name="Messages").click()
    expect(page.get_by_label("Write to the reporter")).to_have_count(0)
    page.get_by_role("tab", name="Evidence").click()
    expect(page.get_by_role("button", name="Add something")).to_have_count(0)
    write(page, "Notes", "Write a note", "I was away. The hotel has not answered.")
    axe(page)

"""What is found at the desk: weighed for both sides, decided by another, signed, carried out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import finding_walk
import noticing
import pytest
import work_walk as work
from desk_walk import AMARA, JONAS, RUTH, XU, code_of, enter_by_code, press
from engines import Axe, OpenIn, fits
from expecting import expect
from moved_time import Clock, moved
from processes import Heard, free_port

ACT = noticing.ACT
LATER = "2027-03-01"
LEAVE = "Ten days, whenever it is wished."


@pytest.fixture(scope="module")
def clock(tmp_path_factory: pytest.TempPathFactory) -> Clock:
    """The time that the server and its visitors believe."""
    return Clock(tmp_path_factory.mktemp("clock") / "offset")


@pytest.fixture(scope="module")
def live(clock: Clock, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Heard]:
    """A house of its own, whose clock moves."""
    folder, port = tmp_path_factory.mktemp("findings") / "data", free_port()
    command = ["demo", "--port", str(port), "--directory", str(folder)]
    with moved(command, clock=clock, folder=folder, port=port) as it:
        yield it


def sheet(page: Any, words: str, *, sides: int) -> None:
    """What can be asked of the first question, of so many sides."""
    for side in (
        page.get_by_role("group", name="Could it have been so?")
        .get_by_role("textbox")
        .all()[:sides]
    ):
        side.fill(words)


def opened_by_and_by(page: Any, ref: str) -> None:
    """While letters are on their way it says what the log says, and nothing can be done."""
    held: list[Any] = []
    first = iter([True])  # by these letters it is known who reads the file, and who is in it

    def answer(route: Any) -> None:
        if next(first, False):
            route.continue_()
        else:
            held.append(route)

    page.route("**/file-letters?ids=*", answer)
    work.case_again(page, ref)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    work.to_first_look(page)
    assert [url for url in asked if "/letters/" in url] == []  # the page of the case had them
    panel = page.locator("[role=tabpanel]:not(.off)")
    expect(panel).to_contain_text("still being opened and checked")
    expect(panel.get_by_role("button")).to_have_count(0)
    expect(panel.locator(".record")).to_have_count(0)
    expect(page.locator(work.NEXT)).to_contain_text("write the worksheet")
    for route in held:
        route.continue_()
    page.unroute("**/file-letters?ids=*")
    expect(panel.locator(".record").first).to_be_visible()


def test_it_is_weighed_for_both_sides_decided_by_another_and_carried_out(
    live: Heard, clock: Clock, open_in: OpenIn, axe: Axe
) -> None:
    walk = noticing.planned(live, clock)
    noticing.commented(walk)

    def at(name: str, size: str) -> Any:
        page = open_in("chromium", size)
        clock.tell(page.context)
        enter_by_code(page, code_of(live, name))
        if name == JONAS:
            opened_by_and_by(page, walk.ref)
        else:
            work.again(page, walk.ref)
        work.part(page, "Findings")
        return page

    jonas = at(JONAS, "phone")
    expect(jonas.locator(work.NEXT)).to_contain_text("write the worksheet")
    press(jonas, "Write the worksheet")
    sheet(jonas, "The lift was full.", sides=1)
    press(jonas, "Seal and save the worksheet")
    expect(jonas.get_by_text("Please write this for both sides, or for neither.")).to_be_visible()
    sheet(jonas, "The lift was full.", sides=2)
    jonas.get_by_role("group", name="A gap in memory").get_by_role("checkbox").last.check()
    jonas.get_by_label("What is established, and what is not").fill(finding_walk.TEXT)
    axe(jonas)
    assert fits(jonas)
    press(jonas, "Seal and save the worksheet")
    record = work.card(jonas, ACT)
    expect(record).to_contain_text("Drafted, not decided")
    record.get_by_text("The worksheet", exact=True).click()
    expect(record.locator(".sheet")).to_contain_text("It counts neither for nor against.")
    expect(record.get_by_role("button", name="Make this finding")).to_have_count(0)
    jonas.close()

    xu = at(XU, "desktop")
    find(xu, "It cannot be said")
    expect(work.card(xu, ACT)).to_contain_text("Someone else has to sign exactly this first.")
    axe(xu)
    expect(held(xu, "Sign that nothing is erased")).to_contain_text(f"Signed by {XU}")
    ruth = at(RUTH, "phone")
    find(ruth, "It cannot be said", button="Sign beside this finding")
    expect(work.card(ruth, ACT)).to_contain_text("Signed by Ruth Adeyemi")
    assert fits(ruth)
    law = held(ruth, "Order that nothing is erased")
    expect(law).to_contain_text("Nothing of this case may be erased")
    expect(law.get_by_role("button", name="Review this order: it stays")).to_be_visible()
    axe(ruth)
    assert fits(ruth)
    ruth.close()
    work.again(xu, walk.ref)
    work.part(xu, "Findings")
    press(xu, "Make this finding")  # what was written is kept, and the form is open with it
    record = work.card(xu, ACT)
    expect(record.locator(".state")).to_have_text("Found")
    expect(record).to_contain_text("The recording of the lift.")
    expect(record.locator(".flag")).to_have_count(0)

    press(xu, "Propose what follows")
    xu.get_by_role("radio", name="To put things right for who was harmed").check()
    work.choose(xu, "What exactly", "Leave with full pay")
    xu.get_by_label("In your own words").fill(LEAVE)
    press(xu, "Seal and propose it")
    record = work.card(xu, LEAVE)
    record.get_by_role("button", name="Decide that it follows").click()
    work.choose(xu, "Who carries it out", AMARA)
    record.get_by_label("By which day").fill(LATER)
    axe(xu)
    assert fits(xu)
    record.locator(".opened").get_by_role("button", name="Decide that it follows").click()
    expect(work.card(xu, LEAVE)).to_contain_text("Decided, not done yet")
    xu.close()

    amara = at(AMARA, "narrow")
    expect(amara.locator(work.NEXT)).to_contain_text("Your turn: carry out what was decided")
    assert fits(amara)
    work.deed(amara, LEAVE, "It is done", words="From 1 February, paid in full.")
    expect(work.card(amara, "Leave with full pay").locator(".state")).to_have_text("Done")


def held(page: Any, name: str) -> Any:
    """A legal hold: who reads the file signs first, who is of a later tier places it."""
    work.part(page, "Laws and data")
    press(page, name)
    form = page.locator(".opened")
    form.get_by_role("textbox").fill("A court asked for all of it.")
    form.get_by_role("button", name=name).click()
    return page.locator("#panel-law")


def find(page: Any, what: str, button: str = "Make this finding") -> None:
    record = work.card(page, ACT)
    record.get_by_role("button", name=button).click()
    form = record.locator(".opened")
    form.get_by_role("radio", name=what).check()
    form.get_by_label("Which evidence is missing").fill("The recording of the lift.")
    form.get_by_label("Who lost it").fill("The building’s caretaker, after a week.")
    form.get_by_role("textbox").last.fill(finding_walk.REASONS)
    form.get_by_role("button", name=button).click()

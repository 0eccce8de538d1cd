"""Who stands near a named person, asked at the desk as the reporter's browser asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import work_walk as work
from desk_walk import (
    AMARA,
    JONAS,
    XU,
    code_of,
    confirm_by_code,
    enter_by_code,
    heading,
    open_case,
    press,
    queue,
    side,
)
from engines import fits
from named import demonstration
from playwright.sync_api import Page, Request, expect
from processes import Heard
from reporting import Online
from shifting import moved, watch
from walking import Walk

Windows = Callable[..., Page]
Axe = Callable[[Page], None]
GAO = "Gao Jun"
AS_TYPED = "JUN   gao\ngao.jun@meridian.example"


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Heard]:
    """Meridian with its directory."""
    with demonstration(tmp_path_factory.mktemp("named") / "data") as it:
        yield it


def test_readers_near_a_named_person_are_ticked_and_said_why(
    live: Heard, open_window: Windows, axe: Axe
) -> None:
    lin = Online(live.url)
    ref = lin.report()
    page = open_window("phone")
    enter_by_code(page, code_of(live, AMARA))
    open_case(page, ref)
    side(page, "phone")
    press(page, "Leave out a reader who is involved")
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))  # noqa: PLW0108 no built-in is taken
    page.get_by_label("People it names").fill(AS_TYPED)
    press(page, "See who stands near them")
    expect(page.get_by_role("checkbox", name=XU)).to_be_checked()
    expect(page.get_by_role("checkbox", name=JONAS)).to_be_checked()
    expect(page.get_by_text("JUN gao: works in the same unit.")).to_be_visible()
    expect(page.get_by_text("JUN gao: is in their management line.")).to_be_visible()
    expect(page.get_by_role("checkbox", name="Ruth Adeyemi")).not_to_be_checked()
    said = " ".join(f"{each.url} {each.post_data or ''}" for each in asked).lower()
    assert "gao" not in said
    axe(page)
    press(page, "Leave them out")
    confirm_by_code(page, code_of(live, AMARA))
    heading(page, "Report ")
    left = {each["name"] for each in lin.inbox()["holders"] if each["left"]}
    assert left == {XU, JONAS}


def test_a_case_is_not_passed_to_who_stands_near_a_person_it_names(
    live: Heard, open_window: Windows, axe: Axe
) -> None:
    """By the directory, not by names that look alike: neither of these is called as he is."""
    lin = Online(live.url)
    ref = lin.report(people=[{"name": "JUN gao", "role": "accused"}])
    page = open_window("desktop")
    enter_by_code(page, code_of(live, AMARA))
    open_case(page, ref)
    side(page, "desktop")
    press(page, "Pass to someone")
    heading(page, "Pass the case")
    expect(page.get_by_text("JUN gao: works in the same unit.")).to_be_visible()
    expect(page.get_by_role("radio", name=XU)).to_be_disabled()
    expect(page.get_by_role("radio", name=JONAS)).to_be_disabled()
    expect(page.get_by_role("radio", name="Ruth Adeyemi")).to_be_enabled()
    axe(page)


def test_who_has_a_place_and_stands_near_somebody_named_later_is_told(
    live: Heard, open_window: Windows, axe: Axe
) -> None:
    """Jonas took his place when nobody was named; then Gao is, whose manager he is."""
    walk = Walk(live)
    walk.triage(AMARA)
    walk.begin(AMARA, JONAS)
    walk.seat(AMARA, "investigator", JONAS)
    amara, jonas = open_window("desktop"), open_window("phone")
    enter_by_code(amara, code_of(live, AMARA))
    work.again(amara, walk.ref)
    said = amara.locator(".page.work")
    expect(said.get_by_role("heading").first).to_be_visible()
    expect(said).not_to_contain_text("By the newest directory")
    work.note_person(amara, "Gao Jun")
    expect(said).to_contain_text(f"By the newest directory {JONAS} has to do with someone")
    expect(amara.locator(work.NEXT)).to_contain_text(f"{JONAS}: compare again")
    axe(amara)
    enter_by_code(jonas, code_of(live, JONAS))
    work.again(jonas, walk.ref)
    expect(jonas.locator(".page.work")).to_contain_text(
        "By the newest directory you have to do with"
    )
    work.part(jonas, "Team")
    press(jonas, "Compare again")
    jonas.get_by_label("I stand near none of these people").check()
    jonas.get_by_role("button", name="Compare again").last.click()
    expect(jonas.locator(".panel:not(.off)")).to_contain_text("Do not take this place.")
    axe(jonas)


def test_who_stands_near_a_person_of_the_case_is_told_so_and_steps_out(
    live: Heard, open_window: Windows, axe: Axe
) -> None:
    """Named by a handler, not by the reporter: nobody could have been left out before."""
    walk = Walk(live)
    walk.triage(AMARA)
    walk.begin(AMARA, JONAS)
    amara, jonas = open_window("desktop"), open_window("phone")
    enter_by_code(amara, code_of(live, AMARA))
    work.again(amara, walk.ref)
    work.note_person(amara, GAO)
    told = amara.get_by_role("note").filter(has_text="By the newest directory")
    expect(told.filter(has_text=JONAS)).to_contain_text("Gao Jun: is in their management line.")
    expect(told.filter(has_text=XU)).to_contain_text("Gao Jun: works in the same unit.")
    expect(told).to_have_count(2)
    axe(amara)

    enter_by_code(jonas, code_of(live, JONAS))
    work.again(jonas, walk.ref)
    mine = jonas.get_by_role("note").filter(has_text="you have to do with someone")
    expect(mine).to_contain_text("Gao Jun: is in their management line.")
    axe(jonas)
    assert fits(jonas)
    mine.get_by_role("link", name="I have a conflict").click()
    heading(jonas, f"Step out of {walk.ref}")
    axe(jonas)
    assert fits(jonas)
    jonas.get_by_role("button", name=f"Back to {walk.ref}").click()
    jonas.get_by_role("tab", name="Report").wait_for()
    jonas.go_back()
    mine.get_by_role("link", name="I have a conflict").click()
    press(jonas, "Step out now")
    confirm_by_code(jonas, code_of(live, JONAS))
    jonas.get_by_text(f"You stepped out of {walk.ref}.").first.wait_for()
    queue(jonas)
    expect(jonas.get_by_role("link", name=walk.ref)).to_have_count(0)

    work.again(amara, walk.ref)
    expect(told.filter(has_text=XU)).to_be_visible()
    expect(told).to_have_count(1)


def test_nothing_moves_while_a_worked_case_is_opened(live: Heard, open_window: Windows) -> None:
    """Not by what is done about its key, nor by who stands near, nor by letters opened later."""
    named = Online(live.url).report(people=[{"name": GAO, "role": "accused"}])
    walk = Walk(live)
    walk.triage(AMARA)
    walk.begin(AMARA, JONAS, second=False)
    gao = walk.moves(AMARA, "party.note", GAO, {"name": GAO}, code="respondent")
    for number in range(14):  # more than are waited for before anything is shown
        act = {"act": f"Number {number}."}
        said = {"code": "sexual_harassment", "party": gao, "when": "2026-Q1"}
        walk.moves(AMARA, "allegation.note", f"act {number}", act, **said)
    page = open_window("desktop")
    enter_by_code(page, code_of(live, JONAS))
    queue(page)
    watch(page)
    open_case(page, named)
    expect(page.get_by_role("note").filter(has_text="you have to do with")).to_be_visible()
    assert moved(page) == []
    work.again(page, walk.ref)
    expect(page.locator(".kept-height")).to_have_text("The key is given.")
    expect(page.get_by_role("note").filter(has_text="you have to do with")).to_be_visible()
    assert moved(page) == []

"""Every duty has its action for whoever has the turn: found on the page, pressed, and kept.

The kinds are those of rules/duties; the ways in which a case comes to somebody, of spec/clocks.md.
What the door allows besides is in tests/doors/test_desk_actions.py.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

import hurried
import pytest
from desk_walk import AMARA, RUTH, code_of, enter_by_code, press, queue, side
from moved_time import Clock, moved
from playwright.sync_api import Locator, Page, expect
from processes import Heard, free_port
from reporting import Online
from windows import SIZES

from heard.rules.duties import KINDS, MOVED

INES = "Ines Brandt"
TIERS = {AMARA: 1, RUTH: 2, INES: 3}
ANYBODYS = ("update", "preserve_evidence")
Window = Callable[..., Page]


@dataclass
class Case:
    """A report of Lin's, and who has the turn."""

    road: str
    name: str
    lin: Online
    ref: str

    def owed(self, kind: str) -> dict[str, dict[str, Any]]:
        """What whoever has the turn has to do, or may make good, by id."""
        found = [each for each in self.lin.inbox()["duties"] if each["kind"] == kind]
        theirs = [
            each
            for each in found
            if each["state"] in ("open", "missed") and not each["done"]
            if kind in ANYBODYS or each["from_tier"] <= TIERS[self.name]
        ]
        return {each["id"]: each for each in theirs}

    def turn(self) -> str:
        """Whoever has it now: the last that anything has been owed by."""
        last = max(each["tier"] for each in self.lin.inbox()["duties"])
        return next(name for name, tier in TIERS.items() if tier == last)

    def kept(self, ids: set[str]) -> bool:
        done = {each["id"] for each in self.lin.inbox()["duties"] if each["done"]}
        return ids <= done


@pytest.fixture(scope="module")
def clock(tmp_path_factory: pytest.TempPathFactory) -> Clock:
    """The time that the server and its visitors believe."""
    return Clock(tmp_path_factory.mktemp("clock") / "offset")


@pytest.fixture(scope="module")
def live(clock: Clock, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Heard]:
    """A house of its own, whose clock moves."""
    folder, port = tmp_path_factory.mktemp("actions") / "data", free_port()
    command = ["demo", "--port", str(port), "--directory", str(folder)]
    own = {"clock": clock, "folder": folder, "port": port}
    with moved(command, program=hurried.PROGRAM, **own) as it:
        yield it


def sent(live: Heard, road: str, *names: str, told: str | None = None) -> list[Case]:
    """A report for each of these people, who will have the turn."""
    cases = []
    for name in names:
        lin = Online(live.url)
        ref = lin.report(urgent=True, safe="no", disclosed=told)
        cases.append(Case(road, name, lin, ref))
    return cases


def days_later(clock: Clock, *cases: Case, days: int = 1) -> None:
    """And an hour; the sweep has been round, for all of these."""
    clock.forward(days=days, hours=1)
    until = time.monotonic() + 90
    for case in cases:
        while any(
            each["state"] == "open" and each["due"] <= f"{clock.now:%Y-%m-%dT%H:%M:%SZ}"
            for each in case.lin.inbox()["duties"]
        ):
            assert time.monotonic() < until, f"{case.road}: nothing moved"
            time.sleep(0.5)


def all_ways(live: Heard, clock: Clock) -> list[Case]:
    """One for each way in which somebody comes to have the turn."""
    by_all = sent(live, "missed by all", INES)
    days_later(clock, *by_all)
    twice = sent(live, "missed twice", INES)
    days_later(clock, *by_all, *twice)
    once = sent(live, "missed once", RUTH)
    days_later(clock, *by_all, *twice, *once)
    told = (clock.now.date() - dt.timedelta(days=9)).isoformat()
    late = sent(live, "late on arrival", AMARA, RUTH, told=told)
    fresh = sent(live, "as it comes", AMARA)
    button = sent(live, "her button", AMARA, RUTH)
    for case in button:
        case.lin.escalate()
    return [*by_all, *twice, *once, *late, *fresh, *button]


def nothing_more(page: Page, duty: Locator) -> None:
    duty.get_by_role("button", name="Go to the evidence").click()
    press(page, "Nothing more is held elsewhere")
    press(page, "Yes, write it down")


def word(page: Page, duty: Locator) -> None:
    duty.get_by_role("button", name="Write a message").click()
    page.get_by_label("Write to the reporter").fill("How are you, and what do you need?")
    press(page, "Seal and send to the reporter")


def acknowledgement(page: Page, duty: Locator) -> None:
    expect(duty).to_be_visible()
    press(page, "Acknowledge to the reporter")


def decision(page: Page, duty: Locator) -> None:
    duty.get_by_role("button", name="Decide it").click()
    page.get_by_role("radio", name="Look into it").check()
    page.get_by_label("The reason, in your own words").fill("We speak with everybody this week.")
    press(page, "See what the reporter will read")
    press(page, "Seal and send this decision")


# How each kind is done by somebody who sees the list of duties and no documentation. In this order:
# a message is word of where things stand only once somebody has acknowledged.
DEEDS = {
    "preserve_evidence": nothing_more,
    "safety_check": word,
    "acknowledge": acknowledgement,
    "update": word,
    "triage": decision,
}
# The first thing to press for it: in the duty itself, or elsewhere on the page.
CONTROLS = {
    "preserve_evidence": ("Go to the evidence", True),
    "safety_check": ("Write a message", True),
    "acknowledge": ("Acknowledge to the reporter", False),
    "update": ("Write a message", True),
    "triage": ("Decide it", True),
}
WINDOWS = ("phone", "desktop")
# These begin with the work on a case, which takes a team: test_desk_work.py finds and does them.
WORKED = {name for name, kind in KINDS.items() if kind.fulfilled == MOVED}


def test_every_kind_that_runs_has_a_control_here() -> None:
    assert DEEDS.keys() | WORKED == {name for name, kind in KINDS.items() if kind.fulfilled}


def duties_of(page: Page, case: Case, size: str) -> None:
    queue(page)
    page.get_by_role("link", name=case.ref).click()
    opening = page.get_by_role("button", name="Open the report")
    page.get_by_role("tab", name="Report").or_(opening).first.wait_for()
    if opening.is_visible():
        opening.click()
    page.get_by_role("tab", name="Report").wait_for()
    side(page, size)


def has_control(page: Page, duty: Locator, kind: str, size: str) -> None:
    """In a window of this size, whichever the page was opened in."""
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    side(page, size)
    expect(duty).to_be_visible()
    name, of_duty = CONTROLS[kind]
    expect((duty if of_duty else page).get_by_role("button", name=name)).to_be_enabled()


def keep(page: Page, case: Case, kind: str, size: str) -> None:
    """Find the duty in the list and its control from there; she is told that it is kept."""
    owed = case.owed(kind)
    assert owed, (case.road, case.name, kind)
    running = [each for each in owed.values() if each["state"] == "open"]
    one = min(running or owed.values(), key=lambda each: str(each["due"]))
    duties_of(page, case, size)
    duty = page.locator(".duties li", has=page.locator(f"#duty-{one['id']}"))
    for each in sorted(WINDOWS, key=lambda each: each == size):
        has_control(page, duty, kind, each)
    DEEDS[kind](page, duty)
    for _ in range(60):
        if case.kept(set(owed)):
            return
        page.wait_for_timeout(250)
    raise AssertionError(f"{case.road}: {case.name} could not keep {kind}")


def test_whoever_has_the_turn_finds_what_to_do_and_does_it(
    live: Heard, clock: Clock, open_window: Window
) -> None:
    """Each control is there on a phone and at a desk; they are pressed in turn on either."""
    cases = all_ways(live, clock)
    done: set[tuple[str, str]] = set()

    def signed_in(name: str, size: str) -> Page:
        page = open_window(size)
        clock.tell(page.context)
        enter_by_code(page, code_of(live, name))
        return page

    def do(*kinds: str) -> None:
        for name in TIERS:
            pages = {size: signed_in(name, size) for size in WINDOWS}
            theirs = [each for each in product(cases, kinds) if each[0].name == name]
            for at, (case, kind) in enumerate(theirs):
                # In turn by kind and by case, whether the number of kinds is even or odd.
                size = WINDOWS[sum(divmod(at, len(kinds))) % len(WINDOWS)]
                keep(pages[size], case, kind, size)
                done.add((kind, size))
            for page in pages.values():
                page.context.close()

    do(*(kind for kind in DEEDS if kind != "update"))
    # A second word within a day of the last would be none. Where two had the turn together and only
    # one of them did anything, it has by then gone on to the next.
    days_later(clock, *cases, days=2)
    for case in cases:
        case.name = case.turn()
    do("update")
    assert done == set(product(DEEDS, WINDOWS))

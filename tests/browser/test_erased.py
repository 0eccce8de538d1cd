"""What was erased of a closed case is said to be, and shown neither as missing nor as failing."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from desk_walk import AMARA, code_of, enter_by_code, press
from engines import Axe, OpenIn, fits
from expecting import expect
from moved_time import Clock, moved
from processes import Heard, free_port
from walking import Walk

THREE_YEARS = 1110  # days, and some
GROUND = "report, messages, evidence. The rule: HinSchG"


@pytest.fixture(scope="module")
def clock(tmp_path_factory: pytest.TempPathFactory) -> Clock:
    """The time that the server and its visitors believe."""
    return Clock(tmp_path_factory.mktemp("clock") / "offset")


@pytest.fixture(scope="module")
def live(clock: Clock, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Heard]:
    """A house of its own, whose clock moves."""
    folder, port = tmp_path_factory.mktemp("erased") / "data", free_port()
    command = ["demo", "--port", str(port), "--directory", str(folder)]
    with moved(command, clock=clock, folder=folder, port=port) as it:
        yield it


def erased(live: Heard, clock: Clock, what: str) -> None:
    """Wait until the worker erased this class: once an hour, of what has its place in the log."""
    until = time.monotonic() + 120
    while not is_gone(live, what):
        assert time.monotonic() < until, f"{what} is not erased"
        clock.placed(live)
        clock.forward(hours=1)
        time.sleep(5)


def is_gone(live: Heard, what: str) -> bool:
    with closing(sqlite3.connect(live.folder / "data/heard.sqlite3")) as read:
        asked = "SELECT count(*) FROM heard_erasure WHERE what = ?"
        return bool(read.execute(asked, [what]).fetchone()[0])


def come_back(page: Any, words: list[str]) -> None:
    page.goto("/return/")
    page.fill("#code", " ".join(words))
    page.locator("#enter-form button").click()


def at_desk(live: Heard, clock: Clock, page: Any, case: str) -> None:
    """The case, opened by whoever signs in anew."""
    clock.tell(page.context)
    enter_by_code(page, code_of(live, AMARA))
    page.goto(f"/desk/#/case/{case}")
    press(page, "Open the report")  # as of any case that is not in the queue
    expect(page.locator(".case-head")).to_be_visible()


def is_well(page: Any, axe: Axe) -> None:
    axe(page)
    assert fits(page)
    assert page.locator("#inbox .flag, .page .flag, .notice.grave").all_inner_texts() == []


def test_what_is_erased_is_said_to_be(live: Heard, clock: Clock, open_in: OpenIn, axe: Axe) -> None:
    walk = Walk(live, clock)
    walk.handler(AMARA).write("message", {"words": "We are here for you."})
    walk.triage(AMARA, "support_only")
    day = clock.now.date().isoformat()
    walk.moves(AMARA, "case.close_unworked", "case", {"text": "It is closed."}, when=day)
    clock.forward(days=THREE_YEARS)
    erased(live, clock, "report")
    desk, her = open_in("chromium", "desktop"), open_in("chromium", "phone")
    come_back(her, walk.words)
    inbox = her.locator("#inbox")
    expect(inbox).to_contain_text(GROUND)
    expect(inbox).to_contain_text("Who could read this case from the start")
    expect(inbox.locator(".msgs")).to_contain_text("Erased on")
    expect(inbox.get_by_text("Genuine, and signed by the record")).to_be_visible()
    expect(her.locator("#write")).to_have_count(0)
    is_well(her, axe)
    at_desk(live, clock, desk, walk.case)
    expect(desk.locator(".page")).to_contain_text(GROUND)
    is_well(desk, axe)

    clock.forward(days=THREE_YEARS)
    erased(live, clock, "wraps")
    come_back(her, walk.words)
    expect(her.locator("main")).to_contain_text("Everything here was erased")
    axe(her)
    at_desk(live, clock, desk, walk.case)
    expect(desk.locator(".page")).to_contain_text("the keys. The rule:")
    is_well(desk, axe)

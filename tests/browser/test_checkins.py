"""How things are after a case has ended: asked by somebody who did not work it, answered or not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import exhibiting
import pytest
import work_walk as work
from desk_walk import SOFIA, code_of, enter_by_code, press
from engines import Axe, fits
from expecting import expect
from moved_time import Clock, moved
from processes import Heard, free_port
from reporter_walk import come_back

ANSWER = "I get the late shifts alone now."
UNDERSTOOD = "Your shifts were changed after the letters. The next tier looks at it."


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


def at(live: Heard, page: Any, name: str, ref: str) -> Any:
    """Whoever asks, at the check-ins of the case."""
    enter_by_code(page, code_of(live, name))
    work.again(page, ref)
    work.part(page, "Check-ins")
    return work.card(page, "After 2 weeks")


def test_asked_answered_and_reviewed(live: Heard, clock: Clock, open_window: Any, axe: Axe) -> None:
    hers, asks = (open_window(size) for size in ("phone", "desktop"))
    walk = exhibiting.asked(live, clock, hers.context, asks.context)
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

    card = at(live, asks, SOFIA, walk.ref)
    expect(card).to_contain_text(ANSWER)
    expect(card).to_contain_text("Something changed for the worse.")
    work.deed(asks, "After 2 weeks", "Say what it means", words=UNDERSTOOD,
              reason="Something has changed for the worse")  # fmt: skip
    expect(card.locator(".state")).to_have_text("Looked at")
    expect(asks.locator(work.NEXT)).to_contain_text("The next tier: decide what is done about a")
    axe(asks)
    assert fits(asks)
    come_back_again(hers, walk.words)
    expect(panel(hers)).to_contain_text(UNDERSTOOD)


def come_back_again(page: Any, words: list[str]) -> None:
    page.reload()
    come_back(page, words)

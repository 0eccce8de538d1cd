"""What is on its way while the desk locks: sent once, and not taken for unsent, in three engines.

Heard has it, and the browser has no answer yet. A lock by idleness does the same as the button.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from desk_walk import AMARA, code_of, enter_by_code, open_case, press, queue, tab
from engines import OpenIn, in_firefox_too, in_webkit_too
from expecting import expect
from processes import Heard
from reporting import Online
from spoiling import HELD_AT_MOST, Spoilt, spoilt
from unsent import PATIENCE, put, still_says
from webkit_page import until

WORDS = "Thank you, I read it today"
NOTED = "Half a sentence about the hotel"


@pytest.fixture
def site(live: Heard) -> Iterator[Spoilt]:
    """The same Heard; the answer to a letter is held until a test lets it go."""
    with spoilt(live.port) as it:
        it.held = "/letters"
        yield it


def unlocked(page: Any, code: str) -> None:
    press(page, "Use the recovery code")
    page.get_by_label("The twelve words").fill(code)
    press(page, "Sign in and unlock")
    page.get_by_role("heading", name="Account").first.wait_for()
    queue(page)


def locked_on_the_way(live: Heard, page: Any, site: Spoilt) -> tuple[Online, str]:
    """A note is half written, a message is with Heard, the desk is locked, and no answer came."""
    lin = Online(live.url)
    ref = lin.report()
    enter_by_code(page, code_of(live, AMARA))
    open_case(page, ref)
    tab(page, "Notes")
    put(page, {"write-note": NOTED})
    tab(page, "Messages")
    put(page, {"write-message": WORDS})
    press(page, "Seal and send to the reporter")
    assert site.there.wait(HELD_AT_MOST)
    press(page, "Lock now")
    page.get_by_role("button", name="Use the recovery code").wait_for()
    return lin, ref


def is_sent_once(page: Any, lin: Online, ref: str) -> None:
    """In the thread, not in the form; what nobody sent is where it was."""
    page.get_by_role("link", name=ref).click()
    tab(page, "Messages")
    still_says(page, {"write-message": ""})
    expect(page.locator(".msgs li", has_text=WORDS)).to_have_count(1)
    tab(page, "Notes")
    still_says(page, {"write-note": NOTED})
    assert lin.messages(AMARA) == [WORDS]


@in_webkit_too
def test_its_answer_comes_while_the_desk_is_locked(
    live: Heard, open_in: OpenIn, site: Spoilt, name: str
) -> None:
    page = open_in(name, "desktop", base=site.url)
    lin, ref = locked_on_the_way(live, page, site)
    until_kept(page, 2)  # the note, and apart from it the message
    site.on.set()
    until_kept(page, 1)
    unlocked(page, code_of(live, AMARA))
    is_sent_once(page, lin, ref)


@in_firefox_too
def test_its_answer_comes_after_the_desk_was_unlocked_again(
    live: Heard, open_in: OpenIn, site: Spoilt, name: str
) -> None:
    page = open_in(name, "desktop", base=site.url)
    lin, ref = locked_on_the_way(live, page, site)
    unlocked(page, code_of(live, AMARA))
    site.on.set()
    expect(page.locator("#say")).to_have_text("Sent to the reporter.")
    is_sent_once(page, lin, ref)


def until_kept(page: Any, many: int) -> None:
    until(
        lambda: page.evaluate("sessionStorage.length") == many or None,
        lambda: f"not {many} lie sealed in the tab",
        PATIENCE,
    )

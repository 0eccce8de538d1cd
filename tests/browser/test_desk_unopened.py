"""A report that no key opens takes nothing of the desk away: it can be answered, and left."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from desk_walk import AMARA, code_of, enter_by_code, open_case
from playwright.sync_api import Page, expect
from processes import Heard
from reporting import Online

from heard.formats import agefile

ELSEWHERE = agefile.recipient_of(agefile.generate_identity())


def _garbage_wraps(body: dict[str, Any]) -> None:
    for wrap in body["wraps"]:
        wrap["sealed"] = base64.b64encode(agefile.seal(bytes(200), [ELSEWHERE])).decode()


def _foreign_recipient(body: dict[str, Any]) -> None:
    body["case_recipient"] = ELSEWHERE
    # Whoever states who reads is held to it at the door; a page from before states nothing.
    body.pop("readers", None)


def _foreign_letter(body: dict[str, Any]) -> None:
    body["letter"]["sealed"] = base64.b64encode(agefile.seal(bytes(4096), [ELSEWHERE])).decode()


@pytest.mark.parametrize("spoil", [_garbage_wraps, _foreign_recipient, _foreign_letter])
def test_a_report_that_does_not_open_is_answered_all_the_same(
    live: Heard, desktop: Page, spoil: Any
) -> None:
    her = Online(live.url)
    ref = her.report(spoil=spoil)
    enter_by_code(desktop, code_of(live, AMARA))
    open_case(desktop, ref)
    expect(desktop.get_by_text("This report does not open with your key")).to_be_visible()
    expect(desktop.get_by_role("heading", name="Promised to the reporter")).to_be_attached()
    expect(desktop.get_by_role("heading", name="In their own words")).to_have_count(0)
    expect(desktop.get_by_role("button", name="I have a conflict")).to_be_visible()
    # What needs a key of the case is offered where there is one: of the letter alone nothing opens.
    offered = 2 if spoil is _foreign_letter else 0
    expect(desktop.get_by_text("Go to the evidence")).to_have_count(offered)
    expect(desktop.get_by_role("button", name="Acknowledge to the reporter")).to_have_count(0)
    desktop.get_by_role("button", name="Say that it cannot be opened").click()
    expect(desktop.get_by_text("Said. The reporter can see it.")).to_be_visible()
    expect(desktop.get_by_role("button", name="Say that it cannot be opened")).to_have_count(0)
    said = [event for event, _ in her.timeline()]
    assert "case_unreadable" in said
    assert "tier_released" in said

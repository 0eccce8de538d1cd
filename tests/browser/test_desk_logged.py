"""A handler's browser holds the case that the server shows against what the log received."""

from __future__ import annotations

import json
import re

import cast
import pytest
from desk_walk import AMARA, code_of, enter_by_code, open_case
from playwright.sync_api import Page, Route, expect
from processes import Heard
from reporting import Online

REFUSED = "The record does not confirm this report"
UNSEEN = "Something in this case is not shown to you. The reporter had seen it."
HIDDEN = "The server does not show everything that happened in this case"


def test_a_true_case_is_found_in_the_log(live: Heard, desktop: Page) -> None:
    her = Online(live.url)
    ref = her.report()
    her.write("I wait for you.", seen=her.inbox()["timeline"][0]["leaf"])
    enter_by_code(desktop, code_of(live, AMARA))
    open_case(desktop, ref)
    expect(desktop.get_by_text(re.compile("^Verified"))).to_be_visible()
    expect(desktop.get_by_text(REFUSED)).to_have_count(0)


@pytest.mark.parametrize(
    ("changed", "said"),
    [("reporter", REFUSED), ("leaf", REFUSED), ("timeline", HIDDEN)],
)
def test_a_case_that_the_log_does_not_know_is_refused_aloud(
    live: Heard, desktop: Page, changed: str, said: str
) -> None:
    """The server names another key of hers, another event as the report's, or keeps one back."""
    ref, other = Online(live.url).report(), Online(live.url)

    def forge(route: Route) -> None:
        answer = route.fetch()
        case = answer.json()
        if changed == "reporter":
            case["reporter"]["signing"] = cast.b64(other.lin.secrets.keys.signing_public)
        elif changed == "timeline":
            assert case["timeline"].pop(0)["event"] == "report_received"
        else:
            opened = next(each for each in case["timeline"] if each["event"] == "case_opened")
            case["letters"][0]["leaf"] = opened["leaf"]
        route.fulfill(response=answer, body=json.dumps(case))

    desktop.route("**/cases/*/open", forge)
    enter_by_code(desktop, code_of(live, AMARA))
    open_case(desktop, ref)
    expect(desktop.get_by_role("alert").filter(has_text=said)).to_be_visible()
    expect(desktop.locator("#write-message")).to_have_count(0)


def test_a_letter_of_who_had_seen_more_is_said_and_takes_no_deed_away(
    live: Heard, desktop: Page
) -> None:
    """Either the server hides it, or she only says so: the handler is told, and decides."""
    her = Online(live.url)
    ref = her.report()
    her.write("Did you read it?", seen="0" * 64)
    enter_by_code(desktop, code_of(live, AMARA))
    open_case(desktop, ref)
    expect(desktop.get_by_role("alert").filter(has_text=UNSEEN)).to_be_visible()
    expect(desktop.locator("#write-message")).to_have_count(1)

"""She told somebody days ago: it is on record, and nobody who reads it is blamed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import books
import pytest
from desk_walk import AMARA, RUTH, code_of, enter_by_code, open_case, press, side
from playwright.sync_api import Page, expect
from processes import Heard
from reporter_walk import Story, come_back, send, start, tell

Window = Callable[..., Page]
Axe = Callable[[Page], None]


def words(language: str, key: str) -> str:
    """Of what stands in the book under a key, the longest stretch without a value put in."""
    return max(re.split(r"\{\$?\w+\}", books.whole("site", language)[key]), key=len).strip()


def report(page: Page, prefix: str) -> tuple[list[str], str]:
    """Her words and the reference of the case; she told somebody five days ago."""
    told = dt.datetime.now(dt.UTC).date() - dt.timedelta(days=5)
    start(page, prefix)
    tell(page, Story(words="He came to my room.", safe="no", disclosed=told.isoformat()))
    with page.expect_response("**/report/api/reports") as answered:
        code = send(page)
    case = str(answered.value.json()["case"])
    return code, f"{case[:4]}-{case[4:8]}".upper()


@pytest.mark.parametrize(
    ("size", "language"), [("desktop", "en"), ("phone", "zh-Hans"), ("narrow", "ar")]
)
def test_it_is_nobodys_here_and_the_first_answer_counts(
    live: Heard, open_window: Window, axe: Axe, size: str, language: str
) -> None:
    prefix = "" if language == "en" else f"/{language}"
    lin = open_window(size)
    code, ref = report(lin, prefix)
    what_she_reads_at_once(lin, language)
    axe(lin)
    come_back(lin, code, prefix)
    nothing_blames_anybody(lin, language)
    axe(lin)
    ruth = open_window(size)
    enter_by_code(ruth, code_of(live, RUTH))
    open_case(ruth, ref)
    ruth_answers(ruth, size)
    axe(ruth)
    amara = open_window(size)
    enter_by_code(amara, code_of(live, AMARA))
    open_case(amara, ref)
    nothing_is_left_for_amara_but_she_decides(amara, size)
    come_back(lin, code, prefix)
    inbox = lin.locator("#inbox")
    kept = inbox.locator(".steps li.done", has_text=words(language, "promise.done").strip(",، "))
    expect(kept.first).to_be_visible()
    expect(inbox).to_contain_text(words(language, "state.acknowledged"))
    nothing_blames_anybody(lin, language)


def what_she_reads_at_once(page: Page, language: str) -> None:
    late = page.locator("[data-step=done] .notice")
    for key in ("late.text", "late.readers", "late.now"):
        expect(late).to_contain_text(words(language, key))
    expect(late).to_contain_text(RUTH)
    expect(late).not_to_contain_text(AMARA)
    aside = page.locator("[data-step=done] aside")
    expect(aside).to_contain_text(AMARA)
    expect(aside).not_to_contain_text(words(language, "duty.late"))
    expect(page.locator("#duties li")).to_have_count(4)
    expect(page.locator("#duties .late")).to_have_count(0)


def nothing_blames_anybody(page: Page, language: str) -> None:
    inbox = page.locator("#inbox")
    expect(inbox.locator(".notice").first).to_contain_text(words(language, "return.before_us"))
    since = inbox.locator(".steps li", has_text=words(language, "promise.before_us"))
    assert since.count() >= 3
    for row in since.all()[-3:]:
        expect(row).not_to_contain_text(AMARA)
    for key in ("return.missed_text", "promise.missed", "promise.late", "event.duty_missed"):
        expect(inbox).not_to_contain_text(words(language, key))
    expect(inbox).to_contain_text(words(language, "event.late_on_arrival"))


def ruth_answers(page: Page, size: str) -> None:
    expect(page.get_by_text("This came late:")).to_contain_text("whoever reads it first")
    side(page, "phone" if size == "narrow" else size)
    before = page.locator(".duties li.before")
    expect(before).to_have_count(3)
    expect(before.first).to_contain_text("due before it came here")
    expect(before.first).not_to_contain_text("Intake")
    expect(page.locator(".duties li.open").first).to_contain_text("Intake and Independent")
    press(page, "Acknowledge to the reporter")
    page.locator(".state", has_text="Acknowledged").wait_for()


def nothing_is_left_for_amara_but_she_decides(page: Page, size: str) -> None:
    late = page.get_by_text("This came late:")
    expect(late).to_contain_text("not against you")
    expect(late).not_to_contain_text("whoever reads it first")
    side(page, "phone" if size == "narrow" else size)
    expect(page.get_by_role("button", name="Acknowledge to the reporter")).to_have_count(0)
    expect(page.get_by_role("button", name="Pass to someone")).to_be_visible()

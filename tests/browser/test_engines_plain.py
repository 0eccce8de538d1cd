"""What needs no script works without any: switched off in two engines, refused in all three."""

from __future__ import annotations

from typing import Any

import pytest
from engines import OpenIn, fits, in_each_engine
from expecting import expect
from gate import gate, without_scripts
from processes import Heard

PUBLIC = ("/", "/help/", "/limits/", "/safety/", "/how/", "/figures/")
WORDS = "He came to my room four times.\nI do not remember the night."

# Playwright cannot drive a Firefox whose JavaScript is off; there scripts are refused on their way.
without_any = pytest.mark.parametrize("name", ["chromium", "webkit"])


@pytest.mark.parametrize(("size", "language"), [("narrow", "ar"), ("desktop", "en")])
@without_any
def test_a_report_and_back_without_scripts(
    open_in: OpenIn, name: str, size: str, language: str
) -> None:
    page = open_in(name, size, scripts=False)
    page.goto(f"/report/plain/?lang={language}")
    page.fill("#words", WORDS)
    page.fill("#people", "Gao Jun")
    assert fits(page)
    page.locator("main form button[type=submit], main form .button").last.click(force=True)
    page.wait_for_selector("ol.code")
    words = page.locator("ol.code li").all_inner_texts()
    assert len(words) == 12
    assert fits(page)
    page.goto(f"/report/plain/back/?lang={language}")
    page.fill("#code", " ".join(words))
    page.locator("main form button").first.click(force=True)
    expect(page.locator("main")).to_contain_text("I do not remember the night")
    assert fits(page)


@without_any
def test_help_is_whole_without_scripts(open_in: OpenIn, name: str) -> None:
    page = open_in(name, "phone", scripts=False)
    page.goto("/help/")
    page.locator("summary", has_text="Germany").click(force=True)
    expect(page.get_by_role("link", name="116 016")).to_be_visible()
    page.goto("/report/")
    expect(page.get_by_role("link", name="Use the page without JavaScript")).to_be_visible()
    page.goto("/figures/")
    expect(page.get_by_role("link", name="/figures.json")).to_be_visible()
    for path in PUBLIC:
        page.goto(path)
        assert fits(page), path


@in_each_engine
def test_where_scripts_are_refused_the_other_ways_are_shown(
    live: Heard, open_in: OpenIn, complaints: Any, name: str
) -> None:
    complaints.expect(".")  # each engine has its own words for a script that did not come
    with gate(live.port, without_scripts) as url:
        page = open_in(name, "narrow", base=url)
        for path in ("/report/", "/zh-Hans/return/", "/ar/help/", "/desk/"):
            page.goto(path)
            expect(page.locator("#unstarted")).to_be_visible()
            assert fits(page), path
        page.goto("/report/")
        page.locator("#unstarted a[href^='/report/plain/?']").click()
        expect(page.locator("#words")).to_be_visible()
        page.goto("/help/")
        page.locator("summary", has_text="Germany").click()
        expect(page.get_by_role("link", name="116 016")).to_be_visible()

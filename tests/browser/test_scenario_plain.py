"""Lin's story on the pages that need no JavaScript."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from desk_walk import AMARA, XU, heading
from evidence import ELEVEN_PAGES, PDF
from playwright.sync_api import Page, expect

Window = Callable[..., Page]
Axe = Callable[[Page], None]


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    plan = tmp_path_factory.mktemp("evidence") / "plan.pdf"
    plan.write_bytes(PDF)
    return {"plan.pdf": plan}


def as_it_is(page: Page, reader: Page, axe: Axe) -> None:
    """axe needs a script: the same bytes, read in a window that runs some."""
    body = page.content()
    reader.context.route("**/report/plain/**", lambda route: route.fulfill(body=body))
    reader.goto("/report/plain/")
    axe(reader)
    reader.context.unroute("**/report/plain/**")


@pytest.mark.parametrize("size", ["narrow", "desktop"])
def test_everything_works_without_javascript(
    open_window: Window, axe: Axe, evidence: dict[str, Path], size: str
) -> None:
    page, reader = open_window(size, java_script_enabled=False), open_window(size)
    page.goto("/")
    page.get_by_role("link", name="Start a report").click()
    page.get_by_role("link", name="Use the page without JavaScript").click()
    page.wait_for_url("**/report/plain/**")
    as_it_is(page, reader, axe)
    page.get_by_role("button", name="Seal and send my report").click()
    page.fill("#words", ELEVEN_PAGES)
    page.get_by_label("No", exact=True).first.check()
    page.fill("#people", "Gao\nTeng")
    page.fill("#told", "Xu in HR, on Monday")
    page.get_by_label(XU).uncheck()
    page.set_input_files("#files", evidence["plan.pdf"])
    page.get_by_role("button", name="Seal and send my report").click()
    heading(page, "Your report is in")
    as_it_is(page, reader, axe)
    words = page.locator(".code li").all_inner_texts()
    assert len(words) == 12
    page.get_by_role("link", name="Come back to my report").click()
    as_it_is(page, reader, axe)
    page.fill("#code", " ".join(words))
    page.get_by_role("button", name="Open my report").click()
    expect(page.locator("aside")).to_contain_text(AMARA)
    expect(page.locator("aside")).not_to_contain_text(XU)
    page.fill("#words", "One more thing.")
    page.get_by_role("button", name="Seal and send").click()
    expect(page.locator(".msgs")).to_contain_text("One more thing.")
    as_it_is(page, reader, axe)

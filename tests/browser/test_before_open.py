"""A Heard without readers: nobody is asked to write what nobody could open."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator

import cast
import pytest
from playwright.sync_api import Browser, Page, expect
from processes import HEARD, Heard, free_port

SIZES = {"narrow": (320, 640), "phone": (390, 844), "desktop": (1280, 800)}


@pytest.fixture(scope="module")
def unopened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Heard]:
    """``heard init`` and ``heard serve``, as on an administrator's first day."""
    folder, port = tmp_path_factory.mktemp("unopened") / "data", free_port()
    folder.mkdir()
    heard = Heard(["serve", "--port", str(port)], folder=folder, port=port)
    site = f"localhost:{port}"
    key = cast.root_key(site).verifier.vkey
    named = ("--name", "Example Group", "--country", "CN", "--site", site, "--root-vkey", key)
    subprocess.run([HEARD, "init", *named], env=heard.environment, check=True)
    with heard:
        yield heard


@pytest.fixture
def window(unopened: Heard, chromium: Browser) -> Iterator[Callable[..., Page]]:
    contexts = []

    def opened(size: str, **options: object) -> Page:
        width, height = SIZES[size]
        viewport = {"width": width, "height": height}
        context = chromium.new_context(base_url=unopened.url, viewport=viewport, **options)
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("language", ["en", "zh-Hans", "ar"])
def test_the_page_without_javascript_is_calm_and_fits(
    window: Callable[..., Page], axe: Callable[[Page], None], language: str
) -> None:
    page = window("phone")
    answer = page.goto(f"/report/plain/?lang={language}")
    assert answer is not None
    assert answer.status == 200
    expect(page.locator("form")).to_have_count(0)
    expect(page.locator(".lines a[href='tel:110']")).to_be_visible()
    for width, height in SIZES.values():
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    axe(page)


@pytest.mark.parametrize("language", ["en", "zh-Hans", "ar"])
def test_the_usual_page_says_so_before_the_first_question(
    window: Callable[..., Page], language: str
) -> None:
    page = window("phone")
    page.goto("/report/" if language == "en" else f"/{language}/report/")
    page.locator("#next").click()
    says = page.locator("#start-says")
    expect(says).to_be_visible()
    named = {"en": "not open yet", "zh-Hans": "还没有开放", "ar": "لم تُفتح بعد"}
    expect(says).to_contain_text(named[language])
    expect(page.locator("[data-step='safe']")).to_be_hidden()


def test_nothing_of_it_is_an_error_in_the_log(window: Callable[..., Page], unopened: Heard) -> None:
    for path in ("/report/plain/", "/report/plain/back/", "/report/", "/figures/", "/return/"):
        page = window("phone")
        page.goto(path)
        page.wait_for_load_state("networkidle")
    assert '"error"' not in unopened.printed()

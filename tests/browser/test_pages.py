"""Every published page opens without a complaint, fits, and axe finds nothing on it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

STATIC = Path(__file__).parents[2] / "src/heard/static"


def published() -> list[str]:
    """The addresses of all pages, from the build itself: a new page is tested by being there."""
    if not STATIC.exists():
        return []
    return sorted(
        "/" + str(path.relative_to(STATIC).parent).replace(".", "").strip("/") + "/"
        for path in STATIC.rglob("index.html")
    )


def test_the_build_has_the_pages_that_the_contract_names() -> None:
    named = {"/", "/help/", "/safety/", "/verify/", "/how/", "/report/", "/desk/"}
    assert named <= {address.replace("//", "/") for address in published()}


def language_of(address: str) -> str:
    return next((each for each in ("zh-Hans", "ar") if address.startswith(f"/{each}/")), "en")


@pytest.mark.parametrize("language", ["en", "zh-Hans", "ar"])
def test_pages_fit_the_narrowest_phone_and_please_axe(
    narrow: Page, axe: Callable[[Page], None], language: str
) -> None:
    addresses = [each.replace("//", "/") for each in published() if language_of(each) == language]
    assert len(addresses) > 3
    for address in addresses:
        narrow.goto(address)
        narrow.wait_for_load_state("networkidle")
        widths = narrow.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert widths == [320, 320], address
        axe(narrow)


def test_no_page_is_told_to_be_kept(narrow: Page) -> None:
    answer = narrow.goto("/")
    assert answer is not None
    headers = answer.all_headers()
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "require-trusted-types-for 'script'" in policy
    assert "set-cookie" not in headers
    assert json.dumps(narrow.context.cookies()) == "[]"

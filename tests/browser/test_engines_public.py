"""The pages for everybody, in Chromium, Firefox and Safari's engine (WebKitGTK)."""

from __future__ import annotations

import pytest
from engines import EACH_ENGINE_AND_SIZE, PREFIXES, WIDTHS, Axe, OpenIn, fits
from expecting import expect

PUBLIC = (
    "/",
    "/help/",
    "/limits/",
    "/safety/",
    "/how/",
    "/verify/",
    "/figures/",
    "/report/",
    "/return/",
)


# In Chromium: test_pages and test_reporter.
@pytest.mark.parametrize(
    ("name", "size"), [each for each in EACH_ENGINE_AND_SIZE if each[0] != "chromium"]
)
def test_public_pages_open_fit_and_please_axe(
    open_in: OpenIn, axe: Axe, name: str, size: str
) -> None:
    page = open_in(name, size)
    language, prefix = list(PREFIXES.items())[list(WIDTHS).index(size)]
    for path in PUBLIC:
        page.goto(prefix + path)
        expect(page.locator("#unstarted")).to_be_hidden()
        assert page.evaluate("() => document.documentElement.lang") == language
        assert page.evaluate("() => innerWidth") == WIDTHS[size]
        assert fits(page), path
        axe(page)

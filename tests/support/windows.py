"""Windows of three engines, of one size and beside the same server."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import webkit
from complaints import Complaints, listen
from engines import fits
from playwright.sync_api import Browser, Page
from webkit_page import WebKitPage

SIZES = {"narrow": (320, 640), "phone": (390, 844), "desktop": (1280, 800)}


class Windows(ExitStack):
    """Opens them when called, closes them all at its end, and collects what they complain of."""

    def __init__(self, fixture: Callable[[str], Any], *, base: str, complaints: Complaints) -> None:
        super().__init__()
        self._fixture = fixture
        self._base = base
        self._complaints = complaints

    def __call__(
        self, name: str, size: str, *, scripts: bool = True, base: str = "", whole: bool = False
    ) -> Any:
        """Playwright's ``Page``, or what has its words for ``"webkit"``.

        ``scripts=False``: without JavaScript. ``base``: another server than the usual one.
        ``whole``: Chromium with windows of its own, which shows a PDF and takes twice the time.
        """
        if name == "webkit":
            return self._webkit(size, base or self._base, scripts=scripts)
        chosen = self._fixture("whole_chromium" if whole and name == "chromium" else name)
        browser = chosen(scripts=scripts) if name == "firefox" else chosen
        return self._playwright(browser, size, base or self._base, scripts=scripts)

    def _playwright(self, browser: Browser, size: str, base: str, *, scripts: bool) -> Page:
        width, height = SIZES[size]
        context = self.enter_context(
            browser.new_context(
                base_url=base,
                viewport={"width": width, "height": height},
                java_script_enabled=scripts,
            )
        )
        context.set_default_timeout(45_000)
        listen(context, base, self._complaints)
        return context.new_page()

    def _webkit(self, size: str, base: str, *, scripts: bool) -> WebKitPage:
        folder: Path = self._fixture("tmp_path_factory").mktemp("webkit") / "home"
        display = self._fixture("display")
        driver = self.enter_context(webkit.browser(folder, display, scripts=scripts))
        page = WebKitPage(driver, base=base, saved=folder / "saved")
        width, height = SIZES[size]
        page.set_viewport_size({"width": width, "height": height})
        return page


def fits_everywhere(page: Any) -> bool:
    """On phones and on a desktop; the window is then as it was."""
    was = page.viewport_size
    for width, height in SIZES.values():
        page.set_viewport_size({"width": width, "height": height})
        if not fits(page):
            return False
    page.set_viewport_size(was)
    return True

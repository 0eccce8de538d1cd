"""Three real engines that the same walks run in: what a test of theirs begins with."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ENGINES = ("chromium", "firefox", "webkit")
PHONES = (320, 390)
# Pixels by which WebKitGTK's window is too wide for its bar of downloads, at most.
BAR = 4
WIDTHS = {"narrow": 320, "phone": 390, "desktop": 1280}
PREFIXES = {"en": "", "zh-Hans": "/zh-Hans", "ar": "/ar"}

OpenIn = Callable[..., Any]
Axe = Callable[[Any], None]


class MissingEngineError(AssertionError):
    """An engine is not on this machine. Nothing is skipped for that: the test fails."""


def installed(*programs: str) -> None:
    """Raises MissingEngineError, naming what is missing and what brings it."""
    for program in programs:
        if not Path(program).exists():
            raise MissingEngineError(f"{program} is not installed. Run script/setup --dev.")


# A walk of a minute is walked where it may differ: each engine as narrow as a phone can be and
# wide, and Safari's, which half of those who report have, as their phone too. On a phone each page
# is looked at as wide as the other phone is, too (`fits`).
EACH_ENGINE_AND_SIZE = [
    *((name, size) for name in ENGINES for size in ("narrow", "desktop")),
    ("webkit", "phone"),
]
# Safari's narrow phone is looked at on the way of its usual one.
WALKED = [each for each in EACH_ENGINE_AND_SIZE if each != ("webkit", "narrow")]
# At the desk each engine once: what differs by size there the styles decide, not the engine.
AT_THE_DESK = [("chromium", "narrow"), ("firefox", "desktop"), ("webkit", "phone")]
in_each_engine = pytest.mark.parametrize("name", ENGINES)
# Of walks over one page that differ in what is done there, each other engine has its share.
in_firefox_too, in_webkit_too = (
    pytest.mark.parametrize("name", ["chromium", name]) for name in ENGINES[1:]
)


def fits(page: Any) -> bool:
    """Nothing has to be scrolled sideways; on a phone, on one of the other width neither."""
    width, height = page.evaluate("() => [innerWidth, innerHeight]")
    phone = next((each for each in PHONES if each <= width <= each + BAR), None)
    if phone is None:
        return _fits(page, width)
    for each in (*(each for each in PHONES if each != phone), phone):
        page.set_viewport_size({"width": each, "height": height})
        if not _fits(page, each):
            return False
    return True


def _fits(page: Any, width: int) -> bool:
    until = time.monotonic() + 10
    # A window has its size a moment after it was asked for; without scripts no page can wait.
    while not width <= (wide := _wide(page)) <= width + BAR and time.monotonic() < until:
        time.sleep(0.05)
    scrolled = page.evaluate("() => document.documentElement.scrollWidth")
    print(f"{page.url}: {scrolled} in {wide} where {width} was asked for")
    return width <= wide <= width + BAR and scrolled <= wide


def _wide(page: Any) -> int:
    return int(page.evaluate("() => innerWidth"))

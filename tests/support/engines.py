"""Three real engines that the same walks run in: what a test of theirs begins with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ENGINES = ("chromium", "firefox", "webkit")
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
# wide, and Safari's, which half of those who report have, as their phone too.
WALKED = [
    *((name, size) for name in ENGINES for size in ("narrow", "desktop")),
    ("webkit", "phone"),
]
in_each_engine = pytest.mark.parametrize("name", ENGINES)


def fits(page: Any) -> bool:
    """Nothing has to be scrolled sideways."""
    return bool(page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"))

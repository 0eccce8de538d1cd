"""``expect`` for whichever engine shows the page: Playwright's own, and its words for WebKitGTK."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import playwright.sync_api
from webkit_page import PATIENCE, WebKitLocator, until

Text = str | re.Pattern[str]


def expect(shown: Any) -> Any:
    """What must become true of ``shown`` before long; raises AssertionError if it does not."""
    if isinstance(shown, WebKitLocator):
        return Expected(shown)
    return playwright.sync_api.expect(shown)


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def like(wanted: Text, text: str, *, whole: bool) -> bool:
    if isinstance(wanted, re.Pattern):
        return wanted.search(text) is not None
    return plain(wanted) == plain(text) if whole else plain(wanted) in plain(text)


@dataclass(frozen=True)
class Expected:
    locator: WebKitLocator

    def _asked(
        self, expression: str, right: Callable[[list[Any]], bool], wanted: object, timeout: float
    ) -> None:
        def attempt() -> bool | None:
            return True if right(self.locator.ask(expression)) else None

        def failing() -> str:
            got = self.locator.ask(expression)
            return f"{self.locator.steps}: {expression} is {got}, not {wanted}"

        until(attempt, failing, timeout / 1000)

    def _each(self, expression: str, wanted: object, timeout: float) -> None:
        self._asked(expression, lambda got: got == [wanted], wanted, timeout)

    def to_be_visible(self, *, timeout: float = PATIENCE * 1000) -> None:
        self._each("shown(element)", True, timeout)

    def to_be_hidden(self, *, timeout: float = PATIENCE * 1000) -> None:
        self._asked("shown(element)", lambda got: not any(got), "hidden", timeout)

    def to_be_focused(self, *, timeout: float = PATIENCE * 1000) -> None:
        self._each("element === document.activeElement", True, timeout)

    def to_be_disabled(self, *, timeout: float = PATIENCE * 1000) -> None:
        self._each("element.matches(':disabled')", True, timeout)

    def to_be_empty(self, *, timeout: float = PATIENCE * 1000) -> None:
        self._each("element.value ?? element.textContent", "", timeout)

    def to_have_count(self, count: int, *, timeout: float = PATIENCE * 1000) -> None:
        self._asked("true", lambda got: len(got) == count, count, timeout)

    def to_have_value(self, value: str, *, timeout: float = PATIENCE * 1000) -> None:
        self._each("element.value", value, timeout)

    def to_have_js_property(
        self, name: str, value: object, *, timeout: float = PATIENCE * 1000
    ) -> None:
        self._each(f"element.{name}", value, timeout)

    def to_have_attribute(
        self, name: str, value: Text, *, timeout: float = PATIENCE * 1000
    ) -> None:
        def right(got: list[Any]) -> bool:
            return len(got) == 1 and got[0] is not None and like(value, got[0], whole=True)

        self._asked(f"element.getAttribute('{name}')", right, value, timeout)

    def to_have_text(self, text: Text, *, timeout: float = PATIENCE * 1000) -> None:
        self._words(text, timeout, whole=True)

    def to_contain_text(self, text: Text, *, timeout: float = PATIENCE * 1000) -> None:
        self._words(text, timeout, whole=False)

    def not_to_contain_text(self, text: str, *, timeout: float = PATIENCE * 1000) -> None:
        def right(got: list[Any]) -> bool:
            return len(got) == 1 and not like(text, got[0], whole=False)

        self._asked("element.textContent", right, f"without {text}", timeout)

    def _words(self, text: Text, timeout: float, *, whole: bool) -> None:
        def right(got: list[Any]) -> bool:
            return len(got) == 1 and like(text, got[0], whole=whole)

        self._asked("element.textContent", right, text, timeout)

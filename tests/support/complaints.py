"""What a page complains of: errors in its console, breaches of its policy, requests to others."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import late
from playwright.sync_api import BrowserContext, ConsoleMessage, Request

# An answer such as 404 from the JSON doors is part of a walk; Chromium calls it an error.
REFUSED_BY_API = re.compile(r"Failed to load resource: the server responded with a status of 4\d\d")


@dataclass
class Complaints:
    """What went wrong on a page without anyone looking."""

    found: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def expect(self, pattern: str) -> None:
        """Say beforehand that a complaint matching ``pattern`` belongs to this test."""
        self.expected.append(pattern)

    def add(self, text: str) -> None:
        self.found.append(text)

    def unexpected(self) -> list[str]:
        """What nobody said to expect."""
        return [
            text
            for text in self.found
            if not any(re.search(pattern, text) for pattern in self.expected)
        ]


def listen(context: BrowserContext, own: str, complaints: Complaints) -> None:
    """Collect what ``context`` complains of; ``own`` is the only server that it may ask."""
    origin = urlsplit(own).netloc

    def console(message: ConsoleMessage) -> None:
        place = message.location.get("url", "")
        if message.type != "error":
            return
        if "/api/" in place and REFUSED_BY_API.match(message.text):
            return
        complaints.add(f"console: {message.text} ({place})")

    def request(asked: Request) -> None:
        parts = urlsplit(asked.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != origin:
            complaints.add(f"request to another host: {asked.url}")

    context.add_init_script(
        "addEventListener('securitypolicyviolation', (event) => console.error("
        "'policy: ' + event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sourceFile))"
    )
    context.on("console", console)
    context.on("weberror", lambda error: complaints.add(f"error: {error.error}"))
    context.on("request", request)
    if late.is_wanted():
        _listen_for_hurry(context, complaints)


def _listen_for_hurry(context: BrowserContext, complaints: Complaints) -> None:
    """Where each answer comes late (``--late``): who did not wait for one."""

    def left(asked: Request) -> None:
        if asked.method != "GET":
            complaints.add(f"nobody waited for the answer: {asked.url}")

    context.on("requestfailed", left)

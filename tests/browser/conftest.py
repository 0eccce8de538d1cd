"""Chromium against a running Heard with the built pages.

Each page comes with collectors: an error in the console, a breach of the content security policy
or a request to another host fails the test that caused it, whatever the test looked at.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    CDPSession,
    ConsoleMessage,
    Error,
    Page,
    Request,
    sync_playwright,
)
from processes import Heard, free_port

ROOT = Path(__file__).parents[2]
AXE = ROOT / "node_modules/axe-core/axe.min.js"
CHROMIUM = "/usr/bin/chromium"
# Nothing that would make Chromium talk to anybody but the page's own server.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SIZES = {"narrow": (320, 640), "phone": (390, 844), "desktop": (1280, 800)}
# An answer such as 404 from the JSON doors is part of a walk; Chromium calls it an error.
REFUSED_BY_API = re.compile(r"Failed to load resource: the server responded with a status of 4\d\d")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


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


@pytest.fixture(scope="session")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Heard]:
    """``heard demo`` with Meridian Group, on a free port, with its data in a temporary folder."""
    if not (ROOT / "src/heard/static/manifest.json").exists():
        pytest.fail("The pages are not built. Run script/setup.")
    folder = tmp_path_factory.mktemp("live") / "data"
    port = free_port()
    with Heard(
        ["demo", "--port", str(port), "--directory", str(folder)], folder=folder, port=port
    ) as it:
        yield it


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def complaints() -> Iterator[Complaints]:
    """Fails the test at its end if a page complained of something unexpected."""
    collected = Complaints()
    yield collected
    assert collected.unexpected() == []


@pytest.fixture
def open_window(
    chromium: Browser, live: Heard, complaints: Complaints
) -> Iterator[Callable[..., Page]]:
    """``open_window("phone")``: a page in a context of its own; more keywords go to Playwright."""
    contexts: list[BrowserContext] = []

    def open_one(size: str, **options: Any) -> Page:
        width, height = SIZES[size]
        context = chromium.new_context(
            base_url=live.url,
            viewport={"width": width, "height": height},
            has_touch=size != "desktop",
            accept_downloads=True,
            **options,
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        _listen(context, live.url, complaints)
        return context.new_page()

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def phone(open_window: Callable[..., Page]) -> Page:
    return open_window("phone")


@pytest.fixture
def desktop(open_window: Callable[..., Page]) -> Page:
    return open_window("desktop")


@pytest.fixture
def narrow(open_window: Callable[..., Page]) -> Page:
    return open_window("narrow")


def _listen(context: BrowserContext, own: str, complaints: Complaints) -> None:
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


# --- accessibility -------------------------------------------------------------------------------


def _in_a_world_of_its_own(page: Page, source: str, call: str) -> Any:
    """Evaluate beside the page's own scripts, where its policy does not bind.

    ``add_script_tag`` and ``page.evaluate`` of a string are what the policy exists to refuse.
    """
    # Never detached: with it Chromium would switch the page's virtual passkeys off.
    session = page.context.new_cdp_session(page)
    frame = session.send("Page.getFrameTree")["frameTree"]["frame"]["id"]
    world = session.send("Page.createIsolatedWorld", {"frameId": frame, "worldName": "heard-axe"})[
        "executionContextId"
    ]
    session.send("Runtime.evaluate", {"expression": source, "contextId": world})
    asked = {
        "expression": call,
        "contextId": world,
        "awaitPromise": True,
        "returnByValue": True,
    }
    answer = session.send("Runtime.evaluate", asked)
    if "exceptionDetails" in answer:
        raise AssertionError(json.dumps(answer["exceptionDetails"])[:2000])
    return answer["result"]["value"]


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], None]:
    """``axe(page)``: axe-core with its WCAG 2.2 AA and best-practice rules finds nothing."""
    source = AXE.read_text(encoding="utf-8")

    def check(page: Page) -> None:
        tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
        options = {"runOnly": {"type": "tag", "values": tags}, "resultTypes": ["violations"]}
        found = _in_a_world_of_its_own(
            page,
            source,
            f"axe.run(document, {json.dumps(options)}).then((r) => r.violations.map("
            "(v) => [v.id, v.help, v.nodes.map((n) => n.target.join(' '))]))",
        )
        assert found == [], page.url

    return check


# --- passkeys ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Passkey:
    """A virtual security key in the page's browser; ``forget`` empties it."""

    session: CDPSession
    id: str

    def credentials(self) -> list[dict[str, Any]]:
        answer = self.session.send("WebAuthn.getCredentials", {"authenticatorId": self.id})
        return list(answer["credentials"])

    def forget(self) -> None:
        self.session.send("WebAuthn.clearCredentials", {"authenticatorId": self.id})

    def remove(self) -> None:
        self.session.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": self.id})


@pytest.fixture
def passkey() -> Iterator[Callable[..., Passkey]]:
    """``passkey(page, prf=True)``: a device that signs in at a touch, with or without PRF."""
    sessions: list[CDPSession] = []

    def add(page: Page, *, prf: bool = True) -> Passkey:
        session = page.context.new_cdp_session(page)
        sessions.append(session)
        session.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "ctap2Version": "ctap2_1",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
            "hasPrf": prf,
        }
        answer = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        return Passkey(session, answer["authenticatorId"])

    yield add
    for session in sessions:
        try:
            session.detach()
        except Error:
            continue  # its page is closed already

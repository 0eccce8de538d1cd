"""Chromium against a running Heard with the built pages.

Each page comes with collectors: an error in the console, a breach of the content security policy
or a request to another host fails the test that caused it, whatever the test looked at.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import firefox_esr
import pytest
from complaints import Complaints, listen
from engines import installed
from playwright.sync_api import (
    Browser,
    BrowserContext,
    CDPSession,
    Error,
    Page,
    Playwright,
    expect,
    sync_playwright,
)
from processes import Heard, free_port
from screen import screen
from windows import SIZES, Windows

ROOT = Path(__file__).parents[2]
AXE = ROOT / "node_modules/axe-core/axe.min.js"
CHROMIUM = "/usr/bin/chromium"
# The same engine without windows of its own: a page opens in a third of the time. It shows neither
# notifications nor a PDF.
SHELL = "/usr/bin/chromium-headless-shell"
LONGEST = {
    name: place
    for place, name in enumerate(
        [
            "test_fresh.py",
            "test_unstarted.py",
            "test_desk_work.py",
            "test_desk_actions.py",
            "test_tutorial.py",
            "test_case_unsent.py",
            "test_notices.py",
            "test_five_people.py",
            "test_engines_report.py",
            "test_engines_desk.py",
            "test_moved_around.py",
            "test_desk_file_key.py",
            "test_desk_deciding.py",
            "test_letters.py",
            "test_interviews.py",
            "test_desk_findings.py",
            "test_checkins.py",
            "test_channel.py",
            "test_scenario.py",
            "test_desk.py",
            "test_reporter.py",
            "test_engines_public.py",
        ]
    )
}
# Three of these tests run at once on two processors: what is on its way may take its time.
expect.set_options(timeout=45_000)
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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
    # The longest files first, so that no worker is left alone with one at the end.
    items.sort(key=lambda item: LONGEST.get(item.path.name, len(LONGEST)))


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
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as it:
        yield it


def _started(playwright: Playwright, program: str) -> Iterator[Browser]:
    installed(program)
    browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    yield from _started(playwright, SHELL)


@pytest.fixture(scope="session")
def whole_chromium(playwright: Playwright) -> Iterator[Browser]:
    """The browser that people have, for what the walks in three engines and a push need."""
    yield from _started(playwright, CHROMIUM)


@pytest.fixture(scope="session")
def firefox(
    playwright: Playwright, tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., Browser]:
    """``firefox()``: Debian's Firefox, started when first asked for; ``scripts=False`` without."""
    running: dict[bool, Browser] = {}

    def get(*, scripts: bool = True) -> Browser:
        if scripts not in running:
            folder = tmp_path_factory.mktemp("firefox")
            running[scripts] = firefox_esr.launch(playwright, folder, scripts=scripts)
        return running[scripts]

    yield get
    for browser in running.values():
        browser.close()


@pytest.fixture(scope="session")
def display() -> Iterator[str]:
    with screen() as name:
        yield name


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
        context.set_default_timeout(45_000)
        contexts.append(context)
        listen(context, live.url, complaints)
        return context.new_page()

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def open_in(
    request: pytest.FixtureRequest, live: Heard, complaints: Complaints
) -> Iterator[Windows]:
    """``open_in("webkit", "phone")``: a page of one of three engines, to be walked alike."""
    with Windows(request.getfixturevalue, base=live.url, complaints=complaints) as windows:
        yield windows


@pytest.fixture
def phone(open_window: Callable[..., Page]) -> Page:
    return open_window("phone")


@pytest.fixture
def desktop(open_window: Callable[..., Page]) -> Page:
    return open_window("desktop")


@pytest.fixture
def narrow(open_window: Callable[..., Page]) -> Page:
    return open_window("narrow")


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
    there = session.send("Runtime.evaluate", {"expression": "typeof axe", "contextId": world})
    if there["result"]["value"] == "undefined":  # else of an earlier look at the same document
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
def _axe() -> Callable[..., None]:
    """``_axe(page)``: axe-core with its WCAG 2.2 AA and best-practice rules finds nothing.

    ``forced``: where the colours are the reader's own, it is not asked how they contrast; it takes
    some of them from the page, which does not choose them there.
    """
    source = AXE.read_text(encoding="utf-8")
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    options = {"runOnly": {"type": "tag", "values": tags}, "resultTypes": ["violations"]}

    def check(page: Any, *, forced: bool = False) -> None:
        rules = {"color-contrast": {"enabled": not forced}}
        call = (
            f"axe.run(document, {json.dumps({**options, 'rules': rules})})"
            ".then((r) => r.violations.map("
            "(v) => [v.id, v.help, v.nodes.map((n) => n.target.join(' '))]))"
        )
        if _is_chromium(page):
            found = _in_a_world_of_its_own(page, source, call)
        else:  # here the page's policy does not bind who drives the browser
            if page.evaluate("() => typeof axe") == "undefined":
                page.evaluate(f"() => {{ {source}\n}}")
            found = page.evaluate(f"() => {call}")
        assert found == [], page.url

    return check


@pytest.fixture
def axe(request: pytest.FixtureRequest, _axe: Callable[..., None]) -> Callable[..., None]:
    """``axe(page)``, in Chromium; in the others where each engine walks a page, or is itself tried.

    It judges a tree and styles that are the same in all of them, and takes a quarter of a second.
    """
    in_each = request.path.name.startswith(("test_engines", "test_ground"))

    def check(page: Any, *, forced: bool = False) -> None:
        if in_each or _is_chromium(page):
            _axe(page, forced=forced)

    return check


def _is_chromium(page: Any) -> bool:
    return isinstance(page, Page) and page.context.browser.browser_type.name == "chromium"  # type: ignore[union-attr]


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

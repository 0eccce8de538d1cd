"""The handler's ways through the desk's pages, as functions that several tests may use."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from subprocess import CompletedProcess
from typing import Any

import warm
from playwright.sync_api import Page
from processes import HEARD, Heard, settings_for

AMARA, JONAS, XU = "Amara Okafor", "Jonas Lindqvist", "Xu Wen"
RUTH, DANIEL, SOFIA = "Ruth Adeyemi", "Daniel Cho", "Sofia Marques"


def heard(live: Heard, *arguments: str, data: str = "") -> CompletedProcess[str]:
    """Run an operator's command on the same data, or on a copy of it."""
    folder = data or str(live.folder / "data")
    environment = {
        **settings_for(live.folder, live.port),
        "HEARD_DATA": folder,
        "PATH": os.environ["PATH"],
    }
    return warm.run([HEARD, *arguments], env=environment)


def code_of(live: Heard, name: str) -> str:
    """The recovery code that the demonstration gave somebody."""
    card = json.loads((live.folder / "sign-ins.json").read_text("utf-8"))
    return str(next(each["code"] for each in card["people"] if each["name"] == name))


def keep_code(live: Heard, name: str, words: str) -> None:
    """Write somebody's new recovery code on their card: the tests that follow sign in with it."""
    path = live.folder / "sign-ins.json"
    card = json.loads(path.read_text("utf-8"))
    for each in card["people"]:
        each["code"] = words if each["name"] == name else each["code"]
    path.write_text(json.dumps(card), "utf-8")


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def heading(page: Page, name: str) -> None:
    page.get_by_role("heading", name=name).first.wait_for()


def enter_by_code(page: Page, code: str) -> None:
    page.goto("/desk/")
    press(page, "Use the recovery code")
    page.get_by_label("The twelve words").fill(code)
    press(page, "Sign in and unlock")
    heading(page, "Account")


def confirm_by_code(page: Any, code: str) -> None:
    """Say by the twelve words that it is you; whoever has a passkey is asked for that first."""
    asked = page.get_by_role("dialog", name="Confirm that it is you")
    asked.wait_for()
    other = asked.get_by_role("button", name="Use the recovery code")
    if other.count():
        other.click()
    asked.get_by_label("The twelve words").fill(code)
    asked.get_by_role("button", name="Confirm with the code").click()


def confirm_by_touch(page: Page) -> None:
    """Say by a passkey, which answers at once, that it is you."""
    asked = page.get_by_role("dialog", name="Confirm that it is you")
    asked.get_by_role("button", name="Confirm with your passkey").click()


def queue(page: Page) -> None:
    page.get_by_role("link", name="Queue").first.click()
    heading(page, "Queue")


def type_words_back(page: Page) -> str:
    page.locator(".code li").first.wait_for()
    words = " ".join(page.locator(".code li").all_inner_texts())
    press(page, "I have kept them")
    page.get_by_label("The twelve words").fill(words.upper())
    press(page, "Check the words")
    return words


def invite(live: Heard, name: str) -> str:
    added = ("--name", name, "--role", "Investigator", "--tier", "1")
    said = heard(live, "roster", "add", *added).stdout
    found = re.search(r"/desk/join/#\S+", said)
    assert found, said
    return found[0]


def join(page: Page, link: str) -> str:
    """Up to the last page but one; the words of the recovery code."""
    page.goto(link)
    heading(page, "Welcome")
    assert "#" not in page.url
    page.get_by_label("I have compared").check()
    press(page, "Continue")
    words = type_words_back(page)
    press(page, "Make the passkey")
    return words


def arrive(page: Page, passkey: Callable[..., Any], said: CompletedProcess[str], at: str) -> None:
    """Somebody joins by the link that an operator's command printed, and unlocks the desk."""
    link = re.search(r"/desk/join/#\S+", said.stdout)
    assert link, said.stderr
    passkey(page)
    join(page, link[0])
    heading(page, "You have joined")
    page.get_by_role("link", name="Go to the desk").click()
    press(page, "Sign in with your passkey")
    heading(page, at)


def overseer(live: Heard, page: Page, passkey: Callable[..., Any], name: str) -> None:
    """Somebody of the works council, on the board's page."""
    said = heard(live, "oversight", "add", "--name", name, "--role", "Works council")
    arrive(page, passkey, said, "Oversight")


def open_case(page: Page, ref: str) -> None:
    queue(page)
    page.get_by_role("link", name=ref).click()
    press(page, "Open the report")
    page.get_by_role("tab", name="Report").wait_for()


def side(page: Page, size: str) -> None:
    """To the duties and actions, which a phone has on a tab of their own."""
    if size == "phone":
        page.get_by_role("tab", name="Promises").click()


def tab(page: Page, name: str) -> None:
    page.get_by_role("tab", name=name).click()


def write(page: Page, tab: str, label: str, words: str) -> None:
    page.get_by_role("tab", name=tab).click()
    page.get_by_label(label).fill(words)
    press(page, "Seal and")
    page.locator(".msgs li", has_text=words.split("\n", maxsplit=1)[0]).wait_for()


def asked(page: Page, path: str, body: dict[str, Any] | None = None) -> tuple[int, str]:
    """(status, body) of a request that the signed-in page itself makes."""
    said = page.evaluate(
        """async ([path, body]) => {
          const how = body === null ? {} : {method: 'POST', body: JSON.stringify(body),
            headers: {'Content-Type': 'application/json'}};
          const answer = await fetch('/desk/api/' + path, how);
          return [answer.status, await answer.text()];
        }""",
        [path, body],
    )
    return said[0], said[1]

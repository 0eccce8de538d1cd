"""The retaliation gate walked whole: a keeper of its own, who asks, who files, who looks."""

from __future__ import annotations

import base64
import dataclasses
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import work_walk as work
from desk_walk import arrive, heading, heard, overseer, press
from engines import OpenIn, fits, in_each_engine
from expecting import expect
from playwright.sync_api import Page
from playwright.sync_api import expect as look
from processes import Heard
from reporter_walk import come_back
from reporting import Online

from heard.doors.operator import ceremony
from heard.formats import _ed25519, agefile, returncode, roster

Windows = Callable[..., Page]
Axe = Callable[[Page], None]
COUNCIL = "Works council"
EMPLOYEE, OTHER = "E10482", "E10483"
PREFIXES = {"en": "", "zh-Hans": "/zh-Hans", "ar": "/ar"}


@pytest.fixture(scope="module")
def gate(live: Heard, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a keeper beside this Heard, which the newest roster names."""
    folder = tmp_path_factory.mktemp("keeper") / "data"
    site = live.url.partition("://")[2]
    made = heard(live, "gate", "init", "--data", str(folder), "--site", site, "--url", live.url)
    recipient, signing = re.findall(r"^  (\S+)$", made.stdout, re.MULTILINE)
    named = ["--operator", COUNCIL, "--recipient", recipient, "--signing", signing]
    heard(live, "roster", "services", "--add", "gate", *named)
    heard(live, "roster", "sign", "--root-key", str(live.folder / "root.key"))
    return folder


@pytest.fixture(scope="module", autouse=True)
def employed(live: Heard) -> None:
    """Two people whom nobody else here is near to: a directory would change who reads what."""
    with sqlite3.connect(live.folder / "data" / "heard.sqlite3", timeout=30) as tables:
        for id in (EMPLOYEE, OTHER):
            tables.execute(
                "INSERT INTO heard_person (id, name, other_names, email, country, active)"
                " VALUES (?, 'Kim Larsen', '', ?, 'DK', 1)",
                (id, f"{id}@meridian.example"),
            )


def run_by(live: Heard, page: Page, operators: list[str]) -> None:
    """The page is shown a roster with these keepers, as the root key would sign it."""
    true = Online(live.url).roster()
    others = tuple(each for each in true.services or () if each.use != "gate")
    keys = {
        "recipient": agefile.recipient_of(agefile.generate_identity()),
        "signing": base64.b64encode(_ed25519.public_of(b"s" * 32)).decode(),
    }
    named = tuple(roster.Service(use="gate", operator=each, **keys) for each in operators)
    changed = dataclasses.replace(
        true, version=true.version + 1, previous="0" * 64, services=(*others, *named)
    )
    note = roster.sign(changed, ceremony.read_root(live.folder / "root.key"))
    page.route("**/roster", lambda asked: asked.fulfill(body=note, content_type="text/plain"))


@in_each_engine
def test_who_asks_sees_the_keeper_read_it(
    open_in: OpenIn, live: Heard, gate: Path, name: str
) -> None:
    page = open_in(name, "phone")
    page.goto("/gate/")
    expect(page.locator("#keepers")).to_contain_text(COUNCIL)
    page.locator("#send").click()
    expect(page.locator("#ask-says")).to_contain_text("Write your staff number")
    page.locator("#person").fill(EMPLOYEE)
    page.locator("#send").click()
    page.locator("#sent").wait_for()  # its words stand there before they are shown
    expect(page.locator("#sent")).to_contain_text("It is on its way")
    page.locator("#look button").click()
    expect(page.locator("#look-says")).to_contain_text("Not yet")
    done = heard(live, "gate", "run", "--once", "--data", str(gate))
    assert "1 listings read" in done.stdout, done.stderr
    page.locator("#look button").click()
    expect(page.locator("#look-says")).to_contain_text("Read by the gate of")
    assert fits(page)


@pytest.mark.parametrize(
    ("tag", "size"), [("en", "desktop"), ("zh-Hans", "phone"), ("ar", "phone")]
)
def test_it_says_where_there_is_no_gate_and_whose_it_is(
    live: Heard, open_window: Windows, axe: Axe, tag: str, size: str
) -> None:
    page = open_window(size)
    run_by(live, page, [])
    page.goto(f"{PREFIXES[tag]}/gate/")
    look(page.locator("#keepers .notice")).to_be_visible()
    look(page.locator("#ask")).to_be_hidden()
    run_by(live, page, [Online(live.url).roster().organisation])
    page.reload()
    look(page.locator("#ask")).to_be_visible()
    look(page.locator("#keepers .notice")).to_be_visible()  # the employer's own server
    axe(page)
    run_by(live, page, [COUNCIL])
    page.reload()
    look(page.locator("#ask")).to_be_visible()
    look(page.locator("#keepers .notice")).to_have_count(0)


def test_a_word_of_the_server_alone_is_not_believed(live: Heard, open_window: Windows) -> None:
    page = open_window("phone")
    run_by(live, page, [COUNCIL])
    answer = {"taken": "A" * 86 + "=="}
    page.route("**/gate/listings/*", lambda asked: asked.fulfill(json=answer))
    page.goto("/gate/")
    page.locator("#digest").fill("0" * 64)
    page.locator("#look button").click()
    look(page.locator("#look-says")).to_contain_text("no gate has signed that")


def asked(desk: Page, axe: Axe) -> Any:
    """Amara asks, in a letter that says exactly what would be told; the card of the question."""
    work.part(desk, "Protection")
    press(desk, "Ask if the gate may be told")
    form = desk.locator(".opened")
    expect(form).to_contain_text("Nothing follows from a no")
    send = form.get_by_role("button", name="Ask if the gate may be told")
    form.get_by_label("What you write to the reporter").fill(
        "You said that you fear for your post."
    )
    send.click()
    expect(form).to_contain_text("Write one number or address.")
    form.get_by_label("Staff number").fill(EMPLOYEE)
    axe(desk)
    send.click()
    card = work.card(desk, "Asked about the gate")
    expect(card.locator(".state")).to_have_text("No answer yet, and none is owed")
    expect(card.get_by_role("button", name="Tell the gate")).to_have_count(0)
    return card


def answers(page: Page, button: str) -> None:
    """The reporter opens an answer, and sends it from the page that says what it means."""
    press(page, button)
    expect(page.locator("#inbox h1")).to_have_text("The gate, and who you are")
    press(page, button)


def agreed(live: Heard, open_window: Windows, axe: Axe, words: list[str]) -> Page:
    """No yes to other keepers than those who were meant; then a no, which becomes a yes."""
    other, page = open_window("phone"), open_window("phone")
    run_by(live, other, ["Somebody else"])
    come_back(other, words)
    press(other, "Yes, tell the gate")
    expect(other.locator("#inbox")).to_contain_text("Others keep the gate than when you were asked")
    expect(other.get_by_role("button", name="Yes, tell the gate")).to_have_count(0)
    come_back(page, words)
    expect(page.locator("#inbox")).to_contain_text("You said that you fear for your post.")
    axe(page)
    answers(page, "No, do not tell it")
    expect(page.locator("#inbox")).to_contain_text("You can still say yes.")
    press(page, "Yes, tell the gate")
    expect(page.locator("#inbox h1")).to_have_text("The gate, and who you are")
    expect(page.locator("#inbox")).to_contain_text(EMPLOYEE)
    expect(page.locator("#inbox")).to_contain_text(COUNCIL)
    axe(page)
    assert fits(page)
    press(page, "Yes, tell the gate")
    expect(page.locator("#inbox")).to_contain_text("You said yes. Nothing is told yet.")
    return page


def test_a_desk_tells_the_gate_as_the_reporter_agreed(
    live: Heard, gate: Path, open_window: Windows, axe: Axe
) -> None:
    desk = open_window("desktop")
    lin, ref = work.begun(live, desk)
    asked(desk, axe)
    words = returncode.words(lin.lin.secrets.code, "english")
    page = agreed(live, open_window, axe, words)
    work.again(desk, ref)
    expect(desk.locator(work.NEXT)).to_contain_text(
        "tell the gate who the reporter is: they agreed."
    )
    work.part(desk, "Protection")
    card = work.card(desk, "Asked about the gate")
    press(card, "Tell the gate")
    expect(card).to_contain_text("It cannot be undone.")
    axe(desk)
    card.locator("form").get_by_role("button", name="Tell the gate").click()
    expect(card.locator(".state")).to_have_text("The gate was told")
    assert fits(desk)
    done = heard(live, "gate", "run", "--once", "--data", str(gate))
    assert "1 listings read" in done.stdout, done.stderr
    come_back(page, words)
    expect(page.locator("#inbox")).to_contain_text("The gate was told.")
    number = str(page.locator("#inbox .mono", has_text=re.compile("^[0-9a-f]{64}$")).inner_text())
    answers(page, "Take my yes back")
    expect(page.locator("#inbox")).to_contain_text("You took your yes back after that.")
    page.goto("/gate/")
    page.locator("#digest").fill(number)
    page.locator("#look button").click()
    expect(page.locator("#look-says")).to_contain_text(f"Read by the gate of {COUNCIL}")


def seated(live: Heard, page: Page, passkey: Callable[..., Any], name: str, seat: str) -> None:
    said = heard(live, "gate", "seat", "--name", name, "--role", "HR", f"--{seat}", "--outside")
    arrive(page, passkey, said, "The gate")


def test_who_files_is_told_what_is_wrong_and_what_was_filed(
    live: Heard, open_window: Windows, axe: Axe, passkey: Callable[..., Any]
) -> None:
    page = open_window("phone")
    seated(live, page, passkey, "Hana Ito", "files")
    look(page.get_by_role("link", name="Queue")).to_have_count(0)
    page.get_by_label("Staff number or e-mail address at work").fill("nobody@nowhere.example")
    page.get_by_label("When it takes effect").fill(soon(page))
    press(page, "File it")
    look(page.get_by_text("nobody who works here has this number")).to_be_visible()
    page.get_by_label("Staff number or e-mail address at work").fill(EMPLOYEE)
    press(page, "File it")
    look(page.get_by_text("Waits for the gate")).to_be_visible()
    axe(page)
    press(page, "Take it back")
    look(page.get_by_text("Taken back", exact=True)).to_be_visible()


def soon(page: Page) -> str:
    return str(page.evaluate("new Date(Date.now() + 60 * 864e5).toISOString().slice(0, 10)"))


def filed(live: Heard, gate: Path, page: Page) -> None:
    """One more against the same person, and the gate wants to talk about it."""
    page.get_by_label("Staff number or e-mail address at work").fill(OTHER)
    page.get_by_label("When it takes effect").fill(soon(page))
    press(page, "File it")
    look(page.get_by_text("Waits for the gate")).to_be_visible()
    heard(live, "gate", "run", "--once", "--data", str(gate))
    given_out(live)


def back(page: Page) -> None:
    page.reload()
    press(page, "Sign in with your passkey")


def surely(page: Page, button: str) -> None:
    """It is asked once more."""
    press(page, button)
    press(page.get_by_role("group", name=re.compile(r"\?")), button)


def test_who_looks_answers_what_the_gate_asks_and_the_board_has_the_last_word(
    live: Heard, gate: Path, open_window: Windows, axe: Axe, passkey: Callable[..., Any]
) -> None:
    hr, page, board = open_window("desktop"), open_window("phone"), open_window("phone")
    seated(live, hr, passkey, "Ina Braun", "files")
    filed(live, gate, hr)
    seated(live, page, passkey, "Lars Berg", "looks")
    press(page, "Approve")
    press(page.get_by_role("group", name="Approve it? That is final."), "Approve")
    look(page.get_by_text("Something is missing.")).to_be_visible()
    page.get_by_label("The gate asks").fill("Planned in May by the head of the unit.")
    page.get_by_label("Your reason").fill("It was planned before.")
    page.get_by_role("link", name="Account", exact=True).click()
    heading(page, "Account")
    page.get_by_role("link", name="The gate").click()
    look(page.get_by_label("Your reason")).to_have_value("It was planned before.")
    axe(page)
    surely(page, "Approve")
    look(page.get_by_text("Nothing yet.")).to_be_visible()
    back(hr)
    look(hr.get_by_text("Approved", exact=True)).to_be_visible()
    look(hr.get_by_text("It was planned before.")).to_be_visible()
    look(hr.get_by_text("Planned in May")).to_have_count(0)

    filed(live, gate, hr)
    back(page)
    page.get_by_label("The gate asks").fill("Nobody could say when it was planned.")
    page.get_by_label("Your reason").fill("Two months after a report by somebody of the unit.")
    surely(page, "Refuse")
    look(page.get_by_text("Nothing yet.")).to_be_visible()
    overseer(live, board, passkey, "Mara Voss")
    board.get_by_role("link", name="The gate").click()
    look(board.get_by_text("Two months after a report")).to_be_visible()
    board.get_by_label("Your reason").fill("The works council has agreed.")
    axe(board)
    assert fits(board)
    surely(board, "Have it done all the same")
    look(board.get_by_text("Nothing yet.")).to_be_visible()
    back(hr)
    look(hr.get_by_text("Refused, and done by decision of those who oversee")).to_be_visible()


def given_out(live: Heard) -> None:
    """The hour of the answers is over, and the keeper said that it is talked about."""
    with sqlite3.connect(live.folder / "data" / "heard.sqlite3", timeout=30) as tables:
        done = tables.execute(
            "UPDATE heard_filedaction SET answers_at = '2026-01-05 01:00:00', talk = 1"
            " WHERE closed IS NULL AND answers_at IS NOT NULL"
        )
    assert done.rowcount == 1

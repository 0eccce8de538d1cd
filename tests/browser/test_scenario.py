"""Lin's story from the first page to the verdict on the operator: beats 2 to 6 of the scenario."""

from __future__ import annotations

import datetime as dt
import json
import re
import secrets
import shutil
import sqlite3
import subprocess
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from desk_walk import (
    AMARA,
    JONAS,
    XU,
    asked,
    code_of,
    confirm_by_code,
    confirm_by_touch,
    enter_by_code,
    heading,
    heard,
    open_case,
    press,
    queue,
    write,
)
from evidence import ELEVEN_PAGES, PDF, PLACE, photograph_and_film
from playwright.sync_api import Browser, Page, Response, Route, expect
from processes import HEARD, Heard
from reporter_walk import Story, all_genuine, at, come_back, finish, go_on, see_words, tell

FILM = 25 * 1024 * 1024
NOTE = "The hotel overwrites its recording on the third."

Window = Callable[..., Page]
Axe = Callable[[Page], None]


@dataclass
class Walk:
    """What goes from one beat to the next."""

    live: Heard
    window: Window
    axe: Axe
    folder: Path
    case: str = ""
    words: list[str] = field(default_factory=list)
    film: Path = Path()

    @property
    def ref(self) -> str:
        return f"{self.case[:4]}-{self.case[4:8]}".upper()

    def desk(self) -> Page:
        return self.window("desktop")


@pytest.fixture(scope="module")
def evidence(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("evidence")
    photo, film = photograph_and_film(chromium, film_bytes=FILM)
    made = {"room.jpg": photo, "plan.pdf": PDF, "corridor.webm": film}
    for name, content in made.items():
        (folder / name).write_bytes(content)
    assert PLACE in photo
    return {name: folder / name for name in made}


def test_lin_is_heard(
    live: Heard,
    open_window: Window,
    axe: Axe,
    complaints: Any,
    passkey: Callable[..., Any],
    evidence: dict[str, Path],
    tmp_path: Path,
) -> None:
    """She on a phone, they at a desk; the other way round is in test_moved_around."""
    complaints.expect("net::ERR_FAILED")  # the upload that is cut
    walk = Walk(live, open_window, axe, tmp_path)
    xu = walk.desk()
    enter_by_code(xu, code_of(live, XU))
    before = seen_by(xu)
    lin = open_window("phone")
    help_comes_first(lin, walk)
    she_reports(lin, walk)
    she_adds_files(lin, walk, evidence)
    assert seen_by(xu) == before
    nothing_for(xu, walk, looks_like=secrets.token_hex(16))
    amara = walk.desk()
    amara_signs_in_by_passkey(amara, walk, passkey)
    she_reads_everything(amara, walk, evidence)
    lin_sees_who_opened_it(lin, walk)
    they_write(amara, lin, walk)
    amara_hands_over_and_steps_out(amara, walk)
    lin_sees_what_became_of_it(lin, walk)
    the_receipt_holds_without_the_site(lin, walk)
    the_operator_cannot_alter_it(walk)


def seen_by(page: Page) -> list[str]:
    """Ids in both halves of the queue, as the server answers them."""
    answers = [asked(page, f"cases?state={state}")[1] for state in ("open", "closed")]
    return sorted(row["id"] for answer in answers for row in json.loads(answer)["cases"])


def nothing_for(page: Page, walk: Walk, *, looks_like: str) -> None:
    """The case is to this handler what an id that never was is: the same bytes."""
    action = {"id": secrets.token_hex(16)}
    for path, body in (("open", action), ("acknowledge", action), ("receipts/1", None)):
        found = asked(page, f"cases/{walk.case}/{path}", body)
        assert found == asked(page, f"cases/{looks_like}/{path}", body)
        assert found[0] == 404
    queue(page)
    expect(page.get_by_role("link", name=walk.ref)).to_have_count(0)


def help_comes_first(page: Page, walk: Walk) -> None:
    page.goto("/")
    expect(page.locator("#country")).to_have_value("CN")
    walk.axe(page)
    page.get_by_role("link", name="Get help now").first.click()
    china = page.locator("details[data-country=CN]")
    expect(china.get_by_role("link", name="12338")).to_be_visible()
    expect(page.locator("form")).to_have_count(0)
    walk.axe(page)
    page.get_by_role("link", name="Make a report").click()


def she_reports(page: Page, walk: Walk) -> None:
    sent: list[str] = []
    page.on(
        "request",
        lambda asks: sent.append(asks.post_data or "") if asks.url.endswith("/reports") else None,
    )
    monday = dt.datetime.now(dt.UTC).date() - dt.timedelta(days=5)
    story = Story(
        words=ELEVEN_PAGES,
        safe="no",
        about="me",
        people=("Gao", "Teng"),
        told=(("Xu in HR", "Monday"),),
        disclosed=monday.isoformat(),
    )
    at(page, "start")
    walk.axe(page)
    go_on(page, "safe")
    tell(page, story)
    expect(page.locator("#readers .struck")).to_have_count(0)
    page.get_by_role("button", name=f"Strike out: {XU}").click()
    assert page.locator("#readers .struck b").all_inner_texts() == [XU]
    walk.axe(page)
    walk.words = see_words(page)
    walk.axe(page)
    finish(page, walk.words)
    it_was_late_and_nobody_here_is_blamed(page, monday)
    walk.case = json.loads(sent[0])["case"]
    with page.expect_download() as downloading:
        page.click("#receipt-save")
    downloading.value.save_as(walk.folder / "receipt.heard-promise")
    walk.axe(page)


def it_was_late_and_nobody_here_is_blamed(page: Page, told: dt.date) -> None:
    late = page.locator("[data-step=done] .notice")
    expect(late).to_contain_text(f"You told someone on {told:%B} {told.day}, {told.year}.")
    expect(late).to_contain_text("It is not your fault")
    expect(late).to_contain_text("Ruth Adeyemi")
    expect(late).not_to_contain_text(AMARA)
    expect(page.locator("#duties")).not_to_contain_text("Late")
    expect(page.locator("#duties li")).to_have_count(4)


def she_adds_files(page: Page, walk: Walk, evidence: dict[str, Path]) -> None:
    come_back(page, walk.words)
    page.set_input_files("#add-files", [evidence["room.jpg"], evidence["plan.pdf"]])
    for name in ("room.jpg", "plan.pdf"):
        expect(page.get_by_role("button", name=f"Download: {name}")).to_be_visible()
    sent: list[str] = []

    def cut(route: Route) -> None:
        sent.append(route.request.url.rsplit("/", 1)[1])
        return route.continue_() if len(sent) < 3 else route.abort()

    page.context.route("**/segments/*/*", cut)
    page.set_input_files("#add-files", evidence["corridor.webm"])
    while len(sent) < 3:
        page.wait_for_timeout(100)
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    page.context.unroute("**/segments/*/*")
    come_back(page, walk.words)
    broken = page.locator(".files li", has_text="corridor.webm")
    expect(broken).to_contain_text("Choose the same file again to go on.")
    walk.axe(page)
    gone_on: list[str] = []
    page.on("request", lambda asks: gone_on.append(asks.url) if asks.method == "PUT" else None)
    page.set_input_files("#add-files", evidence["corridor.webm"])
    whole = page.get_by_role("button", name="Download: corridor.webm")
    expect(whole).to_be_visible(timeout=90_000)
    # Two parts of four had arrived: the other two are sent, in a segment of their own.
    assert len(gone_on) == 2


def amara_signs_in_by_passkey(page: Page, walk: Walk, passkey: Callable[..., Any]) -> None:
    passkey(page)
    enter_by_code(page, code_of(walk.live, AMARA))
    page.get_by_label("Name for a new passkey").fill(f"laptop {walk.case[:4]}")
    press(page, "Add a passkey")
    confirm_by_code(page, code_of(walk.live, AMARA))
    heading(page, f"laptop {walk.case[:4]}")
    press(page, "Lock now")
    press(page, "Sign in with your passkey")
    queue(page)
    row = page.get_by_role("row").filter(has_text=walk.ref)
    expect(row).to_contain_text("Not opened by you")
    expect(row).to_contain_text("Not safe")
    walk.axe(page)


def she_reads_everything(page: Page, walk: Walk, evidence: dict[str, Path]) -> None:
    open_case(page, walk.ref)
    expect(page.get_by_text("This came late:")).to_contain_text("not against you")
    expect(page.locator(".testimony")).to_contain_text("11. Gao said that I had to come.")
    walk.axe(page)
    page.get_by_role("tab", name="Files").click()
    files = page.locator(".files > li")
    photo, plan = files.filter(has_text="room.jpg"), files.filter(has_text="plan.pdf")
    film = files.filter(has_text="corridor.webm")
    photo.get_by_role("button", name="Look at it here").click()
    expect(photo.locator("img")).to_have_js_property("naturalWidth", 16)
    plan.get_by_role("button", name="Look at it here").click()
    expect(plan.locator("iframe")).to_have_attribute("src", re.compile("^blob:"))
    film.get_by_role("button", name="Play it here").click()
    expect(film.locator("video")).to_have_js_property("videoWidth", 16)
    walk.axe(page)
    arrived = saved(page, photo)
    assert PLACE not in arrived
    assert b"Exif" not in arrived
    assert saved(page, film) == evidence["corridor.webm"].read_bytes()


def saved(page: Page, item: Any) -> bytes:
    item.get_by_role("button", name="Save decrypted").click()
    with page.expect_download() as downloading:
        item.get_by_role("button", name="Save anyway").click()
    return bytes(downloading.value.path().read_bytes())


def lin_sees_who_opened_it(page: Page, walk: Walk) -> None:
    come_back(page, walk.words)
    amara = page.locator("#inbox .people li", has_text=AMARA)
    expect(amara).to_contain_text("Opened it")
    expect(page.locator("#inbox .people li", has_text=JONAS)).to_contain_text("Has not opened it")
    expect(page.locator("#inbox")).not_to_contain_text(XU)
    all_genuine(page, 4)  # her report and three files


def they_write(amara: Page, lin: Page, walk: Walk) -> None:
    press(amara, "Acknowledge to the reporter")
    amara.locator(".state", has_text="Acknowledged").wait_for()
    write(amara, "Messages", "Write to the reporter", "Thank you. The hotel has been asked.")
    walk.axe(amara)
    come_back(lin, walk.words)
    expect(lin.locator("#inbox .state")).to_have_text("Acknowledged by a person")
    expect(lin.locator(".msgs")).to_contain_text("Thank you. The hotel has been asked.")
    lin.fill("#write", "Please do not call my work phone.")
    press(lin, "Seal and send")
    lin.locator(".msgs .mine", has_text="work phone").wait_for()
    walk.axe(lin)
    queue(amara)
    amara.get_by_role("link", name=walk.ref).click()
    amara.get_by_role("tab", name="Messages").click()
    amara.locator(".msgs li", has_text="Please do not call my work phone.").wait_for()
    write(amara, "Notes", "Write a note", NOTE)
    walk.axe(amara)


def amara_hands_over_and_steps_out(page: Page, walk: Walk) -> None:
    press(page, "Pass to someone")
    heading(page, "Pass the case")
    expect(page.get_by_role("radio", name=XU)).to_be_disabled()
    page.get_by_role("radio", name=JONAS).check()
    press(page, "Seal and pass it on")
    page.get_by_role("tab", name="Report").wait_for()
    press(page, "I have a conflict")
    heading(page, "Step out")
    page.get_by_label("A reason").fill("I report to a friend of his.")
    press(page, "Step out now")
    confirm_by_touch(page)
    page.locator("table, .empty").first.wait_for()
    nothing_for(page, walk, looks_like=secrets.token_hex(16))


def lin_sees_what_became_of_it(page: Page, walk: Walk) -> None:
    def is_inbox(answer: Response) -> bool:
        return answer.url.endswith("/report/api/inbox")

    with page.expect_response(is_inbox) as answering:
        come_back(page, walk.words)
    assert "note" not in answering.value.text().lower()
    expect(page.locator("#inbox .people li", has_text=AMARA)).to_contain_text("Stepped out")
    happened = page.locator("#inbox .steps li strong").all_inner_texts()
    assert "A reader stepped out" in happened
    assert "The report was passed on" in happened
    assert "Something was owed to you before this report was made" in happened
    assert "Something owed to you was not done in time" not in happened
    expect(page.locator("#inbox")).to_contain_text("Nobody named here missed it.")
    expect(page.locator("#inbox")).not_to_contain_text("They did not keep")
    expect(page.locator("#inbox .notice")).to_contain_text("These people can open your report now:")
    expect(page.locator("#inbox .notice")).to_contain_text("Ruth Adeyemi")
    walk.axe(page)


def the_receipt_holds_without_the_site(page: Page, walk: Walk) -> None:
    receipt = walk.folder / "receipt.heard-promise"
    with urllib.request.urlopen(f"{walk.live.url}/site.json", timeout=10) as answer:
        site = json.loads(answer.read())
    keys = ["--key", site["log"], "--promise-key", site["promise"]]
    command = [str(HEARD), "verify", str(receipt), *keys]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0
    assert "This promise holds." in ran.stdout
    page.goto("/verify/")
    with page.expect_download() as saving:
        page.get_by_role("link", name="Save the stand-alone checker").click()
    checker = walk.folder / "heard-verify.html"
    saving.value.save_as(checker)
    page.goto(checker.as_uri())
    page.fill("#key", site["log"])
    page.fill("#promise-key", site["promise"])
    page.set_input_files("#file", receipt)
    expect(page.locator("#result")).to_contain_text("This receipt holds")
    walk.axe(page)


def the_operator_cannot_alter_it(walk: Walk) -> None:
    """On a copy, because the other tests go on with the site."""
    copy = walk.folder / "altered"
    copied = copy / "heard.sqlite3"
    data = walk.live.folder / "data"
    shutil.copytree(data, copy, ignore=shutil.ignore_patterns("heard.sqlite3*"))
    with sqlite3.connect(data / "heard.sqlite3") as live, sqlite3.connect(copied) as database:
        live.backup(database)  # the server goes on writing
    with sqlite3.connect(copied) as database:
        names = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        for (name,) in database.execute(names).fetchall():
            database.execute(f"DROP TRIGGER {name}")
    said = heard(walk.live, "doctor", data=str(copy))
    whole = "log: every entry, event and signature is as it was signed"
    assert whole in said.stdout, said.stdout
    with sqlite3.connect(copied) as database:
        first = 'SELECT min("index") FROM heard_event WHERE "case" = ?'
        ((place,),) = database.execute(first, [walk.case]).fetchall()
        change = "UPDATE heard_event SET at = datetime(at, '+3 days') WHERE \"index\" = ?"
        database.execute(change, [place])
    said = heard(walk.live, "doctor", data=str(copy))
    assert said.returncode == 1
    assert re.search(rf"WRONG\s+log: .*\b{place}\b", said.stdout), said.stdout

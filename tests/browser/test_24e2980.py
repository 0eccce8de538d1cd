"""What commit 24e2980 left, in today's pages: the desk opens its cases, she comes back to hers."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator

import pytest
import warm
from complaints import Complaints, listen
from desk_walk import enter_by_code, press, queue
from playwright.sync_api import Page, Playwright, expect
from processes import HEARD, Heard, free_port
from reporter_walk import come_back

from older import unpack

SHELL = "/usr/bin/chromium-headless-shell"
SITE = "localhost:8000"  # of that time: keys and receipts are bound to it


@pytest.fixture(scope="module")
def older(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Heard]:
    """Its backup, restored and gone live, on a port of the test's own."""
    folder, port = tmp_path_factory.mktemp("older"), free_port()
    unpack("24e2980-sqlite", folder)
    data = folder / "data"
    data.mkdir(mode=0o700)
    shutil.copytree(folder / "guard", data / "guard")
    (data / "guard").chmod(0o700)
    settings = {"HEARD_SITE": SITE, "HEARD_DATA": str(data)}
    environment = {**settings, "PATH": os.environ["PATH"]}
    for command in (
        ["restore", str(folder / "backup")],
        ["go-live", "--witness-lost", "union.example"],
    ):
        done = warm.run([HEARD, *command], env=environment)
        assert done.returncode == 0, done.stdout + done.stderr
    with Heard(["serve", "--port", str(port)], folder=folder, port=port, **settings) as it:
        yield it


@pytest.fixture
def page(older: Heard, playwright: Playwright) -> Iterator[Page]:
    """A browser for which that site's name leads to this server."""
    rule = f"--host-resolver-rules=MAP {SITE} 127.0.0.1:{older.port}"
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", rule]
    browser = playwright.chromium.launch(executable_path=SHELL, args=arguments)
    context = browser.new_context(base_url=f"http://{SITE}")
    complaints = Complaints()
    listen(context, f"http://{SITE}", complaints)
    yield context.new_page()
    browser.close()
    assert complaints.unexpected() == []


def code_of(older: Heard, name: str) -> str:
    people = json.loads((older.folder / "sign-ins.json").read_text("utf-8"))["people"]
    return str(next(each["code"] for each in people if each["name"] == name))


def test_a_handler_opens_a_case_of_then(older: Heard, page: Page) -> None:
    told = json.loads((older.folder / "known/told.json").read_text())
    enter_by_code(page, code_of(older, "Ines Brandt"))
    queue(page)
    reference = f"{told['lin']['case'][:4]}-{told['lin']['case'][4:8]}".upper()
    page.get_by_role("link", name=reference).click()
    press(page, "Open the report")
    expect(page.get_by_text("He has written to me again.").first).to_be_visible()


def test_she_comes_back_to_a_report_of_then(older: Heard, page: Page) -> None:
    """One letter of it is a request that says neither what it asks for nor why."""
    told = json.loads((older.folder / "known/told.json").read_text())
    come_back(page, told["lin"]["code"].split())
    expect(page.get_by_text("Jonas can no longer read this.").first).to_be_visible()

"""She makes a package in three engines; programs that are not Heard's open it and find it whole."""

from __future__ import annotations

import base64
import os
import re
from pathlib import Path
from typing import Any

import packaged
import pyrage
import pytest
from engines import Axe, OpenIn, fits, in_firefox_too, in_webkit_too
from expecting import expect
from reporter_walk import Story, arrived, come_back, confirm, send, start, tell

WORDS = "He came to my room four times.\n\nI do not remember the night."
NO_PICKER = "() => { delete globalThis.showSaveFilePicker; }"
# No test can answer the system's question for a file: the file is one of the site's own storage,
# written and thrown away in the same way.
PICKED = """() => {
  globalThis.showSaveFilePicker = async ({ suggestedName }) => {
    const folder = await navigator.storage.getDirectory();
    return folder.getFileHandle(suggestedName, { create: true });
  };
}"""
WHAT_WAS_PICKED = """async () => {
  const folder = await navigator.storage.getDirectory();
  const file = await (await folder.getFileHandle("package.zip.age")).getFile();
  return [...new Uint8Array(await file.arrayBuffer())];
}"""
LEFT = """async () => {
  const names = [];
  for await (const name of (await navigator.storage.getDirectory()).keys()) names.push(name);
  return names;
}"""


def reported(page: Any, folder: Path) -> list[Path]:
    """The files of a report that she has come back to."""
    film, sheet = folder / "=corridor (2).MP4", folder / "salary.html"
    film.write_bytes(os.urandom(300 * 1024))
    sheet.write_text("<script>alert(1)</script>")
    chat, sound = folder / "chat.txt", folder / "voice.ogg"
    chat.write_text("Come up.\n")
    sound.write_bytes(b"OggS" + os.urandom(5000))
    start(page)
    tell(page, Story(words=WORDS, files=(film, sheet, chat, sound)))
    words = send(page)
    confirm(page, words)
    arrived(page)
    come_back(page, words)
    return [film, sheet, chat, sound]


def check(folder: Path, page: Any, files: list[Path]) -> None:
    """All of it is there, under names of ours, and its digest is in the log."""
    digest = packaged.whole(folder)
    exhibits = sorted((folder / "data/30-exhibits").glob("*/*"))
    assert [each.name for each in exhibits] == ["E001.mp4", "E002.bin", "E003.txt", "E004.ogg"]
    assert sorted(each.read_bytes() for each in exhibits) == sorted(
        each.read_bytes() for each in files
    )
    listed = {row[0]: row[1] for row in packaged.rows(folder / "data/00-index.csv")}
    assert listed["data/30-exhibits/E001/E001.mp4"] == "'=corridor (2).MP4"
    assert listed["data/30-exhibits/E002/E002.bin"] == "salary.html"
    assert WORDS in (folder / "data/10-report/report.txt").read_text("utf-8")
    events = [row[2] for row in packaged.rows(folder / "data/50-timeline.csv")]
    assert events[1:6] == ["report_received", *["file_received"] * 4]
    page.get_by_role("button", name="Not now, go back").click()
    expect(page.locator("#inbox")).to_contain_text("You made a package to take with you")
    noted(page, digest)


def noted(page: Any, digest: str) -> None:
    """The receipt of her list names it."""
    said = page.locator("li", has_text="You made a package").last
    with page.expect_download() as saving:
        said.get_by_role("button", name="Download").click()
    receipt = saving.value.path().read_text("utf-8")
    [opening] = re.findall(r"^extra (\S+)$", receipt, re.MULTILINE)
    assert digest in base64.b64decode(opening).decode()


@pytest.mark.acceptance("case-work", 4)
@in_firefox_too
def test_by_the_sites_own_storage_to_seven_words(
    open_in: OpenIn, axe: Axe, tmp_path: Path, name: str
) -> None:
    page = open_in(name, "narrow")
    files = reported(page, tmp_path)
    page.evaluate(NO_PICKER)
    packaged.ask(page)
    assert fits(page)
    axe(page)
    words = packaged.make(page)
    assert len(words.split("-")) == 7
    expect(page.get_by_role("link", name="Save the package")).to_be_visible()
    assert fits(page)
    axe(page)
    folder = packaged.unsealed(packaged.save(page, tmp_path), words)
    page.get_by_role("button", name="It is saved: remove it here").click()
    expect(page.get_by_text("It is not in this browser any more.")).to_be_visible()
    assert page.evaluate(LEFT) == []
    check(folder, page, files)
    assert packaged.proven(folder, page) >= 5
    packaged.index(folder, page, axe, "=corridor (2).MP4")
    altered = folder / "data/30-exhibits/E001/E001.mp4"
    data = bytearray(altered.read_bytes())
    data[70_000] ^= 1
    altered.write_bytes(data)
    assert packaged.wrong(folder) == "data/30-exhibits/E001/E001.mp4: FAILED\n"


@in_webkit_too
def test_in_parts_where_there_is_no_storage_to_a_key(
    open_in: OpenIn, axe: Axe, tmp_path: Path, name: str
) -> None:
    identity = pyrage.x25519.Identity.generate()
    page = open_in(name, "phone")
    files = reported(page, tmp_path)
    page.evaluate(NO_PICKER)
    page.evaluate(packaged.NO_STORAGE)
    packaged.ask(page)
    page.check("#package-key-choice")
    page.fill("#package-key", str(identity))
    page.get_by_role("button", name="Make it now").click()
    expect(page.locator("#package-key-error")).to_contain_text("secret half of a key")
    page.fill("#package-key", str(identity.to_public()).upper())
    page.get_by_role("button", name="Make it now").click()
    expect(page.get_by_role("button", name="Save part 1")).to_be_visible()
    assert fits(page)
    axe(page)
    sealed = packaged.save_part(page, tmp_path)
    expect(page.get_by_text("The package is made and saved.")).to_be_visible()
    check(packaged.unsealed(sealed, identity=str(identity)), page, files)


def test_into_a_file_that_was_picked(open_in: OpenIn, tmp_path: Path) -> None:
    page = open_in("chromium", "desktop")
    files = reported(page, tmp_path)
    page.evaluate(PICKED)
    packaged.ask(page)
    words = packaged.make(page)
    expect(page.get_by_text("The package is made and saved.")).to_be_visible()
    sealed = tmp_path / "package.zip.age"
    sealed.write_bytes(bytes(page.evaluate(WHAT_WAS_PICKED)))
    check(packaged.unsealed(sealed, words), page, files)


@pytest.mark.parametrize("way", ["picked", "stored", "parts"])
def test_a_file_that_is_damaged_is_named_and_nothing_is_left(
    open_in: OpenIn, tmp_path: Path, way: str
) -> None:
    page = open_in("chromium", "phone")
    reported(page, tmp_path)
    page.evaluate(PICKED if way == "picked" else NO_PICKER)
    if way == "parts":
        page.evaluate(packaged.NO_STORAGE)

    def spoil(route: Any) -> None:
        answer = route.fetch()
        data = bytearray(answer.body())
        data[-1] ^= 1
        route.fulfill(response=answer, body=bytes(data))

    page.route("**/segments/*", spoil)
    packaged.ask(page)
    page.get_by_role("button", name="Make it now").click()
    alert = page.get_by_role("alert").filter(has_text="No package was made")
    expect(alert).to_contain_text("=corridor (2).MP4 is not as you sent it")
    assert page.get_by_role("button", name="Save part 1").count() == 0
    assert page.locator("#package-words").count() == 0
    if way != "parts":
        left = page.evaluate(LEFT)
        assert [each for each in left if each != "package.zip.age"] == []
    if way == "picked":
        assert page.evaluate(WHAT_WAS_PICKED) == []
    page.unroute("**/segments/*")
    page.get_by_role("button", name="Not now, go back").click()
    expect(page.locator("#inbox")).not_to_contain_text("You made a package")


def test_a_disk_that_is_full_says_so(open_in: OpenIn, tmp_path: Path) -> None:
    page = open_in("chromium", "phone")
    reported(page, tmp_path)
    page.evaluate(NO_PICKER)
    page.evaluate(
        """() => {
          FileSystemWritableFileStream.prototype.write = () =>
            Promise.reject(new DOMException("full", "QuotaExceededError"));
        }"""
    )
    packaged.ask(page)
    page.get_by_role("button", name="Make it now").click()
    expect(page.get_by_role("alert").filter(has_text="not enough room")).to_be_visible()
    assert page.evaluate(LEFT) == []


def test_where_nobody_notes_it_nothing_is_left_and_it_can_be_made_again(
    open_in: OpenIn, tmp_path: Path
) -> None:
    page = open_in("chromium", "phone")
    reported(page, tmp_path)
    page.evaluate(NO_PICKER)
    page.route("**/inbox/packages", lambda route: route.fulfill(status=413, body="{}"))
    packaged.ask(page)
    page.get_by_role("button", name="Make it now").click()
    alert = page.get_by_role("alert").filter(has_text="Nothing of the package was kept")
    expect(alert).to_be_visible()
    assert page.evaluate(LEFT) == []
    page.unroute("**/inbox/packages")
    words = packaged.make(page)
    expect(page.get_by_role("link", name="Save the package")).to_be_visible()
    folder = packaged.unsealed(packaged.save(page, tmp_path), words)
    packaged.whole(folder)

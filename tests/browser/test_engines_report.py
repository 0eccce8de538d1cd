"""She reports with a file and comes back, in Chromium, Firefox and Safari's engine (WebKitGTK)."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from engines import WALKED, Axe, OpenIn, fits
from expecting import expect
from reporter_walk import Story, arrived, checked, come_back, confirm, send, start, tell

WORDS = "He came to my room four times.\n\nI do not remember the night."


@pytest.mark.parametrize(("name", "size"), WALKED)
def test_a_report_with_a_file_and_back_by_twelve_words(
    open_in: OpenIn, tmp_path: Path, name: str, size: str
) -> None:
    film = tmp_path / "corridor.mp4"
    # More than is sent at a time, once in each engine.
    film.write_bytes(os.urandom((9000 if size == "desktop" else 300) * 1024))
    page = open_in(name, size, whole=size == "desktop")
    start(page)
    story = Story(
        words=WORDS,
        safe="no",
        about="me",
        people=("Gao", "Xu Wen"),
        told=(("Xu", "Monday"),),
        disclosed="2026-11-16",
        name="Lin",
        knowers=("Ruth Adeyemi",),
        files=(film,),
    )
    tell(page, story)
    assert page.locator("#readers .struck b").all_inner_texts() == ["Xu Wen"]
    assert fits(page)
    words = send(page)
    confirm(page, words)
    checked(page)
    arrived(page)
    with page.expect_download() as saving:
        page.click("#receipt-save")
    receipt = saving.value.path().read_text("utf-8")

    come_back(page, words)
    readers = page.locator("#inbox .people b").all_inner_texts()
    assert "Ruth Adeyemi" in readers
    assert "Xu Wen" not in readers
    assert fits(page)
    with page.expect_download() as saving:
        page.get_by_role("button", name="Download everything you sent").click()
    with ZipFile(BytesIO(saving.value.path().read_bytes())) as archive:
        assert archive.read("corridor.mp4") == film.read_bytes()
        assert WORDS in archive.read("report.txt").decode()

    page.goto("/verify/")
    page.fill("#receipt", receipt)
    page.get_by_role("button", name="Check it").click()
    expect(page.locator("#result")).to_contain_text("This receipt holds")


@pytest.mark.parametrize(
    ("name", "prefix"),
    [("chromium", "/zh-Hans"), ("firefox", "/ar"), ("webkit", "/zh-Hans"), ("webkit", "/ar")],
)
def test_a_report_in_another_language(open_in: OpenIn, axe: Axe, name: str, prefix: str) -> None:
    page = open_in(name, "phone")
    start(page, prefix)
    tell(page, Story(words="他四次来我的房间。\n\nجاء إلى غرفتي.", people=("Teng",)))
    assert fits(page)
    words = send(page)
    come_back(page, words, prefix)
    assert fits(page)
    axe(page)

"""The reporter's door as she meets it: beats 2, 3, 5 and 6 of the scenario, and what goes wrong."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from engines import fits
from playwright.sync_api import Page, Route, expect
from reporter_walk import (
    Story,
    arrived,
    at,
    checked,
    come_back,
    go_on,
    see_words,
    send,
    start,
    tell,
    type_back,
)

WORDS = "He came to my room four times.\n\nI do not remember the night."
PREFIXES = {"en": "", "zh-Hans": "/zh-Hans", "ar": "/ar"}
BELOW_THE_BUTTON = """() => {
  const edge = (selector, side) => document.querySelector(selector).getBoundingClientRect()[side];
  return edge("#result > *", "top") - edge("#verify-form button", "bottom");
}"""
PAGES = ("/", "/help/", "/limits/", "/safety/", "/how/", "/verify/", "/report/", "/return/")
FAILED = {  # what she shows to a lawyer, in her language
    "": "What failed: The file is not a whole receipt.",
    "/zh-Hans": "没有通过的检查：这不是一份完整的回执。",
    "/ar": "ما لم ينجح: الملف ليس إيصالًا كاملًا.",
}
AWAY = "https://weather.cma.cn/"  # the company of these tests is in China

Window = Callable[..., Page]
Axe = Callable[[Page], None]


@pytest.mark.parametrize("language", PREFIXES)
def test_every_page_is_accessible_and_fits(open_window: Window, axe: Axe, language: str) -> None:
    """Wide; as narrow as can be they are in test_pages."""
    page = open_window("desktop")
    for path in PAGES:
        page.goto(PREFIXES[language] + path)
        page.wait_for_load_state("networkidle")
        assert page.get_attribute("html", "lang") == language
        assert fits(page), path
        axe(page)


def test_help_is_whole_without_a_script(open_window: Window) -> None:
    page = open_window("phone", java_script_enabled=False)
    page.goto("/help/")
    page.locator("summary", has_text="Germany").click()
    expect(page.get_by_role("link", name="116 016")).to_be_visible()
    page.goto("/report/")
    expect(page.get_by_role("link", name="Use the page without JavaScript")).to_be_visible()


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_report_goes_around_the_people_named_and_comes_back(
    open_window: Window, axe: Axe, tmp_path: Path, size: str
) -> None:
    film = tmp_path / "corridor.mp4"
    film.write_bytes(os.urandom((9000 if size == "phone" else 300) * 1024))
    page = open_window(size)
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
    struck = page.locator("#readers .struck b").all_inner_texts()
    assert struck == ["Xu Wen"]
    axe(page)
    words = see_words(page)
    assert len(words) == 12
    axe(page)
    type_back(page, words)
    axe(page)
    page.click("#confirm-form [type=submit]")
    at(page, "done")
    checked(page)
    arrived(page)
    axe(page)

    come_back(page, words)
    readers = page.locator("#inbox .people b").all_inner_texts()
    assert "Ruth Adeyemi" in readers
    assert "Xu Wen" not in readers
    axe(page)
    with page.expect_download() as downloading:
        page.get_by_role("button", name="Download everything you sent").click()
    with ZipFile(BytesIO(downloading.value.path().read_bytes())) as archive:
        assert archive.read("corridor.mp4") == film.read_bytes()
        assert WORDS in archive.read("report.txt").decode()


def test_words_stay_when_sending_fails_and_arrive_once(phone: Page, complaints: Any) -> None:
    complaints.expect("507")
    sent: list[str] = []

    def full(route: Route) -> None:
        sent.append(str(route.request.post_data))
        if len(sent) > 1:
            return route.continue_()
        error = {"error": {"code": "storage_full", "message": "full"}}
        return route.fulfill(status=507, content_type="application/json", body=json.dumps(error))

    phone.route("**/report/api/reports", full)
    start(phone)
    tell(phone, Story(words=WORDS))
    type_back(phone, see_words(phone))
    phone.click("#confirm-form [type=submit]")
    expect(phone.locator("#send-failed")).to_contain_text("disk is full")
    assert phone.input_value("#words") == WORDS
    phone.click("#confirm-form [type=submit]")
    at(phone, "done")
    assert sent[0] == sent[1]


def test_nothing_has_left_while_her_words_are_shown(phone: Page) -> None:
    sent: list[str] = []
    asked: list[str] = []
    phone.on("request", lambda request: sent.append(request.method))
    phone.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    start(phone)
    tell(phone, Story(words="他来过"))
    words = see_words(phone)
    with phone.expect_event("dialog"):
        phone.evaluate("setTimeout(() => location.reload())")
    at(phone, "code")
    assert asked == ["beforeunload"]
    type_back(phone, words)
    phone.click("#confirm-back")
    at(phone, "code")
    assert phone.locator("#code li").all_inner_texts() == words
    phone.click("#code-next")
    assert set(sent) == {"GET"}
    phone.click("#confirm-skip")
    at(phone, "done")
    assert sent.count("POST") == 1
    come_back(phone, words)


def test_words_that_differ_are_named(phone: Page) -> None:
    start(phone)
    tell(phone, Story(words=WORDS))
    words = see_words(phone)
    other = ["zoo" if words[2] != "zoo" else "zone", "zone" if words[6] != "zone" else "zoo"]
    typed = [*words[:2], other[0], *words[3:6], other[1], *words[7:]]
    type_back(phone, typed)
    phone.click("#confirm-form [type=submit]")
    expect(phone.locator("#confirm-error")).to_have_text("Not the same yet: word 3 and 7.")
    phone.fill("#confirm", " ".join(words[:11]))
    phone.click("#confirm-form [type=submit]")
    expect(phone.locator("#confirm-error")).to_have_text("A code has 12 words. You typed 11.")
    phone.click("#confirm-easier")
    inputs = phone.locator("#confirm-three input")
    expect(inputs).to_have_count(3)
    places = [
        int(label.split()[1]) - 1
        for label in phone.locator("#confirm-three label").all_inner_texts()
    ]
    for n, place in enumerate(places):
        inputs.nth(n).fill(words[place] if n != 1 else "xylophone")
    phone.click("#confirm-form [type=submit]")
    expect(phone.locator("#confirm-error")).to_have_text(f"Not the same yet: word {places[1] + 1}.")
    expect(inputs.nth(1)).to_have_attribute("aria-invalid", "true")
    expect(inputs.nth(1)).to_be_focused()
    inputs.nth(1).fill(words[places[1]][:4] + ("s" if len(words[places[1]]) > 3 else ""))
    phone.click("#confirm-form [type=submit]")
    at(phone, "done")


def test_the_second_click_of_a_double_click_skips_no_page(phone: Page) -> None:
    start(phone)
    phone.dblclick("#next")
    at(phone, "about")
    phone.dblclick("#skip")
    at(phone, "words")


def test_only_her_words_are_asked_for(phone: Page) -> None:
    start(phone)
    for step in ("about", "words"):
        go_on(phone, step)
    phone.click("#next")
    at(phone, "words")
    expect(phone.locator("#words-error")).to_be_visible()
    phone.fill("#words", "x")
    for step in ("when", "people", "told", "wish", "contact", "reveal", "files", "check"):
        go_on(phone, step)


def test_back_goes_back_and_leaves_nothing_in_the_address(phone: Page) -> None:
    start(phone)
    address = phone.url
    phone.check("#safe-yes")
    go_on(phone, "about")
    phone.go_back()
    at(phone, "safe")
    assert phone.is_checked("#safe-yes")
    assert phone.url == address


def test_at_least_one_reader_stays(phone: Page) -> None:
    start(phone)
    tell(phone, Story(words=WORDS))
    while phone.get_by_role("button", name="Strike out").count():
        phone.get_by_role("button", name="Strike out").first.click()
    phone.click("#next")
    expect(phone.locator("#readers-error")).to_be_visible()
    at(phone, "readers")


def test_leaving_blanks_the_page_at_once(phone: Page, complaints: Any) -> None:
    complaints.expect(f"request to another host: {AWAY}")
    phone.route(AWAY, lambda route: route.fulfill(body="<title>Weather</title>"))
    start(phone)
    go_on(phone, "about")
    go_on(phone, "words")
    phone.fill("#words", WORDS * 10)
    expect(phone.locator("#exit")).to_have_attribute("href", AWAY)
    for _ in range(4):  # where she writes, Shift switches the input method
        phone.keyboard.press("Shift")
    expect(phone.locator("#exit-says")).to_be_empty()
    at(phone, "words")
    phone.locator("#words").blur()
    for _ in range(3):  # slowly: somebody who rests a finger on it
        phone.keyboard.press("Shift")
        phone.wait_for_timeout(800)
    at(phone, "words")
    expect(phone.locator("#exit-says")).to_have_text("Exit cancelled.")
    for _ in range(3):
        phone.keyboard.press("Shift")
    phone.wait_for_url(AWAY)
    assert phone.title() == "Weather"


def test_a_page_that_is_kept_for_back_shows_nothing(phone: Page) -> None:
    start(phone)
    tell(phone, Story(words=WORDS))
    words = send(phone)
    come_back(phone, words)
    expect(phone.locator("#inbox h1")).to_be_visible()
    turned = "kind => void dispatchEvent(new PageTransitionEvent(kind, {persisted: true}))"
    phone.evaluate(turned, "pagehide")
    expect(phone.locator("#inbox")).to_be_empty()
    phone.evaluate(turned, "pageshow")
    expect(phone.locator("#enter-form")).to_be_visible()
    assert phone.input_value("#code") == ""


def test_nothing_is_written_to_a_case_that_does_not_open_her_report(phone: Page) -> None:
    start(phone)
    tell(phone, Story(words=WORDS))
    words = send(phone)
    written: list[str] = []

    def another_case(route: Route) -> None:
        told = route.fetch()
        view = {**told.json(), "letters": []}
        route.fulfill(response=told, json=view)

    phone.route("**/report/api/inbox", another_case)
    phone.route("**/report/api/inbox/letters", lambda route: written.append(route.request.url))
    come_back(phone, words)
    phone.fill("#write", "Are you there?")
    phone.get_by_role("button", name="Seal and send", exact=True).click()
    said = "Something that happened in your report is kept from this page, or was changed."
    expect(phone.locator("#write-says")).to_contain_text(said)
    assert written == []
    assert phone.input_value("#write") == "Are you there?"


def test_nothing_is_kept_unless_she_asks_for_a_draft(phone: Page) -> None:
    start(phone)
    go_on(phone, "about")
    go_on(phone, "words")
    phone.fill("#words", WORDS)
    assert phone.evaluate("() => localStorage.length + sessionStorage.length") == 0
    phone.click("#draft summary")
    phone.click("#draft-save")
    expect(phone.locator("#draft-says .code li")).to_have_count(12)
    words = phone.locator("#draft-says .code li").all_inner_texts()
    kept = phone.evaluate("() => JSON.stringify(Object.entries(localStorage))")
    assert "room" not in kept
    expect(phone.locator("#draft-stale")).to_be_hidden()
    phone.fill("#words", f"{WORDS} And then")
    expect(phone.locator("#draft-stale")).to_contain_text("is not in the draft")
    phone.fill("#words", WORDS)
    expect(phone.locator("#draft-stale")).to_be_hidden()
    phone.on("dialog", lambda dialog: dialog.accept())
    phone.goto("/report/")
    phone.click("#draft-open button")
    phone.fill("#draft-code", " ".join(words))
    phone.get_by_role("button", name="Open the draft").click()
    at(phone, "words")
    assert phone.input_value("#words") == WORDS


def test_broken_upload_goes_on_when_the_file_is_chosen_again(
    phone: Page, complaints: Any, tmp_path: Path
) -> None:
    complaints.expect("net::ERR_FAILED")
    film = tmp_path / "holiday.mp4"
    film.write_bytes(os.urandom(9 * 1024 * 1024))
    offsets: list[str] = []

    def second_part_is_lost(route: Route) -> None:
        offsets.append(route.request.url.rsplit("/", 1)[1])
        if len(offsets) == 1:
            return route.continue_()
        return route.abort()

    phone.context.route("**/segments/*/*", second_part_is_lost)
    start(phone)
    tell(phone, Story(words=WORDS, files=(film,)))
    words = send(phone)
    for _ in range(150):  # a loaded machine seals the second part when it can
        if len(offsets) > 1:
            break
        phone.wait_for_timeout(100)
    assert offsets[:2] == ["0", str(8 * 1024 * 1024)]
    phone.on("dialog", lambda dialog: dialog.accept())
    phone.goto("/help/")
    phone.context.unroute("**/segments/*/*")

    come_back(phone, words)
    broken = phone.locator(".files li", has_text="holiday.mp4")
    expect(broken).to_contain_text("received. Choose the same file again to go on.")
    phone.set_input_files("#add-files", film)
    expect(phone.get_by_role("button", name="Download: holiday.mp4")).to_be_visible(timeout=60_000)
    with phone.expect_download() as downloading:
        phone.get_by_role("button", name="Download: holiday.mp4").click()
    assert downloading.value.path().read_bytes() == film.read_bytes()


def test_receipt_is_checked_here_and_from_a_disk(phone: Page, tmp_path: Path) -> None:
    start(phone)
    tell(phone, Story(words=WORDS))
    send(phone)
    with phone.expect_download() as downloading:
        phone.click("#receipt-save")
    receipt = downloading.value.path().read_text()
    phone.goto("/verify/")
    phone.fill("#receipt", receipt)
    phone.get_by_role("button", name="Check it").click()
    expect(phone.locator("#result")).to_contain_text("This receipt holds")
    for width in (360, 1280):
        phone.set_viewport_size({"width": width, "height": 844})
        assert phone.evaluate(BELOW_THE_BUTTON) >= 16
    assert downloading.value.suggested_filename == "receipt.heard-promise"
    [by] = re.findall(r"^by .*$", receipt, re.MULTILINE)
    phone.fill("#receipt", receipt.replace(by, "by 2036-01-01T00:00:00Z"))
    phone.get_by_role("button", name="Check it").click()
    expect(phone.locator("#result")).to_contain_text("This receipt does not hold")
    for prefix, failed in FAILED.items():
        phone.goto(f"{prefix}/verify/")
        phone.fill("#receipt", receipt.partition("\n\n")[0])
        phone.locator("#verify-form button").click()
        expect(phone.locator("#result")).to_contain_text(failed)
    phone.goto("/verify/")

    site = phone.evaluate("async () => (await fetch('/site.json')).json()")
    with phone.expect_download() as saving:
        phone.get_by_role("link", name="Save the stand-alone checker").click()
    disk = tmp_path / "heard-verify.html"
    disk.write_bytes(saving.value.path().read_bytes())
    phone.goto(disk.as_uri())
    phone.fill("#key", site["log"])
    phone.fill("#receipt", receipt)
    phone.get_by_role("button", name="Check it").click()
    expect(phone.locator("#result")).to_contain_text("enter the key of promises too")
    phone.fill("#promise-key", site["promise"])
    phone.get_by_role("button", name="Check it").click()
    expect(phone.locator("#result")).to_contain_text("This receipt holds")

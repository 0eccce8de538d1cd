"""The reporter's ways through the pages, as functions that other tests may use."""

from __future__ import annotations

import json
import re
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

from expecting import expect
from playwright.sync_api import Page

from heard.formats import returncode


@dataclass(frozen=True)
class Story:
    """What she writes. Empty values are skipped as she would skip them."""

    words: str
    safe: str = ""
    about: str = ""
    people: tuple[str, ...] = ()
    told: tuple[tuple[str, str], ...] = ()
    disclosed: str = ""
    name: str = ""
    knowers: tuple[str, ...] = ()
    files: tuple[Path, ...] = ()
    strike: tuple[str, ...] = field(default=())


def at(page: Page, step: str) -> None:
    """She sees this page of the report and no other."""
    try:
        expect(page.locator("[data-step]:visible")).to_have_attribute("data-step", step)
    except AssertionError as error:
        said = page.locator("main").all_inner_texts()
        raise AssertionError(f"{error}\nThe page says: {said}") from error


def go_on(page: Page, step: str) -> None:
    page.click("#next")
    at(page, step)


def back_to(page: Page, step: str) -> None:
    """By the browser's own Back, as often as it takes."""
    _travel(page, step, "back")


def forward_to(page: Page, step: str) -> None:
    """By the browser's own Forward, past every question in between."""
    _travel(page, step, "forward")


def _travel(page: Page, step: str, way: str) -> None:
    here = page.locator("[data-step]:visible")
    for _ in range(16):
        if here.get_attribute("data-step") == step:
            return
        was = here.get_attribute("data-step")
        page.evaluate(f"history.{way}()")
        expect(here).not_to_have_attribute("data-step", was or "")
    raise AssertionError(f"there is no page {step} on the way {way}")


def start(page: Page, prefix: str = "") -> None:
    page.goto(f"{prefix}/report/")
    go_on(page, "safe")


def tell(page: Page, story: Story) -> None:
    """From the first question to the list of readers."""
    if story.safe:
        page.check(f"#safe-{story.safe}")
    if story.safe == "no":
        go_on(page, "helpnow")
    go_on(page, "about")
    if story.about:
        page.check(f"#about-{story.about}")
    go_on(page, "words")
    page.fill("#words", story.words)
    go_on(page, "when")
    go_on(page, "people")
    _fill_people(page, story.people)
    go_on(page, "told")
    _fill_told(page, story)
    go_on(page, "wish")
    go_on(page, "contact")
    go_on(page, "reveal")
    _fill_name(page, story)
    go_on(page, "files")
    if story.files:
        page.set_input_files("#files-input", list(story.files))
        expect(page.locator("#files-list > li")).to_have_count(len(story.files))
    go_on(page, "check")
    go_on(page, "readers")
    page.wait_for_selector("#readers .people")
    for name in story.strike:
        page.get_by_role("button", name=f"Strike out: {name}").click()


def _fill_people(page: Page, names: tuple[str, ...]) -> None:
    for place, name in enumerate(names):
        if place:
            page.click("#add-person")
        page.locator("#people .item").nth(place).locator("input").first.fill(name)


def _fill_told(page: Page, story: Story) -> None:
    for place, (who, when) in enumerate(story.told):
        if place:
            page.click("#add-told")
        inputs = page.locator("#told .item").nth(place).locator("input")
        inputs.nth(0).fill(who)
        inputs.nth(1).fill(when)
    page.fill("#disclosed", story.disclosed)


def _fill_name(page: Page, story: Story) -> None:
    if not story.name:
        return
    page.check("#reveal-confidential")
    page.wait_for_selector("#knowers input")
    page.fill("#own_name", story.name)
    for knower in story.knowers:
        page.locator("#knowers label", has_text=knower).click()


def see_words(page: Page) -> list[str]:
    """The twelve words, before anything is sent."""
    page.click("#next")
    at(page, "code")
    return page.locator("#code li").all_inner_texts()


def type_back(page: Page, words: list[str]) -> None:
    """To the last page but one, and there all twelve; nothing is pressed yet."""
    page.click("#code-next")
    at(page, "confirm")
    page.fill("#confirm", " ".join(words))


def send(page: Page) -> list[str]:
    """Her words, typed back, and the report is in."""
    words = see_words(page)
    finish(page, words)
    return words


def finish(page: Page, words: list[str]) -> None:
    """From her words to the last page."""
    type_back(page, words)
    page.click("#confirm-form [type=submit]")
    at(page, "done")


def confirm(page: Page, words: list[str]) -> None:
    """Her report is in, and she holds all her words."""
    at(page, "done")
    assert len(words) == 12


def arrived(page: Page) -> None:
    """All her files are at the server; says how far each one came where they are not."""
    try:
        expect(page.locator("#uploads-says")).to_have_text(
            "All files have arrived.", timeout=60_000
        )
    except AssertionError as error:
        said = page.locator("#uploads").all_inner_texts()
        raise AssertionError(f"{error}\nThe page says: {said}") from error


def checked(page: Page) -> None:
    """Her receipt is genuine: promised, and in the log as well once its hour is over."""
    page.click("#receipt-check")
    genuine = re.compile("Checked on your device: genuine|Genuine, and in the record now")
    expect(page.locator("#receipt-says")).to_contain_text(genuine)


def come_back(page: Page, words: list[str], prefix: str = "") -> None:
    page.goto(f"{prefix}/return/")
    page.fill("#code", " ".join(words))
    page.click("#enter-form button")
    page.wait_for_selector("#inbox h1")


def all_genuine(page: Page, actions: int) -> None:
    """So many actions of hers have a receipt, and each was found genuine with nothing pressed."""
    receipts = page.locator("#inbox section.card", has=page.get_by_role("heading", name="Receipts"))
    expect(receipts.locator("li")).to_have_count(actions)
    for row in receipts.locator("li").all():
        expect(row.locator("p")).to_contain_text(re.compile("genuine", re.IGNORECASE))


def reference_of(url: str, words: list[str]) -> str:
    """What the desk calls her case; no page of hers shows it."""
    site = json.loads(urllib.request.urlopen(f"{url}/site.json", timeout=30).read())["site"]
    keys = returncode.derive(returncode.read(" ".join(words)), site)
    asked = urllib.request.Request(
        f"{url}/report/api/inbox", headers={"Authorization": f"Heard-Inbox {keys.header}"}
    )
    with urllib.request.urlopen(asked, timeout=30) as answer:
        case = json.loads(answer.read())["case"]
    return f"{case[:4]}-{case[4:8]}".upper()

"""Who reads it and who must not: beats 4 and 5 of the scenario, from her side alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from named import demonstration
from playwright.sync_api import Page, Route, expect
from processes import Heard
from reporter_walk import (
    Story,
    at,
    back_to,
    come_back,
    forward_to,
    go_on,
    see_words,
    send,
    start,
    tell,
    type_back,
)

WORDS = "Gao came to my room four times."
FIRST = ("Amara Okafor", "Jonas Lindqvist", "Xu Wen")

Window = Callable[..., Page]
Axe = Callable[[Page], None]


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Heard]:
    """A demonstration of its own: what it knows of people must not change other tests."""
    with demonstration(tmp_path_factory.mktemp("named") / "data") as it:
        yield it


def struck(page: Page) -> dict[str, list[str]]:
    """Who is left out, and the reasons that stand with it."""
    cards = page.locator("#readers .struck")
    return {
        card.locator("b").inner_text(): card.locator(".reason").all_inner_texts()
        for card in cards.all()
    }


def test_the_report_goes_around_everyone_near_the_person_named(
    open_window: Window, axe: Axe
) -> None:
    page = open_window("desktop")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    start(page)
    tell(page, Story(words=WORDS, people=("jun  GAO", "Teng")))
    assert struck(page) == {
        "Jonas Lindqvist": ["Stands above jun GAO"],
        "Xu Wen": ["Works in the same team as jun GAO"],
    }
    expect(page.locator("#readers .notice")).to_contain_text("Nobody was left out because of: Teng")
    about = [url.rpartition("/")[2] for url in asked if re.search(r"/conflicts/[0-9a-f]+/", url)]
    assert about[0] == "proof"  # before anything else
    assert len(about[1:]) in {1, 2, 4, 8}  # a small table is asked for whole
    axe(page)
    words = send(page)
    come_back(page, words)
    readers = page.locator("#inbox .people b").all_inner_texts()
    assert set(readers) & set(FIRST) == {"Amara Okafor"}


def test_who_was_told_and_did_nothing_is_left_out_alone(phone: Page) -> None:
    start(phone)
    for step in ("about", "words"):
        go_on(phone, step)
    phone.fill("#words", WORDS)
    for step in ("when", "people", "told"):
        go_on(phone, step)
    item = phone.locator("#told .item").first
    item.locator("input").first.fill("Jonas Lindqvist")
    item.locator("select").select_option("no")
    for step in ("wish", "contact", "reveal", "files", "check", "readers"):
        go_on(phone, step)
    phone.wait_for_selector("#readers .people")
    assert struck(phone) == {
        "Jonas Lindqvist": ["You said that they were told and did not act (Jonas Lindqvist)"]
    }


def test_with_no_first_reader_left_it_goes_straight_to_the_independent(
    phone: Page, axe: Axe
) -> None:
    start(phone)
    tell(phone, Story(words=WORDS, people=("Gao Jun",), strike=("Amara Okafor",)))
    expect(phone.locator("#readers .notice")).to_contain_text("goes straight to the independent")
    expect(phone.locator("#readers .notice")).to_contain_text("Ruth Adeyemi (Ombudsperson)")
    axe(phone)
    words = send(phone)
    come_back(phone, words)
    expect(phone.locator("#inbox")).to_contain_text("This is with: ")
    expect(phone.locator(".steps .small").first).to_contain_text("Ruth Adeyemi (Ombudsperson)")


@pytest.mark.parametrize(
    "said",
    [
        "Dr. Gao Jun",
        "Gao Jun, Sales",
        "From: Gao Jun <gao.jun@elsewhere.example>",
        "my boss, Gao Jun",
    ],
)
def test_somebody_is_found_with_more_than_the_name(phone: Page, said: str) -> None:
    start(phone)
    tell(phone, Story(words=WORDS, people=(said,)))
    phone.wait_for_selector("#readers .struck")
    assert set(struck(phone)) == {"Jonas Lindqvist", "Xu Wen"}


def test_a_staff_number_finds_somebody_whose_name_does_not(phone: Page) -> None:
    start(phone)
    tell(phone, Story(words=WORDS, people=("my manager",)))
    assert struck(phone) == {}
    expect(phone.locator("#readers .notice")).to_contain_text("find the right person for certain")
    phone.go_back()
    at(phone, "check")
    phone.get_by_role("button", name="Change: People").click()
    at(phone, "people")
    phone.get_by_label("Work e-mail or staff number").fill("e4")
    go_on(phone, "check")
    go_on(phone, "readers")
    phone.wait_for_selector("#readers .struck")
    assert set(struck(phone)) == {"Jonas Lindqvist", "Xu Wen"}


@pytest.mark.parametrize(
    ("missing", "told"),
    [
        ("**/conflicts", "We could not look up just now"),
        ("**/conflicts/*/proof", "Nothing about the people you named was sent."),
    ],
    ids=["no table", "no proof"],
)
def test_without_the_table_she_is_told_so_and_names_are_still_compared(
    phone: Page, complaints: Any, missing: str, told: str
) -> None:
    complaints.expect("404|conflicts")
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url))

    def none(route: Route) -> None:
        route.fulfill(status=404, content_type="application/json", body='{"error": {}}')

    phone.route(missing, none)
    start(phone)
    tell(phone, Story(words=WORDS, people=("Gao Jun", "Xu")))
    assert set(struck(phone)) == {"Xu Wen"}
    expect(phone.locator("#readers .notice")).to_contain_text(told)
    assert [url for url in asked if re.search(r"/conflicts/[0-9a-f]+/[0-9a-f]{1,3}$", url)] == []
    send(phone)


def test_whom_she_puts_back_stays(phone: Page) -> None:
    start(phone)
    tell(phone, Story(words=WORDS, people=("Gao Jun",)))
    phone.get_by_role("button", name="Put back: Xu Wen").click()
    phone.go_back()
    at(phone, "check")
    go_on(phone, "readers")
    phone.wait_for_selector("#readers .people")
    assert set(struck(phone)) == {"Jonas Lindqvist"}
    phone.get_by_role("button", name="Strike out: Xu Wen").click()
    assert set(struck(phone)) == {"Jonas Lindqvist", "Xu Wen"}


def test_who_is_named_on_the_way_back_is_looked_up_before_the_report_leaves(phone: Page) -> None:
    posts: list[str] = []
    phone.on("request", lambda asked: posts.append(asked.url) if asked.method == "POST" else None)
    start(phone)
    tell(phone, Story(words=WORDS))
    assert struck(phone) == {}
    type_back(phone, see_words(phone))
    back_to(phone, "people")
    phone.locator("#people .item input").first.fill("Gao Jun")
    forward_to(phone, "confirm")
    phone.click("#confirm-skip")
    at(phone, "readers")
    expect(phone.locator("#readers-changed")).to_be_visible()
    assert set(struck(phone)) == {"Jonas Lindqvist", "Xu Wen"}
    assert posts == []
    words = send(phone)
    come_back(phone, words)
    readers = phone.locator("#inbox .people b").all_inner_texts()
    assert set(readers) & set(FIRST) == {"Amara Okafor"}

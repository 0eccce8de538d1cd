"""A handler invites a person of the case, who enrols in any browser, writes, and is answered."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any

import noticing
import pytest
import work_walk as work
from desk_walk import AMARA, JONAS, code_of, enter_by_code
from engines import PREFIXES, Axe, OpenIn, fits
from expecting import expect
from party_walk import WORDS, enrol, type_nine, write
from processes import Heard

from heard.formats import invitecode, returncode

# Who enrols where: each engine, as narrow as a phone can be, right to left and otherwise.
PEOPLE = (
    ("chromium", "narrow", "ar", "Bola Adeyemi"),
    ("firefox", "phone", "en", "Chen Yu"),
    ("webkit", "phone", "zh-Hans", "Dina Farouk"),
)
SIGN = "I asked: it was this person"
PROTECT = "Not in one office with him until then."
ANSWER = "Thank you. What did they say?"


@pytest.fixture
def team(live: Heard, open_in: OpenIn) -> tuple[Any, str]:
    """Amara's page at a case that has its team, and the case's reference.

    How it comes to one is walked in test_desk_work.py.
    """
    ref = noticing.team(live).ref
    amara = open_in("chromium", "desktop")
    enter_by_code(amara, code_of(live, AMARA))
    work.again(amara, ref)
    work.note_person(amara, work.NOBODY_NEAR)
    return amara, ref


def invited(page: Any, who: str, *, label: str = "Invite this person") -> str:
    """The nine words that the desk shows, as somebody would be told them."""
    record = work.card(page, who)
    record.get_by_role("button", name=label).click()
    record.get_by_role("button", name="Make nine words").click()
    expect(record.locator("ol.code li").last).to_be_visible()
    words = record.locator("ol.code li").all_inner_texts()
    return " ".join(words)


def told(page: Any, who: str) -> None:
    record = work.card(page, who)
    record.get_by_role("button", name="I have told them").click()
    expect(record.locator("ol.code")).to_have_count(0)
    expect(record).to_contain_text("Invited")


def confirmed(live: Heard, amara: Any, jonas: Any, ref: str, who: str) -> None:
    """By two of the team."""
    enter_by_code(jonas, code_of(live, JONAS))
    work.again(jonas, ref)
    work.part(jonas, "People")
    work.card(jonas, who).get_by_role("button", name=SIGN).click()
    expect(work.card(jonas, who)).to_contain_text("Signed")
    jonas.close()
    work.again(amara, ref)
    work.part(amara, "People")
    work.card(amara, who).get_by_role("button", name="Confirm as the second").click()
    expect(work.card(amara, who).get_by_label(f"Write to {who}")).to_be_visible()


def answered(record: Any, who: str) -> None:
    record.get_by_label(f"Write to {who}").fill(ANSWER)
    record.get_by_role("button", name="Seal and send").click()
    expect(record.locator(".msgs")).to_contain_text(ANSWER)


def come_back(page: Any, prefix: str, words: list[str]) -> None:
    page.goto(f"{prefix}/return/")
    page.fill("#code", " ".join(words))
    page.locator("#enter-form button").click()
    expect(page.locator("#room h1")).to_be_visible()


def test_who_is_invited_enrols_writes_and_is_answered_in_each_engine(
    live: Heard, team: tuple[Any, str], open_in: OpenIn, axe: Axe
) -> None:
    amara, ref = team
    for name, size, language, who in PEOPLE:
        work.note_person(amara, who, "Witness")
        nine = invited(amara, who)
        assert len(invitecode.read(nine)) == 12
        axe(amara)
        assert fits(amara)
        told(amara, who)
        page = open_in(name, size)
        page.goto(f"{PREFIXES[language]}/channel/")
        assert fits(page)
        axe(page)
        twelve = enrol(page, nine)
        write(page, WORDS)
        assert fits(page)
        axe(page)
        work.again(amara, ref)
        work.part(amara, "People")
        record = work.card(amara, who)
        expect(record).to_contain_text("It was after eleven.")
        expect(record.locator(".flag")).to_have_count(0)
        if name == "chromium":
            confirmed(live, amara, open_in("chromium", "desktop"), ref, who)
            record = work.card(amara, who)
            answered(record, who)
            axe(amara)
            come_back(page, PREFIXES[language], twelve)
            expect(page.locator("#room .msgs")).to_contain_text(ANSWER)
            asks_for_protection(page)
            axe(page)
            loses_words(live)
            come_back(page, PREFIXES[language], twelve)
            asks_once_more(page)
            axe(page)
            leaves(page, axe)
        else:
            come_back(page, PREFIXES[language], twelve)
            expect(page.locator("#room .msgs")).to_contain_text("It was after eleven.")
        expect(page.locator("#room .flag")).to_have_count(0)
        assert (
            len(returncode.read("".join(twelve) if language == "zh-Hans" else " ".join(twelve)))
            == 16
        )
        # The nine words are used up, and whoever types them again is told the day.
        page.goto(f"{PREFIXES[language]}/channel/")
        type_nine(page, nine)
        expect(page.locator("#enter-error")).to_be_visible()
    no_other_is_confirmed(live, amara, ref, PEOPLE[-1][-1])


def asks_for_protection(page: Any) -> None:
    """In the room, by whoever is heard; it stands there, and is not decided."""
    page.locator('#room [data-move="request"]').click()
    page.fill("#ask-words", PROTECT)
    page.locator("#ask-what-remote_work").check()
    assert fits(page)
    page.locator("#room .row .button").first.click()
    expect(page.locator("#room .lines")).to_contain_text(PROTECT)


def loses_words(live: Heard) -> None:
    """As if these twelve words had come after all that was written so far."""
    with closing(sqlite3.connect(live.folder / "data/heard.sqlite3")) as database, database:
        database.execute("UPDATE heard_fileletter SET \"index\" = 0 WHERE party <> ''")


def asks_once_more(page: Any) -> None:
    """What cannot be opened any more is named; the team is asked for it, under the next number."""
    expect(page.locator("#room")).not_to_contain_text(PROTECT)
    earlier = page.locator("#room .card", has=page.locator("ul.lines"))
    expect(earlier.locator("li")).to_have_count(1)
    earlier.locator(".button").click()
    said = page.locator("#write").input_value()
    assert said
    page.locator("#room .card .button").last.click()
    expect(page.locator("#write-says")).not_to_be_empty()
    expect(page.locator("#write")).to_have_value("")


def leaves(page: Any, axe: Axe) -> None:
    """By a button, asked once more; what was written stays, and nothing is to be sent."""
    before = page.locator("#room .msgs li").count()
    page.locator('#room [data-move="leave"]').click()
    expect(page.locator("#room ul li")).to_have_count(5)
    assert fits(page)
    axe(page)
    page.locator("#room .row .button").first.click()
    expect(page.locator("#room h1 ~ .notice")).to_have_count(1)
    for gone in ("#write", '[data-move="leave"]', '[data-move="request"]'):
        expect(page.locator(f"#room {gone}")).to_have_count(0)
    expect(page.locator("#room .msgs li")).to_have_count(before)
    assert fits(page)
    axe(page)


def no_other_is_confirmed(live: Heard, amara: Any, ref: str, who: str) -> None:
    """Whose keys do not come from the nine words is not said to be the person, whatever is told."""
    expect(work.card(amara, who).get_by_role("button", name=SIGN)).to_be_visible()
    with closing(sqlite3.connect(live.folder / "data/heard.sqlite3")) as database, database:
        newest = "(SELECT max(number) FROM heard_partykeys)"
        database.execute(f"UPDATE heard_partykeys SET mac = signing WHERE number = {newest}")
    work.again(amara, ref)
    work.part(amara, "People")
    record = work.card(amara, who)
    expect(record).to_contain_text("Whoever answered did not have the nine words.")
    expect(record.get_by_role("button", name=SIGN)).to_have_count(0)

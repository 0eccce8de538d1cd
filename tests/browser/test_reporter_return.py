"""She comes back: promises, requests, what is kept, naming more people, reminders."""

from __future__ import annotations

import dataclasses
import json
import re
import urllib.request
from collections.abc import Callable, Iterator

import pytest
from desk_walk import AMARA, JONAS, XU, code_of
from engines import fits
from handler_online import Handler
from icalendar import Calendar
from named import demonstration
from playwright.sync_api import Page, Route, expect
from processes import Heard
from reporter_walk import Story, all_genuine, come_back, send, start, tell
from reporting import Online

from heard.formats import agefile, note, roster
from heard.formats.ids import new_id

WORDS = "Gao came to my room four times."
Window = Callable[..., Page]
Axe = Callable[[Page], None]


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Heard]:
    # A mail server is named, so that the page offers mail; what is sent is not looked at here.
    mail = {"HEARD_MAIL_URL": "smtp://127.0.0.1:9", "HEARD_MAIL_FROM": "reminder@mail.example"}
    with demonstration(tmp_path_factory.mktemp("returns") / "data", **mail) as it:
        yield it


def reported(page: Page, *people: str) -> tuple[str, list[str]]:
    """She has reported: the id of the case, which no page shows, and the twelve words."""
    start(page)
    tell(page, Story(words=WORDS, people=people))
    with page.expect_response("**/report/api/reports") as answered:
        words = send(page)
    return str(answered.value.json()["case"]), words


def by(live: Heard, name: str, case: str) -> Handler:
    """A handler with this case open."""
    handler = Handler(live.url, code_of(live, name))
    handler.open(case)
    return handler


def test_she_names_somebody_more_and_who_is_near_them_loses_it(
    live: Heard, open_window: Window, axe: Axe
) -> None:
    page = open_window("narrow")
    case, words = reported(page)
    jonas = by(live, JONAS, case)
    come_back(page, words)
    page.get_by_role("button", name="Name someone else").click()
    axe(page)
    page.get_by_label("Name, or what you know").fill("Gao Jun")
    page.get_by_role("button", name="See who would lose it").click()
    losing = page.locator("#inbox ul.people").first
    expect(losing).to_contain_text("Stands above Gao Jun")
    assert sorted(losing.locator("b").all_inner_texts()) == [JONAS, XU]
    assert fits(page)
    axe(page)
    page.get_by_role("button", name="Leave them out now").click()
    page.wait_for_selector("#inbox .inbox")
    left = page.locator("#inbox .people .struck", has_text=JONAS)
    expect(left).to_contain_text("They may have read what was here until")
    expect(page.locator("#inbox .people .struck", has_text=XU)).to_contain_text("read nothing")
    expect(page.locator(".msgs")).to_contain_text("I name one more person: Gao Jun")
    axe(page)
    assert case not in {row["id"] for row in jonas.get("cases")["cases"]}
    amara = by(live, AMARA, case)
    assert [key["generation"] for key in amara.view["keys"]] == [0, 1]
    amara.write("message", {"words": "We have left them out."})
    page.reload()
    come_back(page, words)
    expect(page.locator(".msgs")).to_contain_text("We have left them out.")
    expect(page.locator("#inbox .flag")).to_have_count(0)
    page.get_by_label("Write a message").fill("Thank you.")
    page.get_by_role("button", name="Seal and send").click()
    expect(page.locator(".msgs")).to_contain_text("Thank you.")
    all_genuine(page, 3)


def test_she_writes_under_no_key_that_nobody_she_can_check_has_used(
    live: Heard, phone: Page
) -> None:
    """A server could have made it. Her browser makes one of its own instead."""
    case, words = reported(phone)
    amara = by(live, AMARA, case)
    entries = Online(live.url).roster().entries
    xu = next(each.id for each in entries if each.name == XU)
    amara.leave_out(holder=xu, entries=entries)
    come_back(phone, words)
    expect(phone.locator("#inbox .people .struck", has_text=XU)).to_have_count(1)
    expect(phone.get_by_text("Your report has a new key that nobody")).to_be_visible()
    phone.get_by_label("Write a message").fill("Is this still you?")
    phone.get_by_role("button", name="Seal and send").click()
    expect(phone.locator(".msgs")).to_contain_text("Is this still you?")
    amara.open(case)
    assert [key["generation"] for key in amara.view["keys"]] == [0, 1, 2]
    hers = [each for each in amara.view["letters"] if each["author"] == "reporter"]
    assert [each["generation"] for each in hers] == [0, 2, 2]
    # Once somebody who could read it has said under a key who does, it is used as it is.
    amara.leave_out(holder=next(e.id for e in entries if e.name == JONAS), entries=entries)
    amara.open(case)
    amara.write("message", {"words": "It is.", "readers": amara.stated})
    phone.reload()
    come_back(phone, words)
    phone.get_by_label("Write a message").fill("Thank you.")
    phone.get_by_role("button", name="Seal and send").click()
    expect(phone.locator(".msgs")).to_contain_text("Thank you.")
    amara.open(case)
    assert amara.view["generation"] == 3


def test_a_request_says_that_she_need_not(live: Heard, phone: Page, axe: Axe) -> None:
    case, words = reported(phone)
    amara = by(live, AMARA, case)
    asked = {"words": "Is there a film?", "asks": "recording", "reason": "The hotel asks which."}
    amara.write("request", asked, asks="recording")
    come_back(phone, words)
    shown = phone.locator(".msgs li", has_text="Is there a film?")
    expect(shown).to_contain_text("They ask whether you have a recording")
    expect(shown).to_contain_text("You do not have to. Not answering changes nothing")
    expect(shown).to_contain_text("The hotel asks which.")
    axe(phone)


def test_what_others_hold_is_counted_down(live: Heard, phone: Page, axe: Axe) -> None:
    case, words = reported(phone)
    amara = by(live, AMARA, case)
    item = new_id()
    content = {"what": "corridor", "where": "", "holder": "", "reach": "", "from": "", "until": ""}
    letter = amara.letter("evidence", {**content, "words": ""})
    body = {"evidence": item, "kind": "camera", "overwritten": "2048-12-03", "letter": letter}
    amara.action("evidence", body)
    come_back(phone, words)
    kept = phone.locator("section", has=phone.get_by_role("heading", name="What is being kept"))
    expect(kept).to_contain_text("Camera recording")
    expect(kept).to_contain_text("It may be erased from December 3, 2048")
    expect(kept).not_to_contain_text("corridor")
    axe(phone)


def test_what_those_left_out_had_promised_is_with_whoever_was_let_in(phone: Page) -> None:
    start(phone)
    tell(phone, Story(words=WORDS, strike=(JONAS, XU)))
    come_back(phone, send(phone))
    phone.get_by_role("button", name="Name someone else").click()
    phone.get_by_label("Name, or what you know").fill(AMARA)
    phone.get_by_role("button", name="See who would lose it").click()
    phone.get_by_role("button", name="Leave them out now").click()
    phone.wait_for_selector("#inbox .struck")
    promise = phone.locator(".steps li", has_text="tells you that they have your report").first
    expect(promise).to_contain_text("This is with: Daniel Cho (Audit committee), Ruth Adeyemi")


def test_promises_have_a_time_a_holder_and_what_comes_then(phone: Page) -> None:
    _, words = reported(phone, "Gao Jun")
    come_back(phone, words)
    promise = phone.locator(".steps li", has_text="tells you that they have your report").first
    expect(promise).to_contain_text(re.compile(r"in \d+ hours"))
    expect(promise).to_contain_text("This is with: Amara Okafor (Ethics officer)")
    panel = phone.locator("section", has=phone.get_by_role("heading", name="What is owed to you"))
    expect(panel).to_contain_text("Ruth Adeyemi (Ombudsperson)")


def test_the_calendar_file_says_nothing(phone: Page) -> None:
    _, words = reported(phone)
    come_back(phone, words)
    phone.get_by_role("button", name="Put these times into my calendar").click()
    phone.get_by_label("What each one is called").fill("Dentist; 9, maybe")
    with phone.expect_download() as downloading:
        panel = phone.locator("section", has_text="What each one is called")
        panel.get_by_role("button", name="Download").click()
    assert downloading.value.suggested_filename == "reminders.ics"
    text = downloading.value.path().read_bytes()
    read = Calendar.from_ical(text)
    assert {str(event["SUMMARY"]) for event in read.walk("VEVENT")} == {"Dentist; 9, maybe"}
    assert re.search(rb"report|heard|meridian|localhost", text, re.IGNORECASE) is None


def of_version_2(live: Heard) -> str:
    """The roster as an older Heard had it: it names no machine that a page may seal to."""
    with urllib.request.urlopen(f"{live.url}/roster") as answer:
        signed = answer.read().decode()
    root = note.Signer.parse((live.folder / "root.key").read_text("ascii").strip())
    found = roster.verify(signed, root=root.verifier)
    return roster.sign(dataclasses.replace(found, services=None), root)


def test_reminders_are_hers_to_set_and_to_take_away(live: Heard, phone: Page, axe: Axe) -> None:
    _, words = reported(phone)
    come_back(phone, words)
    # A server may name its own key to her page: only what the root key signed is sealed to.
    mine = agefile.recipient_of(agefile.generate_identity())
    named = {"email": True, "push": False, "recipient": mine}

    def swap(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=json.dumps({**answer.json(), "notify": named}))

    phone.route("**/site.json", swap)
    phone.get_by_role("button", name="Set a reminder").click()
    expect(phone.locator("#inbox")).to_contain_text("Do not use an address from work.")
    axe(phone)
    phone.get_by_label("Your private e-mail address").fill("lin")
    phone.get_by_role("button", name="Seal and keep the address").click()
    expect(phone.locator("#inbox")).to_contain_text("does not look like an e-mail address")
    phone.get_by_label("Your private e-mail address").fill("lin@post.example")
    with phone.expect_request("**/inbox/contacts") as sent:
        phone.get_by_role("button", name="Seal and keep the address").click()
    assert "lin@post.example" not in (sent.value.post_data or "")
    expect(phone.locator("#inbox .lines").first).to_contain_text("By e-mail")
    axe(phone)
    phone.get_by_role("button", name="Remove: By e-mail").click()
    expect(phone.locator("#inbox")).to_contain_text("Nothing is set. Nobody writes to you.")
    all_genuine(phone, 3)
    phone.route("**/roster", lambda route: route.fulfill(body=of_version_2(live)))
    phone.get_by_role("button", name="Set a reminder").click()
    expect(phone.locator("#inbox")).to_contain_text("Reminders cannot be set up here yet")
    expect(phone.get_by_label("Your private e-mail address")).to_have_count(0)
    axe(phone)


def test_she_asks_someone_else_to_take_over(live: Heard, open_window: Window, axe: Axe) -> None:
    page = open_window("desktop")
    case, words = reported(page)
    come_back(page, words)
    page.get_by_role("button", name="Ask someone else to take over").click()
    page.get_by_role("heading", name="Ask someone else to take over?").wait_for()
    expect(page.locator("#inbox .people")).to_contain_text("Ruth Adeyemi")
    assert fits(page)
    axe(page)
    page.get_by_label("Is there something you would like").fill("Xu has not answered me.")
    page.get_by_role("button", name="Yes, let them take over").click()
    page.wait_for_selector("#inbox .inbox")
    expect(page.locator("#inbox .people li", has_text="Ruth Adeyemi")).to_contain_text(
        "Has not opened it yet"
    )
    expect(page.locator(".msgs")).to_contain_text("Xu has not answered me.")
    all_genuine(page, 3)
    axe(page)
    ruth = by(live, "Ruth Adeyemi", case)
    assert [each["kind"] for each in ruth.view["letters"]] == ["report", "addition"]
    page.get_by_role("button", name="Ask someone else to take over").click()
    page.get_by_role("heading", name="Ask someone else to take over?").wait_for()
    expect(page.locator("#inbox .people")).to_contain_text("Ines Brandt")
    page.get_by_role("button", name="Yes, let them take over").click()
    page.wait_for_selector("#inbox .inbox")
    expect(page.get_by_role("button", name="Ask someone else to take over")).to_have_count(0)


@pytest.mark.parametrize("prefix", ["", "/zh-Hans", "/ar"])
def test_the_overdue_number_is_said_in_words(open_window: Window, axe: Axe, prefix: str) -> None:
    page = open_window("narrow")
    page.goto(f"{prefix}/figures/")
    expect(page.locator("#count")).to_have_text(
        {
            "": "None, or too few to show",
            "/zh-Hans": "没有，或太少而不显示",
            "/ar": "لا شيء، أو عدد أقل من أن يُعرض",
        }[prefix]
    )
    axe(page)
    assert fits(page)


def test_the_overdue_number_has_a_way_without_a_script(open_window: Window) -> None:
    page = open_window("phone", java_script_enabled=False)
    page.goto("/figures/")
    expect(page.get_by_role("link", name="/figures.json")).to_be_visible()


@pytest.mark.parametrize("prefix", ["/zh-Hans", "/ar"])
def test_every_page_of_coming_back_fits_in_every_language(
    open_window: Window, axe: Axe, prefix: str
) -> None:
    page = open_window("narrow")
    start(page, prefix)
    tell(page, Story(words=WORDS, people=("Teng",)))
    axe(page)
    assert fits(page)
    words = send(page)
    come_back(page, words, prefix)
    assert fits(page)
    axe(page)
    for place in (0, 1):
        # By keyboard alone: to the button, and back from what it opened.
        page.locator("section:has(.tier) > .row button").nth(place).focus()
        page.keyboard.press("Enter")
        page.wait_for_selector("#inbox > .prose h1")
        expect(page.locator("#inbox h1")).to_be_focused()
        assert fits(page)
        axe(page)
        page.locator("#inbox .row button").last.focus()
        page.keyboard.press("Enter")
        page.wait_for_selector("#inbox .inbox")

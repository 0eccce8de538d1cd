"""A server that hands her other receipts, or other keys: her page calls none of them genuine."""

from __future__ import annotations

import json
import os
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from processes import Heard
from reporter_walk import Story, come_back, confirm, send, start, tell
from reporting import Online

from heard.formats import entry, merkle, note, promise

WORDS = "He came to my room."
NOT_WHAT_WAS_SENT = "The key is right, but it does not say what was really sent."
FORGED = "This site names keys that do not carry the right signature."
HIDDEN = "The server does not show this page everything that happened"
NOT_SENT = "Something that happened in your report is kept from this page"
READERS = "The list of readers does not carry the right signature, so nothing was sent."

CHECKER = Path(__file__).parents[2] / "src/heard/static"
CODED = {  # how each language begins what it says of each value
    "": ("Independent readers", "Something owed was not done", "A person tells you", "(a code"),
    "zh-Hans": ("独立查阅人", "应做到的事没有", "有人告诉您", "（本页没有"),
    "ar": ("المخوّلون المستقلون", "شيء واجب لم يتم", "يخبرك إنسان", "(رمز ليس"),
}


def another_receipt(live: Heard) -> str:
    """Of a report that is not hers, signed by the same log."""
    other = Online(live.url)
    other.report()
    leaf = other.inbox()["timeline"][0]["leaf"]
    return other._get(f"/report/api/inbox/receipts/{leaf}").decode()


def told(page: Page) -> Any:
    return page.locator("#receipt-says")


def test_her_receipt_is_checked_by_itself(phone: Page) -> None:
    start(phone)
    tell(phone, Story(words=WORDS))
    words = send(phone)
    confirm(phone, words)
    expect(told(phone)).to_contain_text("Checked on your device: genuine.")
    come_back(phone, words)  # nobody presses anything
    expect(phone.get_by_text("Genuine: the record promised").first).to_be_visible()
    expect(phone.locator("#inbox .flag")).to_have_count(0)
    expect(phone.get_by_text(HIDDEN)).to_have_count(0)
    write(phone, "There is more.")
    expect(phone.locator("#write-says")).to_contain_text("Sent, and entered")

    write(phone, "I meant Tuesday.")
    expect(phone.get_by_text("I meant Tuesday.")).to_be_visible()
    sent: list[str] = []
    phone.on("request", lambda asked: sent.append(asked.method))
    phone.route("**/report/api/inbox", without_the_first)
    come_back(phone, words)
    expect(phone.get_by_text(HIDDEN)).to_be_visible()
    sent.clear()
    write(phone, "And more still.")
    expect(phone.locator("#write-says")).to_contain_text(NOT_SENT)
    expect(phone.locator("#write")).to_have_value("And more still.")
    assert "POST" not in sent

    phone.unroute("**/report/api/inbox")
    phone.route("**/report/api/inbox", with_the_first_alone)
    come_back(phone, words)
    expect(phone.get_by_text(HIDDEN)).to_be_visible()


def with_the_first_alone(route: Route) -> None:
    """All that came since is kept back, but not the letter in which she had seen some of it."""
    answer = route.fetch()
    told = answer.json()
    route.fulfill(response=answer, body=json.dumps({**told, "timeline": told["timeline"][:1]}))


def without_the_first(route: Route) -> None:
    """What came after her report names it; the server keeps it back."""
    answer = route.fetch()
    told = answer.json()
    assert told["timeline"].pop(0)["event"] == "report_received"
    route.fulfill(response=answer, body=json.dumps(told))


def write(page: Page, words: str) -> None:
    page.fill("#write", words)
    page.get_by_role("button", name="Seal and send").click()


def test_a_promise_becomes_a_proof_while_the_page_is_open(live: Heard, phone: Page) -> None:
    """The hour passes for the record alone; its next epoch keeps what was promised."""
    start(phone)
    tell(phone, Story(words=WORDS))
    words = send(phone)
    confirm(phone, words)
    expect(told(phone)).to_contain_text("The record has promised to hold it by")
    with sqlite3.connect(live.folder / "data" / "heard.sqlite3", timeout=30) as database:
        database.execute("UPDATE heard_cosignature SET at = datetime(at, '-2 hours')")
        # The tests before were a busy hour: what came last would wait for a later one.
        database.execute("UPDATE heard_head SET leaves = 4096")
    database.close()
    for _ in range(60):
        phone.click("#receipt-check")
        phone.wait_for_timeout(1000)
        if "in the record now" in told(phone).inner_text():
            break
    expect(told(phone)).to_contain_text("Genuine, and in the record now.")
    with phone.expect_download() as saving:
        phone.click("#receipt-save")
    assert saving.value.suggested_filename == "receipt.tlog-proof"
    come_back(phone, words)
    phone.get_by_role("button", name="Check: ").first.click()
    expect(phone.get_by_text("Genuine, and signed by the record.").first).to_be_visible()


def test_another_cases_receipt_is_not_called_genuine(live: Heard, phone: Page) -> None:
    theirs = another_receipt(live)

    def swap(route: Route) -> None:
        answer = route.fetch()
        body = json.dumps({**answer.json(), "receipt": theirs})
        route.fulfill(response=answer, body=body)

    phone.route("**/report/api/reports", swap)
    start(phone)
    tell(phone, Story(words=WORDS))
    words = send(phone)
    confirm(phone, words)
    expect(told(phone)).to_contain_text(NOT_WHAT_WAS_SENT)
    phone.route("**/inbox/receipts/*", lambda route: route.fulfill(body=theirs))
    come_back(phone, words)
    # By itself, where she begins to read; and once more where she asks.
    expect(phone.get_by_role("alert")).to_contain_text(NOT_WHAT_WAS_SENT)
    expect(phone.locator("#inbox .lines .flag")).to_contain_text(NOT_WHAT_WAS_SENT)
    phone.get_by_role("button", name="Check: ").first.click()
    expect(phone.locator("#inbox .lines").get_by_role("status")).to_contain_text(NOT_WHAT_WAS_SENT)
    expect(phone.get_by_role("alert")).to_have_count(1)
    expect(phone.get_by_text("Genuine")).to_have_count(0)


@pytest.mark.parametrize("named", ["log", "witnesses", "quorum"])
def test_a_site_that_names_other_keys_than_its_roster_is_refused(
    live: Heard, phone: Page, named: str
) -> None:
    stranger = note.Signer("localhost/log", os.urandom(32)).verifier
    forged = {"log": stranger.vkey, "quorum": 1}
    forged["witnesses"] = [{"name": "w", "operator": "w", "vkey": stranger.vkey}]

    def swap(route: Route) -> None:
        answer = route.fetch()
        body = json.dumps({**answer.json(), named: forged[named]})
        route.fulfill(response=answer, body=body)

    phone.route("**/site.json", swap)
    phone.goto("/verify/")
    phone.fill("#receipt", another_receipt(live))
    phone.get_by_role("button", name="Check it").click()
    expect(phone.locator("#result")).to_contain_text(FORGED)


def test_nothing_is_sent_to_a_site_that_names_another_log(phone: Page) -> None:
    sent: list[str] = []
    phone.on("request", lambda asked: sent.append(f"{asked.method} {asked.url}"))
    stranger = note.Signer("localhost/log", os.urandom(32)).verifier

    def swap(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=json.dumps({**answer.json(), "log": stranger.vkey}))

    phone.route("**/site.json", swap)
    start(phone)
    for step in ("about", "words"):
        phone.click("#next")
        phone.wait_for_selector(f'[data-step="{step}"]:visible')
    phone.fill("#words", WORDS)
    for _ in range(12):
        if phone.get_by_text(READERS).is_visible():
            break
        phone.click("#next")
        phone.wait_for_timeout(300)
    expect(phone.get_by_text(READERS)).to_be_visible()
    assert not [each for each in sent if each.startswith("POST") and "/report/api/reports" in each]


def promised(fields: dict[str, str]) -> tuple[str, str, str]:
    """The keys of a log and of its promises, and a promise of theirs."""
    log = note.Signer.generate("words.example/log").verifier
    key = note.Signer.generate(promise.key_name(log.name))
    opening, by = entry.make(fields), 1_795_953_600
    leaf = merkle.leaf_hash(opening.entry)
    said = promise.Promise(log=log.name, leaf=leaf, size=0, root=merkle.EMPTY, by=by)
    return log.vkey, key.verifier.vkey, promise.write(opening.encode(), promise.sign(said, key))


def test_what_a_receipt_says_in_codes_is_read_in_words(chromium: Browser) -> None:
    """And what the page has no words for stays, and is said to be a code."""
    said = {"event": "tier_released", "tier": "2", "reason": "duty_missed", "kind": "hologram"}
    said["duties"] = "acknowledge,safety_check"
    log, key, receipt = promised(said)
    page = chromium.new_page()
    for language, (tier, reason, duty, code) in CODED.items():
        page.goto((CHECKER / language / "verify/heard-verify.html").as_uri())
        for field, value in (("key", log), ("promise-key", key), ("receipt", receipt)):
            page.fill(f"#{field}", value)
        page.click("#verify-form button")
        values = page.locator("#result dd")
        expect(values).to_have_count(len(said))
        for words in (tier, reason, duty, f"hologram {code}"):
            expect(values.get_by_text(words)).to_have_count(1)
        expect(values.get_by_text("_")).to_have_count(0)
    page.close()

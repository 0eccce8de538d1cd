"""Leaving somebody out: a new key, the old one still read, and no word lost to an old page."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from desk_walk import (
    AMARA,
    JONAS,
    XU,
    code_of,
    confirm_by_code,
    enter_by_code,
    heading,
    heard,
    invite,
    join,
    open_case,
    press,
    queue,
    side,
    write,
)
from handler_online import Handler
from playwright.sync_api import Page, Route, expect
from processes import Heard, free_port
from reporter_walk import come_back
from reporting import Online

from heard.formats import carried, entry, letter, merkle, returncode, wrap
from heard.formats.readers import Said

Windows = Callable[..., Page]
Axe = Callable[[Page], None]
AT_THE_DESK = "The record tells of a new key otherwise than a reader signed it"
LEAVE = "Leave out a reader who is involved"
TO_HER = "the record says otherwise than a reader signed"


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Heard]:
    """A house of its own: who can be passed a case is changed here."""
    folder, port = tmp_path_factory.mktemp("renewal") / "data", free_port()
    command = ["demo", "--port", str(port), "--directory", str(folder)]
    with Heard(command, folder=folder, port=port) as it:
        yield it


def opened(live: Heard, page: Page, ref: str, name: str = AMARA) -> None:
    enter_by_code(page, code_of(live, name))
    open_case(page, ref)


def leave_out(live: Heard, page: Page, size: str, name: str, axe: Axe | None = None) -> None:
    side(page, size)
    press(page, LEAVE)
    heading(page, "Leave someone out")
    press(page, "Leave them out")
    expect(page.get_by_text("Please choose who must not read on.")).to_be_visible()
    page.get_by_label("People it names").fill("Somebody Unknown")
    press(page, "See who stands near them")
    seen = page.get_by_text("Judge for yourself").or_(page.get_by_text("stands near them, as"))
    seen.first.wait_for()
    page.get_by_role("checkbox", name=name).check()
    expect(page.get_by_text(f"At once, {name} can open nothing")).to_be_visible()
    if axe:
        axe(page)
    press(page, "Leave them out")
    confirm_by_code(page, code_of(live, AMARA))
    page.get_by_role("tab", name="Report").wait_for()


def nobody_left(route: Route) -> None:
    """The log of a server that says of each renewal but hers that it left nobody out."""
    answer, leaves = route.fetch(), dict[str, str]()
    told = answer.json()
    for each in told["timeline"]:
        said = entry.parse(each["opening"]).values
        if each["event"] == "identity_renewed" and each["actor"] != "reporter":
            said["excluded"] = ""
        made = entry.make({**said, "prev": leaves.get(said["prev"], said["prev"])}, bytes)
        leaves[each["leaf"]] = merkle.leaf_hash(made.entry).hex()
        each |= {"opening": made.encode(), "leaf": leaves[each["leaf"]]}
    route.fulfill(response=answer, body=json.dumps(told))


def test_somebody_left_out_loses_the_case_and_the_rest_read_on(
    live: Heard, open_window: Windows, axe: Axe
) -> None:
    lin = Online(live.url)
    ref = lin.report()
    theirs = open_window("phone")
    opened(live, theirs, ref, XU)
    page = open_window("phone")
    opened(live, page, ref)
    write(page, "Messages", "Write to the reporter", "Before the new key.")
    leave_out(live, page, "phone", XU, axe)
    side(page, "phone")
    expect(page.locator(".timeline")).to_contain_text("New key; someone left out")
    write(page, "Messages", "Write to the reporter", "After the new key.")
    expect(page.locator(".notice.grave")).to_have_count(0)
    # One of them by itself: she is told that there is a new key, signed by whoever made it.
    expect(page.locator(".thread.message .msgs li")).to_have_count(3)
    page.get_by_role("tab", name="Report").click()
    expect(page.locator(".testimony").first).to_contain_text("He came to my room four times")
    axe(page)
    view = lin.inbox()
    generations = [each["generation"] for each in view["letters"] if each["kind"] == "message"]
    assert (view["generation"], generations) == (1, [0, 1, 1])
    queue(theirs)
    expect(theirs.get_by_role("link", name=ref)).to_have_count(0)


def seals_again(lin: Online, page: Page) -> None:
    """Her browser seals the handler's key once more to who waits, by itself."""
    owed = lin.inbox()["wraps_owed"]
    assert {each["generation"] for each in owed} == {1}
    come_back(page, returncode.words(lin.lin.secrets.code))
    for _ in range(200):
        if lin.inbox()["wraps_owed"] == []:
            return
        time.sleep(0.1)
    raise AssertionError(lin.inbox()["wraps_owed"])


def test_a_case_that_is_passed_on_is_read_from_its_beginning(
    live: Heard, open_window: Windows, passkey: Callable[..., Any]
) -> None:
    lin = Online(live.url)
    ref = lin.report()
    theirs = open_window("desktop")
    passkey(theirs)
    join(theirs, invite(live, "Maya"))
    heading(theirs, "You have joined")
    heard(live, "roster", "sign", "--root-key", str(live.folder / "root.key"))
    page = open_window("desktop")
    opened(live, page, ref)
    leave_out(live, page, "desktop", XU)
    seals_again(lin, open_window("phone"))
    press(page, "Pass to someone")
    page.get_by_role("radio", name="Maya").check()
    press(page, "Seal and pass it on")
    page.get_by_role("tab", name="Report").wait_for()
    theirs.get_by_role("link", name="Go to the desk").click()
    press(theirs, "Sign in with your passkey")
    open_case(theirs, ref)
    expect(theirs.locator(".testimony").first).to_contain_text("He came to my room four times")
    theirs.get_by_role("tab", name="Notes").click()
    expect(theirs.get_by_text(f"Left out: {XU}.")).to_be_visible()
    expect(theirs.locator(".notice.grave")).to_have_count(0)


def without_the_first_key(route: Route) -> None:
    """What a server tells somebody who has the newest key alone."""
    answer = route.fetch()
    told = answer.json()
    told["keys"] = [each for each in told["keys"] if each["generation"] > 0]
    route.fulfill(response=answer, body=json.dumps(told))


def carried_to(live: Heard, lin: Online) -> list[Said]:
    """What the newest key's note carries, as Python reads it, each by its author's key."""
    case, entries = lin.inbox()["case"], {each.id: each for each in lin.roster().entries}
    handler = Handler(live.url, code_of(live, AMARA))
    handler.open(case)
    [key] = [each for each in handler.view["keys"] if each["generation"] == 1]
    asked = {name: key[name] for name in ("generation", "case_recipient")}
    sealed = base64.b64decode(key["wrap"])
    made = wrap.unseal(sealed, [handler.ring.identity], case=case, **asked)
    [note] = [
        each
        for each in handler.view["letters"]
        if (each["kind"], each["generation"]) == ("note", 1)
    ]
    content = letter.unseal(
        handler._bytes(f"cases/{case}/letters/{note['id']}"), [made.identity]
    ).content
    events = [entry.parse(each["opening"]).values for each in handler.view["timeline"]]
    hers = base64.b64decode(handler.view["reporter"]["signing"])

    def key_of(author: str, _day: str, _claimed: bytes) -> bytes:
        return hers if author == "reporter" else base64.b64decode(entries[author].signing)

    found = carried.parse(content["earlier"])
    return carried.believed(found, case=case, have={1}, key_of=key_of, events=events)


def test_who_has_the_newest_key_alone_believes_it_and_writes(
    live: Heard, open_window: Windows, axe: Axe
) -> None:
    """By what its maker carried; of the report they see that it is from before."""
    lin = Online(live.url)
    ref = lin.report()
    page, late = open_window("desktop"), open_window("phone")
    opened(live, page, ref)
    leave_out(live, page, "desktop", XU)
    [first] = carried_to(live, lin)
    assert (first.author, first.generation) == ("reporter", 0)
    late.route("**/cases/*/open", without_the_first_key)
    opened(live, late, ref, JONAS)
    expect(late.locator(".testimony")).to_have_count(0)
    expect(late.locator(".notice.grave")).to_have_count(0)
    axe(late)
    write(late, "Messages", "Write to the reporter", "I have read nothing from before.")
    newest = lin.inbox()["letters"][-1]
    assert (newest["kind"], newest["generation"]) == ("message", 1)


def test_where_nothing_is_carried_who_came_late_writes_nothing_and_makes_no_key(
    live: Heard, open_window: Windows
) -> None:
    """Nobody would believe a key of theirs, and all would wait for the reporter's."""
    lin = Online(live.url)
    ref = lin.report()
    entries = lin.roster().entries
    [xu] = [each.id for each in entries if each.name == XU]
    handler = Handler(live.url, code_of(live, AMARA))
    handler.open(lin.inbox()["case"])
    handler.leave_out(holder=xu, entries=entries)
    late = open_window("desktop")
    late.route("**/cases/*/open", without_the_first_key)
    opened(live, late, ref, JONAS)
    expect(late.get_by_text("Nobody whom this case knows has signed")).to_be_visible()
    expect(late.get_by_role("button", name="I have a conflict")).to_be_visible()
    expect(late.get_by_role("button", name=LEAVE)).to_have_count(0)
    expect(late.locator("#write-message")).to_have_count(0)
    late.unroute("**/cases/*/open")
    queue(late)
    late.get_by_role("link", name=ref).click()
    expect(late.get_by_role("button", name=LEAVE)).to_be_visible()


def refused_by_her(page: Page, lin: Online, axe: Axe) -> None:
    """She writes under a key of her own, by which nobody comes back."""
    page.route("**/report/api/inbox", nobody_left)
    come_back(page, returncode.words(lin.lin.secrets.code))
    expect(page.get_by_text(TO_HER)).to_be_visible()
    axe(page)
    page.fill("#write", "Who reads this?")
    page.get_by_role("button", name="Seal and send").click()
    expect(page.locator("#write-says")).to_contain_text("Sent, and entered")
    expect(page.get_by_text(TO_HER)).to_have_count(0)
    inbox = lin.inbox()
    assert [each["generation"] for each in inbox["letters"][-2:]] == [2, 2]
    renewed = [each for each in inbox["timeline"] if each["event"] == "identity_renewed"]
    first, own = (entry.parse(each["opening"]).values["recipients"] for each in renewed)
    assert first == own


def test_a_page_that_is_old_keeps_the_words(live: Heard, open_window: Windows, axe: Axe) -> None:
    """Also where the log says otherwise than the reader signed it who was left out."""
    lin = Online(live.url)
    ref = lin.report()
    stale, page = open_window("desktop"), open_window("desktop")
    opened(live, stale, ref, JONAS)
    stale.get_by_role("tab", name="Messages").click()
    stale.get_by_label("Write to the reporter").fill("We have asked the hotel.")
    opened(live, page, ref)
    leave_out(live, page, "desktop", XU)
    press(stale, "Seal and send to the reporter")
    expect(stale.get_by_text("It was not sent; your words are still here.")).to_be_visible()
    axe(stale)
    stale.route("**/cases/*/open", nobody_left)
    press(stale, "Load the case again and keep my words")
    expect(stale.get_by_role("alert").filter(has_text=AT_THE_DESK)).to_be_visible()
    expect(stale.locator("#write-message")).to_have_count(0)
    # A key of a handler's would end nothing: only one of the reporter's does.
    expect(stale.get_by_role("button", name=LEAVE)).to_have_count(0)
    expect(stale.get_by_role("button", name="I have a conflict")).to_be_visible()
    axe(stale)
    stale.unroute("**/cases/*/open")
    queue(stale)
    stale.get_by_role("link", name=ref).click()
    stale.get_by_role("tab", name="Messages").click()
    expect(stale.get_by_text("It was not sent")).to_have_count(0)
    box = stale.get_by_label("Write to the reporter")
    expect(box).to_have_value("We have asked the hotel.")
    press(stale, "Seal and send to the reporter")
    stale.locator(".msgs li", has_text="We have asked the hotel.").wait_for()
    assert lin.inbox()["letters"][-1]["generation"] == 1
    refused_by_her(open_window("phone"), lin, axe)

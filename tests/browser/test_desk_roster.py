"""The list of readers as a handler's browser judges it: whose key, whose signature, how old."""

from __future__ import annotations

import base64
import dataclasses
import json
from collections.abc import Callable
from typing import Any

from desk_walk import (
    AMARA,
    DANIEL,
    asked,
    code_of,
    confirm_by_code,
    enter_by_code,
    heard,
    press,
    queue,
)
from playwright.sync_api import Page, expect
from processes import Heard
from reporting import Online

from heard.doors.operator import ceremony
from heard.formats import agefile, roster
from heard.formats import note as notes


def test_a_roster_with_another_key_for_me_is_shouted_about(live: Heard, desktop: Page) -> None:
    true = Online(live.url).roster()
    other = agefile.recipient_of(agefile.generate_identity())
    entries = tuple(
        dataclasses.replace(each, recipient=other) if each.name == AMARA else each
        for each in true.entries
    )
    log = notes.Signer.generate(notes.Verifier.parse(true.log).name).verifier.vkey
    after = {"version": true.version + 1, "previous": "0" * 64}
    forged = dataclasses.replace(true, **after, entries=entries, log=log)
    note = roster.sign(forged, ceremony.read_root(live.folder / "root.key"))
    desktop.route("**/roster", lambda asked: asked.fulfill(body=note, content_type="text/plain"))
    enter_by_code(desktop, code_of(live, AMARA))
    expect(desktop.get_by_text("holds a key for you that is not yours")).to_be_visible()
    # Pinned at joining, from what nobody signed: another than the root key names is told.
    expect(desktop.get_by_text("is not the one you pinned when you joined")).to_be_visible()


def test_a_roster_that_the_pinned_root_did_not_sign_is_not_used(live: Heard, desktop: Page) -> None:
    note = base64.b64encode(b"nothing").decode()
    desktop.route("**/roster", lambda asked: asked.fulfill(body=note, content_type="text/plain"))
    enter_by_code(desktop, code_of(live, AMARA))
    expect(desktop.get_by_text("not signed by the root key that you pinned")).to_be_visible()


def test_a_roster_older_than_one_seen_here_is_not_used(live: Heard, desktop: Page) -> None:
    true = Online(live.url).roster()
    newer = dataclasses.replace(true, version=true.version + 1, previous="0" * 64)
    note = roster.sign(newer, ceremony.read_root(live.folder / "root.key"))
    desktop.route("**/roster", lambda asked: asked.fulfill(body=note, content_type="text/plain"))
    enter_by_code(desktop, code_of(live, AMARA))
    refused = desktop.get_by_text("not signed by the root key that you pinned")
    expect(desktop.get_by_role("heading", level=1)).to_be_visible()
    expect(refused).to_have_count(0)
    desktop.unroute("**/roster")
    desktop.reload()
    enter_by_code(desktop, code_of(live, AMARA))
    expect(refused).to_be_visible()


def made_new(page: Page, code: str) -> None:
    part = page.get_by_role("region", name="Your own keys")
    part.get_by_role("button", name="Make new keys").click()
    confirm_by_code(page, code)
    expect(page.get_by_role("status").filter(has_text="New keys are made.")).to_be_visible()


def test_new_keys_wait_are_signed_and_take_the_cases_over(
    live: Heard, open_window: Callable[..., Page], axe: Callable[[Page], None]
) -> None:
    page, code = open_window("phone"), code_of(live, DANIEL)
    enter_by_code(page, code)
    made_new(page, code)
    expect(page.get_by_text("wait to be signed. Tell whoever runs Heard")).to_be_visible()
    axe(page)
    old = own(live)
    assert "active, new keys" in heard(live, "roster", "list").stdout
    heard(live, "roster", "sign", "--root-key", str(live.folder / "root.key"))
    assert own(live).earlier[-1].signing == old.signing

    page.set_viewport_size({"width": 1280, "height": 800})
    page.reload()
    enter_by_code(page, code)
    press(page, "Seal my cases to the new keys")
    confirm_by_code(page, code)
    expect(page.get_by_text("Sealed to your new keys:")).to_be_visible()
    axe(page)
    before = wraps(page)
    press(page, "Seal my cases to the new keys")  # nothing is left to do: nobody is asked
    expect(page.get_by_text("Sealed to your new keys:")).to_be_visible()
    assert wraps(page) == before != []
    # They open, and what was written with the key before is still whose it was.
    queue(page)
    page.locator("main a[href^='#/case/']").first.click()
    press(page, "Open the report")
    page.get_by_role("tab", name="Report").wait_for()
    expect(page.get_by_text("holds a key for you that is not yours")).to_have_count(0)


def own(live: Heard) -> roster.Entry:
    return next(each for each in Online(live.url).roster().entries if each.name == DANIEL)


def wraps(page: Page) -> Any:
    return json.loads(asked(page, "wraps")[1])["wraps"]

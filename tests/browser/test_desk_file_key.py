"""The file of a case gets a key by a press, is given to who is owed it, and is renewed."""

from __future__ import annotations

import time
from typing import Any

import work_walk as work
from desk_walk import (
    AMARA,
    JONAS,
    RUTH,
    XU,
    code_of,
    confirm_by_code,
    enter_by_code,
    open_case,
    press,
    queue,
)
from engines import Axe, OpenIn, fits, in_firefox_too, in_webkit_too
from expecting import expect
from processes import Heard
from reporter_walk import come_back
from reporting import Online
from walking import Walk

from heard.formats import handedon
from heard.formats._text import base64_bytes

GAO = "Gao Jun"
FILE = """async id => (await (await fetch(`/desk/api/cases/${id}/work`)).json()).file"""


def file_of(page: Any) -> Any:
    """As the server tells whoever looks, on the page of the work on the case."""
    return page.evaluate(FILE, page.url.split("#/case/")[1].split("/")[0])


def copies_of(page: Any, generation: int, until: str) -> set[int]:
    """How many authors made a copy for each who waits for this."""
    rows = file_of(page)["keys"][generation]["copies"]
    waiting = {each["holder"] for each in rows if each["until"] == until}
    return {sum(each["holder"] == one for each in rows) for one in waiting}


def paid(page: Any) -> None:
    """Wait until nobody is owed a copy: it is given by itself when the page is opened."""
    for _ in range(200):
        if file_of(page)["owed"] == []:
            return
        time.sleep(0.1)
    raise AssertionError(file_of(page)["owed"])


@in_firefox_too
def test_it_is_asked_for_given_and_renewed(
    live: Heard, open_in: OpenIn, axe: Axe, name: str
) -> None:
    amara = open_in(name, "phone")
    ref = Online(live.url).report(people=[])
    enter_by_code(amara, code_of(live, AMARA))
    open_case(amara, ref)
    work.investigate(amara)
    work.to_work(amara)
    asks = amara.get_by_text("gets its key with the first words")
    expect(asks).to_contain_text(AMARA)
    expect(asks).to_contain_text(JONAS)
    expect(asks).not_to_contain_text(RUTH)
    axe(amara)
    assert fits(amara)
    work.note_person(amara, work.NOBODY_NEAR)
    expect(asks).to_have_count(0)
    assert [each["generation"] for each in file_of(amara)["keys"]] == [0]
    assert copies_of(amara, 0, "tier_2") == {1}

    jonas = open_in(name, "desktop")
    work.at_work(live, jonas, JONAS, ref)
    expect(jonas.get_by_role("heading", name="Work on")).to_be_visible()
    paid(jonas)
    assert copies_of(jonas, 0, "tier_2") == {2}
    # In the place of what was asked, so that nothing below it moves.
    expect(jonas.locator(".kept-height")).to_have_text("The key is given.")
    expect(work.card(jonas, work.NOBODY_NEAR)).to_be_visible()

    queue(jonas)
    jonas.get_by_role("link", name=ref).click()
    jonas.get_by_role("button", name="I have a conflict").click()
    press(jonas, "Step out now")
    confirm_by_code(jonas, code_of(live, JONAS))
    jonas.get_by_text(f"You stepped out of {ref}.").first.wait_for()
    work.again(amara, ref)
    expect(amara.get_by_text("should have a new key")).to_be_visible()
    axe(amara)
    press(amara, "Make a new key")
    expect(amara.get_by_text("should have a new key")).to_have_count(0)
    assert [each["generation"] for each in file_of(amara)["keys"]] == [0, 1]
    work.part(amara, "People")
    expect(work.card(amara, work.NOBODY_NEAR)).to_be_visible()
    work.note_allegation(amara, "He did not let go of her arm.")


def test_who_comes_late_is_handed_what_proves_the_key(
    live: Heard, phone: Any, open_in: OpenIn, axe: Axe
) -> None:
    """By the first desk of a reader that opens the page; Ruth's checks it, and so does Python."""
    walk = Walk(live)
    walk.lin.escalate()
    walk.triage(AMARA)
    walk.begin(AMARA, JONAS, without=RUTH)
    walk.begin(AMARA, JONAS)
    ruth = open_in("chromium", "phone")
    work.at_work(live, ruth, RUTH, walk.ref)
    late = ruth.get_by_text("what proves the present one was not handed on to you yet")
    expect(late).to_contain_text(AMARA)
    expect(late).to_contain_text(JONAS)
    expect(ruth.get_by_role("button", name="Make a new key")).to_have_count(0)
    axe(ruth)
    assert fits(ruth)

    enter_by_code(phone, code_of(live, AMARA))
    work.again(phone, walk.ref)
    _statement, note = notes_under(walk, 1, 2)
    entries = {each.id: each for each in walk.lin.roster().entries}
    proofs = [
        handedon.said(
            each,
            matter=walk.file.matter,
            key_of=lambda author, _day: base64_bytes(entries[author].signing),
        )
        for each in handedon.parse(note).letters
    ]
    assert [each.statement for each in proofs] == walk.file.bases[:1]

    work.again(ruth, walk.ref)
    expect(late).to_have_count(0)
    expect(ruth.locator(".notice.grave")).to_have_count(0)
    work.propose(ruth, XU, "Decides")  # sealed to the key that is proved by now
    axe(ruth)
    assert fits(ruth)
    work.again(phone, walk.ref)
    work.part(phone, "Team")
    expect(work.card(phone, f"Decides · {XU}").locator(".state")).to_have_text("Proposed")


def notes_under(walk: Walk, generation: int, least: int) -> list[Any]:
    """What notes say under a key of the file, once there are so many."""
    handler, path = walk.handler(AMARA), f"cases/{walk.case}/file-letters/"
    for _ in range(300):
        letters = handler.get(f"cases/{walk.case}/work")["file"]["letters"]
        found = [
            each["id"]
            for each in letters
            if (each["kind"], each["generation"], each["party"]) == ("note", generation, "")
        ]
        if len(found) >= least:
            return [walk.file.read(handler._bytes(path + id), walk.keys(AMARA)) for id in found]
        time.sleep(0.1)
    raise AssertionError(found)


def asked_and_answered(phone: Any, lins: Any, walk: Walk) -> None:
    """Who asks reads first what that tells; the reporter says yes, and takes it back."""
    press(phone, "Ask if this account may be used there")
    expect(phone.locator(".opened")).to_contain_text("that there is another report")
    phone.get_by_label("What would be used, and for what").fill("What he said at the door.")
    phone.locator(".opened form, .opened").last.get_by_role(
        "button", name="Ask if this account may be used there"
    ).click()
    expect(work.card(phone, "What he said at the door.")).to_contain_text("no answer is owed")
    come_back(lins, walk.words)
    press(lins, "Yes, it may be used there")
    press(lins, "Yes, it may be used there")
    expect(lins.locator("main")).to_contain_text("You allowed it.")
    press(lins, "Take my yes back")
    press(lins, "Take my yes back")
    expect(lins.locator("main")).to_contain_text("Nothing more is used.")


def noted_as_lent(phone: Any, lender: str) -> None:
    """In the other case, with what both have in common; and it is said how long it may be used."""
    work.part(phone, "Exhibits")
    press(phone, "Note an exhibit")
    work.choose(phone, "Is it what another reporter said?", lender)
    said = {
        "What it has in common with what was said here": "The door, and the words.",
        "What it is called": "Account",
        "Where it comes from": "The other report",
        "Why we may have it": "Their letter",
    }
    for label, words in said.items():
        phone.get_by_label(label).fill(words)
    press(phone, "Seal and note this exhibit")
    lent = work.card(phone, "The door, and the words.")
    expect(lent).to_contain_text("nothing more of it is used")


@in_webkit_too
def test_two_cases_are_linked_by_who_reads_both(
    live: Heard, open_in: OpenIn, axe: Axe, name: str
) -> None:
    """Both are compared first; each shows the other from then on, and it can be ended."""
    walks, phone = [Walk(live) for _ in range(2)], open_in(name, "phone")
    refs = [walk.ref for walk in walks]
    for walk in walks:
        walk.triage(AMARA)
        walk.begin(AMARA, JONAS)
    noted = walks[1].moves(AMARA, "party.note", GAO, {"name": work.NOBODY_NEAR}, code="respondent")
    said = {"code": "sexual_harassment", "party": noted, "when": "2026-Q1"}
    walks[1].moves(AMARA, "allegation.note", "act", {"act": work.ACT}, **said)
    enter_by_code(phone, code_of(live, AMARA))
    work.again(phone, refs[1])
    work.part(phone, "Linked cases")
    press(phone, "Link with another case")
    press(phone, "Look for my other cases")
    work.choose(phone, "Which case", refs[0])
    press(phone, "Compare both cases")
    ahead = phone.locator(".opened").get_by_text("May have both files:")
    expect(ahead).to_contain_text(AMARA)
    expect(ahead).to_contain_text(RUTH)
    axe(phone)
    assert fits(phone)
    phone.get_by_label("Why they belong together").fill("Both name the same man.")
    press(phone, "Link these cases")
    phone.locator(".confirming").get_by_role("button", name="Link these cases").click()
    linked = work.card(phone, "Worked together.")
    expect(linked).to_contain_text("Both name the same man.")
    asked_and_answered(phone, open_in(name, "phone"), walks[1])
    linked.get_by_role("link", name=refs[0]).click()
    noted_as_lent(phone, refs[1])
    work.part(phone, "Linked cases")
    there = work.card(phone, "Both name the same man.")
    there.get_by_role("button", name="Show the other team and what is alleged").click()
    expect(there).to_contain_text(work.ACT)
    axe(phone)
    assert fits(phone)
    there.get_by_role("button", name="End the link").click()
    phone.locator(".confirming").get_by_role("button", name="End the link").click()
    expect(work.card(phone, "No longer linked.")).to_be_visible()


def test_who_is_of_a_later_tier_says_that_a_counter_complaint_is_no_retaliation(
    live: Heard, phone: Any, open_in: OpenIn, axe: Axe
) -> None:
    """Only then are the cases worked together; who linked them reads why."""
    walks = [Walk(live) for _ in range(2)]
    for walk in walks:
        walk.lin.escalate()
        walk.triage(AMARA)
        walk.begin(AMARA, JONAS)
    enter_by_code(phone, code_of(live, AMARA))
    for walk in walks:
        work.again(phone, walk.ref)
    work.part(phone, "Linked cases")
    press(phone, "Link with another case")
    press(phone, "Look for my other cases")
    work.choose(phone, "Which case", walks[0].ref)
    press(phone, "Compare both cases")
    phone.get_by_label("Why they belong together").fill("He now reports her.")
    counter = phone.get_by_role("group", name="Is one of them a report against")
    counter.get_by_role("radio", name="Yes").check()
    press(phone, "Link these cases")
    phone.locator(".confirming").get_by_role("button", name="Link these cases").click()
    expect(work.card(phone, "He now reports her.")).to_contain_text("Not worked together yet")
    check = phone.get_by_role("button", name="Say whether it is retaliation")
    expect(check).to_have_count(0)
    ruth = open_in("chromium", "phone")
    enter_by_code(ruth, code_of(live, RUTH))
    for walk in walks:
        open_case(ruth, walk.ref)
    work.to_work(ruth)
    work.part(ruth, "Linked cases")
    press(ruth, "Say whether it is retaliation")
    press(ruth, "Sign and send")
    expect(ruth.get_by_role("alert").first).to_contain_text("Say first whether it is retaliation.")
    ruth.get_by_role("radio", name="No").check()
    ruth.get_by_label("What you looked at").fill("She named him first.")
    axe(ruth)
    assert fits(ruth)
    press(ruth, "Sign and send")
    expect(work.card(ruth, "Worked together.")).to_contain_text("She named him first.")
    work.again(phone, walks[1].ref)
    work.part(phone, "Linked cases")
    expect(work.card(phone, "Worked together.")).to_contain_text("as Ruth Adeyemi found")

"""What is put to the person: the reporter has it first, the person answers, both have the draft."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import noticing
import pytest
import work_walk as work
from desk_walk import AMARA, JONAS, RUTH, code_of, enter_by_code, press
from engines import PREFIXES, Axe, OpenIn, fits
from expecting import expect
from moved_time import Clock, moved
from noticing import EVIDENCE, GAO, MATERIAL, PUT, REPLY, TO_COMMENT, TO_REPLY
from processes import Heard, free_port
from walking import RefusedError, Walk

# Who reads where: each engine, as narrow as a phone can be, right to left and otherwise.
READERS = (("chromium", "narrow", "ar"), ("firefox", "phone", "en"), ("webkit", "phone", "zh-Hans"))


@pytest.fixture(scope="module")
def clock(tmp_path_factory: pytest.TempPathFactory) -> Clock:
    """The time that the server and its visitors believe."""
    return Clock(tmp_path_factory.mktemp("clock") / "offset")


@pytest.fixture(scope="module")
def live(clock: Clock, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Heard]:
    """A house of its own, whose clock moves."""
    folder, port = tmp_path_factory.mktemp("notices") / "data", free_port()
    command = ["demo", "--port", str(port), "--directory", str(folder)]
    with moved(command, clock=clock, folder=folder, port=port) as it:
        yield it


def again(page: Any, words: list[str], prefix: str = "") -> None:
    """The page as it stands now: the report, or the room of a party."""
    page.goto(f"{prefix}/return/")
    page.fill("#code", " ".join(words))
    page.locator("#enter-form button").click()
    expect(page.locator("#inbox h1, #room h1")).to_be_visible()


def shown(page: Any, move: str) -> Any:
    return page.locator(f"[data-move={move}]")


def sends(page: Any, words: str = "", *, box: str = "#put-words") -> None:
    """What is asked for on a page of its own, by its first button."""
    if words:
        page.locator(box).fill(words)
    page.locator(".prose .row .button").first.click()


def is_well(page: Any, axe: Axe) -> None:
    axe(page)
    assert fits(page)
    assert page.locator(".card:has(.put) .flag, #room .flag").all_inner_texts() == []


def draft_of(walk: Walk) -> tuple[dict[str, str], Any]:
    due, act = walk.now + TO_COMMENT, walk.id("act")
    text = {"text": "", f"put_{act}": PUT, f"evidence_{act}": EVIDENCE}
    return {**text, "due": due.date().isoformat()}, due


@pytest.mark.parametrize(("name", "size", "tag"), READERS, ids=[each[0] for each in READERS])
def test_each_side_reads_it_answers_it_and_comments_on_the_draft(
    live: Heard, clock: Clock, open_in: OpenIn, axe: Axe, name: str, size: str, tag: str
) -> None:
    walk, prefix = noticing.planned(live, clock), PREFIXES[tag]
    her, gao = open_in(name, size), open_in(name, size)
    noticing.previewed(walk)
    again(her, walk.words, prefix)
    expect(her.locator("#inbox .put")).to_contain_text(PUT)
    is_well(her, axe)
    shown(her, "strike_words").click()
    is_well(her, axe)
    walk.until(noticing.MONDAY, after=73)
    text, due = noticing.words(walk, call="Amara, 09 to 21."), walk.now + TO_REPLY
    text["due"] = due.date().isoformat()
    said = {"due": due, "holder": walk.holder(AMARA)}
    walk.moves(JONAS, "notice.send", "notice", text, told={"text": "Today."}, **said)

    again(gao, walk.words_of(GAO), prefix)
    expect(gao.locator("#room .put")).to_contain_text(MATERIAL)
    is_well(gao, axe)
    shown(gao, "reply").click()
    is_well(gao, axe)
    sends(gao, REPLY)
    expect(gao.locator("#room")).to_contain_text(REPLY)
    expect(shown(gao, "decline")).to_have_count(0)
    told, until = draft_of(walk)
    walk.moves(JONAS, "case.share_draft", "case", told, due=until)
    walk.moves(JONAS, "party.tell_draft", GAO, told, due=until)
    for page, words in ((gao, walk.words_of(GAO)), (her, walk.words)):
        again(page, words, prefix)
        read = page.locator("details", has_text=EVIDENCE)
        expect(read.get_by_text(EVIDENCE)).to_be_hidden()
        read.locator("summary").click()
        expect(read).to_contain_text(EVIDENCE)
        is_well(page, axe)
        shown(page, "comment").click()
        is_well(page, axe)
        sends(page, "One thing is missing.", box="#draft-words")
        expect(page.locator("main")).to_contain_text("One thing is missing.")
    by = [(each["actor"], each["move"]) for each in walk.told(AMARA)][-2:]
    assert by == [(walk.id(GAO), "comment"), ("reporter", "comment")]


def test_words_go_at_the_wish_of_who_reported_and_danger_keeps_it_back(
    live: Heard, clock: Clock, phone: Any
) -> None:
    walk = noticing.planned(live, clock)
    noticing.previewed(walk)
    clock.tell(phone.context)
    again(phone, walk.words)
    shown(phone, "strike_words").click()
    sends(phone)
    expect(phone.get_by_role("alert")).to_contain_text("Please write")
    sends(phone, "Say “in the building”.")
    expect(phone.locator("#inbox")).to_contain_text("It is being written anew")
    walk.moves(JONAS, "notice.revise", "notice", noticing.words(walk, put="Less of it."))
    walk.moves(RUTH, "notice.check", "notice", {"text": "Nobody is named."})
    walk.moves(JONAS, "notice.preview", "notice", noticing.words(walk, put="Less of it."))
    again(phone, walk.words)
    expect(phone.locator("#inbox .put")).to_contain_text("Less of it.")
    shown(phone, "object").last.click()
    phone.get_by_label("It could bring me into danger").check()
    sends(phone)
    expect(phone.locator("#inbox")).to_contain_text("You objected.")
    with pytest.raises(RefusedError, match="safety_plan_stands"):
        walk.moves(RUTH, "notice.overrule", "notice", {"text": "It goes on."})
    walk.moves(RUTH, "notice.uphold", "notice", {"text": "You are right."})
    again(phone, walk.words)
    expect(phone.locator("#inbox")).to_contain_text("You are right.")
    expect(phone.locator("#inbox .flag")).to_have_count(0)


def at(live: Heard, page: Any, name: str, ref: str) -> None:
    enter_by_code(page, code_of(live, name))
    looks(page, ref)


def looks(page: Any, ref: str) -> None:
    work.again(page, ref)
    work.part(page, "Put to the person")


def test_it_is_written_looked_at_shown_and_sent_at_the_desk(
    live: Heard, clock: Clock, open_in: OpenIn, axe: Axe
) -> None:
    walk = noticing.planned(live, clock)
    jonas, ruth = open_in("chromium", "narrow"), open_in("chromium", "desktop")
    for page in (jonas, ruth):
        clock.tell(page.context)
    at(live, jonas, JONAS, walk.ref)
    press(jonas, f"Write what is put to {GAO}")
    jonas.get_by_label("As it is put").fill(PUT)
    jonas.get_by_label("What is relied on").fill(f"{GAO} wrote: “I was there.”")
    axe(jonas)
    assert fits(jonas)
    press(jonas, "Seal and save it")
    work.card(jonas, "Drafted").wait_for()
    at(live, ruth, RUTH, walk.ref)
    expect(work.card(ruth, PUT)).to_contain_text(f"Names that stand in it: {GAO}")
    work.deed(ruth, PUT, "It shows nobody", words="Nobody else is named.")
    expect(work.card(ruth, PUT)).to_contain_text("Looked at")
    looks(jonas, walk.ref)
    press(jonas, "Show it to the reporter")
    work.card(jonas, PUT).get_by_role("button", name="Show it to the reporter").last.click()
    expect(work.card(jonas, PUT)).to_contain_text("It can be sent from")
    walk.ids["notice"] = walk.told(JONAS)[-1]["record"]
    walk.until(noticing.MONDAY, jonas.context, after=73)
    at(live, jonas, JONAS, walk.ref)
    press(jonas, "Send it to the person")
    form = work.card(jonas, PUT).locator(".opened")
    form.get_by_label("Time to answer until").fill(f"{walk.now + TO_REPLY:%Y-%m-%d}")
    form.get_by_label("How and when").fill("Jonas, 09 to 21.")
    axe(jonas)
    assert fits(jonas)
    form.get_by_role("button", name="Send it to the person").click()
    expect(work.card(jonas, PUT)).to_contain_text("nobody has said yet that they read it")
    walk.moves(GAO, "notice.reply", "notice", {"text": REPLY})
    looks(jonas, walk.ref)
    expect(work.card(jonas, PUT)).to_contain_text(REPLY)
    for name in ("the reporter", GAO):
        press(jonas, f"Share the draft with {name}")
        jonas.get_by_label("What was found out").fill(EVIDENCE)
        jonas.get_by_label("Time to say something until").fill(f"{walk.now + TO_COMMENT:%Y-%m-%d}")
        axe(jonas)
        assert fits(jonas)
        press(jonas, "Seal and share it")
        expect(jonas.locator(".panel:not(.off) .opened")).to_have_count(0)
    expect(jonas.locator(".panel:not(.off)")).to_contain_text("Time until")
    assert [each["move"] for each in walk.told(JONAS)][-2:] == ["share_draft", "tell_draft"]

"""What pages weigh over the wire, gzip: before somebody starts, and with all they ever load."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

STATIC = Path(__file__).parents[2] / "src/heard/static"
NAMED = re.compile(r'(?:src|href)="(/static/[^"]+\.(?:js|css))"')
# What comes after the first screen, held by the page for its script to fetch.
KEPT = re.compile(r"<template id=\"later-styles\">.*?</template>", re.DOTALL)
LATER = re.compile(r'"(/static/[^"]+\.js)":"sha')
WORKER = re.compile(r'data-seal-worker="(/static/[^"]+)"')
ITS_OWN = re.compile(r'import"\./([^"]+\.js)"')
# Loaded by few: instead of what a browser lacks, and two of three word lists.
SPARED = re.compile(r"/noble-|simplified-chinese|traditional-chinese|/packaging-")
# For who asks for a package alone: what makes one, and what hashes a stream and words.
PACKAGE = re.compile(r"/packaging-|/noble-hashes-")
# Before somebody begins. Each was heavier before ADR 0038, which says what makes them light.
FIRST = {
    "": 12_700,
    "help/": 11_450,
    "how/": 10_150,
    "safety/": 9_020,
    "figures/": 8_680,
    "verify/": 12_400,
    "limits/": 13_180,
    "gate/": 11_100,
    "report/": 17_350,
    # 0.2 kB each: sums of what is fetched once something is told of the work on a case.
    # 0.13 kB: the two sums of what makes a package, which only the page can bring.
    "return/": 11_440,
    "channel/": 11_980,
    # What is said of a case comes once somebody is in, with its pages (client/build/words.mjs).
    # 0.4 kB to open letters several at a time, and by the browser's own ML-KEM.
    # 0.2 kB of words on who stands near whom, and to say what nobody compared for a week.
    # 0.2 kB to know that there is a gate; its pages and words come later. 0.1 kB to name one part
    # more that comes later: what asks once more, for the gate too; 0.1 kB: until when a report that
    # was taken back can be brought back, in the queue.
    "desk/": 66_900,
    "desk/join/": 60_050,
}
# The page, its styles and all its scripts, a worker's too: 114,572 and 112,587 before ADR 0038.
# What is in it and was not in what we wanted to spend: 12 kB to write a picture anew from what
# shows it, for who picks a file; 6 to read codes and names as people write them; 3 to ask about
# days and to take the time from the server; 8 to follow a case event by event, its keys and who may
# speak in it; 3 to verify a promise and hold it against its proof; 1.4 to see that the log proves a
# conflict table; 0.2 for the way to time limits outside; 1.3 to hold what was decided against the
# log and the letter, and to say it; 0.1 to read the head of a table that desks fetch whole; 0.3 to
# refuse a number that two readers take for two, and twelve words where nine are asked for; 0.1 to
# show the other ways again where a part fails; 5.3 for the room of a party who comes back by the
# same page; 8 on the way back to say who works on it and what protects, to hold that against log
# and letters, and to answer it; 6 in a part that is fetched once there is something of it, for what
# is told of an inquiry and answered: interviews; 1.9 more there for check-ins, what is kept,
# questions, and the way without an inquiry; 2.6 for what is put to somebody, its answers, and the
# draft; 0.8 for what is proposed to follow, and by which rule something was not taken; 2 for asking
# for protection in a room; 0.9 there to see which of its letters are kept back; 0.4 to open letters
# several at a time, and by the browser's own ML-KEM where it has it; and 0.4 on the way back to
# seal a key that a handler made once more, to who waits for their turn; 0.2 to know the machines of
# a roster by their use, and to sign who reads a case by itself, so that it can be carried without
# the report; 0.3 for what is owed to a party, that taking a report back is for good, and what can
# be stopped then; 2.4 of words of a package, in the file that has those of a case that is worked;
# 0.5 to leave a case by a button; 0.4 before a report is sent, and 0.1 on the way back, to say what
# a law has passed on whether or not its author wants that; 0.3 to say something to a measure that
# one has to bear; 0.2 to say until when an answer is still taken; 0.7 to say what one needs to take
# part, and in the same file what is arranged; 0.2 to say what is done where something became known;
# 2.2 on the way back to say before and after a report is taken back what that means, and to sign
# it; 0.3 in a room to say that a case is closed; 0.4 to say whether what one said may be used in
# another report; 2.6 on the way back, of it 0.1 in a room, to say when one wants to be asked
# how things are, and when no more; 0.9 to say what is handed to the police, and to agree to it
# or not; 0.5 to tell a letter that was erased from one that is kept back, and 0.6 on the way
# back to say it; 0.9 there to say what is kept, and until when; 1.1 to say whether the gate may be
# told who one is, in a file that a room has, too; 0.7 to say what settlement is offered, and to
# answer it; and 0.5 in a room to say why a letter is empty, and to believe that. A place that stays
# in a photograph, or a report that reaches whom it is about, is worse than one more second.
WHOLE = {"report": 106_350, "return": 150_100, "channel": 97_800}


def packed(names: set[str]) -> int:
    return sum(len(gzip.compress((STATIC / name.lstrip("/")).read_bytes(), 9)) for name in names)


def first(url: str) -> int:
    page = (STATIC / url.lstrip("/") / "index.html").read_text("utf-8")
    return packed({f"{url}index.html", *NAMED.findall(KEPT.sub("", page))})


@pytest.mark.parametrize("place", sorted(FIRST))
def test_each_page_begins_light(place: str) -> None:
    assert first(f"/{place}") <= FIRST[place]


@pytest.mark.parametrize("language", ["zh-Hans", "ar"])
@pytest.mark.parametrize("place", [each for each in sorted(FIRST) if "desk" not in each])
def test_other_languages_begin_nearly_as_light(language: str, place: str) -> None:
    # Arabic and Chinese say the same in more bytes.
    assert first(f"/{language}/{place}") <= FIRST[place] + 1_200


@pytest.mark.parametrize("name", WHOLE)
def test_all_that_is_ever_loaded_stays_small(name: str) -> None:
    page = (STATIC / name / "index.html").read_text("utf-8")
    [worker] = WORKER.findall(page)
    its_own = ITS_OWN.findall((STATIC / worker.lstrip("/")).read_text("utf-8"))
    scripts = {*NAMED.findall(page), *LATER.findall(page), worker}
    scripts |= {f"/static/{each}" for each in its_own}
    loaded = {each for each in scripts if not SPARED.search(each)}
    assert packed({f"/{name}/index.html", *loaded}) <= WHOLE[name]


@pytest.mark.parametrize("path", ["/", "/report/"])
def test_first_page_is_light(phone: Page, path: str) -> None:
    loaded: list[int] = []
    phone.on("response", lambda r: loaded.append(int(r.all_headers().get("content-length", "0"))))
    phone.goto(path)
    phone.wait_for_load_state("networkidle")
    assert 0 < sum(loaded) <= 20 * 1024


def test_what_makes_a_package_is_fetched_apart_and_stays_small() -> None:
    page = (STATIC / "return/index.html").read_text("utf-8")
    parts = {each for each in LATER.findall(page) if PACKAGE.search(each)}
    assert len(parts) == 2
    assert packed(parts) <= 15_500

"""What the page without JavaScript says of promises, readers and what is kept."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import books
import cast
import msgspec
import pytest
from msgspec.structs import replace

from heard.access.case_answers import (
    DutyView,
    EvidenceView,
    HolderView,
    NextTier,
    PauseView,
    PersonView,
)
from heard.actions.intake import inbox, report
from heard.doors.reporter.plain import pages, times
from heard.doors.reporter.plain.words import words
from heard.formats.ids import new_id
from heard.rules import events, evidence, suspension

ROOT = Path(__file__).parents[2]

NOW = dt.datetime(2026, 11, 21, 9, 0, tzinfo=dt.UTC)
AT = "2026-11-21T10:00:00Z"
DUE = DutyView(
    id=new_id(),
    kind="acknowledge",
    due=AT,
    state="open",
    done=None,
    source="",
    tier=1,
    from_tier=1,
    record=None,
    suspended=None,
)
XU = HolderView(
    id=new_id(),
    name="Xu Wen",
    role="HR partner",
    tier=1,
    released=True,
    opened=None,
    acknowledged=False,
    read="",
    left=None,
    lapsed=None,
)
RUTH = NextTier(tier=2, holders=[PersonView(id=new_id(), name="Ruth Adeyemi", role="Ombudsperson")])
CAMERA = EvidenceView(
    id=new_id(),
    kind="camera",
    overwritten="2026-12-03",
    state="ordered",
    letter=new_id(),
    noted=AT,
    ordered=AT,
    confirmed=None,
    lost=None,
)
W = words("en")

# Times are told where the organisation is, and so ask which one this is.
pytestmark = pytest.mark.usefixtures("meridian")


@pytest.fixture
def promised(meridian, lin: cast.Reporter, now) -> cast.Reporter:
    body = lin.report(meridian.roster, now=now)
    report.accept_report(report=msgspec.convert(body, report.Report), now=now)
    return lin


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"state": "open"}, "due by 21 November 2026, 18:00 (Shanghai time, UTC+08:00)"),
        ({"state": "open", "due": "2026-11-21T09:00:00Z"}, "late; it was due by"),
        ({"state": "done"}, "done"),
        ({"state": "missed"}, "missed; it was due by"),
        ({"state": "missed", "done": "2026-11-22T10:00:00Z"}, "done later"),
        (
            {"state": "open", "suspended": PauseView(reason="", until="2026-11-25T10:00:00Z")},
            "is paused until 25 November 2026, 18:00 (Shanghai time, UTC+08:00)",
        ),
    ],
)
def test_a_promise_is_open_late_kept_or_missed(changes: dict[str, str], said: str) -> None:
    assert said in pages._duty(W, replace(DUE, **changes), NOW)["state"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "has not opened it yet"),
        ({"opened": "2026-11-21T10:00:00Z"}, "opened it"),
        ({"lapsed": "2026-11-21T10:00:00Z"}, "did not act in time; others decide now"),
        (
            {"left": "2026-11-21T10:00:00Z", "lapsed": "x"},
            "left it 21 November 2026, 18:00 (Shanghai time, UTC+08:00)",
        ),
    ],
)
def test_a_reader_reads_on_or_does_not(changes: dict[str, str], said: str) -> None:
    assert pages._holder(W, replace(XU, **changes))["state"] == said


def test_whom_a_broken_promise_lets_in_is_named(promised: cast.Reporter) -> None:
    listed = inbox.read_inbox(authorization=promised.authorization, now=NOW)
    assert "Ruth Adeyemi (Ombudsperson)" in pages._then(W, replace(listed, next=RUTH))
    assert pages._then(W, replace(listed, next=None)) == ""


@pytest.mark.parametrize(
    ("last", "state", "said"),
    [
        ({"state": "missed", "done": None}, "received", W["back.nobody"]),
        ({"state": "missed", "done": "2026-11-22T10:00:00Z"}, "received", ""),
        ({"state": "open", "done": None}, "received", ""),
        ({"state": "missed", "done": None}, "withdrawn", ""),
        ({"state": "missed", "done": None}, "stopped", ""),
    ],
)
def test_where_nobody_is_left_she_is_told_whom_else_to_turn_to(
    promised: cast.Reporter, last: dict[str, str], state: str, said: str
) -> None:
    listed = inbox.read_inbox(authorization=promised.authorization, now=NOW)
    duties = [replace(DUE, state="missed"), replace(DUE, **last, tier=3)]
    assert pages._then(W, replace(listed, next=None, state=state, duties=duties)) == said


WITHDRAWN = {"course": "withdrawn", "state": "withdrawn"}


@pytest.mark.parametrize(
    ("changes", "says", "how"),
    [
        ({}, "", "back.withdraw"),
        ({"phase": "decided"}, "", ""),
        ({**WITHDRAWN, "returns_until": "2026-11-26T10:00:00Z"}, "back.withdrawn", ""),
        ({**WITHDRAWN, "returns_until": "2026-11-19T10:00:00Z"}, "back.over", ""),
        ({"course": "stopped", "state": "stopped"}, "back.stopped", ""),
        ({"course": "continues_without"}, "back.continues_without", ""),
        ({"course": "open", "state": "stopped", "phase": "acting"}, "", ""),
    ],
)
def test_how_a_report_is_taken_back_and_how_that_stands(
    promised: cast.Reporter, changes: dict[str, str], says: str, how: str
) -> None:
    listed = replace(inbox.read_inbox(authorization=promised.authorization, now=NOW), **changes)
    until = times.when(W, listed.returns_until) if listed.returns_until else ""
    said = W[says].format(until=until) if says else ""
    assert pages._withdrawn(W, listed, NOW) == said
    assert pages._withdraw(W, listed) == (W[how] if how else "")


def test_what_may_be_erased_says_from_when_until_it_is_kept() -> None:
    assert pages._evidence(W, CAMERA)["until"] == "It may be erased from 3 December 2026 on."
    assert pages._evidence(W, replace(CAMERA, state="confirmed"))["until"] == ""


@pytest.mark.parametrize("language", ["en", "zh-Hans", "ar"])
def test_everything_that_she_is_told_has_words(language: str) -> None:
    hers = {name for name, fields in events.FIELDS.items() if "case" in fields} - {"note_added"}
    told = {f"event.{name}" for name in hers}
    told |= {f"evidence_kind.{kind}" for kind in evidence.DAYS.keys() - {"other"}} | {"kept.other"}
    told |= {f"pause.{reason}" for reason in suspension.REASONS}
    assert told <= books.whole("site", language).keys()
    plain = {name for name in told if not name.startswith("pause.")}
    assert plain <= words(language).keys()

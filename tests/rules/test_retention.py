"""How long what of a case is kept: days worked out by hand, and what never may happen."""

from __future__ import annotations

import sys
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.access.law import packs
from heard.rules import lawpack, retention
from heard.rules.casework import TABLE
from heard.rules.retention import CLASSES, Kept

ROOT = Path(__file__).parents[2]
sys.path.append(str(ROOT / "vectors"))

import casework_story as stories  # noqa: E402 -- its folder is no package

RECEIVED = date(2026, 3, 2)
FAR = date(2100, 1, 1)
DAY = timedelta(days=1)
ONE = stories.closed()  # it takes a second: what goes on from it leaves it as it is
CLOSED = ONE.at.date()
BY_TWO = {"irrelevant", "recordings"}


def laws(*countries: str) -> tuple[lawpack.Pack, ...]:
    """What binds in these, as of one case that is of more than one law."""
    every = [lawpack.in_force(packs(), each, day=RECEIVED) for each in countries or ("",)]
    return tuple({pack.id: pack for of in every for pack in of}.values())


def kept(story: stories.Story, *countries: str, today: date = FAR, **said: date) -> list[Kept]:
    found = retention.until(
        story.state, received=RECEIVED, packs=laws(*countries), today=today, **said
    )
    return list(found)


def of(kind: str, found: list[Kept]) -> Kept:
    (only,) = (each for each in found if each.kind == kind)
    return only


def closed_on(day: date, when: str = "2026-12-31") -> stories.Story:
    """One that was closed without an inquiry."""
    story = stories.reported().on("closed")
    story.do("case.triage", "case", "ada", code="support_only")
    story.at = story.at.replace(year=day.year, month=day.month, day=day.day)
    return story.do("case.close_unworked", "case", "ada", when=when)


def test_nothing_that_is_counted_from_the_closing_goes_while_a_case_is_open():
    for story in (stories.empty(), stories.found(), stories.withdrawn(), stories.appealed()):
        for each in kept(story, "DE", "ES"):
            if each.kind not in BY_TWO:
                assert (each.day, each.waits) == (None, {"open"})
                assert not each.is_due(FAR)


class Case(NamedTuple):
    """``until``: by class the last day on which it is kept, worked out by hand."""

    countries: tuple[str, ...]
    until: dict[str, str]


OURS = {
    "contacts": "2027-03-17", "identity": "2029-03-10", "report": "2030-03-10",
    "findings": "2033-03-10", "drafts": "2027-06-08", "wraps": "2033-03-10",
}  # fmt: skip
TABLED = {
    "ours": Case((), OURS),
    "at most three years": Case(
        ("DE",), OURS | dict.fromkeys(("findings", "wraps"), "2030-03-10")
    ),
    "at most two": Case(
        ("SE",), OURS | dict.fromkeys(("report", "findings", "wraps"), "2029-03-10")
    ),
    "at least five": Case(("CZ",), OURS | {"report": "2032-03-10"}),
    "the shorter of two": Case(
        ("DE", "SE"), OURS | dict.fromkeys(("report", "findings", "wraps"), "2029-03-10")
    ),
    # Three months from the report were over before it was closed.
    "none was looked into": Case(("ES",), dict.fromkeys(OURS, "2027-03-10")),
}  # fmt: skip


@pytest.mark.parametrize("case", TABLED.values(), ids=TABLED)
def test_how_long_each_class_is_kept(case: Case):
    found = kept(closed_on(date(2027, 3, 10)), *case.countries)
    assert {each.kind: str(each.day - DAY) for each in found if each.day} == case.until
    assert all(each.is_due(each.day) and not each.is_due(each.day - DAY) for each in found)


SHORTER = {"identity": "2028-03-10", "findings": "2030-03-10", "wraps": "2030-03-10"}


def closed_unworked(story: stories.Story) -> stories.Story:
    story.do("case.triage", "case", "ada", code="support_only")
    story.at = story.at.replace(year=2027, month=3, day=10)
    return story.do("case.close_unworked", "case", "ada", when="2027-03-10")


def test_what_names_people_is_kept_shorter_where_somebody_is_under_age():
    def young(story: stories.Story) -> stories.Story:
        story.do("party.note_minor", "reporter", "ada")
        story.do("referral.raise", "f1", "ada", code="police")
        story.do("seat.propose", "s-cy", "ada", code="counsel", holder="cy")
        story.do("seat.declare", "s-cy", "cy", digest="c" * 64)
        return story.do("referral.choose", "f1", "cy", code="excepted")

    found = kept(closed_unworked(young(stories.reported().on("young"))))
    assert {each.kind: str(each.day - DAY) for each in found if each.day} == OURS | SHORTER
    assert not set(retention.LAW.minor) - set(CLASSES)


@pytest.mark.parametrize(("signed", "until"), [((), OURS), (("tess",), OURS | SHORTER)])
def test_after_the_closing_it_takes_two_to_say_that_somebody_is_under_age(signed, until):
    story = closed_unworked(stories.reported().on("closed_young")).wait(24)
    story.do("party.note_minor", "reporter", "ada", *signed)
    assert {each.kind: str(each.day - DAY) for each in kept(story) if each.day} == until


def test_a_law_that_counts_from_the_report_leaves_alone_what_was_looked_into():
    found = kept(ONE, "ES")
    assert of("report", found).day == _after(CLOSED, 36, date(2029, 3, 31)) + DAY
    assert of("report", found).most.last == _years(CLOSED, 10)


def _after(closed: date, months: int, stated: date) -> date:
    return max(_years(closed, months // 12), stated)


def _years(day: date, years: int) -> date:
    return day.replace(year=day.year + years)


def test_a_bound_names_its_law_and_whether_anybody_read_it():
    found = of("report", kept(closed_on(date(2027, 3, 10)), "SE"))
    assert found.source == found.most.source
    assert "§ 9" in found.source
    assert found.most.verified is False
    ours = of("report", kept(closed_on(date(2027, 3, 10))))
    assert (ours.source, ours.least, ours.most) == ("HinSchG § 11(5)", None, None)


@pytest.mark.parametrize(
    ("stated", "countries", "last"),
    [
        ("2027-04-01", (), "2030-03-10"),  # shorter: one person must not have it gone
        ("2031-01-31", (), "2031-01-31"),
        ("2031-01-31", ("DE",), "2030-03-10"),
    ],
    ids=["shorter", "longer", "longer than a law allows"],
)
def test_a_day_that_was_stated_at_the_closing_may_only_be_later(stated, countries, last):
    found = of("report", kept(closed_on(date(2027, 3, 10), stated), *countries))
    assert str(found.day - DAY) == last


def test_the_last_day_of_the_gate_is_the_identitys():
    story = closed_on(date(2027, 3, 10))
    assert of("identity", kept(story, gate_until=date(2031, 5, 1))).day == date(2031, 5, 2)
    # It was over before the closing: never sooner than the day after that.
    assert of("identity", kept(story, gate_until=date(2026, 5, 1))).day == date(2027, 3, 11)


def test_what_one_law_wants_and_another_forbids_is_kept_until_counsel_has_chosen():
    story = closed_on(date(2027, 3, 10))
    found = of("report", kept(story, "CZ", "SE"))
    assert found.is_contradicted
    assert (str(found.least.last), str(found.most.last)) == ("2032-03-10", "2029-03-10")
    assert found.waits == {"conflict"}
    assert not found.is_due(FAR)
    story = stories.reported().on("chosen")
    story.do("law_choice.raise", "l1", "ada", code="retention")
    story.do("seat.propose", "s-cy", "ada", code="counsel", holder="cy")
    story.do("seat.declare", "s-cy", "cy", digest="c" * 64)
    open_choice = story.on("open")
    story.do("law_choice.choose", "l1", "cy")
    for each, waits in ((open_choice, {"conflict"}), (story, set())):
        each.do("case.triage", "case", "ada", code="support_only")
        each.do("case.close_unworked", "case", "ada", when="2026-12-31")
        last = of("report", kept(each, "CZ", "SE"))
        assert last.waits == waits
        # What is gone does not come back: the longer of the two.
        assert last.day - DAY == _years(each.at.date(), 5)


def bound(id: str, **said: int | None) -> lawpack.Pack:
    row = lawpack.Retention("any", said.get("least"), said.get("most"), id, "read", verified=True)
    return lawpack.Pack(id, "Law", frozenset({"XX"}), (), retention=(row,))


def test_of_several_laws_the_longest_at_least_and_the_shortest_at_most_hold():
    state = closed_on(date(2027, 3, 10)).state
    every = (
        *(bound("a", least=48), bound("b", least=60), bound("c", least=50)),
        *(bound("d", most=90), bound("e", most=70), bound("f", most=80)),
    )
    found = of("findings", list(retention.until(
        state, received=RECEIVED, packs=every, today=FAR
    )))  # fmt: skip
    assert (found.least.source, found.most.source) == ("Law: b", "Law: e")
    assert str(found.most.last) == "2033-01-10"


def held(story: stories.Story) -> stories.Story:
    """Placed by force: how many sign it is the table's matter."""
    return story.on("held").force("case.hold", "case", "tess")


def test_under_a_hold_nothing_goes():
    found = kept(held(ONE), "DE")
    assert all("hold" in each.waits and not each.is_due(FAR) for each in found)
    assert [each.day for each in found] == [each.day for each in kept(ONE, "DE")]


def test_after_a_hold_there_is_time_to_ask_for_another():
    story = held(ONE).force("case.release_hold", "case", "tess")
    again = story.at.date() + 30 * DAY
    assert all(each.waits == {"released"} for each in kept(story, today=again - DAY))
    assert all(each.waits == set() for each in kept(story, today=again))


def test_what_was_reopened_is_open_and_counts_from_its_new_closing():
    story = closed_on(date(2027, 3, 10))
    story.do("case.reopen", "case", "ada", "tess", code="new_evidence")
    assert of("report", kept(story)).waits == {"open"}
    story.wait(24 * 40).do("case.triage", "case", "ada", code="support_only")
    story.do("case.close_unworked", "case", "ada", when="2027-12-31")
    assert str(of("contacts", kept(story)).day) == "2027-04-27"


def cleared(code: str) -> stories.Story:
    story = stories.drafted().on("cleared")
    story.do("finding.make", "f1", "dora", code=code, basis="evidence")
    for move, by in (("send_letters", "dora"), ("start_aftercare", "ada")):
        story.force(f"case.{move}", "case", by)
    return story.force("case.close", "case", "cleo", when="2026-12-31")


def test_the_name_of_who_did_nothing_is_a_class_of_its_own():
    found = of("respondent_name", kept(cleared("not_substantiated"), "SE"))
    assert found.record == "gao"
    assert found.day - DAY == found.most.last
    named = [each.kind for each in kept(cleared("substantiated"))]
    assert "respondent_name" not in named


def test_who_is_cleared_of_one_thing_and_not_of_another_is_not_cleared():
    story = stories.noted().on("two")
    story.do("allegation.note", "a2", "ada", code="other_harassment", party="gao", when="2026-Q1")
    for n, code in ((1, "unfounded"), (2, "partly")):
        story.force("finding.draft", f"f{n}", "dora", about=(f"a{n}",))
        story.force("finding.make", f"f{n}", "dora", code=code, basis="evidence")
    for move in ("send_letters", "start_aftercare"):
        story.force(f"case.{move}", "case", "ada")
    story.force("case.close", "case", "cleo", when="2026-12-31")
    assert "respondent_name" not in [each.kind for each in kept(story)]
    assert story.state.phase == "closed"


def test_an_exhibit_kept_out_as_irrelevant_is_two_peoples_to_destroy():
    story = stories.answered().on("withheld")
    story.do("exhibit.withhold", "e1", "ivo", code="irrelevant")
    found = of("irrelevant", kept(story))
    assert (found.record, found.by, found.day) == ("e1", "two", story.at.date() + 31 * DAY)
    assert not found.is_due(FAR)
    story = stories.answered().on("privileged")
    story.do("exhibit.withhold", "e1", "ivo", code="privileged")
    assert "irrelevant" not in [each.kind for each in kept(story)]


def test_a_recording_goes_once_the_transcript_is_final():
    story = stories.interviewed().on("final")
    assert "recordings" not in [each.kind for each in kept(story)]
    story.do("interview.approve", "i1", "reporter").do("interview.end", "i1", "ivo")
    found = of("recordings", kept(story))
    assert (found.record, found.by, found.day) == ("i1", "two", story.at.date() + DAY)


def test_keys_go_with_the_last_of_what_they_open():
    found = kept(ONE, "CZ")
    assert found[-1].kind == "wraps"
    assert found[-1].day == max(each.day for each in found[:-1])


def test_each_class_stands_once_in_the_order_of_the_law():
    assert [each.kind for each in kept(ONE)] == [
        each for each in CLASSES if each not in {*BY_TWO, "respondent_name"}
    ]


@given(
    countries=st.lists(
        st.sampled_from(["", "DE", "SE", "CZ", "ES", "IT", "BE", "FR"]), min_size=1, max_size=4
    ),
    story=st.sampled_from([ONE, cleared("unfounded"), stories.withdrawn(), held(ONE)]),
)
def test_no_law_lets_anything_go_that_must_stay(countries, story):
    found = kept(story, *countries)
    closing = story.state.case.last("close")
    closed = closing.at.date() if closing else FAR
    for each in found:
        assert not (each.waits and each.is_due(FAR))
        if each.day is None or each.by == "two":
            continue
        assert each.day > closed
        if each.least:
            assert each.day > each.least.last
        if each.most and not each.is_contradicted:
            assert each.day <= max(each.most.last, closed) + DAY
    backwards = retention.until(
        story.state, received=RECEIVED, packs=laws(*countries)[::-1], today=FAR
    )
    assert [each.day for each in backwards] == [each.day for each in found]


def test_findings_that_clear_somebody_are_findings():
    assert set(TABLE.codes["finding"]) > retention.LAW.cleared["finding"]

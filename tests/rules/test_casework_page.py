"""What docs/spec/casework.md says of the moves is what the data has, row by row."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import casework_page as page
import pytest

from heard.rules import casework
from heard.rules.casework import TABLE, read
from heard.rules.deadlines import Calendar

ROOT = Path(__file__).parents[2]
LAW = tomllib.loads((ROOT / "src/heard/rules/law/casework.toml").read_text("utf-8"))
TEXT = page.PAGE.read_text("utf-8")
OBJECTS = page.sections(TEXT)
WORDS = ("to", "codes", "carries", "sweeps", "phase", "phase_when", "course", "flag", "unflag")
LISTS = (
    *("from", "who", "names", "may", "needs", "keys", "second", "second_on", "second_from"),
    *("starts", "starts_on", "fulfils"),
)


def as_the_page_says(row: dict[str, Any], of: dict[str, Any]) -> dict[str, Any]:
    """A row of the data, with all that it leaves out."""
    said = {word: row.get(word, "") for word in WORDS}
    said |= {word: row.get(word, []) for word in LISTS}
    said["from"] = of["states"] if said["from"] == ["*"] else said["from"]
    said["seconds"] = row.get("seconds", 0)
    said["since"] = row.get("since", of.get("since", "received"))
    said["until"] = row.get("until", of.get("until", "aftercare"))
    said["during"] = row.get("during", of.get("during", ["open", "continues_without"]))
    return said


def test_the_page_has_the_objects_with_their_states_and_what_is_in_clear() -> None:
    said = {name: (each.states, each.clear) for name, each in OBJECTS.items()}
    assert said == {name: (of["states"], of["clear"]) for name, of in LAW["object"].items()}


@pytest.mark.parametrize("name", LAW["object"])
def test_the_page_has_each_move_as_the_data_has_it(name: str) -> None:
    of = LAW["object"][name]
    data = {row["move"]: as_the_page_says(row, of) for row in of["moves"]}
    assert OBJECTS[name].moves == data


def test_the_page_has_the_vocabularies_conditions_and_refusals() -> None:
    said = {name: page.codes(cells) for (name,), cells in _vocabularies()}
    assert said == LAW["codes"]
    assert page.names(TEXT, "condition") == sorted(casework.NEEDS)
    assert {*page.names(TEXT, "refusal"), *casework.NEEDS} == casework.REFUSALS


def _vocabularies() -> list[tuple[list[str], str]]:
    return [(page.codes(name), cells) for name, cells in page.rows(TEXT, "vocabulary")]


def test_the_page_says_what_is_counted_in_working_days() -> None:
    said = {page.codes(name)[0]: long for name, long, *_ in page.rows(TEXT, "time")}
    assert said == LAW["working"]
    begin = [page.codes(begins)[0].split(".") for _, _, begins, _ in page.rows(TEXT, "time")]
    assert all("due" in OBJECTS[object].moves[move]["names"] for object, move in begin)


@pytest.mark.parametrize(
    ("name", "over"),
    [("announced", "2026-03-06"), ("comment", "2026-03-11"), ("appeal", "2026-03-18")],
)
def test_working_days_are_those_of_the_calendar(name: str, over: str) -> None:
    start = datetime(2026, 3, 4, 10, tzinfo=UTC)  # a Wednesday
    end = casework.term(name, start=start, calendar=Calendar(), zone=UTC)
    assert end == datetime.fromisoformat(f"{over}T10:00:00+00:00")


@pytest.mark.parametrize("name", LAW["working"])
def test_each_time_has_an_end(name: str) -> None:
    start = datetime(2026, 3, 4, 10, tzinfo=UTC)
    assert casework.term(name, start=start, calendar=Calendar(), zone=UTC) > start


def test_the_page_says_what_carries_an_allegation() -> None:
    carried = {page.codes(to)[0]: page.codes(of) for to, of, _ in page.rows(TEXT, "to")}
    assert carried == LAW["object"]["allegation"]["carried"]


def test_a_row_that_drifts_is_found() -> None:
    drifted = TEXT.replace("| `approve` | `drafted` |", "| `approve` | `approved` |")
    assert page.sections(drifted)["plan"] != OBJECTS["plan"]
    assert drifted != TEXT


def test_every_state_is_reached_and_every_vocabulary_used() -> None:
    for name, of in OBJECTS.items():
        reached = {row["to"] for row in of.moves.values()}
        if name == "case":
            reached |= {row["phase"] for each in OBJECTS.values() for row in each.moves.values()}
            reached |= {"received"}
        if name == "allegation":
            reached |= set(TABLE.carried)
        assert reached - {""} == set(of.states), name
    used = {row["codes"] for each in OBJECTS.values() for row in each.moves.values()}
    assert used - {""} == LAW["codes"].keys()


def test_every_duty_begins_and_ends_or_is_older() -> None:
    """Triage is owed from the report on."""
    rows = [row for each in OBJECTS.values() for row in each.moves.values()]
    started = {duty for row in rows for duty in row["starts"]}
    ended = {duty for row in rows for duty in row["fulfils"]}
    assert ended == TABLE.duties == set(LAW["duties"])
    assert TABLE.duties - started == {"triage"}


def changed(path: tuple[str | int, ...], value: object) -> dict[str, Any]:
    law = tomllib.loads((ROOT / "src/heard/rules/law/casework.toml").read_text("utf-8"))
    at = law
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    return law


PLAN = ("object", "plan", "moves", 2)


@pytest.mark.parametrize(
    ("path", "value", "named"),
    [
        (("phase",), [], "phase"),
        (("object", "plan", "colour"), "red", "colour"),
        ((*PLAN, "colour"), "red", "colour"),
        ((*PLAN, "who"), [], "plan.approve"),
        ((*PLAN, "who"), ["boss"], "boss"),
        ((*PLAN, "keys"), [], "plan.approve"),
        ((*PLAN, "keys"), ["channel"], "channel"),
        ((*PLAN, "from"), ["sketched"], "sketched"),
        ((*PLAN, "from"), [], "plan.approve"),
        ((*PLAN, "to"), "sketched", "sketched"),
        ((*PLAN, "move"), "draft", "twice"),
        ((*PLAN, "codes"), "colours", "colours"),
        ((*PLAN, "names"), ["colour"], "colour"),
        ((*PLAN, "starts"), ["lunch"], "lunch"),
        ((*PLAN, "starts_on"), ["red"], "red"),
        ((*PLAN, "second_from"), ["approved"], "approved"),
        ((*PLAN, "seconds"), 1, "plan.approve"),
        ((*PLAN, "seconds"), "1", "seconds"),
        ((*PLAN, "second"), ["tier2"], "plan.approve"),
        ((*PLAN, "phase"), "dreamt", "dreamt"),
        ((*PLAN, "phase_when"), "soon", "soon"),
        ((*PLAN, "course"), "sideways", "sideways"),
        ((*PLAN, "flag"), "red", "red"),
        ((*PLAN, "carries"), "off", "off"),
        ((*PLAN, "since"), "dawn", "dawn"),
        ((*PLAN, "during"), ["sideways"], "sideways"),
    ],
)
def test_a_table_that_contradicts_itself_is_refused(
    path: tuple[str | int, ...], value: object, named: str
) -> None:
    with pytest.raises(ValueError, match=named):
        read(changed(path, value))


def test_the_table_as_it_stands_is_taken() -> None:
    assert read(LAW) == TABLE

"""A settlement ends nothing (process-rules 42), and which laws stand against silence."""

import json
from pathlib import Path

import pytest

from heard.languages import TAGS
from heard.rules import _law
from heard.rules.casework import TABLE

ROOT = Path(__file__).parents[2]
RULES = _law.read("secrecy")["rule"]
MEMBERS = {"id", "countries", "kind", "title", "article", "source", "verified"}
MOVES = TABLE.moves["settlement"].values()


@pytest.mark.parametrize("row", MOVES, ids=lambda each: each.move)
def test_no_move_of_it_moves_anything_else(row):
    brought = (row.phase, row.course, row.flag, row.unflag, row.carries, row.sweeps)
    assert set(brought) == {""}
    assert not row.starts
    assert not row.fulfils


def test_nothing_of_a_case_waits_for_one():
    others = (
        row for name in TABLE.moves if name != "settlement" for row in TABLE.moves[name].values()
    )
    own = {need for row in MOVES for need in row.needs} - {"law_chosen"}
    assert own
    assert not own & {need for row in others for need in row.needs}


@pytest.mark.parametrize("rule", RULES, ids=lambda each: each["id"])
def test_a_law_against_silence_is_whole_and_has_words(rule):
    assert rule.keys() == MEMBERS
    assert rule["article"]
    assert not (rule["verified"] and "general knowledge" in rule["source"])
    for tag in TAGS:
        book = json.loads((ROOT / f"client/locales/desk.{tag}.json").read_text("utf-8"))
        assert book[f"void.{rule['kind']}"]

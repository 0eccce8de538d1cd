"""Laws that forbid to hand things to another country: where each was read, and its words."""

import json
from pathlib import Path

import pytest

from heard.languages import TAGS
from heard.rules import _law

ROOT = Path(__file__).parents[2]
RULES = _law.read("blocking")["rule"]
MEMBERS = {"id", "country", "title", "article", "source", "verified"}


@pytest.mark.parametrize("rule", RULES, ids=lambda each: each["id"])
def test_it_is_whole_and_has_words(rule):
    assert rule.keys() == MEMBERS
    assert rule["id"].startswith(f"{rule['country'].lower()}_")
    assert rule["article"]
    assert not (rule["verified"] and "general knowledge" in rule["source"])
    for tag in TAGS:
        book = json.loads((ROOT / f"client/locales/desk.{tag}.json").read_text("utf-8"))
        assert book[f"blocking.{rule['id']}"]

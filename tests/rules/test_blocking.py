"""Laws that may bind beside the organisation's own: their words, and where each was read."""

import json
from pathlib import Path

import pytest

from heard.languages import TAGS
from heard.rules import _law
from heard.rules.duties import KINDS

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


@pytest.mark.parametrize("tag", TAGS)
def test_the_desk_has_words_for_all_that_a_law_can_ask(tag):
    """They stand beside the laws that may bind where a person of a case works."""
    books = (f"client/locales/desk.{tag}.json", f"src/heard/languages/words/{tag}.json")
    said = {key for book in books for key in json.loads((ROOT / book).read_text("utf-8"))}
    unsaid = [kind for kind in KINDS if not {f"duty.{kind}", f"law_duty.{kind}"} & said]
    assert unsaid == []

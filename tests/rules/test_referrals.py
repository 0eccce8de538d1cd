"""What a law has an organisation pass on to an authority: the data, and that it has words."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from heard.access.law import packs
from heard.rules import referrals
from heard.rules._packtable import BadPackError
from heard.rules.referrals import MUST_REPORT, MustReport

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "src/heard/rules/law/referrals.toml").read_text("utf-8")
CASES = json.loads((ROOT / "vectors/referrals.json").read_text("utf-8"))["cases"]
BOOKS = sorted((ROOT / "src/heard/languages/words").glob("*.json"))
PACKS = {each.id: each for each in packs()}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["about"])
def test_it_binds_in_the_countries_of_the_vectors(case: dict[str, Any]) -> None:
    found = [each.id for each in MUST_REPORT if each.country in case["countries"]]
    assert found == case["must"]
    alone = [each.id for country in case["countries"] for each in referrals.binding(country)]
    assert sorted(alone) == sorted(case["must"])


@pytest.mark.parametrize("must", MUST_REPORT, ids=lambda each: each.id)
def test_it_says_where_it_was_read_and_has_words(must: MustReport) -> None:
    assert must.article
    assert must.source
    assert BOOKS
    for book in BOOKS:
        assert json.loads(book.read_text("utf-8"))[f"must.{must.id}"]


@pytest.mark.parametrize(
    "must", [each for each in MUST_REPORT if each.law], ids=lambda each: each.id
)
def test_a_pack_of_it_is_of_its_country(must: MustReport) -> None:
    assert PACKS[must.law].title == must.title
    assert must.country in PACKS[must.law].countries


def test_who_knows_no_text_does_not_call_it_compared() -> None:
    unread = [each for each in MUST_REPORT if "general knowledge" in each.source]
    assert unread
    assert not any(each.verified for each in unread)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"to": "somebody"}, "to 'somebody': choose from"),
        ({"when": "often"}, "when 'often': choose from always, child, crime"),
        ({"exceptions": ["no"]}, "exceptions 'no': choose from secrecy"),
        ({"country": "FR"}, "begin the id with its country"),
        ({"more": 1}, "more"),
    ],
    ids=lambda each: each if isinstance(each, str) else None,
)
def test_what_is_not_understood_is_refused(change: dict[str, Any], says: str) -> None:
    first = tomllib.loads(TEXT)["must_report"][0]
    with pytest.raises(BadPackError, match=says):
        referrals.read({"must_report": [{**first, **change}]})


def test_an_id_stands_once() -> None:
    first = tomllib.loads(TEXT)["must_report"][0]
    with pytest.raises(BadPackError, match="an id stands twice"):
        referrals.read({"must_report": [first, first]})
    with pytest.raises(BadPackError, match="no table"):
        referrals.read({"must_report": ["es_prosecutor"]})

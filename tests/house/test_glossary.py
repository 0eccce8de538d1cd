"""One word for one thing: what the glossary says never to say is said nowhere."""

import re
import tomllib
from collections.abc import Iterator

import books
import pytest

from heard.languages import TAGS

GLOSSARY = books.ROOT / "client/locales/glossary.toml"
TERMS = tomllib.loads(GLOSSARY.read_text("utf-8"))["term"]


def breaches(language: str, words: dict[str, str]) -> Iterator[str]:
    for term in TERMS:
        rules = term.get(language, {})
        for never in rules.get("never", ()):
            for key, text in words.items():
                if re.search(never, text) and key not in rules.get("but", ()):
                    yield f"{language} {key}: “{never}”; for {term['name']} say {rules['say']}"


@pytest.mark.parametrize("language", TAGS)
def test_nothing_is_said_that_the_glossary_forbids(language: str) -> None:
    assert list(breaches(language, books.everything(language))) == []


@pytest.mark.parametrize("language", TAGS)
def test_the_legal_word_is_said_where_it_counts(language: str) -> None:
    """A complaint that the employer received is what most labour laws know."""
    (report,) = (term for term in TERMS if term["name"] == "report")
    words = books.everything(language)
    for key in report.get(language, {}).get("but", ()):
        assert any(re.search(never, words[key]) for never in report[language]["never"]), key


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term["name"])
def test_each_term_has_its_word_in_each_language(term: dict[str, dict[str, str]]) -> None:
    assert all(term[language]["say"] for language in TAGS)


def test_a_word_that_is_forbidden_is_found() -> None:
    found = list(breaches("zh-Hans", {"site:x": "首批阅读者"}))
    assert len(found) == 1
    assert "查阅人" in found[0]

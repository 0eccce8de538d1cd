"""One word for one thing: what the glossary says never to say is said nowhere."""

import importlib.util
import re
from collections.abc import Iterator
from typing import Any

import books
import pytest

from heard.languages import DEFAULT, TAGS

_spec = importlib.util.spec_from_file_location("glossary", books.ROOT / "script/glossary.py")
glossary = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(glossary)
TERMS = glossary.terms()
TABLE = re.compile(r"^class (\w+)\(models\.Model\):", re.MULTILINE)


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


def unsaid(terms: list[dict[str, Any]]) -> Iterator[str]:
    """Words that a term of the pages has and no book says; words that others ought not to have."""
    said = {tag: "\n".join(books.everything(tag).values()).casefold() for tag in TAGS}
    for term in terms:
        of_pages = "where" not in term
        for tag in TAGS if of_pages else [DEFAULT]:
            if not (word := term.get(tag, {}).get("say")):
                yield f"{term['name']}: no word in {tag}"
            elif of_pages and word.casefold() not in said[tag]:
                yield f"{term['name']}: no book says “{word}”"


def stems() -> set[str]:
    """The names of modules and packages, Python and TypeScript, and of tables."""
    src, client = books.ROOT / "src/heard", books.ROOT / "client"
    files = [*src.rglob("*.py"), *client.rglob("*.ts*")]
    named = {each.stem for each in files} | {each.parent.name for each in files}
    models = (each.read_text("utf-8") for each in (src / "records/models").glob("*.py"))
    return {each.removeprefix("_") for each in named} | set(TABLE.findall("\n".join(models)))


def unknown(terms: list[dict[str, Any]], known: set[str]) -> list[str]:
    return [term["name"] for term in terms if "code" in term and term["code"] not in known]


def test_each_term_is_said_in_each_language_as_the_glossary_has_it() -> None:
    assert list(unsaid(TERMS)) == []


def test_a_word_that_no_book_says_is_found() -> None:
    words = {tag: {"say": "Teapot"} for tag in TAGS}
    assert list(unsaid([{"name": "pot", **words}])) == ["pot: no book says “Teapot”"] * len(TAGS)
    assert list(unsaid([{"name": "pot"}])) == [f"pot: no word in {tag}" for tag in TAGS]
    assert list(unsaid([{"name": "pot", "where": "code"}])) == [f"pot: no word in {DEFAULT}"]
    assert list(unsaid([{"name": "pot", "where": "code", DEFAULT: words[DEFAULT]}])) == []


def test_each_term_stands_in_the_code_under_its_name() -> None:
    assert unknown(TERMS, stems()) == []
    assert unknown([{"name": "pot", "code": "teapot"}], stems()) == ["pot"]


def test_each_term_stands_once_in_alphabetical_order_with_its_meaning() -> None:
    names = [term["name"].casefold() for term in TERMS]
    assert names == sorted(set(names))
    assert [term["name"] for term in TERMS if not re.fullmatch(r"[^|\n]+\.", term["means"])] == []
    assert {term["where"] for term in TERMS if "where" in term} == {"code", "operators"}


def test_the_page_is_what_script_words_writes() -> None:
    page = glossary.PAGE.read_text("utf-8")
    assert page == glossary.page(TERMS), "run script/words glossary"
    assert page != glossary.page(TERMS[1:])


def test_a_word_that_is_forbidden_is_found() -> None:
    found = list(breaches("zh-Hans", {"site:x": "首批阅读者"}))
    assert len(found) == 1
    assert "查阅人" in found[0]

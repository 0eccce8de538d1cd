"""Every law that a duty may come from has words at the desk, in each language."""

import json
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKS = sorted((ROOT / "src/heard/rules/packs").glob("*.toml"))
BOOKS = sorted((ROOT / "client/locales").glob("desk.*.json"))
SECTION = re.compile(
    r"(Art\.|Rule|s\.|§) [\w().-]+( bis)?(, standard \d+)?"
)  # the same in any language


def slug(value: str) -> str:
    """As ``source`` of client/pages/desk/words.ts makes a key of what the server says."""
    return re.sub(r"[^a-z0-9]+", "_", value.lower()).strip("_")


@pytest.mark.parametrize("book", BOOKS, ids=lambda path: path.stem)
@pytest.mark.parametrize("pack", PACKS, ids=lambda path: path.stem)
def test_title_and_articles_have_words(pack: Path, book: Path) -> None:
    words = json.loads(book.read_text("utf-8"))
    law = tomllib.loads(pack.read_text("utf-8"))
    articles = {duty["article"] for duty in law["duty"]}
    wanted = {f"article.{slug(each)}" for each in articles if not SECTION.fullmatch(each)}
    assert {f"law.{slug(law['title'])}", *wanted} - words.keys() == set()


def test_no_word_is_left_of_a_law_that_is_gone() -> None:
    laws = [tomllib.loads(pack.read_text("utf-8")) for pack in PACKS]
    known = {f"law.{slug(law['title'])}" for law in laws}
    known |= {f"article.{slug(duty['article'])}" for law in laws for duty in law["duty"]}
    for book in BOOKS:
        kept = json.loads(book.read_text("utf-8"))
        assert {each for each in kept if each.startswith(("law.", "article."))} <= known

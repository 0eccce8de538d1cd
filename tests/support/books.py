"""Everything that people read, as the books in this repository have it."""

import json
from pathlib import Path

ROOT = Path(__file__).parents[2]
PLACES = {  # book -> where the file of a language stands
    "shared": "src/heard/languages/words/{}.json",
    "site": "client/locales/{}.json",
    "desk": "client/locales/desk.{}.json",
    "plain": "src/heard/doors/reporter/plain/words/{}.json",
    "letter": "src/heard/doors/_typeset/words/{}.json",
    "notices": "src/heard/rules/words/{}.json",
}


def path(book: str, language: str) -> Path:
    """Where the words of ``language`` stand in ``book``, one of ``PLACES``."""
    return ROOT / PLACES[book].format(language)


def read(book: str, language: str) -> dict[str, str]:
    """Key -> words; empty where the book has none in this language."""
    file = path(book, language)
    return json.loads(file.read_text("utf-8")) if file.exists() else {}


def whole(book: str, language: str) -> dict[str, str]:
    """What who reads ``book`` is told: what several books share, and its own, which goes before."""
    return read("shared", language) | read(book, language)


def everything(language: str) -> dict[str, str]:
    """``book:key`` -> words, of every book."""
    return {f"{book}:{key}": text for book in PLACES for key, text in read(book, language).items()}

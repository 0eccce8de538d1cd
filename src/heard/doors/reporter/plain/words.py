"""The words of these pages, one JSON file a language; English is the reference."""

import json
from functools import cache
from pathlib import Path
from types import MappingProxyType

from heard.languages import DEFAULT, of

Words = MappingProxyType[str, str]


@cache
def words(language: str) -> Words:
    """All words of a language, English where the language is not known."""
    path = Path(__file__).with_name("words") / f"{known(language)}.json"
    return MappingProxyType(json.loads(path.read_text("utf-8")))


def known(language: str | None) -> str:
    """The language itself where it is one of ours, else English."""
    return of(language).tag


def prefix(language: str) -> str:
    """Where the static pages of a language begin."""
    return "" if language == DEFAULT else f"/{language}"

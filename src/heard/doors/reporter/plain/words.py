"""The words of these pages, one JSON file a language; English is the reference."""

import json
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

LANGUAGES: Final = ("en", "zh-Hans", "ar")
Words = MappingProxyType[str, str]


@cache
def words(language: str) -> Words:
    """All words of a language, English where the language is not known."""
    known = language if language in LANGUAGES else LANGUAGES[0]
    path = Path(__file__).with_name("words") / f"{known}.json"
    return MappingProxyType(json.loads(path.read_text("utf-8")))


def known(language: str | None) -> str:
    """The language itself where it is one of ours, else English."""
    return language if language in LANGUAGES else LANGUAGES[0]


def prefix(language: str) -> str:
    """Where the static pages of a language begin."""
    return "" if language == LANGUAGES[0] else f"/{language}"

"""The words of these pages, one JSON file a language; English is the reference."""

import json
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from types import MappingProxyType

from heard.languages import DEFAULT, of

Words = MappingProxyType[str, str]


@cache
def words(language: str) -> Words:
    """All words of a language, English where it is not known; ``dir``: how it runs."""
    path = Path(__file__).with_name("words") / f"{known(language)}.json"
    book = json.loads(path.read_text("utf-8"))
    return MappingProxyType({**book, "dir": of(language).direction})


def isolated(w: Words, text: str) -> str:
    """Text that may run against the sentence it is put into, kept apart (Unicode, UAX 9)."""
    against = {"L", "EN", "AN"} if w["dir"] == "rtl" else {"R", "AL"}
    apart = any(unicodedata.bidirectional(each) in against for each in text)
    return f"\u2068{text}\u2069" if apart else text


def in_a_row(w: Words, names: Iterable[str]) -> str:
    """Names with the comma of the language between."""
    return w["comma"].join(isolated(w, name) for name in names)


def known(language: str | None) -> str:
    """The language itself where it is one of ours, else English."""
    return of(language).tag


def prefix(language: str) -> str:
    """Where the static pages of a language begin."""
    return "" if language == DEFAULT else f"/{language}"

"""The words of these pages: one JSON file a language, and what books share.

English is the reference.
"""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from types import MappingProxyType

from heard.languages import DEFAULT, of
from heard.languages.messages import Message, isolated, read

Words = MappingProxyType[str, Message]


@cache
def words(language: str) -> Words:
    """All words of a language, English where it is not known; ``dir``: how it runs."""
    path = Path(__file__).with_name("words") / f"{known(language)}.json"
    book = read(path, known(language))
    return MappingProxyType({**book, "dir": Message.of(of(language).direction, known(language))})


def by_area(w: Words) -> dict[str, dict[str, Message]]:
    """``area.name`` as templates ask for it: area -> name -> message."""
    areas: dict[str, dict[str, Message]] = {}
    for key, message in w.items():
        area, _, name = key.partition(".")
        areas.setdefault(area, {})[name] = message
    return areas


def in_a_row(w: Words, names: Iterable[str]) -> str:
    """Names with the comma of the language between, each kept apart where it runs otherwise."""
    return w["list.comma"].join(isolated(name, w["dir"]) for name in names)


def known(language: str | None) -> str:
    """The language itself where it is one of ours, else English."""
    return of(language).tag


def prefix(language: str) -> str:
    """Where the static pages of a language begin."""
    return "" if language == DEFAULT else f"/{language}"

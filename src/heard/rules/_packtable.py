"""A pack as TOML, before it means anything: its members by name and type, each with its line."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_HEADER = re.compile(r"\s*\[")
_LISTED = re.compile(r"\s*\[\[\s*([a-z]+)\s*\]\]")
_MEMBER = re.compile(r"""\s*["']?([^\s"'=#\[]+)["']?\s*=""")


class BadPackError(ValueError):
    """A pack that must not come into force. The text names the pack, the line and the duty."""


Lines = tuple[tuple[int, str], ...]  # each with its number, the first is 1
Wanted = Mapping[str, type]


@dataclass(frozen=True, slots=True)
class Block:
    """One table of a list of tables. ``where``: how a refusal begins."""

    where: str
    table: Mapping[str, Any]
    lines: Lines

    def members(self, wanted: Wanted, may: Wanted) -> Mapping[str, Any]:
        """The table, once it has what it must and nothing that it may not. Raises BadPackError."""
        members(self.where, self.table, wanted, may, self.lines)
        return self.table


def load(id: str, text: str) -> dict[str, Any]:
    """What the TOML says. Raises BadPackError."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadPackError(f"{id}: no TOML: {error}") from error


def head(text: str) -> Lines:
    """The lines before the first table."""
    return _until_header(tuple(enumerate(text.splitlines(), 1)))


def blocks(
    id: str, text: str, table: Mapping[str, Any], name: str, *, least: int = 1
) -> list[Block]:
    """The tables under ``[[name]]``, each with the line it begins in. Raises BadPackError."""
    lines = tuple(enumerate(text.splitlines(), 1))
    headers = ((at, _LISTED.match(line)) for at, (_, line) in enumerate(lines))
    places = [at for at, match in headers if match and match[1] == name]
    given = table.get(name, [])
    if len(given) < least or len(places) != len(given):
        raise BadPackError(
            f"{id}: write each {name} under a line [[{name}]] of its own, at least {_word(least)}"
        )
    return [
        Block(_where(id, lines[at][0], name, each), each, _until_header(lines[at + 1 :]))
        for at, each in zip(places, given, strict=True)
    ]


def members(where: str, table: Mapping[str, Any], wanted: Wanted, may: Wanted, at: Lines) -> None:
    """Raise BadPackError unless each member is there, of its type, and no other is."""
    if unknown := sorted(table.keys() - wanted.keys() - may.keys()):
        named = ", ".join(f"{each}{_line_of(each, at)}" for each in unknown)
        raise BadPackError(f"{where} unknown: {named}")
    for name, kind in {**wanted, **may}.items():
        if name in may and name not in table:
            continue
        value = table.get(name)
        if type(value) is not kind:
            raise BadPackError(f"{where} {name!r} is missing or not a {kind.__name__}")
        if kind is str and not value:
            raise BadPackError(f"{where} {name!r} is empty")


def _until_header(lines: Lines) -> Lines:
    end = next((at for at, (_, line) in enumerate(lines) if _HEADER.match(line)), len(lines))
    return lines[:end]


def _line_of(name: str, lines: Lines) -> str:
    for number, line in lines:
        match = _MEMBER.match(line)
        if match and match[1] == name:
            return f" (line {number})"
    return ""


def _where(id: str, line: int, name: str, block: Any) -> str:  # noqa: ANN401 whatever TOML held
    of = block.get("id" if name == "duty" else "outcome") if isinstance(block, dict) else None
    return f"{id}, line {line}, {name} {of!r}:"


def _word(least: int) -> str:
    return "one" if least == 1 else "none"

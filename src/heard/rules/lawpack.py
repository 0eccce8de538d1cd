"""Law packs: duties as data. Text in, values out; nothing is opened here (docs/spec/clocks.md)."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from heard.rules.deadlines import BadDeadlineError, Deadline, parse
from heard.rules.duties import ACTORS, KINDS

MAX_PACK = 65_536  # characters
MAX_SOURCE = 100  # characters of "title: article", as a case shows it
EVERYWHERE = "everywhere"
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_COUNTRY = re.compile(r"[A-Z]{2}")
_HEADER = re.compile(r"\s*\[\[\s*duty\s*\]\]")
_PACK = {"title": str, "countries": list, "duty": list}
_DUTY = {
    "id": str,
    "trigger": str,
    "actor": str,
    "within": str,
    "demands": str,
    "article": str,
    "source": str,
    "verified": bool,
}


class BadPackError(ValueError):
    """A pack that must not come into force. The text names the pack, the line and the duty."""


@dataclass(frozen=True, slots=True)
class Limit:
    """One duty as one law sets it. ``within``: None where the law gives no number."""

    kind: str
    actor: str
    within: Deadline | None
    demands: str
    article: str
    source: str  # where the law was read, or what else it rests on
    verified: bool


@dataclass(frozen=True, slots=True)
class Pack:
    """A law. ``countries``: ISO 3166-1 codes; empty: everywhere."""

    id: str
    title: str
    countries: frozenset[str]
    limits: tuple[Limit, ...]

    def applies(self, country: str) -> bool:
        """Whether it binds an organisation of this country."""
        return not self.countries or country in self.countries


def read(id: str, text: str) -> Pack:
    """A pack from its TOML. ``id`` is the name of its file. Raises BadPackError."""
    if len(text) > MAX_PACK:
        raise BadPackError(f"{id}: longer than {MAX_PACK} characters: split it by law")
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadPackError(f"{id}: no TOML: {error}") from error
    if not _NAME.fullmatch(id):
        raise BadPackError(f"{id}: name the file in small letters, digits and hyphens")
    _members(f"{id}:", table, _PACK)
    lines = [n for n, line in enumerate(text.splitlines(), 1) if _HEADER.match(line)]
    duties = table["duty"]
    if not duties or len(lines) != len(duties):
        raise BadPackError(f"{id}: write each duty under a line [[duty]] of its own, at least one")
    named = [(_where(id, line, duty), duty) for line, duty in zip(lines, duties, strict=True)]
    limits = [_limit(where, table["title"], duty) for where, duty in named]
    _once([where for where, _ in named], limits)
    return Pack(id, table["title"], _countries(id, table["countries"]), tuple(limits))


def in_force(packs: Iterable[Pack], country: str) -> tuple[Pack, ...]:
    """The packs that bind a country, those for everywhere first.

    Raises BadPackError if none does.
    """
    matches = [pack for pack in packs if pack.applies(country)]
    if not any(not pack.countries for pack in matches):
        raise BadPackError(f"no pack is for {EVERYWHERE!r}: the default is missing")
    return tuple(sorted(matches, key=lambda pack: (bool(pack.countries), pack.id)))


def _where(id: str, line: int, duty: Any) -> str:  # noqa: ANN401 whatever TOML held
    name = duty.get("id") if isinstance(duty, dict) else None
    return f"{id}, line {line}, duty {name!r}:"


def _limit(where: str, title: str, duty: Mapping[str, Any]) -> Limit:
    _members(where, duty, _DUTY)
    kind = KINDS.get(duty["id"])
    if kind is None:
        raise BadPackError(f"{where} unknown: the duties are {', '.join(KINDS)}")
    if duty["trigger"] != kind.trigger:
        raise BadPackError(
            f"{where} contradictory: it starts with {kind.trigger!r}, not {duty['trigger']!r}"
        )
    if duty["actor"] not in ACTORS:
        raise BadPackError(
            f"{where} actor {duty['actor']!r}: choose from {', '.join(sorted(ACTORS))}"
        )
    if len(f"{title}: {duty['article']}") > MAX_SOURCE:
        raise BadPackError(
            f"{where} title and article are longer than {MAX_SOURCE} characters together"
        )
    try:
        within = parse(duty["within"])
    except BadDeadlineError as error:
        raise BadPackError(f"{where} {error}") from error
    return Limit(
        duty["id"],
        duty["actor"],
        within,
        duty["demands"],
        duty["article"],
        duty["source"],
        duty["verified"],
    )


def _members(where: str, table: Mapping[str, Any], wanted: Mapping[str, type]) -> None:
    if unknown := sorted(table.keys() - wanted.keys()):
        raise BadPackError(f"{where} unknown: {', '.join(unknown)}")
    for name, kind in wanted.items():
        value = table.get(name)
        if type(value) is not kind:
            raise BadPackError(f"{where} {name!r} is missing or not a {kind.__name__}")
        if kind is str and not value:
            raise BadPackError(f"{where} {name!r} is empty")


def _once(places: list[str], limits: list[Limit]) -> None:
    first: dict[str, Limit] = {}
    for where, limit in zip(places, limits, strict=True):
        before = first.setdefault(limit.kind, limit)
        if before is limit:
            continue
        if before.within != limit.within:
            raise BadPackError(f"{where} contradictory: it stands above with another deadline")
        raise BadPackError(f"{where} duplicate: it stands above already")


def _countries(id: str, given: list[Any]) -> frozenset[str]:
    if given == [EVERYWHERE]:
        return frozenset()
    if not given or not all(isinstance(each, str) and _COUNTRY.fullmatch(each) for each in given):
        raise BadPackError(f"{id}: countries: give codes such as \"DE\", or ['{EVERYWHERE}']")
    if len(set(given)) != len(given):
        raise BadPackError(f"{id}: countries: one is named twice")
    return frozenset(given)

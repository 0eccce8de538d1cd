"""Law packs: duties as data. Text in, values out; nothing is opened here (docs/spec/clocks.md)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from heard.rules import _packtable
from heard.rules._packtable import BadPackError as BadPackError  # noqa: PLC0414 told apart by others
from heard.rules.deadlines import WORKING_DAYS, BadDeadlineError, Deadline, parse, span
from heard.rules.duties import ACKNOWLEDGE, ACTORS, ANSWER_DUE, KINDS

MAX_PACK = 65_536  # characters
MAX_SOURCE = 100  # characters of "title: article", as a case shows it
EVERYWHERE = "everywhere"
# The one day of a week of six that is not worked; 0 is Monday.
REST = {"friday": 4, "saturday": 5, "sunday": 6}
OUTCOMES = frozenset({"any", "no_inquiry"})
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_COUNTRY = re.compile(r"[A-Z]{2}")
_PACK = {"title": str, "countries": list, "duty": list}
_PACK_MAY = {"in_force": date, "rest": str, "fallback": bool, "note": str, "retention": list}
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
_KEPT = {"outcome": str, "article": str, "source": str, "verified": bool}
_KEPT_MAY = {"least": str, "most": str}


@dataclass(frozen=True, slots=True)
class Limit:
    """One duty as one law sets it. ``within``: None where the law gives no number."""

    kind: str
    trigger: str
    actor: str
    within: Deadline | None
    demands: str
    article: str
    source: str  # where the law was read, or what else it rests on
    verified: bool


@dataclass(frozen=True, slots=True)
class Retention:
    """How long a law has records kept, in months; None where it sets no such bound."""

    outcome: str
    least: int | None
    most: int | None
    article: str
    source: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Pack:
    """A law. ``countries``: ISO 3166-1 codes; empty: everywhere.

    ``in_force``: the first day on which it binds, None where it always has. ``rest``: the weekday
    (0 is Monday) that its working days leave out beside holidays; None where it counts none, or by
    the organisation's own week. ``fallback``: it binds states rather than employers, so that a
    verified number of a national law stands in its place. ``note``: what its limits do not say.
    """

    id: str
    title: str
    countries: frozenset[str]
    limits: tuple[Limit, ...]
    in_force: date | None = None
    rest: int | None = None
    fallback: bool = False
    note: str = ""
    retention: tuple[Retention, ...] = ()

    def applies(self, country: str) -> bool:
        """Whether it binds an organisation of this country."""
        return not self.countries or country in self.countries

    def binds(self, country: str, day: date) -> bool:
        """Whether it binds one of this country on ``day``, the first day of it among them."""
        return self.applies(country) and (self.in_force is None or self.in_force <= day)


def read(id: str, text: str) -> Pack:
    """A pack from its TOML. ``id`` is the name of its file. Raises BadPackError."""
    if len(text) > MAX_PACK:
        raise BadPackError(f"{id}: longer than {MAX_PACK} characters: split it by law")
    table = _packtable.load(id, text)
    if not _NAME.fullmatch(id):
        raise BadPackError(f"{id}: name the file in small letters, digits and hyphens")
    _packtable.members(f"{id}:", table, _PACK, _PACK_MAY, _packtable.head(text))
    duties = _packtable.blocks(id, text, table, "duty")
    limits = [_limit(block, table["title"]) for block in duties]
    _once([block.where for block in duties], limits)
    pack = Pack(
        id,
        table["title"],
        _countries(id, table["countries"]),
        tuple(limits),
        table.get("in_force"),
        _rest(id, table.get("rest")),
        table.get("fallback", False),
        table.get("note", ""),
        tuple(map(_retention, _packtable.blocks(id, text, table, "retention", least=0))),
    )
    _agree(pack)
    return pack


def in_force(packs: Iterable[Pack], country: str, *, day: date) -> tuple[Pack, ...]:
    """The packs that bind a country on a day, those for everywhere first.

    Of a fallback, what no national law has set by a verified number; none where that is nothing.
    Raises BadPackError if none is for everywhere.
    """
    matches = [pack for pack in packs if pack.binds(country, day)]
    if not any(not pack.countries for pack in matches):
        raise BadPackError(f"no pack is for {EVERYWHERE!r}: the default is missing")
    national = {
        limit.kind
        for pack in matches
        if pack.countries and not pack.fallback
        for limit in pack.limits
        if limit.verified and limit.within is not None
    }
    left = (_without(pack, national) if pack.fallback else pack for pack in matches)
    return tuple(sorted(filter(_says, left), key=lambda pack: (bool(pack.countries), pack.id)))


def _without(pack: Pack, kinds: set[str]) -> Pack:
    return replace(pack, limits=tuple(each for each in pack.limits if each.kind not in kinds))


def _says(pack: Pack) -> bool:
    return bool(pack.limits)


def _limit(block: _packtable.Block, title: str) -> Limit:
    where, duty = block.where, block.members(_DUTY, {})
    kind = KINDS.get(duty["id"])
    if kind is None:
        raise BadPackError(f"{where} unknown: the duties are {', '.join(KINDS)}")
    if duty["trigger"] not in kind.triggers:
        starts = " or ".join(map(repr, kind.triggers))
        raise BadPackError(
            f"{where} contradictory: it starts with {starts}, not {duty['trigger']!r}"
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
        duty["trigger"],
        duty["actor"],
        within,
        duty["demands"],
        duty["article"],
        duty["source"],
        duty["verified"],
    )


def _retention(block: _packtable.Block) -> Retention:
    where, kept = block.where, block.members(_KEPT, _KEPT_MAY)
    if kept["outcome"] not in OUTCOMES:
        raise BadPackError(f"{where} outcome: choose from {', '.join(sorted(OUTCOMES))}")
    try:
        least, most = (span(kept[name]) if name in kept else None for name in ("least", "most"))
    except BadDeadlineError as error:
        raise BadPackError(f"{where} {error}") from error
    if least is None and most is None:
        raise BadPackError(f"{where} give 'least', 'most' or both")
    if least is not None and most is not None and least > most:
        raise BadPackError(f"{where} contradictory: 'least' is longer than 'most'")
    return Retention(
        kept["outcome"], least, most, kept["article"], kept["source"], kept["verified"]
    )


def _once(places: list[str], limits: list[Limit]) -> None:
    first: dict[tuple[str, str], Limit] = {}
    for where, limit in zip(places, limits, strict=True):
        before = first.setdefault((limit.kind, limit.trigger), limit)
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


def _rest(id: str, given: str | None) -> int | None:
    if given is not None and given not in REST:
        raise BadPackError(f"{id}: rest {given!r}: choose from {', '.join(REST)}")
    return None if given is None else REST[given]


def _agree(pack: Pack) -> None:
    """Raise BadPackError where its members contradict each other."""
    working = any(each.within and each.within.unit == WORKING_DAYS for each in pack.limits)
    if not pack.countries and (pack.rest is not None or pack.fallback or pack.in_force):
        raise BadPackError(
            f"{pack.id}: contradictory: what is for everywhere has no 'rest', 'fallback' or"
            " 'in_force'"
        )
    if pack.countries and working != (pack.rest is not None):
        raise BadPackError(
            f"{pack.id}: 'rest' says which weekday a law's working days leave out: give it if it"
            " counts working days, and only then"
        )
    answers = any(each.kind == ACKNOWLEDGE and each.within for each in pack.limits)
    if not answers and any(each.trigger == ANSWER_DUE for each in pack.limits):
        raise BadPackError(
            f"{pack.id}: contradictory: {ANSWER_DUE!r} is of the pack's own time to acknowledge,"
            " and it sets none"
        )


def unverified(packs: Iterable[Pack]) -> dict[str, tuple[str, ...]]:
    """Of each pack that has some, the articles that nobody compared with a source, each once."""
    found = {pack.id: tuple(dict.fromkeys(_unread(pack))) for pack in packs}
    return {id: articles for id, articles in found.items() if articles}


def _unread(pack: Pack) -> Iterator[str]:
    yield from (each.article for each in pack.limits if not each.verified)
    yield from (each.article for each in pack.retention if not each.verified)

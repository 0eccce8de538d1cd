"""The table of moves, read once and strictly from ``law/casework.toml``."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import msgspec

from heard.rules import _law

CASE, REPORTER = "case", "reporter"
LEADING = "leading"  # the part of who leads a case, as the caller has it
NOTHING = ""  # the state of what is not there yet
_ANY = ["*"]
# What is asked of a move that a committee makes with its quorum.
_TOGETHER = frozenset({"found_together", "stayed_together"})
_Said = Literal["party", "about", "holder", "digest", "number", "when", "due", "basis"]
_Words = tuple[str, ...]


class _Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What has a member that nobody knows is refused, as the file's head has them."""


class _Row(_Strict, frozen=True, kw_only=True):
    move: str
    before: _Words = msgspec.field(name="from")
    to: str = ""
    who: _Words
    codes: str = ""
    names: tuple[_Said, ...] = ()
    may: tuple[_Said, ...] = ()
    needs: _Words = ()
    keys: tuple[Literal["file", "case", "party", "protected"], ...]
    seconds: int = 0
    second: _Words = ()
    second_on: _Words = ()
    second_from: _Words = ()
    starts: _Words = ()
    starts_on: _Words = ()
    fulfils: _Words = ()
    carries: str = ""
    sweeps: str = ""
    phase: str = ""
    phase_when: Literal["", "all_found"] = ""
    course: str = ""
    flag: str = ""
    unflag: str = ""
    since: str | None = None
    until: str | None = None
    during: _Words | None = None


class _Object(_Strict, frozen=True, kw_only=True):
    states: _Words
    clear: _Words
    since: str = "received"
    until: str = "aftercare"
    during: _Words = ("open", "continues_without")
    date: Literal["quarter", "day"] = "day"
    carried: dict[str, frozenset[str]] = {}
    moves: tuple[_Row, ...]


class _Parts(_Strict, frozen=True, kw_only=True):
    standing: frozenset[str]
    roles: frozenset[str]
    seats: frozenset[str]
    committee: frozenset[str]
    apart: frozenset[str]
    early: frozenset[str]
    related: frozenset[str]


class _File(_Strict, frozen=True, kw_only=True):
    phases: _Words
    reopened: str
    courses: _Words
    flags: frozenset[str]
    keys: _Words
    duties: frozenset[str]
    lasting: frozenset[str]
    parts: _Parts
    codes: dict[str, _Words]
    unweighed: dict[Literal["finding"], frozenset[str]]
    hours: dict[str, int]
    weeks: dict[str, tuple[int, ...]]
    working: dict[str, str]
    count: dict[str, int]
    object: dict[str, _Object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A row of the table, as the head of ``law/casework.toml`` explains it.

    ``to``: empty where the state stays. ``codes``: all that its code can be; empty where it has
    none. ``date``: what a day of this object may say.
    """

    object: str
    move: str
    before: frozenset[str]
    to: str
    who: frozenset[str]
    codes: frozenset[str]
    names: frozenset[str]
    may: frozenset[str]
    needs: tuple[str, ...]
    keys: tuple[str, ...]
    seconds: int
    second: frozenset[str]
    second_on: frozenset[str]
    second_from: frozenset[str]
    starts: tuple[str, ...]
    starts_on: frozenset[str]
    fulfils: tuple[str, ...]
    carries: str
    sweeps: str
    phase: str
    phase_when: str
    course: str
    flag: str
    unflag: str
    since: str
    until: str
    during: frozenset[str]
    date: str

    def started(self, code: str) -> tuple[str, ...]:
        """The duties that begin with it."""
        return self.starts if not self.starts_on or code in self.starts_on else ()

    @property
    def is_together(self) -> bool:
        """Whether in a committee those who find together sign it beside whoever makes it."""
        return bool(_TOGETHER & set(self.needs))

    def signers(self, code: str, state: str) -> int:
        """How many others must sign it: as what it is moved, and from which state."""
        asks = code in self.second_on if self.second_on else True
        asks_from = state in self.second_from if self.second_from else True
        return self.seconds if asks and asks_from else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """All of it. ``rank``: of each phase its place; ``moves``: by object, then by name.

    ``hours``, ``weeks``, ``working``, ``count``: how long and how many, by what for. ``lasting``:
    duties that go on where the report is taken back.
    """

    states: Mapping[str, tuple[str, ...]]
    clear: Mapping[str, frozenset[str]]
    moves: Mapping[str, Mapping[str, Move]]
    carried: Mapping[str, frozenset[str]]
    rank: Mapping[str, int]
    parts: Mapping[str, frozenset[str]]
    codes: Mapping[str, tuple[str, ...]]
    unweighed: frozenset[str]
    hours: Mapping[str, int]
    weeks: Mapping[str, tuple[int, ...]]
    working: Mapping[str, str]
    count: Mapping[str, int]
    courses: tuple[str, ...]
    flags: frozenset[str]
    duties: frozenset[str]
    lasting: frozenset[str]


def read(law: Mapping[str, Any]) -> Table:
    """The table out of its TOML. Raises ValueError.

    Its text names the object and the move that contradict themselves.
    """
    try:
        file = msgspec.convert(law, type=_File)
    except msgspec.ValidationError as error:
        raise ValueError(str(error)) from error
    table = _table(file)
    for name, each in file.object.items():
        if len(table.moves[name]) != len(each.moves):
            raise ValueError(f"{name}: a move stands twice")
        for move in table.moves[name].values():
            _check(move, table)
    _in("lasting", table.lasting, table.duties)
    return table


def _table(file: _File) -> Table:
    rank = {phase: place for place, phase in enumerate(file.phases)}
    rank["reopened"] = rank[file.reopened]
    return Table(
        states={name: each.states for name, each in file.object.items()},
        clear={name: frozenset(each.clear) for name, each in file.object.items()},
        moves={name: dict(_moves(name, each, file)) for name, each in file.object.items()},
        carried=file.object["allegation"].carried,
        rank=rank,
        parts=msgspec.structs.asdict(file.parts),
        codes=file.codes,
        unweighed=file.unweighed["finding"],
        hours=file.hours,
        weeks=file.weeks,
        working=file.working,
        count=file.count,
        courses=file.courses,
        flags=file.flags,
        duties=file.duties,
        lasting=file.lasting,
    )


def _moves(name: str, each: _Object, file: _File) -> Iterator[tuple[str, Move]]:
    for row in each.moves:
        if row.codes and row.codes not in file.codes:
            raise ValueError(f"{name}.{row.move}: no vocabulary {row.codes!r}")
        yield row.move, _move(name, each, row, file.codes.get(row.codes, ()))


def _move(name: str, each: _Object, row: _Row, codes: _Words) -> Move:
    said = msgspec.structs.asdict(row)
    sets = ("who", "names", "may", "second", "second_on", "second_from", "starts_on")
    return Move(
        **said
        | {member: frozenset(said[member]) for member in sets}
        | {
            "object": name,
            "before": frozenset(each.states if list(row.before) == _ANY else row.before),
            "codes": frozenset(codes),
            "since": each.since if row.since is None else row.since,
            "until": each.until if row.until is None else row.until,
            "during": frozenset(each.during if row.during is None else row.during),
            "date": each.date,
        }
    )


def _check(move: Move, table: Table) -> None:
    """All that a row names is there."""
    where = f"{move.object}.{move.move}"
    parts = {part for of in table.parts.values() for part in of} | {"member"}
    _in(where, [*move.before, move.to], {NOTHING, *table.states[move.object]})
    _in(where, [*move.who, *move.second], parts)
    _in(where, [*move.starts, *move.fulfils], table.duties)
    _in(where, [*move.second_on, *move.starts_on], move.codes)
    _in(where, move.second_from, move.before)
    _in(where, [move.carries], {NOTHING, *table.carried})
    _in(where, [move.sweeps], {NOTHING, *table.moves[move.object]})
    _in(where, [move.phase, move.since, move.until], {NOTHING, *table.rank})
    _in(where, [move.course, *move.during], {NOTHING, *table.courses})
    _in(where, [move.flag, move.unflag], {NOTHING, *table.flags})
    if not move.before or not move.keys or not move.who or (move.seconds > 0) != bool(move.second):
        raise ValueError(f"{where}: say who moves it, to which key, and who signs with them")


def _in(where: str, given: Iterable[str], known: Iterable[str]) -> None:
    if unknown := sorted(set(given) - set(known)):
        raise ValueError(f"{where}: unknown: {', '.join(unknown)}")


TABLE = read(_law.read("casework"))

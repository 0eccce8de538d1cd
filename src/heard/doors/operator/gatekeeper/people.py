"""Who the site said works there, and since which day.

A site that lies can put people of its own invention beside somebody who asked for protection.
Only the keeper can find that out, by names that nobody knows: so it keeps what it was told by day.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec

NAME = "people.jsonl"  # a line of JSON for each, only ever added to
CAME, MOVED, LEFT = "came", "moved", "left"

Person = tuple[str, str]  # e-mail and unit


class Told(msgspec.Struct, frozen=True, array_like=True):
    """Of one person, on a day: ``what`` is ``came``, ``moved`` or ``left``."""

    day: str
    what: str
    id: str
    email: str
    unit: str


@dataclass(frozen=True, slots=True)
class Counted:
    """How many work there by what the site said, in how many units, and what was new."""

    people: int
    units: int
    came: int = 0
    moved: int = 0
    left: int = 0


def note(at: Path, people: Iterable[tuple[str, str, str]], *, today: date) -> Counted:
    """Keep what is new in this directory: ``(id, e-mail, unit)`` of everybody. Raises OSError."""
    told = {id: (email, unit) for id, email, unit in people}
    new = list(_changes(_standing(at), told, today.isoformat()))
    _add(at / NAME, new)
    kinds = [each.what for each in new]
    return Counted(
        len(told),
        len({unit for _, unit in told.values()}),
        *(kinds.count(what) for what in (CAME, MOVED, LEFT)),
    )


def count(at: Path) -> Counted:
    """As it stands. Raises OSError."""
    standing = _standing(at)
    return Counted(len(standing), len({unit for _, unit in standing.values()}))


def told(at: Path, *, since: str = "") -> Iterator[Told]:
    """All that was told from this day on, oldest first. Raises OSError, msgspec.MsgspecError."""
    path = at / NAME
    lines = path.read_bytes().splitlines(keepends=True) if path.exists() else []
    # What a crash tore at the end is told again by the next round.
    if lines and not lines[-1].endswith(b"\n"):
        lines.pop()
    each = (msgspec.json.decode(line, type=Told) for line in lines)
    return (one for one in each if one.day >= since)


def _standing(at: Path) -> Mapping[str, Person]:
    found: dict[str, Person] = {}
    for each in told(at):
        if each.what == LEFT:
            found.pop(each.id, None)
        else:
            found[each.id] = (each.email, each.unit)
    return found


def _changes(before: Mapping[str, Person], now: Mapping[str, Person], day: str) -> Iterator[Told]:
    for id, person in now.items():
        if before.get(id) != person:
            yield Told(day, MOVED if id in before else CAME, id, *person)
    for id, person in before.items():
        if id not in now:
            yield Told(day, LEFT, id, *person)


def _add(path: Path, new: Iterable[Told]) -> None:
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(handle, "r+b") as file:
        file.truncate(file.read().rfind(b"\n") + 1)
        file.seek(0, os.SEEK_END)
        file.writelines(msgspec.json.encode(each) + b"\n" for each in new)

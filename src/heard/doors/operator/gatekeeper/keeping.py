"""What a keeper does with what the site has for it: values in, values out, but for new ids.

It works on keyed hashes of people: who somebody is, it knows as long as a listing is read.
"""

import hashlib
import hmac
from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from heard.formats import agefile, gatelisting, names
from heard.formats._errors import FormatError
from heard.formats.gatestore import Store, StoredCell
from heard.formats.ids import new_id
from heard.rules import gate
from heard.rules.gate import Cell

_SHORT = 16  # bytes of a keyed hash that are kept


@dataclass(frozen=True)
class Directory:
    """The people of the site: of each id, e-mail and unit; the unit above each, or empty."""

    people: tuple[tuple[str, str, str], ...]
    units: Mapping[str, str]

    @cached_property
    def named(self) -> Mapping[str, str]:
        """The id by what somebody may write of themselves: staff number or e-mail at work."""
        by_email = {names.plain_form(email): id for id, email, _ in self.people if email}
        return by_email | {names.plain_form(id): id for id, _, _ in self.people}


@dataclass(frozen=True, slots=True)
class Waiting:
    """What the site has: sealed listings by their digest, and of each open action the person."""

    listings: Mapping[str, bytes]
    open: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Kept:
    """What came of it. ``unread``: digests of listings that name nobody, or are none."""

    store: Store
    answers: tuple[tuple[str, str], ...]
    unread: tuple[str, ...]


def keep(
    store: Store, waiting: Waiting, directory: Directory, *, identity: str, today: date
) -> Kept:
    """Everybody in a cell, what is listed held from tomorrow, and each open action answered."""
    hashed = {_person(store, id): unit for id, _, unit in directory.people}
    cells = gate.admit(
        [_cell(each) for each in store.cells],
        hashed,
        directory.units,
        order=lambda person: _keyed(store, "order", person),
        new_id=new_id,
    )
    listed, unread = _listed(store, waiting.listings, directory, identity)
    held = [_held(cell, listed, today + timedelta(days=1)) for cell in cells]
    answers = _answers(store, held, waiting.open, today)
    return Kept(replace(store, cells=tuple(map(_stored, held))), answers, unread)


def _listed(
    store: Store, listings: Mapping[str, bytes], directory: Directory, identity: str
) -> tuple[set[str], tuple[str, ...]]:
    """The hashes of who is listed, and which listings say nothing."""
    found, unread = set[str](), list[str]()
    for digest, sealed in listings.items():
        person = _named(sealed, directory, identity, store.site)
        if person is None:
            unread.append(digest)
        else:
            found.add(_person(store, person))
    return found, tuple(unread)


def _named(sealed: bytes, directory: Directory, identity: str, site: str) -> str | None:
    try:
        listing = gatelisting.read(agefile.unseal(sealed, [identity]), site=site)
    except FormatError:
        return None  # nobody can be told: who sent it left no way to reach them
    return directory.named.get(names.plain_form(listing.person))


def _held(cell: Cell, listed: Iterable[str], begins: date) -> Cell:
    """What is over is forgotten. Once a day is enough, no matter how many of a cell ask."""
    days = {day for day in cell.held if gate.ends(day) >= begins}
    if not set(cell.people).isdisjoint(listed):
        days.add(begins)
    return replace(cell, held=tuple(sorted(days)))


def _answers(
    store: Store, cells: Iterable[Cell], waiting: Mapping[str, str], today: date
) -> tuple[tuple[str, str], ...]:
    of = {person: cell for cell in cells for person in cell.people}
    drawing = drawn_by(store)
    said: list[tuple[str, str]] = []
    for action, person in waiting.items():
        cell = of.get(_person(store, person))
        # The directory that came with it lacks them: it is answered once they are in a cell.
        if cell is not None:
            said.append((action, gate.answer(cell, day=today, drawing=drawing)))
    return tuple(said)


def drawn_by(store: Store) -> Callable[[Cell, date], bytes]:
    """What is drawn of a cell in a half-year, by the key of this gate."""
    return lambda cell, begins: _keyed(store, "draw", f"{cell.id}\n{begins.isoformat()}")


def _person(store: Store, id: str) -> str:
    return b64encode(_keyed(store, "person", id)[:_SHORT]).decode()


def _keyed(store: Store, use: str, text: str) -> bytes:
    return hmac.digest(store.key, f"{use}\n{text}".encode(), hashlib.sha256)


def _cell(stored: StoredCell) -> Cell:
    days = tuple(map(date.fromisoformat, stored.held))
    return Cell(stored.id, stored.unit, stored.people, days)


def _stored(cell: Cell) -> StoredCell:
    days = tuple(day.isoformat() for day in cell.held)
    return StoredCell(cell.id, cell.unit, cell.people, days)

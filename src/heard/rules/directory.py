"""What a list of people must be before it may say who stands over whom.

A wrong manager line would hand a report to somebody whom it is about, so nothing is guessed: a
person about whom the list contradicts itself is kept out, with the reason.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from heard.rules.codes.directory import PartyKind
from heard.rules.countries import CODES

MAX_FIELD = 200  # characters
MAX_ID = 64
MAX_OTHERS = 400  # characters of all other names together
COLUMNS = 7  # that every list of people has
WHOLE = 100  # percent
_KINDS = tuple(map(str, PartyKind))
SHOWN = 6  # people of a circle that are named
AS_TEXT = "make that column text before it is opened, and export again"
# As a spreadsheet shortens a number: the digits behind are gone, and many people become one.
_SHORTENED = re.compile(r"\d([.,]\d+)?[eE]\+\d{1,3}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
# What is left of a letter or a line break that a program could not keep.
_LOST = re.compile(r"\ufffd|_x00[01][0-9A-Fa-f]_")
_EMAIL = re.compile(r"[^\s@,;<>()\"]+@[^\s@,;<>()\".]+(\.[^\s@,;<>()\".]+)*\Z")

Cells = tuple[str, ...]
Why = Callable[["Person"], str]


class Person(NamedTuple):
    """A row of the list; empty where it says nothing."""

    id: str
    name: str
    email: str
    unit: str
    country: str
    manager: str
    line: int
    other_names: str = ""  # other spellings, by semicolon


class Bad(NamedTuple):
    """A row that is kept out, and why. ``id`` is empty where no person can have it."""

    line: int
    id: str
    why: str


class People(NamedTuple):
    """A list that was checked: who is good, the units with their parents, and who is kept out."""

    good: list[Person]
    units: dict[str, str]  # parent by name; "" at the top
    bad: list[Bad]


class ThirdParty(NamedTuple):
    """A row of the list of third parties."""

    id: str
    name: str
    kind: str
    country: str
    contact_name: str
    contact_email: str
    line: int


class ThirdParties(NamedTuple):
    """The same for third parties."""

    good: list[ThirdParty]
    bad: list[Bad]


def wrong(id: str, name: str, email: str, country: str, cells: Cells) -> str:
    """Why a row cannot be right by itself; empty where it can."""
    text = "".join(cells)
    if len(text) > MAX_FIELD and (long := [cell for cell in cells if len(cell) > MAX_FIELD]):
        return f"a field is longer than {MAX_FIELD} characters: {long[0][:20]!r}…"
    if not text.isprintable() and _CONTROL.search(text):
        return "a field has a control character in it"
    if ("\ufffd" in text or "_x" in text) and (lost := _lost(cells)):
        return lost
    if not id or len(id) > MAX_ID:
        return f"the id is longer than {MAX_ID} characters" if id else "the id is empty"
    if shortened(id):
        return f"the id {id} is a number as a spreadsheet shortens it; {AS_TEXT}"
    if not name:
        return "the name is empty"
    if email and not _EMAIL.match(email):
        return f"{email} is not an e-mail address"
    if country and country not in CODES:
        return f"{country} is not a country; give two letters of ISO 3166, such as DE"
    return ""


def _lost(cells: Cells) -> str:
    for cell in cells:
        if match := _LOST.search(cell):
            what = "a letter that was lost (U+FFFD)" if match[0] == "\ufffd" else match[0]
            return f"a field has {what} in it: {cell[:20]}; export it again"
    return ""


def shortened(id: str) -> bool:
    """Whether it is written as 1.00E+05."""
    return "+" in id and _SHORTENED.fullmatch(id) is not None


def bare(id: str) -> str:
    """An id without what a spreadsheet takes away or adds.

    That is zeros or ``+`` in front, and a point or comma with zeros behind (``1.00``, ``1,0``).
    The same is done by the database (heard/actions/directory/_difference).
    """
    short = id.rstrip("0")
    return (short[:-1] if short.endswith((".", ",")) else id).lstrip("+0")


def shared(people: Iterable["Person"]) -> dict[str, int]:
    """E-mail addresses of more than one person, with how many have each, the most first."""
    counts = Counter(person.email.lower() for person in people if person.email)
    return {email: count for email, count in counts.most_common() if count > 1}


def is_email(text: str) -> bool:
    """Whether it is written as an address is."""
    return _EMAIL.match(text) is not None


def unusable(others: str) -> str:
    """Why a list of other names cannot be taken; empty where it can."""
    if len(others) > MAX_OTHERS:
        return f"the other names are longer than {MAX_OTHERS} characters"
    return "a field has a control character in it" if _CONTROL.search(others) else _lost((others,))


def usable(id: str) -> str:
    """The id if somebody can have it, else nothing: then the row may be anybody's."""
    return "" if len(id) > MAX_ID or _CONTROL.search(id) else id


class Roll:
    """Takes the rows of a list of people one by one; ``done`` says what they amount to."""

    def __init__(self) -> None:
        self._people: list[Person] = []
        self._lines: dict[str, int] = {}  # of every id, bad rows included
        self._twice: dict[str, list[int]] = {}
        self._units: dict[str, tuple[str, int]] = {}  # parent, and the line that said so
        self._bad: list[Bad] = []
        self._texts: dict[str, str] = {}  # one string each of what stands in many rows
        self._bare: dict[str, str] | None = None  # every id by its bare form, once it is asked for

    def refuse(self, line: int, why: str) -> None:
        """Note a row that could not even be read."""
        self._bad.append(Bad(line, "", why))

    def add(self, line: int, cells: Cells) -> None:
        """A row: id, name, e-mail, unit, its parent, country, manager's id, maybe other names."""
        id, name, email, unit, parent, country, manager, *others = cells
        if (first := self._lines.setdefault(id, line)) != line and id:
            self._twice.setdefault(id, [first]).append(line)
        why = wrong(id, name, email, country.upper(), cells[:COLUMNS])
        why = why or self._misplaced(line, unit, parent) or (unusable(others[0]) if others else "")
        if why:
            self._bad.append(Bad(line, usable(id), why))
            return
        same = self._texts.setdefault
        unit, country = same(unit, unit), same(country.upper(), country.upper())
        person = Person(id, name, email, unit, country, same(manager, manager), line, *others)
        self._people.append(person)

    def _misplaced(self, line: int, unit: str, parent: str) -> str:
        if not unit:
            return f"it gives the parent {parent} of no unit" if parent else ""
        said, first = self._units.setdefault(unit, (parent, line))
        if said == parent:
            return ""
        here, there = (text or "the top" for text in (parent, said))
        return f"the unit {unit} stands under {here}, but in line {first} under {there}"

    def done(self, *, known: Mapping[str, str] | None = None) -> People:
        """Compare the rows with each other.

        ``known``: who stands in the directory already, with their manager's id, where good rows
        are wanted although others are bad. A row that is kept out leaves such a person as they
        are, so others may go on to name them; who names somebody that is nowhere is kept out too.
        Without it only those rows are bad that are so of themselves.
        """
        good = self._without_unit_circles(self._without_twice())
        while len(left := self._placed(good, known)) < len(good):
            good = left
        return People(good, self._parents(good), sorted(self._bad))

    def _without_twice(self) -> list[Person]:
        for id, lines in self._twice.items():
            text = ", ".join(map(str, lines[:SHOWN]))
            why = f"the id stands in lines {text}"
            self._bad += [Bad(line, usable(id), why) for line in lines]
        self._bad = list({bad.line: bad for bad in self._bad}.values())
        return [person for person in self._people if person.id not in self._twice]

    def _without_unit_circles(self, good: list[Person]) -> list[Person]:
        parents = {unit: parent for unit, (parent, _) in self._units.items()}
        turning = {unit: circle for circle in circles(parents) for unit in circle}
        for unit in turning:
            del self._units[unit]
        return self._sift(good, lambda each: _circle("units", turning.get(each.unit)))

    def _placed(self, good: list[Person], known: Mapping[str, str] | None) -> list[Person]:
        """Without those whose manager nobody knows or whose manager line turns back on itself."""
        here = {person.id: person.manager for person in good}
        line = here
        if known:
            kept = {bad.id: known[bad.id] for bad in self._bad if bad.id in known}
            line = {**kept, **here}
        turning = {id: circle for circle in circles(line) for id in circle}

        def why(person: Person) -> str:
            if person.manager and person.manager not in line:
                at = self._lines.get(person.manager)
                if at is None:
                    return f"the manager {person.manager} is not in the file{self._hint(person)}"
                if known is not None:
                    return f"the manager {person.manager} is kept out (line {at})"
            return _circle("managers", turning.get(person.id))

        return self._sift(good, why)

    def _hint(self, person: Person) -> str:
        """What may stand where the id of a manager belongs."""
        if is_email(person.manager):
            return ": that is an e-mail address, and manager_id is the employee_id of their line"
        if shortened(person.manager):
            return f": that is a number as a spreadsheet shortens it; {AS_TEXT}"
        if self._bare is None:
            self._bare = {bare(id): id for id in self._lines}
        if alike := self._bare.get(bare(person.manager)):
            return f", but {alike} is: has a spreadsheet taken zeros away?"
        if " " in person.manager:
            return ": manager_id is the employee_id of their line, not a name"
        return ""

    def _sift(self, good: list[Person], why: Why) -> list[Person]:
        kept = []
        for person in good:
            if reason := why(person):
                self._bad.append(Bad(person.line, person.id, reason))
            else:
                kept.append(person)
        return kept

    def _parents(self, good: list[Person]) -> dict[str, str]:
        named = {person.unit for person in good if person.unit}
        matches = {unit: self._units[unit][0] for unit in named}
        above = list(matches.values())
        while above:
            unit = above.pop()
            if unit and unit not in matches:
                matches[unit] = self._units.get(unit, ("", 0))[0]
                above.append(matches[unit])
        return matches


def _circle(what: str, circle: tuple[str, ...] | None) -> str:
    if circle is None:
        return ""
    shown = " → ".join([*circle[:SHOWN], circle[0] if len(circle) <= SHOWN else "…"])
    return f"its line of {what} goes in a circle: {shown}"


def circles(above: Mapping[str, str]) -> list[tuple[str, ...]]:
    """Every circle in a map from each to the one above; each circle once."""
    seen: dict[str, int] = {}
    matches = []
    for turn, start in enumerate(above):
        at = start
        while at in above and at not in seen:
            seen[at] = turn
            at = above[at]
        if at in above and seen[at] == turn:
            circle, each = [at], above[at]
            while each != at:
                circle.append(each)
                each = above[each]
            matches.append(tuple(circle))
    return matches


class Parties:
    """The same for third parties."""

    def __init__(self) -> None:
        self._good: dict[str, ThirdParty] = {}
        self._bad: list[Bad] = []
        self._twice: set[str] = set()

    def refuse(self, line: int, why: str) -> None:
        """Note a row that could not even be read."""
        self._bad.append(Bad(line, "", why))

    def add(self, line: int, cells: Cells) -> None:
        """A row: id, name, kind, country, contact's name, contact's e-mail."""
        id, name, kind, country, contact, email = cells
        why = wrong(id, name, email, country.upper(), cells)
        if not why and kind.lower() not in _KINDS:
            why = f"{kind or 'nothing'} is no kind: give {', '.join(_KINDS)}"
        if not why and not (contact and email):
            why = "a contact needs a name and an e-mail address"
        if not why and id in self._good:
            self._twice.add(id)
            why = f"the id stands in line {self._good[id].line} too"
        if why:
            self._bad.append(Bad(line, usable(id), why))
            return
        self._good[id] = ThirdParty(id, name, kind.lower(), country.upper(), contact, email, line)

    def done(self) -> ThirdParties:
        """Which of two rows with one id is right, nobody knows: both are kept out."""
        for id in self._twice:
            first = self._good.pop(id)
            self._bad.append(Bad(first.line, id, "the id stands in another line too"))
        return ThirdParties(list(self._good.values()), sorted(self._bad))


def leavers(text: str) -> float:
    """A share such as ``5%`` as a number from 0 to 1. Raises ValueError."""
    if not (told := re.fullmatch(r"(\d{1,3}(?:\.\d{1,4})?)\s*%", text)) or float(told[1]) > WHOLE:
        raise ValueError("give a share from 0% to 100%, such as 5%")
    return float(told[1]) / WHOLE


def too_many(left: int, before: int, most: float) -> bool:
    """Whether more people would leave than ``most`` of those who were here before."""
    return left > before * most

"""The retaliation gate: of whom an adverse action is talked about before it takes effect.

docs/spec/gate.md. Anyone may be protected, and who files an action must not learn who is. So it is
never a person that is held but a cell: five people or more of a unit, put together with a key that
the gate keeper alone has, for as long as they work there. A cell is held from the day on which
somebody of it asks for protection, to the end of the fourth half-year after. And in each half-year
one cell in sixteen begins to be held in the same way, from a day of its own, with nobody protected.

What that hides from somebody who may file anything against anybody, as often as they like:

- At any moment some quarter of all cells is held with nobody protected in them, so that an answer
  is at the most 4.4 times as likely where a person is protected as where they are not.
- All that is seen over the years is at the most seventeen times as likely, to somebody for whom
  protection may have begun on any day of the half-year: the same happens to a cell that was drawn
  (with one chance in sixteen; the seventeenth, since one that is protected may be drawn, too).
- Who knows the day still cannot tell a person from the four or more others of their cell.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo

from heard.rules.codes.gate import AdverseAction, Answer
from heard.rules.deadlines import Calendar

LEAST = 5  # people of a cell, and of a unit that has cells of its own
SHARE = 16  # one cell in so many is drawn in each half-year
LASTS = 4  # half-years behind the one in which a cell came to be held: 24 months at the least
DAYS = 3  # working days from filing to the answer
HOUR = time(9)
TOP = ""  # above all units
_JULY = 7
_HALF_YEAR = 181  # days of the shorter one

Drawing = Callable[["Cell", date], bytes]


# Somebody outside of the line looks at each of them; what the keeper says adds a question alone.
SEVERE = frozenset(AdverseAction) - {
    AdverseAction.LOWERED_APPRAISAL,
    AdverseAction.DISCIPLINARY_STEP,
}


@dataclass(frozen=True, slots=True)
class Cell:
    """People of one unit, or of units too small to stand alone, who are answered about alike.

    ``held``: the days on which protection of somebody in it began. Of whom, nobody keeps.
    """

    id: str
    unit: str
    people: tuple[str, ...]
    held: tuple[date, ...] = ()


def units_of(people: Mapping[str, str], parents: Mapping[str, str]) -> dict[str, list[str]]:
    """Who stands together: by unit, five people or more of it and of what is below it.

    ``people``: the unit of each, by id; ``parents``: the unit above each, or ``TOP``. Who belongs
    to a unit of fewer is counted in the next one up; those left at the top stand under ``TOP``,
    and may be fewer. Raises ValueError where units stand above each other in a circle.
    """
    below: dict[str, list[str]] = {unit: [] for unit in (*parents, TOP)}
    for person in sorted(people):
        below[people[person]].append(person)
    for unit in sorted(parents, key=lambda each: (-_depth(each, parents), each)):
        if len(below[unit]) < LEAST:
            below[parents[unit]] += below.pop(unit)
    return {unit: together for unit, together in below.items() if together}


def _depth(unit: str, parents: Mapping[str, str]) -> int:
    above = 0
    while (unit := parents[unit]) != TOP:
        above += 1
        if above > len(parents):
            raise ValueError("units stand above each other in a circle")
    return above


def admit(
    made: Sequence[Cell],
    people: Mapping[str, str],
    parents: Mapping[str, str],
    *,
    order: Callable[[str], bytes],
    new_id: Callable[[], str],
) -> list[Cell]:
    """The cells with everybody of ``people`` in one; those who were in one stay where they are.

    Five newcomers or more of a unit are cells of their own; fewer join the smallest of their unit,
    or of the next one up that has any, or of all. Who goes elsewhere or leaves stays: a cell that
    begins or stops to be held as somebody comes or goes would point at them. ``order``: keyed, so
    that nobody else can work out who stands together.
    """
    known = {person for cell in made for person in cell.people}
    newcomers = {person: unit for person, unit in people.items() if person not in known}
    cells, few = {cell.id: cell for cell in made}, dict[str, str]()
    for unit, together in sorted(units_of(newcomers, parents).items()):
        if len(together) < LEAST:
            few |= {person: newcomers[person] for person in together}
        else:
            cells |= {cell.id: cell for cell in _cut(unit, together, order, new_id)}
    _join(cells, few, parents, new_id)
    return list(cells.values())


def _cut(
    unit: str, people: Sequence[str], order: Callable[[str], bytes], new_id: Callable[[], str]
) -> list[Cell]:
    """As many cells as there can be: of five to nine."""
    ranked = sorted(people, key=lambda person: (order(person), person))
    count = len(ranked) // LEAST
    return [Cell(new_id(), unit, tuple(sorted(ranked[n::count]))) for n in range(count)]


def _join(
    cells: dict[str, Cell],
    few: Mapping[str, str],
    parents: Mapping[str, str],
    new_id: Callable[[], str],
) -> None:
    """Put each of ``few`` into a cell that there is; a first one where there is none."""
    of_unit: dict[str, list[str]] = {}
    for cell in cells.values():
        of_unit.setdefault(cell.unit, []).append(cell.id)
    for person, unit in sorted(few.items()):
        near = _near(unit, of_unit, parents) or list(cells)
        if near:
            smallest = min((cells[id] for id in near), key=lambda each: (len(each.people), each.id))
            joined = replace(smallest, people=tuple(sorted((*smallest.people, person))))
        else:
            joined = Cell(new_id(), unit, (person,))
            of_unit[unit] = [joined.id]
        cells[joined.id] = joined


def _near(
    unit: str, of_unit: Mapping[str, Sequence[str]], parents: Mapping[str, str]
) -> Sequence[str]:
    """The cells of the unit, or of the next one up that has any."""
    while unit not in of_unit and unit != TOP:
        unit = parents.get(unit, TOP)
    return of_unit.get(unit, ())


def half_year(day: date) -> date:
    """The first day of the half-year that ``day`` is in."""
    return date(day.year, _JULY if day.month >= _JULY else 1, 1)


def half_years_on(begins: date, count: int) -> date:
    """The first day of the half-year that is ``count`` later, or earlier where it is negative."""
    halves = begins.year * 2 + (begins.month >= _JULY) + count
    return date(halves // 2, _JULY if halves % 2 else 1, 1)


def ends(held: date) -> date:
    """The first day on which a cell is held no more that came to be held on ``held``."""
    return half_years_on(half_year(held), LASTS + 1)


def drawn(cell: Cell, begins: date, drawing: Drawing) -> date | None:
    """The day on which a cell begins to be held by chance in the half-year from ``begins``.

    ``drawing``: 4 bytes of a keyed hash of cell and half-year.
    """
    chosen = drawing(cell, begins)
    if chosen[0] % SHARE:
        return None
    return begins + timedelta(days=int.from_bytes(chosen[1:4], "big") % _HALF_YEAR)


def answer(cell: Cell, *, day: date, drawing: Drawing) -> Answer:
    """What is said on ``day`` of an action against any of its people."""
    halves = [half_years_on(half_year(day), -back) for back in range(LASTS + 1)]
    chance = [found for begins in halves if (found := drawn(cell, begins, drawing))]
    held = any(begins <= day < ends(begins) for begins in (*cell.held, *chance))
    return Answer.TALK if held else Answer.GO


def answered_at(filed: datetime, *, calendar: Calendar, zone: tzinfo) -> datetime:
    """Nine o'clock of the third working day after it was filed, in ``zone``: for all alike."""
    day, left = filed.astimezone(zone).date(), DAYS
    while left:
        day += timedelta(days=1)
        left -= calendar.is_worked(day)
    return datetime.combine(day, HOUR, zone)


def next_answers(now: datetime, *, calendar: Calendar, zone: tzinfo) -> datetime:
    """The next nine o'clock of a working day, for what a keeper answered late."""
    day = now.astimezone(zone).date()
    while (at := datetime.combine(day, HOUR, zone)) < now or not calendar.is_worked(day):
        day += timedelta(days=1)
    return at

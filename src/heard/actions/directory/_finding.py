"""Looking somebody up, with everyone above them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from heard.actions.directory._staging import ask
from heard.records.models import Person

DEEP = 100  # steps up: a stored line has no circle, and this is the second lock on that door
_LINE = """
WITH RECURSIVE line (depth, id) AS (
    SELECT 1, manager_id FROM heard_person WHERE id = %s AND manager_id IS NOT NULL
    UNION ALL
    SELECT depth + 1, p.manager_id FROM line JOIN heard_person p ON p.id = line.id
    WHERE p.manager_id IS NOT NULL AND depth < %s
)
SELECT p.id, p.name, p.email, p.unit_id, p.country, p.active
FROM line JOIN heard_person p ON p.id = line.id ORDER BY depth
"""
_UNITS = """
WITH RECURSIVE line (depth, name) AS (
    SELECT 1, CAST(%s AS varchar(200))
    UNION ALL
    SELECT depth + 1, u.parent_id FROM line JOIN heard_unit u ON u.name = line.name
    WHERE u.parent_id IS NOT NULL AND depth < %s
)
SELECT name FROM line ORDER BY depth
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A person; ``units`` from the smallest up, ``line`` from their manager up."""

    id: str
    name: str
    email: str
    units: list[str]
    country: str
    active: bool
    line: "list[Found]"


def find(*, text: str, most: int) -> list[Found]:
    """People by employee id or work e-mail (whole) or name (any part), at most ``most``."""
    match = Q(id=text) | Q(email__iexact=text) | Q(name__icontains=text)
    people = Person.objects.filter(match).order_by("-active", "name", "id")
    rows = people.values_list("id", "name", "email", "unit_id", "country", "active")[:most]
    return [_found(row, [_found(above, []) for above in manager_line(row[0])]) for row in rows]


def manager_line(id: str) -> list[tuple[Any, ...]]:
    """Everyone above a person, the nearest first, those who left included."""
    return ask(_LINE, id, DEEP)


def _found(row: tuple[Any, ...], line: list[Found]) -> Found:
    id, name, email, unit, country, active = row
    units = [each for (each,) in ask(_UNITS, unit, DEEP)] if unit else []
    return Found(
        id=id,
        name=name,
        email=email,
        units=units,
        country=country,
        active=bool(active),
        line=line,
    )

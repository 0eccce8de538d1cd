"""Rows of many deeds into a table at once, without the price of one ORM statement a row."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from operator import attrgetter
from typing import Any

from django.db import connection, models

Adapt = Callable[[Any], Any]


@cache
def _plan(
    model: type[models.Model], vendor: str
) -> tuple[str, str, Callable[[models.Model], tuple[Any, ...]]]:
    """The statement's beginning, one row's placeholders, and what makes a row of an instance."""
    fields = [f for f in model._meta.local_concrete_fields if not isinstance(f, models.AutoField)]  # noqa: SLF001 -- Django's documented Model._meta
    names = ", ".join(f'"{field.column}"' for field in fields)
    start = f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES '  # noqa: SLF001, S608 -- names of our own
    return start, f"({', '.join(['%s'] * len(fields))})", _reader(fields, vendor)


def _reader(
    fields: "Sequence[models.Field[Any, Any]]", vendor: str
) -> Callable[[models.Model], tuple[Any, ...]]:
    read = attrgetter(*(field.attname for field in fields))
    if vendor == "postgresql":  # psycopg takes datetimes and bytes as they are
        return lambda instance: tuple(read(instance))
    adapt = _adapters(fields)

    def row(instance: models.Model) -> tuple[Any, ...]:
        values = list(read(instance))
        for place, change in adapt:
            values[place] = change(values[place])
        return tuple(values)

    return row


def _adapters(fields: "Sequence[models.Field[Any, Any]]") -> list[tuple[int, Adapt]]:
    """SQLite has no times: Django's own text forms, so that the ORM reads them back."""
    found: list[tuple[int, Adapt]] = []
    for place, field in enumerate(fields):
        if isinstance(field, models.DateTimeField):
            found.append((place, connection.ops.adapt_datetimefield_value))
        elif isinstance(field, models.DateField):
            found.append((place, connection.ops.adapt_datefield_value))
    return found


def insert(instances: Iterable[models.Model]) -> None:
    """Insert instances of any tables, all of one table together. Raises django.db.Error."""
    tables: defaultdict[type[models.Model], list[models.Model]] = defaultdict(list)
    for instance in instances:
        tables[type(instance)].append(instance)
    with connection.cursor() as cursor:
        for model, found in tables.items():
            start, places, row = _plan(model, connection.vendor)
            cursor.executemany(start + places, [row(instance) for instance in found])

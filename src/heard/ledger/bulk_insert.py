"""Rows of many actions into a table at once.

Two prices of the ORM are not paid here, because every report would pay them twenty times: a model
instance a row (``Row`` stands for it) and a statement a row. A statement of many rows also keeps
the interpreter's lock longer at a time, for which all request threads compete.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from operator import itemgetter
from typing import Any

from django.db import connection, connections, models

from heard.records.fields import NumberField

Values = tuple[Any, ...]
MOST = 128  # rows in a statement; always a power of two, so that few statements are prepared


class Row:
    """A row that is not read back: ``values`` by attribute name, defaults filled in."""

    __slots__ = ("model", "values")

    def __init__(self, model: type[models.Model], **values: Any) -> None:  # noqa: ANN401 columns are of any type
        self.model = model
        self.values = {**_plan(model).defaults, **values}


def tell(instance: models.Model | Row, **values: Any) -> None:  # noqa: ANN401 as above
    """Set those of the values that the row has a column for."""
    known = instance.values if isinstance(instance, Row) else instance.__dict__
    known |= {name: value for name, value in values.items() if name in known}


@dataclass(frozen=True, slots=True)
class Plan:
    """How a table is written."""

    start: str
    copy: str
    names: tuple[str, ...]
    defaults: dict[str, Any]
    read: Callable[[dict[str, Any]], Values]
    times: tuple[tuple[int, Callable[[Any], Any]], ...]  # columns SQLite has no type for


@cache
def _plan(model: type[models.Model]) -> Plan:
    meta = model._meta
    fields = [each for each in meta.local_concrete_fields if not _by_itself(each)]
    columns = ", ".join(f'"{each.column}"' for each in fields)
    names = tuple(each.attname for each in fields)
    return Plan(
        f'INSERT INTO "{meta.db_table}" ({columns}) VALUES ',  # noqa: S608 names of our own tables
        f'COPY "{meta.db_table}" ({columns}) FROM STDIN',
        names,
        {each.attname: each.get_default() for each in fields if each.has_default() or each.null},
        itemgetter(*names),
        _times(fields) if connection.vendor == "sqlite" else (),
    )


def _by_itself(field: "models.Field[Any, Any]") -> bool:
    """Whether the database numbers the row."""
    return isinstance(field, models.AutoField) and not isinstance(field, NumberField)


def _times(
    fields: "Sequence[models.Field[Any, Any]]",
) -> tuple[tuple[int, Callable[[Any], Any]], ...]:
    """Django's own text forms, so that the ORM reads them back. A batch repeats few times."""
    forms: list[tuple[type[models.Field[Any, Any]], Callable[[Any], Any]]] = [
        (models.DateTimeField, lru_cache(256)(connection.ops.adapt_datetimefield_value)),
        (models.DateField, lru_cache(256)(connection.ops.adapt_datefield_value)),
    ]
    matches = []
    for place, each in enumerate(fields):
        form = next((form for kind, form in forms if isinstance(each, kind)), None)
        if form:
            matches.append((place, form))
    return tuple(matches)


Tables = list[tuple[Plan, list[Values]]]


def insert(rows: Iterable[models.Model | Row]) -> None:
    """Insert rows of any tables, all of one table together. Raises django.db.Error."""
    tables: defaultdict[type[models.Model], list[Values]] = defaultdict(list)
    for each in rows:
        model = each.model if isinstance(each, Row) else type(each)
        tables[model].append(_values(_plan(model), each))
    here = connections[connection.alias]  # not through the proxy, which looks for it each time
    write = _insert if here.vendor == "sqlite" else _insert_at_once
    with here.wrap_database_errors:
        here.ensure_connection()
        write(here.connection, [(_plan(model), found) for model, found in tables.items()])


def _values(plan: Plan, each: models.Model | Row) -> Values:
    values = plan.read(each.values if isinstance(each, Row) else each.__dict__)
    if not plan.times:
        return values
    changed = list(values)
    for place, form in plan.times:
        changed[place] = form(changed[place])
    return tuple(changed)


def _insert(driver: Any, tables: Tables) -> None:  # noqa: ANN401 the driver's own
    # The driver itself: Django would rewrite each statement's placeholders.
    for plan, rows in tables:
        for statement, flat in _statements(plan, rows):
            driver.execute(statement, flat)


def _insert_at_once(driver: Any, tables: Tables) -> None:  # noqa: ANN401 the driver's own
    """PostgreSQL's pipeline: what waits for the server waits once, not for each table.

    Where there are many rows COPY is faster, of which nothing is parsed, planned or bound. It
    cannot stand in a pipeline.
    """
    from psycopg import RawCursor  # noqa: PLC0415 only where PostgreSQL is in use

    with driver.pipeline(), RawCursor(driver) as cursor:
        for plan, rows in tables:
            for statement, flat in _statements(plan, rows) if len(rows) <= MOST else ():
                cursor.execute(statement, flat)
    for plan, rows in tables:
        if len(rows) > MOST:
            _copy(driver, plan, rows)


def _copy(driver: Any, plan: Plan, rows: list[Values]) -> None:  # noqa: ANN401 the driver's own
    from psycopg import Cursor  # noqa: PLC0415 only where PostgreSQL is in use

    with Cursor(driver).copy(plan.copy) as copy:
        for row in rows:
            copy.write_row(row)


def _statements(plan: Plan, rows: list[Values]) -> Iterator[tuple[str, list[Any]]]:
    at = 0
    while at < len(rows):
        count = min(MOST, 1 << (len(rows) - at).bit_length() - 1)
        yield (
            _statement(connection.vendor, plan.start, len(plan.names), count),
            [value for row in rows[at : at + count] for value in row],
        )
        at += count


@cache
def _statement(vendor: str, start: str, width: int, count: int) -> str:
    # Placeholders as the database numbers them: to rewrite a library's takes longer than the rows.
    mark = "$" if vendor == "postgresql" else "?"
    marks = [f"{mark}{number}" for number in range(1, width * count + 1)]
    rows = (", ".join(marks[at : at + width]) for at in range(0, len(marks), width))
    return start + ", ".join(f"({row})" for row in rows)

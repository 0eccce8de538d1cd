"""Temporary tables beside the real ones, filled as fast as each engine can.

Names of tables and columns are written into the statements; values never are.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from heard.actions.directory._reading import Progress, Read
from heard.rules.directory import Person, ThirdParty

TABLES = (
    *("heard_incoming", "heard_unit_incoming", "heard_kept", "heard_leaver", "heard_change"),
    "heard_gone",
)
STEP = 20_000  # rows between two words of progress
Values = tuple[str | None, ...]


def run(statement: str, *values: str | int) -> None:
    """Do one statement."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)


def ask(statement: str, *values: str | int) -> list[tuple[Any, ...]]:
    """Every row of an answer."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return list(cursor.fetchall())


def fill(read: Read, progress: Progress) -> None:
    """Stage a list: its good rows, its units, and the ids of those it leaves as they are."""
    clear()
    columns = ("id", *read.shape.columns)
    typed = ", ".join(f"{name} varchar(400)" for name in columns[1:])
    run(f"CREATE TEMPORARY TABLE heard_incoming (id varchar(64) PRIMARY KEY, {typed})")
    run("CREATE TEMPORARY TABLE heard_unit_incoming (name varchar(200), parent varchar(200))")
    run("CREATE TEMPORARY TABLE heard_kept (id varchar(200))")
    good = read.people.good
    width = len(columns)
    values = (_values(each)[:width] for each in good)
    told = _telling(values, len(good), progress)
    _copy("heard_incoming", columns, told)
    units = ((name, parent or None) for name, parent in read.units.items())
    _copy("heard_unit_incoming", ("name", "parent"), units)
    _copy("heard_kept", ("id",), ((bad.id,) for bad in read.people.bad if bad.id))
    run("ANALYZE heard_incoming")


def _values(each: Person | ThirdParty) -> Values:
    if isinstance(each, ThirdParty):
        return tuple(each[:-1])
    placed = (each.unit or None, each.country, each.manager or None)
    return (each.id, each.name, each.email, *placed, each.other_names)


def _telling(values: Iterable[Values], total: int, progress: Progress) -> Iterator[Values]:
    for done, row in enumerate(values, 1):
        if done % STEP == 0 or done == total:
            progress("comparing", done, total)
        yield row


def _copy(table: str, columns: tuple[str, ...], values: Iterable[Values]) -> None:
    named = f"{table} ({', '.join(columns)})"
    with connection.wrap_database_errors, connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {named} FROM STDIN") as copy:
                for row in values:
                    copy.write_row(row)
            return
        marks = ", ".join("?" * len(columns))
        # The driver itself: Django would take the generator apart into a list.
        connection.connection.executemany(f"INSERT INTO {named} VALUES ({marks})", values)  # noqa: S608 our own names


def clear() -> None:
    """Drop what is staged; what an action that failed had staged went with its transaction."""
    for table in TABLES:
        run(f"DROP TABLE IF EXISTS {table}")


@contextmanager
def looking() -> Iterator[None]:
    """One moment of the directory, without the lock that reports are written under.

    On SQLite Django would begin a transaction that nobody can write beside.
    """
    if connection.vendor == "postgresql":
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
        return
    run("BEGIN")
    try:
        yield
    finally:
        run("ROLLBACK")

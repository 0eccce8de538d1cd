"""A PostgreSQL database that one test after the other has to itself, emptied between them.

What a test finds is what it would find in a copy of the template: the same rows, sequences at
their beginning, nobody else connected. Whether tables, triggers or constraints are still those of
the template is asked each time; where they are not, the database is not used again.
"""

from __future__ import annotations

import dataclasses
from typing import Any

import psycopg
from connecting import waiting
from psycopg import sql

TABLES = """
SELECT relname FROM pg_class
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY oid
"""
SEQUENCES = """
SELECT relname FROM pg_class
WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace ORDER BY oid
"""
# Whatever changes a table, a trigger or a constraint writes a new row in one of these catalogues.
_CATALOGUES = (
    "pg_class WHERE relkind IN ('r', 'S', 'v')", "pg_attribute WHERE attrelid >= 16384",
    "pg_trigger", "pg_constraint", "pg_index", "pg_proc WHERE oid >= 16384",
)  # fmt: skip
SHAPE = "SELECT " + ", ".join(
    f"(SELECT sum(hashtext(ctid::text || xmin::text)) FROM {each})" for each in _CATALOGUES
)
OTHERS = """
SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND pid <> ALL(%s)
"""

Connection = psycopg.Connection[Any]


@dataclasses.dataclass(frozen=True)
class Rows:
    """What stands in a database: each table's rows as COPY writes them, each sequence's place."""

    tables: dict[str, bytes]
    sequences: dict[str, tuple[int, bool]]


def rows_of(there: Connection) -> Rows:
    """All of it. Nobody may write meanwhile."""
    tables = {name: _copied(there, name) for name in _names(there, TABLES)}
    sequences = {name: _place(there, name) for name in _names(there, SEQUENCES)}
    return Rows({name: rows for name, rows in tables.items() if rows}, sequences)


def _names(there: Connection, query: str) -> list[str]:
    return [name for (name,) in there.execute(query.encode())]


def _copied(there: Connection, table: str) -> bytes:
    with there.cursor().copy(
        sql.SQL("COPY {} TO STDOUT (FORMAT binary)").format(_of(table))
    ) as out:
        rows = b"".join(bytes(part) for part in out)
    return rows if len(rows) > EMPTY else b""


EMPTY = 21  # bytes that a binary COPY of no rows has


def _place(there: Connection, sequence: str) -> tuple[int, bool]:
    found = there.execute(sql.SQL("SELECT last_value, is_called FROM {}").format(_of(sequence)))
    last, called = found.fetchone() or (1, False)
    return last, called


def _of(name: str) -> sql.Identifier:
    return sql.Identifier(name)


class Recycled:
    """One database, and a connection to it that only this has. ``is_taken``: a test has it."""

    def __init__(self, name: str, there: Connection) -> None:
        self.name = name
        self.is_taken = False
        self._there = there
        # No trigger keeps a row, and no key asks for another, in what this connection does.
        there.execute("SET session_replication_role = replica")
        self._first = rows_of(there)
        self._shape = self._asked()
        self._emptying = "; ".join(
            sql.SQL("DELETE FROM {}").format(_of(name)).as_string(there)
            for name in _names(there, TABLES)
        )

    def _asked(self) -> Any:
        return self._there.execute(SHAPE).fetchone()

    def fill(self, rows: Rows | None) -> None:
        """As it was first, or with these rows."""
        self.is_taken = True
        self._put(rows or self._first)

    def give_back(self) -> bool:
        """For the next test; False where it is not to be used again."""
        self._there.execute(OTHERS, [waiting(self.name)])
        self.is_taken = False
        return self._asked() == self._shape

    def _put(self, rows: Rows) -> None:
        with self._there.transaction():
            self._there.execute(self._emptying.encode())
            for name, there in rows.tables.items():
                into = sql.SQL("COPY {} FROM STDIN (FORMAT binary)").format(_of(name))
                with self._there.cursor().copy(into) as given:
                    given.write(there)
            places = [[name, *place] for name, place in rows.sequences.items()]
            self._there.cursor().executemany("SELECT setval(quote_ident(%s), %s, %s)", places)

    def close(self) -> None:
        """Let go of it."""
        self._there.close()

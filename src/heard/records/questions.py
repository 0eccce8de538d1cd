"""Questions of the database that are put into words once (ADR 0070).

To build a query and its text takes Django some ten times what a database of ours takes to answer
it. What each request asks is therefore built once for each kind of database, and then asked again
with other values. Django asks it and reads the answer itself, so whatever watches sees it.
"""

from collections.abc import Callable
from copy import copy
from typing import Any, Generic, NamedTuple, TypeVar, TypeVarTuple

from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Expression, QuerySet
from django.db.models.sql.compiler import SQLCompiler
from django.db.transaction import TransactionManagementError

Values = TypeVarTuple("Values")
Row = TypeVar("Row")


class _Place(Expression):
    """Where in the text a value will stand."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Any:  # noqa: ANN401 Django's own
        """A mark, and itself in place of the value."""
        del compiler, connection
        return "%s", [self]


class _Made(NamedTuple):
    """A question in words. ``converted``: the columns that the driver does not give as they are."""

    sql: str
    params: tuple[Any, ...]
    queryset: Any
    compiler: Any
    converted: list[tuple[int, Any]]
    locks: bool


class Question(Generic[*Values, Row]):
    """``@Question`` over a function from values to a queryset: its rows, by the same values.

    Of the values only texts and numbers: all else each database has in a form of its own. What the
    function itself decides by them it decides once, and so it must not.
    """

    def __init__(self, build: Callable[[*Values], QuerySet[Any, Row]]) -> None:
        self.build = build
        self._made: dict[str, _Made] = {}  # by the kind of database
        ALL.append(self)

    def __call__(self, *values: *Values) -> list[Row]:
        """Ask. Raises ``TypeError`` for other values, and what the database raises."""
        if not all(type(each) in {str, int} for each in values):
            raise TypeError("Only texts and numbers are asked for by a question that is kept.")
        here = connections[connection.alias]
        made = self._made.get(here.vendor)
        if made is None:
            made = self._made[here.vendor] = self._make(here)
        if made.locks and here.get_autocommit():
            raise TransactionManagementError("Nothing is locked outside of a transaction.")
        return _rows(made, values, here)

    def _make(self, here: BaseDatabaseWrapper) -> _Made:
        places: Any = map(_Place, range(self.build.__code__.co_argcount))
        queryset = self.build(*places)
        compiler = queryset.query.get_compiler(using=here.alias)
        sql, params = compiler.as_sql()
        columns = [each[0] for each in compiler.select]
        converted = [(at, columns[at]) for at in compiler.get_converters(columns)]
        locks = queryset.query.select_for_update and here.features.has_select_for_update
        # What is kept holds no connection: each thread has its own.
        compiler.connection = None
        return _Made(sql, tuple(params), queryset, compiler, converted, locks)


ALL: list[Question[*tuple[Any, ...], Any]] = []


def _rows(made: _Made, values: tuple[Any, ...], here: BaseDatabaseWrapper) -> list[Any]:
    """What Django's own reading makes of the answer to this text."""
    params = [values[each.number] if isinstance(each, _Place) else each for each in made.params]
    compiler = copy(made.compiler)
    compiler.connection = here
    compiler.as_sql = lambda *_, **__: (made.sql, params)
    ways = {at: (_ways(column, here), column) for at, column in made.converted}
    compiler.get_converters = lambda _: ways
    asked = made.queryset.all()
    asked.query.get_compiler = lambda *_, **__: compiler
    return list(asked)


def _ways(column: Any, here: BaseDatabaseWrapper) -> list[Any]:  # noqa: ANN401 Django's own
    return [*here.ops.get_db_converters(column), *column.get_db_converters(here)]

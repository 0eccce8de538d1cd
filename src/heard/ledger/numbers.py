"""The numbers by which cases and letters are kept, drawn before their rows are inserted (ADR 0049).

What belongs to a case needs its number, and goes in with it. A number is never given twice, not
even where its commit fell through or its row is gone. Only the writer's thread asks here.
"""

from collections.abc import Mapping

from django.db import connection, models
from django.db.models import QuerySet

from heard.ledger.bulk_insert import Row
from heard.records.fields import NumberField
from heard.records.models import Case
from heard.records.questions import Question

AT_ONCE = 32  # on PostgreSQL, where each question is waited for; what is left over is skipped
_drawn: dict[str, list[int]] = {}  # by table, those that are left; the next one last
_last: dict[str, int] = {}  # by table, on SQLite


def draw(model: type[models.Model]) -> int:
    """The number of a new row of this table, in the transaction that inserts it."""
    table = model._meta.db_table
    if connection.vendor != "postgresql":
        return _following(table)
    if not _drawn.get(table):
        _drawn[table] = _more(table)
    return _drawn[table].pop()


def _following(table: str) -> int:
    """The next number on SQLite, where nobody else draws before this commit ends.

    Those of all tables are asked for together: a move may have letters in two of them.
    """
    if not _last:
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, seq FROM sqlite_sequence")
            _last.update(cursor.fetchall())
    _last[table] = _last.get(table, 0) + 1
    return _last[table]


def _more(table: str) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'number')) FROM generate_series(1, %s)",
            [table, AT_ONCE],
        )
        return [row[0] for row in cursor.fetchall()][::-1]


def forget(*, commit: bool = False) -> None:
    """Draw anew; after a ``commit`` only where another process may have drawn meanwhile."""
    if not commit or connection.vendor != "postgresql":
        _drawn.clear()
        _last.clear()


def give(row: models.Model | Row) -> models.Model | Row:
    """The row; one of a table that is kept by a number has one now."""
    model = row.model if isinstance(row, Row) else type(row)
    if isinstance(model._meta.pk, NumberField):
        if not isinstance(row, Row):
            # Anew where the action runs again: somebody may have had its number meanwhile.
            row.pk = draw(model)
        elif "number" not in row.values:
            row.values["number"] = draw(model)
    return row


def found(*cases: str) -> dict[str, int]:
    """The numbers of those of these cases that there are."""
    return dict(Case.objects.filter(id__in=cases).values_list("id", "number"))


@Question
def _number(case: str) -> QuerySet[Case, int]:
    return Case.objects.filter(id=case).values_list("number", flat=True)


class Numbers:
    """Those of the cases that one entry is about, each asked for once."""

    def __init__(self) -> None:
        self._known: dict[str, int] = {}

    def new_case(self, case: str) -> int:
        """Draw that of a case that comes into being with this entry."""
        self._known[case] = draw(Case)
        return self._known[case]

    def know(self, cases: Mapping[str, int]) -> None:
        """Take them from who has read them already."""
        self._known.update(cases)

    def of(self, case: str) -> int | None:
        """That of a case; None of none, and of one that is gone, which its events outlive."""
        if case and case not in self._known:
            self._known.update(zip([case], _number(case), strict=False))
        return self._known.get(case)

"""The database itself refuses a code that the rules do not have, in each column of codes."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from operated import run_sql

from heard.actions.operations import updates
from heard.doors.operator import cli
from heard.records import closed_sets
from heard.records.models import Case, Duty, Event, Holder

# In a trigger or a check: what stands in quotes, or a number after a bracket or comma.
LITERAL = re.compile(r"(?:(?<=')[a-z0-9_-]*(?=')|(?<=[ (\[])[0-9]+(?=[,\])]))")
# Columns named so hold a code, and whatever has choices.
VOCABULARY = re.compile(r"(?:.*_)?(?:kind|state|tier|reason|change|asks|duty)\Z")
TABLES = list(apps.get_app_config("heard").get_models())
COLUMNS = [
    (table, field.name)
    for table in TABLES
    for field in table._meta.fields
    if VOCABULARY.match(field.name) or getattr(field, "choices", None)
]
WANTED = (
    "Its migration has no AlterCodes (heard/records/closed_sets.py) for this column after the step"
    " that makes or changes it. A table that is new needs one as well."
)


@pytest.mark.parametrize(
    ("table", "name"), COLUMNS, ids=[f"{table.__name__}.{name}" for table, name in COLUMNS]
)
def test_the_database_refuses_what_is_no_code_of_a_column(
    database: Path, table: Any, name: str
) -> None:
    """By what the migrations told it, not by what a model says."""
    allowed = closed_sets.codes(table._meta.get_field(name))
    assert allowed, f"{table.__name__}.{name} has no choices: say code_field of it (records/fields)"
    refused = refusals(table._meta.db_table, name)
    assert len(refused) == {"sqlite": 2, "postgresql": 1}[connection.vendor], WANTED
    for text in refused:
        assert LITERAL.findall(text.partition("BEGIN")[0]) == [str(code) for code in allowed], (
            WANTED
        )


def refusals(table: str, column: str) -> list[str]:
    """The triggers, or the check, that hold a column to its codes."""
    name = f"{table}_{column}_known"
    asked = {
        "sqlite": "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"
        " AND name LIKE %s",
        "postgresql": "SELECT pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE conrelid = %s::regclass AND conname LIKE %s",
    }
    with connection.cursor() as cursor:
        cursor.execute(asked[connection.vendor], [table, f"{name}%"])
        return [text for (text,) in cursor.fetchall()]


def test_there_are_columns_of_codes() -> None:
    assert len(COLUMNS) >= 19


@pytest.mark.parametrize("change", [{"state": "lost"}, {"kind": "feedback"}, {"tier": 4}])
def test_a_foreign_code_is_refused(meridian: Any, now: dt.datetime, change: dict[str, Any]) -> None:
    case = Case.objects.create(**case_row(now))
    good = {"id": "d" * 32, "case": case, "kind": "update", "due": now, "source": ""}
    with pytest.raises(IntegrityError), transaction.atomic():
        Duty.objects.create(**{**good, **change})
    Duty.objects.create(**good)
    with pytest.raises(IntegrityError), transaction.atomic():
        Duty.objects.update(**change)


def case_row(now: dt.datetime) -> dict[str, Any]:
    return {
        "id": "c" * 32, "received": now, "roster": "0" * 64, "code": "1" * 64,
        "reporter_recipient": "x", "reporter_signing": "x", "urgent": False,
    }  # fmt: skip


def rows() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, as the database has it."""
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names()):
            if table.startswith("heard_"):
                cursor.execute(f'SELECT * FROM "{table}"')
                found[table] = sorted(map(repr, cursor.fetchall()))
    return found


def test_what_the_code_before_wrote_is_taken_whole(
    meridian: Any, database: Path, now: dt.datetime
) -> None:
    """0019 on data: rows, indexes and triggers are what they were; the log stays append-only."""
    Duty.objects.create(
        id="d" * 32, case=Case.objects.create(**case_row(now)), kind="update", due=now, source=""
    )
    before, indexes = rows(), indexed()
    assert before["heard_event"]
    assert before["heard_holder"]
    call_command("migrate", "heard", "0018", verbosity=0)
    Duty.objects.update(kind="finding")  # nothing stood against it
    Duty.objects.update(kind="update")
    untouched()
    updates.bring(progress=lambda *_: None)
    assert (rows(), indexed()) == (before, indexes)
    untouched()


def indexed() -> set[str]:
    """Names of indexes, primary and foreign keys; of SQLite's own the columns."""
    found = set()
    with connection.cursor() as cursor:
        for table in TABLES:
            name = table._meta.db_table
            for key, each in connection.introspection.get_constraints(cursor, name).items():
                columns = key if "known" in key else tuple(each["columns"] or ())
                found.add(
                    f"{name} {columns} {each['unique']} {each['index']} {each['foreign_key']}"
                )
    return found


def untouched() -> None:
    for statement in ("UPDATE heard_event SET actor = 'x'", "DELETE FROM heard_event"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            run_sql(statement)


@pytest.mark.parametrize("table", ["duty", "holder"])
def test_a_row_with_a_foreign_code_stops_it_and_is_named(
    meridian: Any, now: dt.datetime, capsys: pytest.CaptureFixture[str], table: str
) -> None:
    """And nothing is lost: the step is whole or not at all."""
    call_command("migrate", "heard", "0018", verbosity=0)
    state = MigrationExecutor(connection).loader.project_state(("heard", "0018_idempotency_keys"))
    case = state.apps.get_model("heard", "Case").objects.create(**case_row(now))
    if table == "duty":
        for id in ("d" * 32, "e" * 32):
            state.apps.get_model("heard", "Duty").objects.create(
                id=id, case=case, kind="finding", due=now, source=""
            )
        said = "2 rows of heard_duty have a code that Heard does not know in kind;"
        said += f" the first is {'d' * 32}: 'finding'. Nothing was changed."
    else:
        Holder.objects.order_by("id")[:1].get()
        who = Holder.objects.order_by("id").values_list("id", flat=True)[0]
        Holder.objects.filter(id=who).update(tier=9)
        said = "1 rows of heard_holder have a code that Heard does not know in tier;"
        said += f" the first is {who}: 9. Nothing was changed."
    before = rows()
    assert cli.run(["migrate"]) == 1
    assert said in capsys.readouterr().err
    assert rows() == before
    done = MigrationExecutor(connection).loader.applied_migrations
    assert ("heard", "0018_idempotency_keys") in done
    assert ("heard", "0019_codes") not in done
    assert Event.objects.exists()

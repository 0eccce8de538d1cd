"""Columns of codes, held to their codes by the database itself.

Not by a check of Django's: for each new code SQLite would copy the table whole, and drop the
triggers that keep the log append-only. SQLite has a trigger in its place; PostgreSQL has a check.
What is stored is looked at where a code was taken away, or where there was no check.
"""

import re
from typing import Any

from django.core.management.base import CommandError
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import ProjectState

# No code needs quoting, so none can end the text that it is written into.
CODE = re.compile(r"[a-z0-9_-]*\Z")
_TRIGGER = """
CREATE TRIGGER {name}_{when} BEFORE {event} ON {table} WHEN NEW.{column} NOT IN ({codes})
BEGIN SELECT RAISE(ABORT, '{table}.{column} has a code that Heard does not know'); END
"""
_CHECK = "ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({column} IN ({codes})) NOT VALID"


class AlterCodes(migrations.AlterField):
    """Change the choices of a column of codes, and what the database holds it to.

    Touches no row. Raises CommandError, a sentence for the operator, where a row has none of the
    new codes; then the step did nothing.
    """

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Hold the column to the codes of the state after this step."""
        model = from_state.apps.get_model(app_label, self.model_name)
        had, allowed = (
            codes(each.models[app_label, self.model_name_lower].get_field(self.name))
            for each in (from_state, to_state)
        )
        if allowed and (not had or set(had) - set(allowed)):
            _refuse_foreign(model, self.name, allowed)
        hold(schema_editor, model, self.name, allowed)

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Tell the state the new choices, and leave the classes that were made of it as they are.

        Choices change no relation and no column. Django would make all classes around the table
        anew for each of its columns, which was a third of what an update computes.
        """
        state.models[app_label, self.model_name_lower].fields[self.name] = self.field

    def describe(self) -> str:
        """Say what it does, as Django asks of an operation."""
        return f"Hold {self.name} of {self.model_name} to its codes"


def codes(column: "models.Field[Any, Any]") -> list[str | int]:
    """What a column may have, as its field says; nothing where it may have anything."""
    allowed: list[str | int] = [code for code, _ in column.choices or ()]
    return ["", *allowed] if allowed and column.default == "" else allowed


def hold(
    editor: BaseDatabaseSchemaEditor,
    model: type[models.Model],
    field: str,
    codes: list[str | int],
) -> None:
    """Make the database refuse all but these codes in a column; where there are none, nothing.

    A step that has SQLite copy a table calls this for each of its columns of codes: the copy comes
    without triggers.
    """
    allowed = [_literal(code) for code in codes]
    held: Any = model._meta.get_field(field)
    table, column = model._meta.db_table, held.column
    names = {"table": table, "column": column, "name": f"{table}_{column}_known"}
    if editor.connection.vendor == "postgresql":
        editor.execute("ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {name}".format(**names))
        statements = [_CHECK]
    else:
        for when in ("insert", "update"):
            editor.execute(f"DROP TRIGGER IF EXISTS {names['name']}_{when}")
        events = {"insert": "INSERT", "update": f"UPDATE OF {column}"}
        statements = [
            _TRIGGER.replace("{when}", when).replace("{event}", event)
            for when, event in events.items()
        ]
    for statement in statements if allowed else ():
        editor.execute(statement.format(**names, codes=", ".join(allowed)))


def _literal(code: str | int) -> str:
    if isinstance(code, int):
        return str(code)
    if not CODE.match(code):
        raise ValueError(f"not a code: {code!r}")
    return f"'{code}'"


def _refuse_foreign(model: type[models.Model], field: str, allowed: list[str | int]) -> None:
    """Name the first row that has none of the codes."""
    foreign = model._default_manager.exclude(**{f"{field}__in": allowed}).order_by("pk")
    row = foreign.first()
    if row is None:
        return
    raise CommandError(
        f"{foreign.count()} rows of {model._meta.db_table} have a code that Heard does not know"
        f" in {field}; the first is {row.pk}: {getattr(row, field)!r}. Nothing was changed. Go on"
        " with the version before, and send its makers this message."
    )

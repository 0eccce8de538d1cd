"""What belongs to a case is kept by the case's number, in the order of commits (ADR 0049).

Until now by random ids, which spread each report over as many pages as it has keys. Each table is
made anew, since its key or the one it points by is another; each id stays what it was. Events are
told their number where they stand: their table is never copied, and refuses change before and
after.
"""

from typing import NamedTuple

from django.apps.registry import Apps
from django.core.management.color import no_style
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from heard.records.closed_sets import codes, hold
from heard.records.fields import FixedField, NumberField

Model = type[models.Model]


class Copy(NamedTuple):
    """How the rows of a table are copied: columns that come from elsewhere, and from where."""

    model: str
    columns: dict[str, str]
    joined: str = ""


OF_CASE = ("casekey", "wrap", "duty", "suspension", "evidence", "contact")
NAMED = 'CROSS JOIN "numbering" n ON n."id" = old."case_id"'
NUMBERED = 'CROSS JOIN "numbering" n ON n."number" = old."case_id"'
FORWARDS = (
    Copy("case", {"number": 'n."number"'}, 'CROSS JOIN "numbering" n ON n."id" = old."id"'),
    *(Copy(each, {"case_id": 'n."number"'}, NAMED) for each in OF_CASE),
    Copy("letter", {"case_id": 'n."number"'}, NAMED),
    Copy(
        "file",
        {"case_id": 'n."number"', "start_id": 's."number"', "letter_id": 'l."number"'},
        f'{NAMED} CROSS JOIN "heard_letter" s ON s."case_id" = n."number" AND s."id" = old."start_id"'
        ' LEFT JOIN "heard_letter" l ON l."case_id" = n."number" AND l."id" = old."letter_id"',
    ),
)
BACKWARDS = (
    Copy(
        "file",
        {"case_id": 'n."id"', "start_id": 's."id"', "letter_id": 'l."id"'},
        f'{NUMBERED} CROSS JOIN "heard_letter" s ON s."number" = old."start_id"'
        ' LEFT JOIN "heard_letter" l ON l."number" = old."letter_id"',
    ),
    Copy("letter", {"case_id": 'n."id"'}, NUMBERED),
    *(Copy(each, {"case_id": 'n."id"'}, NUMBERED) for each in OF_CASE),
    Copy("case", {}),
)
# In the order of their first events, with those that are gone, and then those that have none. (In
# the words of the partial index: SQLite would read the whole table for each case else.)
NUMBER = (
    (
        'INSERT INTO "numbering" ("number", "id") SELECT row_number() OVER (ORDER BY min("index")), "case"'
        ' FROM "heard_event" WHERE NOT "case" = \'\' GROUP BY "case"'
    ),
    (
        'INSERT INTO "numbering" ("number", "id")'
        ' SELECT (SELECT count(*) FROM "numbering") + row_number() OVER (ORDER BY "id"), "id"'
        ' FROM "heard_case" WHERE "id" NOT IN (SELECT "id" FROM "numbering")'
    ),
)
TELL = {
    "sqlite": 'UPDATE "heard_event" SET "case_number" = (SELECT "number" FROM "numbering"'
    ' WHERE "numbering"."id" = "heard_event"."case") WHERE "case" <> \'\'',
    "postgresql": 'UPDATE "heard_event" SET "case_number" = n."number" FROM "numbering" n'
    ' WHERE n."id" = "heard_event"."case"::bpchar AND "heard_event"."case" <> \'\'',
}
# Also from a number that only events have.
COUNT_ON = {
    "sqlite": (
        "DELETE FROM sqlite_sequence WHERE name = 'heard_case'",
        (
            "INSERT INTO sqlite_sequence (name, seq)"
            ' SELECT \'heard_case\', coalesce(max("number"), 0) FROM "numbering"'
        ),
    ),
    "postgresql": (
        (
            "SELECT setval(pg_get_serial_sequence('heard_case', 'number'),"
            ' coalesce(max("number"), 1), max("number") IS NOT NULL) FROM "numbering"'
        ),
    ),
}
KEEPS = """
CREATE TRIGGER heard_event_keeps_update BEFORE UPDATE ON heard_event
BEGIN SELECT RAISE(ABORT, 'heard_event is append-only'); END
"""
OLD, NEW = "old__", "new__"


class Renumber(Operation):
    """The changes of the state, and the tables copied to what it then is."""

    reversible = True

    def __init__(self, changes: list[Operation]) -> None:
        self.changes = changes

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        for each in self.changes:
            each.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        del app_label
        numbering(schema_editor)
        for statement in NUMBER:
            schema_editor.execute(statement)
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute('ANALYZE "numbering"')
        event = (
            from_state.apps.get_model("heard", "Event"),
            to_state.apps.get_model("heard", "Event"),
        )
        index = event[1]._meta.get_field("case_number")
        schema_editor.add_field(event[0], index)
        tell_events(schema_editor)
        replace_index(schema_editor, *event)
        for each in FORWARDS:
            copy(schema_editor, each, from_state.apps, to_state.apps)
        finish(schema_editor, to_state.apps)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        del app_label
        numbering(schema_editor)
        schema_editor.execute(
            'INSERT INTO "numbering" ("number", "id") SELECT "number", "id" FROM "heard_case"'
        )
        for each in BACKWARDS:
            copy(schema_editor, each, from_state.apps, to_state.apps)
        event = (
            from_state.apps.get_model("heard", "Event"),
            to_state.apps.get_model("heard", "Event"),
        )
        replace_index(schema_editor, *event)
        schema_editor.execute('ALTER TABLE "heard_event" DROP COLUMN "case_number"')
        finish(schema_editor, to_state.apps)

    def describe(self) -> str:
        return "Keep what belongs to a case by its number"


def numbering(editor: BaseDatabaseSchemaEditor) -> None:
    editor.execute(
        'CREATE TEMPORARY TABLE "numbering" ("number" integer PRIMARY KEY, "id" char(32) UNIQUE)'
    )


def finish(editor: BaseDatabaseSchemaEditor, apps: Apps) -> None:
    """Count on from what was copied; on PostgreSQL point again at what was made anew."""
    postgres = editor.connection.vendor == "postgresql"
    copied = [apps.get_model("heard", each.model) for each in FORWARDS]
    for statement in editor.connection.ops.sequence_reset_sql(no_style(), copied):
        editor.execute(statement)
    if copied[0]._meta.pk.name == "number":
        for statement in COUNT_ON[editor.connection.vendor]:
            editor.execute(statement)
    editor.execute('DROP TABLE "numbering"')
    if postgres:
        segment = apps.get_model("heard", "Segment")
        suffix = "_fk_%(to_table)s_%(to_column)s"
        editor.deferred_sql.append(
            editor._create_fk_sql(segment, segment._meta.get_field("file"), suffix)  # type: ignore[attr-defined] # its own
        )


def tell_events(editor: BaseDatabaseSchemaEditor) -> None:
    """The one change that an event ever sees: of a column that was made a moment ago."""
    if editor.connection.vendor == "postgresql":
        editor.execute("ALTER TABLE heard_event DISABLE TRIGGER heard_event_keeps")
        editor.execute(TELL["postgresql"])
        editor.execute("ALTER TABLE heard_event ENABLE TRIGGER heard_event_keeps")
        return
    editor.execute("DROP TRIGGER IF EXISTS heard_event_keeps_update")
    editor.execute(TELL["sqlite"])
    editor.execute(KEEPS)


def replace_index(editor: BaseDatabaseSchemaEditor, old: Model, new: Model) -> None:
    for model, change in ((old, editor.remove_index), (new, editor.add_index)):
        change(model, next(each for each in model._meta.indexes if each.name == "event_by_case"))


def copy(editor: BaseDatabaseSchemaEditor, how: Copy, old: Apps, new: Apps) -> None:
    """Make a table anew with the rows of the one before, in their order."""
    before, after = old.get_model("heard", how.model), new.get_model("heard", how.model)
    table = before._meta.db_table
    sqlite = editor.connection.vendor == "sqlite"
    statement, params = editor.table_sql(after)
    source, target = (table, NEW + table) if sqlite else (OLD + table, table)
    if sqlite:
        statement = statement.replace(f'"{table}"', f'"{target}"', 1)
    else:
        move_away(editor, before)
    editor.execute(statement, params or None)
    had = {each.column for each in before._meta.local_concrete_fields}
    columns = [
        each.column
        for each in after._meta.local_concrete_fields
        if each.column in had or each.column in how.columns
    ]
    values = ", ".join(how.columns.get(each, f'old."{each}"') for each in columns)
    names = ", ".join(f'"{each}"' for each in columns)
    editor.execute(
        f'INSERT INTO "{target}" ({names}) SELECT {values} FROM "{source}" old {_on(how, sqlite)}'  # noqa: S608 our own tables
    )
    editor.execute(f'DROP TABLE "{source}"' + ("" if sqlite else " CASCADE"))
    if sqlite:
        editor.execute(f'ALTER TABLE "{target}" RENAME TO "{table}"')
    for field in after._meta.local_concrete_fields:
        if field.choices:  # a table that is made anew has no triggers
            hold(editor, after, field.name, codes(field))
    editor.deferred_sql.extend(editor._model_indexes_sql(after))  # type: ignore[attr-defined] # its own


def _on(how: Copy, sqlite: bool) -> str:  # noqa: FBT001 which of two dialects
    # SQLite takes CROSS JOIN with a condition for an order: the old table first, row after row.
    return how.joined if sqlite else how.joined.replace("CROSS JOIN", "JOIN")


def move_away(editor: BaseDatabaseSchemaEditor, model: Model) -> None:
    """Another name for a table, its indexes and its counter: those of the new one are the same."""
    table = model._meta.db_table
    with editor.connection.cursor() as cursor:
        cursor.execute("SELECT indexname FROM pg_indexes WHERE tablename = %s", [table])
        indexes = [row[0] for row in cursor.fetchall()]
        cursor.execute(
            "SELECT s.relname FROM pg_class s JOIN pg_depend d ON d.objid = s.oid"
            " WHERE s.relkind = 'S' AND d.refobjid = %s::regclass",
            [table],
        )
        counters = [row[0] for row in cursor.fetchall()]
    editor.execute(f'ALTER TABLE "{table}" RENAME TO "{OLD}{table}"')
    for name in indexes:
        editor.execute(f'ALTER INDEX "{name}" RENAME TO "{OLD}{name}"')
    for name in counters:
        editor.execute(f'ALTER SEQUENCE "{name}" RENAME TO "{OLD}{name}"')


def changes() -> list[Operation]:
    """As Django would say them."""
    public, number = (
        FixedField(max_length=32),
        models.BigAutoField(primary_key=True, serialize=False),
    )
    return [
        migrations.AddField("case", "number", NumberField(primary_key=True, serialize=False)),
        migrations.AlterField("case", "id", FixedField(max_length=32, unique=True)),
        migrations.AddField("letter", "number", NumberField(primary_key=True, serialize=False)),
        migrations.AlterField("letter", "id", public),
        migrations.AddField("duty", "number", number),
        migrations.AlterField("duty", "id", public),
        migrations.AddConstraint(
            "letter", models.UniqueConstraint(fields=("case", "id"), name="one_letter")
        ),
        migrations.AddField("event", "case_number", models.BigIntegerField(null=True)),
        migrations.RemoveIndex("event", "event_by_case"),
        migrations.AddIndex(
            "event",
            models.Index(
                fields=("case_number", "index"),
                name="event_by_case",
                condition=models.Q(case_number__isnull=False),
            ),
        ),
    ]


class Migration(migrations.Migration):
    dependencies = [("heard", "0019_codes")]
    operations = [Renumber(changes())]

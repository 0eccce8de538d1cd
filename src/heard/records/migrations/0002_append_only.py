"""The database itself refuses to change or remove what was logged."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLES = ("heard_event", "heard_leaf", "heard_node")

SQLITE = """
CREATE TRIGGER {table}_keeps_{deed} BEFORE {DEED} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""

POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION heard_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$
"""
POSTGRES = """
CREATE TRIGGER {table}_keeps BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION heard_append_only();
CREATE TRIGGER {table}_stays BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION heard_append_only()
"""


def guard(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    """Put the triggers on."""
    if editor.connection.vendor == "postgresql":
        editor.execute(POSTGRES_FUNCTION, params=None)
        for table in TABLES:
            editor.execute(POSTGRES.format(table=table))
        return
    for table in TABLES:
        for deed in ("update", "delete"):
            editor.execute(SQLITE.format(table=table, deed=deed, DEED=deed.upper()))


class Migration(migrations.Migration):
    """Forward only: there is no way back to a log that can be edited."""

    dependencies = [("heard", "0001_tables")]
    operations = [migrations.RunPython(guard)]

"""Each event knows its leaf hash, by which it is named to people: a place counts what others did."""

from hashlib import sha256

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import heard.records.fields

POSTGRES = """
UPDATE "heard_opening" SET "leaf" = encode(sha256('\\x00'::bytea || "heard_leaf"."entry"), 'hex')
FROM "heard_leaf" WHERE "heard_leaf"."index" = "heard_opening"."index"
"""
SQLITE = """
UPDATE "heard_opening" SET "leaf" = (
    SELECT leaf_hash("entry") FROM "heard_leaf" WHERE "heard_leaf"."index" = "heard_opening"."index"
)
"""


def name(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    """Hash the entry of each event."""
    connection = editor.connection
    if connection.vendor == "postgresql":
        editor.execute(POSTGRES, params=None)
        return
    connection.ensure_connection()
    connection.connection.create_function("leaf_hash", 1, _leaf_hash, deterministic=True)
    editor.execute(SQLITE)


def _leaf_hash(entry: bytes) -> str:
    return sha256(b"\x00" + entry).hexdigest()


class Migration(migrations.Migration):
    dependencies = [("heard", "0010_events_of_none")]
    operations = [
        migrations.AddField(
            model_name="opening",
            name="leaf",
            field=heard.records.fields.FixedField(default="", max_length=64),
            preserve_default=False,
        ),
        migrations.RunPython(name, migrations.RunPython.noop),
    ]

"""Each leaf is found by its hash, so that its newest proof can be given without a login."""

from hashlib import sha256

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

POSTGRES = """
INSERT INTO "heard_leafplace" ("hash", "place")
SELECT sha256('\\x00'::bytea || "entry"), "index" FROM "heard_leaf"
"""
SQLITE = """
INSERT INTO "heard_leafplace" ("hash", "place") SELECT leaf_hash("entry"), "index" FROM "heard_leaf"
"""


def find(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    """Of every leaf that there is."""
    connection = editor.connection
    if connection.vendor == "postgresql":
        editor.execute(POSTGRES, params=None)
        return
    connection.ensure_connection()
    connection.connection.create_function("leaf_hash", 1, _leaf_hash, deterministic=True)
    editor.execute(SQLITE)


def _leaf_hash(entry: bytes) -> bytes:
    return sha256(b"\x00" + entry).digest()


class Migration(migrations.Migration):
    dependencies = [("heard", "0014_new_keys")]
    operations = [
        migrations.CreateModel(
            name="LeafPlace",
            fields=[
                ("hash", models.BinaryField(max_length=32, primary_key=True, serialize=False)),
                ("place", models.BigIntegerField()),
            ],
        ),
        migrations.RunPython(find, migrations.RunPython.noop),
    ]

"""Events wait for their places until an epoch gives them; so far each commit did, at once."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import heard.records.fields


def place(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    """Until now the number of an event was its place."""
    for table in ("heard_opening", "heard_loggedtable"):
        editor.execute(f'UPDATE "{table}" SET "place" = "index"')  # noqa: S608 our own tables
    editor.execute('UPDATE "heard_head" SET "events" = "size"')


class Migration(migrations.Migration):
    atomic = True
    dependencies = [("heard", "0015_leaf_places")]
    operations = [
        migrations.CreateModel(
            name="PendingEntry",
            fields=[
                ("index", heard.records.fields.PlaceField(primary_key=True, serialize=False)),
                ("entry", models.BinaryField(max_length=33)),
            ],
        ),
        migrations.CreateModel(
            name="Unclaimed",
            fields=[
                ("place", heard.records.fields.PlaceField(primary_key=True, serialize=False)),
                ("seal", models.BinaryField(max_length=32)),
            ],
        ),
        migrations.AddField("head", "events", models.BigIntegerField(default=0)),
        migrations.AddField("head", "leaves", models.BigIntegerField(default=64)),
        migrations.AddField("head", "week", models.DateField(null=True)),
        migrations.AddField("opening", "place", models.BigIntegerField(null=True)),
        migrations.AddField(
            "loggedtable", "place", models.BigIntegerField(default=-1), preserve_default=False
        ),
        migrations.AlterField(
            "alarm",
            "kind",
            models.CharField(
                choices=[
                    ("file", "File"),
                    ("witness", "Witness"),
                    ("clock", "Clock"),
                    ("epoch", "Epoch"),
                ],
                max_length=16,
            ),
        ),
        migrations.RunPython(place, migrations.RunPython.noop),
        migrations.AlterField("opening", "place", models.BigIntegerField(null=True, unique=True)),
    ]

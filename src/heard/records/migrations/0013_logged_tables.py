"""Which conflict tables the log has: one is given out once it can be proved."""

import django.db.models.deletion
from django.db import migrations, models

import heard.records.fields


class Migration(migrations.Migration):
    dependencies = [("heard", "0012_promises")]
    operations = [
        migrations.AddField(
            model_name="conflicttable",
            name="sha256",
            field=models.CharField(default="", max_length=64),
        ),
        migrations.CreateModel(
            name="LoggedTable",
            fields=[
                ("index", heard.records.fields.PlaceField(primary_key=True, serialize=False)),
                (
                    "table",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, to="heard.conflicttable"
                    ),
                ),
            ],
        ),
    ]

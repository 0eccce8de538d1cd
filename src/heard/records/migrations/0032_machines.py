"""Machines that pages may seal to beside this server's own keys: a new table, and no row of another."""

from django.db import migrations, models

import heard.records.fields


class Migration(migrations.Migration):
    """See above."""

    dependencies = [("heard", "0031_link_checks")]
    operations = [
        migrations.CreateModel(
            name="Machine",
            fields=[
                (
                    "sha256",
                    heard.records.fields.FixedField(
                        max_length=64, primary_key=True, serialize=False
                    ),
                ),
                ("use", models.CharField(max_length=16)),
                ("operator", models.CharField(max_length=200)),
                ("recipient", models.TextField()),
                ("signing", models.CharField(max_length=64)),
            ],
        ),
    ]

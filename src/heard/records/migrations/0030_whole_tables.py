"""The conflict table in few bytes, which desks fetch whole; and when each last opened a case.

The first is made with the next table, the second noted with the next opening.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds a table and a column, and looks at no row."""

    dependencies = [("heard", "0029_second_wraps")]
    operations = [
        migrations.AddField("wrap", "looked", models.DateTimeField(null=True)),
        migrations.CreateModel(
            name="WholeTable",
            fields=[
                (
                    "table",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        serialize=False,
                        to="heard.conflicttable",
                    ),
                ),
                ("body", models.BinaryField()),
            ],
        ),
    ]

"""Second copies of case keys that holders made, for those who wait."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds a table."""

    dependencies = [("heard", "0028_exhibit_copies")]
    operations = [
        migrations.CreateModel(
            name="SecondWrap",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("generation", models.PositiveSmallIntegerField()),
                ("sealed", models.BinaryField()),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, to="heard.case"
                    ),
                ),
                (
                    "holder",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="heard.holder",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "generation", "holder"), name="one_second_wrap"
                    )
                ],
            },
        ),
    ]

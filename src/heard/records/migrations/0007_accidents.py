"""What is wrong with this Heard itself, and how far its sealed files have been read again."""

from django.db import migrations, models

import heard.records.fields


class Migration(migrations.Migration):
    dependencies = [
        ("heard", "0006_first_receipts"),
    ]

    operations = [
        migrations.CreateModel(
            name="Alarm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("file", "File"), ("witness", "Witness")], max_length=16
                    ),
                ),
                ("subject", models.CharField(max_length=200)),
                ("what", models.CharField(max_length=32)),
                ("since", models.DateTimeField()),
                ("ended", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended", None)),
                        fields=("kind", "subject"),
                        name="one_alarm",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Store",
            fields=[
                (
                    "id",
                    models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False),
                ),
                ("mark", heard.records.fields.FixedField(max_length=32)),
                ("walked", models.BigIntegerField(default=0)),
                ("finished", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="one_store")
                ],
            },
        ),
    ]

"""Heard's time as of the last round, and an alarm about a machine's clock."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("heard", "0008_keys_replaced"),
    ]

    operations = [
        migrations.CreateModel(
            name="Round",
            fields=[
                (
                    "id",
                    models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False),
                ),
                ("at", models.DateTimeField()),
                ("frame", models.PositiveIntegerField(default=0)),
                ("keeper", models.CharField(default="", max_length=32)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="one_round")
                ],
            },
        ),
        migrations.AlterField(
            model_name="alarm",
            name="kind",
            field=models.CharField(
                choices=[("file", "File"), ("witness", "Witness"), ("clock", "Clock")],
                max_length=16,
            ),
        ),
    ]

"""Keys that a holder puts in the place of their own."""

import django.db.models.deletion
from django.db import migrations, models

import heard.records.fields


class Migration(migrations.Migration):
    dependencies = [
        ("heard", "0013_logged_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="NewKeys",
            fields=[
                (
                    "holder",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        serialize=False,
                        to="heard.holder",
                    ),
                ),
                ("recipient", models.TextField()),
                ("signing", models.CharField(max_length=44)),
                ("signature", models.CharField(max_length=88)),
                ("made", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="EarlierKeys",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("recipient", heard.records.fields.FixedField(max_length=64)),
                ("signing", models.CharField(max_length=44)),
                ("signature", models.CharField(max_length=88)),
                ("until", models.DateField()),
                (
                    "holder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="heard.holder"
                    ),
                ),
            ],
        ),
    ]

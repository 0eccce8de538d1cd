"""Keyrings that were replaced, and challenges that were answered."""

import django.db.models.deletion
from django.db import migrations, models

import heard.records.fields


class Migration(migrations.Migration):
    dependencies = [
        ("heard", "0007_accidents"),
    ]

    operations = [
        migrations.CreateModel(
            name="Spent",
            fields=[
                (
                    "challenge",
                    heard.records.fields.FixedField(
                        max_length=64, primary_key=True, serialize=False
                    ),
                ),
                ("until", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="KeptKeyring",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("keyring", models.BinaryField()),
                ("change", models.CharField(max_length=32)),
                ("ended", models.DateTimeField()),
                (
                    "holder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="heard.holder"
                    ),
                ),
            ],
        ),
    ]

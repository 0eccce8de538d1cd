"""The sealed bytes of exhibits are kept: a file need not come with the report.

The table of files is written again without looking at a row (SQLite copies it); codes are added.
"""

from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

import heard.records.fields
from heard.records.closed_sets import AlterCodes

EVENT_KIND = """
assent_given case_acknowledged case_opened case_passed case_triaged case_unreadable case_withdrawn
channel_opened clock_accepted clock_resumed clock_suspended conflict_declared conflicts_declared
conflicts_published contact_changed directory_changed directory_imported duty_missed
evidence_checked evidence_lost evidence_noted exhibit_damaged exhibit_kept file_damaged
file_duty_missed file_key_given file_key_made file_letter_added file_received file_record_moved
identity_received identity_renewed keyring_changed keys_rotated late_on_arrival letter_received
log_created manifest_published matter_linked matter_unlinked note_added oversight_changed
party_invited preservation_confirmed preservation_ordered promises_lost record_moved
report_received request_made roster_signed tier_released warning_overridden
"""
KINDS = [(code, code) for code in EVENT_KIND.split()]
COPY: list[tuple[str, models.Field[Any, Any]]] = [
    (
        "file",
        models.OneToOneField(
            on_delete=django.db.models.deletion.CASCADE,
            primary_key=True,
            related_name="exhibit",
            serialize=False,
            to="heard.file",
        ),
    ),
    ("record", heard.records.fields.FixedField(max_length=32)),
    ("digest", heard.records.fields.FixedField(max_length=64)),
    ("size", models.BigIntegerField()),
    ("blocks", models.BinaryField()),
    ("holder", models.CharField(max_length=32)),
    ("at", models.DateTimeField()),
    ("whole", models.BooleanField(default=False)),
    (
        "case",
        models.ForeignKey(
            db_index=False, on_delete=django.db.models.deletion.CASCADE, to="heard.case"
        ),
    ),
]


class Migration(migrations.Migration):
    """Adds a table, and codes; a file may stand without a letter that announced it."""

    dependencies = [("heard", "0027_matters")]
    operations = [
        AlterCodes("event", "kind", models.CharField(choices=KINDS, max_length=32)),
        migrations.AlterField(
            "file",
            "start",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="heard.letter",
            ),
        ),
        migrations.CreateModel(
            name="ExhibitCopy",
            fields=COPY,
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("case", "record"), name="one_copy")
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(whole=False), fields=["at"], name="copy_unfinished"
                    )
                ],
            },
        ),
    ]

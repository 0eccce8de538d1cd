"""Cases are worked together: which are, and what key of a file was made so.

Copies the table of file keys where the database is SQLite; it is short. No other row is touched.
"""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

import heard.records.fields
from heard.records.closed_sets import AlterCodes


def codes(model: str, field: str, length: int, words: str, **more: Any) -> AlterCodes:  # noqa: ANN401 as Django has them
    """Hold a column of text to these codes; of ``-`` for one that says none."""
    choices = [("" if code == "-" else code, code.strip("-") or "") for code in words.split()]
    return AlterCodes(model, field, models.CharField(choices=choices, max_length=length, **more))


EVENT_KIND = """
assent_given case_acknowledged case_opened case_passed case_triaged case_unreadable case_withdrawn
channel_opened clock_accepted clock_resumed clock_suspended conflict_declared conflicts_declared
conflicts_published contact_changed directory_changed directory_imported duty_missed
evidence_checked evidence_lost evidence_noted file_damaged file_duty_missed file_key_given
file_key_made file_letter_added file_received file_record_moved identity_received identity_renewed
keyring_changed keys_rotated late_on_arrival letter_received log_created manifest_published
matter_linked matter_unlinked note_added oversight_changed party_invited preservation_confirmed
preservation_ordered promises_lost record_moved report_received request_made roster_signed
tier_released warning_overridden
"""


class Migration(migrations.Migration):
    """See above."""

    dependencies = [("heard", "0026_reopening_told")]
    operations = [
        migrations.AddField("filekey", "among", models.TextField(default="")),
        codes("event", "kind", 32, EVENT_KIND),
        migrations.CreateModel(
            name="CaseLink",
            fields=[
                ("number", models.BigAutoField(primary_key=True, serialize=False)),
                ("id", heard.records.fields.FixedField(max_length=32, unique=True)),
                ("letter", heard.records.fields.FixedField(max_length=32)),
                ("sealed", models.BinaryField()),
                ("sha256", heard.records.fields.FixedField(max_length=64)),
                ("at", models.DateTimeField()),
                ("ended", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="heard.case",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="links_ended",
                        to="heard.holder",
                    ),
                ),
                (
                    "holder",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="links_made",
                        to="heard.holder",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="linked",
                        to="heard.case",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended", None)),
                        fields=("case", "other"),
                        name="one_link",
                    )
                ],
            },
        ),
    ]

"""A case is worked: what is moved in it, the letter that says why, and the first duty of it.

No row is touched: a new table, and codes that columns of before may have beside those they had.
"""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

from heard.records.closed_sets import AlterCodes
from heard.records.fields import public_id_field


def codes(model: str, field: str, length: int, words: str, **more: Any) -> AlterCodes:  # noqa: ANN401 as Django has them
    """Hold a column of text to these codes."""
    choices = [(code, code) for code in words.split()]
    return AlterCodes(model, field, models.CharField(choices=choices, max_length=length, **more))


DUTIES = "acknowledge preserve_evidence safety_check triage update"
EVENTS = """
case_acknowledged case_opened case_passed case_triaged case_unreadable case_withdrawn
clock_accepted clock_resumed clock_suspended conflict_declared conflicts_declared
conflicts_published contact_changed directory_changed directory_imported duty_missed
evidence_checked evidence_lost evidence_noted file_damaged file_received identity_received
identity_renewed keyring_changed keys_rotated late_on_arrival letter_received log_created
manifest_published note_added oversight_changed preservation_confirmed preservation_ordered
promises_lost report_received request_made roster_signed tier_released warning_overridden
"""
LETTERS = "addition decision evidence file file-start identity message note report request"
ROUTES = "informal insufficient investigate no_action_now redirect support_only"


class Migration(migrations.Migration):
    """Touches no row, so it wants no room on the disk."""

    dependencies = [("heard", "0021_law_of_a_case")]
    operations = [
        codes("duty", "kind", 32, DUTIES),
        codes("event", "kind", 32, EVENTS),
        codes("letter", "kind", 10, LETTERS),
        codes("suspension", "duty", 32, DUTIES),
        migrations.CreateModel(
            name="Move",
            fields=[
                ("number", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="heard.case",
                    ),
                ),
                ("object", models.CharField(max_length=16)),
                ("record", public_id_field()),
                ("move", models.CharField(max_length=32)),
                ("version", models.PositiveIntegerField()),
                ("actor", models.CharField(max_length=32)),
                ("at", models.DateTimeField()),
                ("code", models.CharField(default="", max_length=32)),
                ("letter", models.CharField(max_length=32)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "object", "record", "version"), name="one_version"
                    )
                ],
            },
        ),
        codes("move", "object", 16, "case"),
        codes("move", "move", 32, "triage"),
        codes("move", "code", 32, ROUTES, default=""),
    ]

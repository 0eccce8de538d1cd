"""A case is worked on: what each move says, the key to its file, letters under it, and its parties.

Columns more of what was moved, which is a short table yet, and one of duties, which is added in place;
all else is new, and no other row is touched.
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


DUTY_KIND = """
acknowledge measure_review plan preserve_evidence safety_check triage update
"""
MOVE_BASIS = """
- admission evidence
"""
EVENT_KIND = """
assent_given case_acknowledged case_opened case_passed case_triaged case_unreadable
case_withdrawn channel_opened clock_accepted clock_resumed clock_suspended conflict_declared
conflicts_declared conflicts_published contact_changed directory_changed directory_imported
duty_missed evidence_checked evidence_lost evidence_noted file_damaged file_key_given
file_key_made file_letter_added file_received file_record_moved identity_received
identity_renewed keyring_changed keys_rotated late_on_arrival letter_received log_created
manifest_published note_added oversight_changed party_invited preservation_confirmed
preservation_ordered promises_lost record_moved report_received request_made roster_signed
tier_released warning_overridden
"""
LETTER_KIND = """
addition decision evidence file file-key file-start identity message note record report request
"""
MOVE_CODE = """
- affected assault checkin committee companion confidentiality counsel decider discrimination
done_otherwise employer external failure_to_act informal insufficient interpreter investigate
investigator lead no_action_now not_necessary not_needed not_possible officer other
other_harassment other_measure_stands outside presiding redirect reporter respondent retaliation
reviewer sexual_harassment support_only supporter told witness
"""
MOVE_MOVE = """
accept activate add approve assign confirm declare decline do draft drop end form_team give_up
grant grant_other hold impose invite invite_anew keep leave note note_police object offer open
overrule police_over propose recheck refuse release_hold request review revise reword step_out
strike take_up triage uphold
"""
MOVE_OBJECT = """
allegation case measure party plan seat task
"""
FILELETTER_KIND = """
assent message note record
"""
FILEWRAP_UNTIL = """
- appeal_lodged draft_shared tier_2 tier_3
"""


class Migration(migrations.Migration):
    """Copies the table of moves where the database is SQLite; it is short."""

    dependencies = [("heard", "0022_casework")]
    operations = [
        migrations.AddField(
            model_name="move",
            name="about",
            field=models.TextField(default=""),
        ),
        migrations.AddField(
            model_name="move",
            name="agreed",
            field=models.TextField(default=""),
        ),
        migrations.AddField(
            model_name="move",
            name="basis",
            field=models.CharField(default="", max_length=9),
        ),
        migrations.AddField(
            model_name="move",
            name="digest",
            field=models.CharField(default="", max_length=64),
        ),
        migrations.AddField(
            model_name="move",
            name="due",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="move",
            name="file_letter",
            field=models.CharField(default="", max_length=32),
        ),
        migrations.AddField(
            model_name="move",
            name="holder",
            field=models.CharField(default="", max_length=32),
        ),
        migrations.AddField(
            model_name="move",
            name="ordinal",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="move",
            name="party",
            field=models.CharField(default="", max_length=32),
        ),
        migrations.AddField(
            model_name="move",
            name="party_letter",
            field=models.CharField(default="", max_length=32),
        ),
        migrations.AddField(
            model_name="move",
            name="period",
            field=models.CharField(default="", max_length=10),
        ),
        migrations.AlterField(
            model_name="move",
            name="letter",
            field=models.CharField(default="", max_length=32),
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    heard.records.fields.FixedField(
                        max_length=32, primary_key=True, serialize=False
                    ),
                ),
                ("party", models.CharField(max_length=32)),
                ("locator", heard.records.fields.FixedField(max_length=64, unique=True)),
                ("digest", heard.records.fields.FixedField(max_length=64)),
                ("generation", models.PositiveSmallIntegerField()),
                ("expires", models.DateTimeField()),
                ("sealed", models.BinaryField()),
                ("kept", models.BinaryField()),
                ("at", models.DateTimeField()),
                ("answered", models.DateTimeField(null=True)),
                ("ended", models.DateTimeField(null=True)),
                ("index", models.BigIntegerField(null=True)),
                (
                    "case",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="heard.case"),
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
        ),
        migrations.CreateModel(
            name="PartyKeys",
            fields=[
                ("number", heard.records.fields.NumberField(primary_key=True, serialize=False)),
                ("party", models.CharField(max_length=32)),
                ("recipient", models.TextField()),
                ("signing", models.CharField(max_length=44)),
                ("code", heard.records.fields.FixedField(max_length=64, unique=True)),
                ("signature", models.CharField(max_length=88)),
                ("mac", models.CharField(max_length=44)),
                ("own", models.BinaryField()),
                ("at", models.DateTimeField()),
                ("index", models.BigIntegerField(null=True)),
                ("replaced", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="heard.case"),
                ),
                (
                    "invitation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, to="heard.invitation"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Assent",
            fields=[
                ("number", models.BigAutoField(primary_key=True, serialize=False)),
                ("object", models.CharField(max_length=16)),
                ("record", heard.records.fields.FixedField(max_length=32)),
                ("move", models.CharField(max_length=32)),
                ("version", models.PositiveIntegerField()),
                ("shell", heard.records.fields.FixedField(max_length=64)),
                ("file_letter", models.CharField(max_length=32)),
                ("at", models.DateTimeField()),
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
                    models.UniqueConstraint(fields=("case", "shell", "holder"), name="one_assent")
                ],
            },
        ),
        migrations.CreateModel(
            name="FileKey",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("matter", heard.records.fields.FixedField(max_length=32)),
                ("generation", models.PositiveSmallIntegerField()),
                ("recipient", models.TextField()),
                ("statement", models.CharField(max_length=32)),
                ("digest", heard.records.fields.FixedField(max_length=64)),
                ("at", models.DateTimeField()),
                ("case_generation", models.PositiveSmallIntegerField()),
                (
                    "author",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="heard.holder",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, to="heard.case"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("case", "generation"), name="one_file_key")
                ],
            },
        ),
        migrations.CreateModel(
            name="FileLetter",
            fields=[
                ("number", heard.records.fields.NumberField(primary_key=True, serialize=False)),
                ("id", heard.records.fields.FixedField(max_length=32)),
                ("kind", models.CharField(max_length=8)),
                ("party", models.CharField(default="", max_length=32)),
                ("author", models.CharField(max_length=32)),
                ("seq", models.PositiveIntegerField()),
                ("sealed", models.BinaryField()),
                ("sha256", heard.records.fields.FixedField(max_length=64)),
                ("at", models.DateTimeField()),
                ("index", models.BigIntegerField(null=True)),
                ("generation", models.PositiveSmallIntegerField()),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, to="heard.case"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "party", "author", "seq"), name="one_file_seq"
                    ),
                    models.UniqueConstraint(fields=("case", "id"), name="one_file_letter"),
                ],
            },
        ),
        migrations.CreateModel(
            name="FileWrap",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("generation", models.PositiveSmallIntegerField()),
                ("recipient", heard.records.fields.FixedField(max_length=64)),
                ("until", models.CharField(default="", max_length=13)),
                ("sealed", models.BinaryField()),
                ("released", models.DateTimeField(null=True)),
                ("left", models.DateTimeField(null=True)),
                (
                    "author",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="file_wraps_made",
                        to="heard.holder",
                    ),
                ),
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
                        related_name="file_wraps",
                        to="heard.holder",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "generation", "holder", "author", "recipient"),
                        name="one_file_wrap",
                    )
                ],
            },
        ),
        # Null, so that SQLite adds the column in place: the table of duties is long.
        migrations.AddField(
            model_name="duty",
            name="record",
            field=models.CharField(max_length=32, null=True),
        ),
        codes("duty", "kind", 32, DUTY_KIND),
        codes("suspension", "duty", 32, DUTY_KIND),
        codes("move", "basis", 9, MOVE_BASIS, default=""),
        codes("event", "kind", 32, EVENT_KIND),
        codes("letter", "kind", 10, LETTER_KIND),
        codes("move", "code", 32, MOVE_CODE, default=""),
        codes("move", "move", 32, MOVE_MOVE),
        codes("move", "object", 16, MOVE_OBJECT),
        codes("assent", "object", 16, MOVE_OBJECT),
        codes("assent", "move", 32, MOVE_MOVE),
        codes("fileletter", "kind", 8, FILELETTER_KIND),
        codes("filewrap", "until", 13, FILEWRAP_UNTIL, default=""),
    ]

"""A case is worked on: what each move says, the key to its file, letters under it, and its parties.

Two columns more of what was moved, which is a short table yet; all else is new, and no other row is
touched.
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
- affected appeal asked_for assault authority bias channel checkin committee companion
conduct_concern confidentiality copied counsel court_ordered danger decider discrimination
done_otherwise employer exported external failed_to_act failure_to_act first gaps holiday
illness in_person in_time inconclusive informal insufficient interpreter intimate investigate
investigator irrelevant language lead main new_evidence no_action_now not_investigated
not_necessary not_needed not_possible not_substantiated officer ordinary other other_harassment
other_measure_stands outside partly person_unwell phone plain police_asked post presiding
privileged procedure redirect referred remedy reporter reporter_asked respondent
respondent_returned retaliation reviewer sanction sealed several_reports sexual_harassment
sooner substantiated supplementary support_only supporter system third_party tier_decision told
transferred unfounded unlawful_source viewed withdrawn witness
"""
MOVE_MOVE = """
accept activate add admit announce_continuing approve approve_on_paper ask_informal ask_silent
assign attempt check check_withdrawal close close_unworked come_back comment confirm
continue_without correct decide declare decline destroy dismiss do draft drop end
end_without_answer exhibit extend form_team give_back give_up go_on grant grant_other handle
hear hold hold_on_paper impose invite invite_anew keep leave lodge make not_approve note
note_police object offer open overrule park pause plan police_over postpone preview propose read
receive recheck record_silence refuse release_hold remit reopen reply reply_late request restore
resume retract review revise revoke_informal reword send send_letters send_transcript
share_draft start_aftercare stay step_out stop strike strike_words take_back take_up
tell_outcome triage uphold vary verify visit waive withdraw withhold
"""
MOVE_OBJECT = """
allegation appeal case exhibit finding interview measure notice outcome party plan seat task
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

"""What is erased of cases: a table, codes, and an index of closings.

The index has no row in it but of closed cases.
"""

import django.db.models.deletion
from django.db import migrations, models

import heard.records.fields
from heard.records.closed_sets import AlterCodes

EVENT_KIND = """
assent_given case_acknowledged case_opened case_passed case_triaged case_unreadable
case_withdrawn channel_opened clock_accepted clock_resumed clock_suspended conflict_declared
conflicts_declared conflicts_published contact_changed directory_changed directory_imported
duty_missed erased evidence_checked evidence_lost evidence_noted exhibit_damaged exhibit_kept
file_damaged file_duty_missed file_key_given file_key_made file_letter_added file_received
file_record_moved identity_received identity_renewed keyring_changed keys_rotated late_on_arrival
letter_received log_created manifest_published matter_checked matter_linked matter_unlinked
note_added oversight_changed party_invited preservation_confirmed preservation_ordered
promises_lost record_moved report_received request_made roster_signed tier_released
warning_overridden
"""
MOVE = """
accept activate add admit allow answer approve approve_on_paper ask ask_again ask_informal
ask_silent assign attempt begin check choose close close_stopped close_unworked comment conduct
conduct_on_paper confirm correct decide declare decline defer destroy dismiss do draft drop end
end_without_answer exhibit extend form_team give give_back give_up go_on grant grant_other handle
hear hold impose invite invite_anew keep lay_down leave lodge look_into make not_approve note
note_police note_silence object offer open overrule owe plan police_over postpone preview propose
raise read receive recheck record_silence refuse release_hold remind remit reopen reply
reply_late request restore retract review revise revoke_informal reword send send_letters
send_transcript share_draft start_aftercare stay step_out strike strike_words take_back take_up
tell_draft tell_outcome tell_reopened triage uphold vary verify waive weigh_measures withhold
"""
MOVES = [(code, code) for code in MOVE.split()]
KEPT = "contacts drafts findings identity irrelevant recordings report respondent_name wraps"
KINDS = [(code, code) for code in EVENT_KIND.split()]
WHAT = models.CharField(choices=[(code, code) for code in KEPT.split()], max_length=15)


class Migration(migrations.Migration):
    """See above."""

    dependencies = [("heard", "0032_machines")]
    operations = [
        *(
            AlterCodes(model, "move", models.CharField(choices=MOVES, max_length=32))
            for model in ("move", "assent")
        ),
        AlterCodes("event", "kind", models.CharField(choices=KINDS, max_length=32)),
        migrations.CreateModel(
            name="Erasure",
            fields=[
                ("number", models.BigAutoField(primary_key=True, serialize=False)),
                ("id", heard.records.fields.FixedField(max_length=32, unique=True)),
                ("what", WHAT),
                ("ground", models.CharField(max_length=100)),
                ("at", models.DateTimeField()),
                ("index", models.BigIntegerField(null=True)),
                (
                    "case",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="heard.case"),
                ),
            ],
        ),
        AlterCodes("erasure", "what", WHAT),
        migrations.AddIndex(
            "move",
            models.Index(
                condition=models.Q(
                    move__in=("close", "close_unworked", "close_stopped"), object="case"
                ),
                fields=["number"],
                name="move_closing",
            ),
        ),
    ]

"""All that an inquiry owes begins to run; and it can be said that no protection is needed now.

Codes are added and none is taken away, so no row is looked at.
"""

from typing import Any

from django.db import migrations, models

from heard.records.closed_sets import AlterCodes


def codes(model: str, field: str, length: int, words: str, **more: Any) -> AlterCodes:  # noqa: ANN401 as Django has them
    """Hold a column of text to these codes; of ``-`` for one that says none."""
    choices = [("" if code == "-" else code, code.strip("-") or "") for code in words.split()]
    return AlterCodes(model, field, models.CharField(choices=choices, max_length=length, **more))


DUTY_KIND = """
acknowledge action appeal_decision checkin data_notice finding interim_measures measure_review
notice outcome_letter plan preserve_evidence retaliation safety_check transcript triage update
"""
EVENT_KIND = """
assent_given case_acknowledged case_opened case_passed case_triaged case_unreadable case_withdrawn
channel_opened clock_accepted clock_resumed clock_suspended conflict_declared conflicts_declared
conflicts_published contact_changed directory_changed directory_imported duty_missed
evidence_checked evidence_lost evidence_noted file_damaged file_duty_missed file_key_given
file_key_made file_letter_added file_received file_record_moved identity_received identity_renewed
keyring_changed keys_rotated late_on_arrival letter_received log_created manifest_published
note_added oversight_changed party_invited preservation_confirmed preservation_ordered
promises_lost record_moved report_received request_made roster_signed tier_released
warning_overridden
"""
MOVE_MOVE = """
accept activate add admit allow answer approve approve_on_paper ask ask_again ask_informal
ask_silent assign attempt begin check choose comment conduct conduct_on_paper confirm correct
decide declare decline defer destroy dismiss do draft drop end end_without_answer exhibit extend
form_team give give_back give_up go_on grant grant_other handle hear hold impose invite
invite_anew keep lay_down leave lodge look_into make not_approve note note_police note_silence
object offer open overrule owe plan police_over postpone preview propose raise read receive
recheck record_silence refuse release_hold remind remit reopen reply reply_late request restore
retract review revise revoke_informal reword send send_letters send_transcript share_draft
start_aftercare stay step_out strike strike_words take_back take_up tell_draft tell_outcome triage
uphold vary verify waive weigh_measures withhold
"""


class Migration(migrations.Migration):
    """Copies no table."""

    dependencies = [("heard", "0024_whole_casework")]
    operations = [
        codes("duty", "kind", 32, DUTY_KIND),
        codes("suspension", "duty", 32, DUTY_KIND),
        codes("event", "kind", 32, EVENT_KIND),
        codes("move", "move", 32, MOVE_MOVE),
        codes("assent", "move", 32, MOVE_MOVE),
    ]

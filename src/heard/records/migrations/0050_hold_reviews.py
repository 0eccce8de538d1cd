"""Whether a legal hold is still needed has a clock.

Codes are added and none is taken away, so no row is looked at.
"""

from django.db import migrations

from heard.records.closed_sets import AlterCodes
from heard.records.fields import code_field

DUTY_KIND = """
acknowledge action appeal_decision checkin data_notice finding hold_review interim_measures
leak_check measure_hearing measure_review notice objection outcome_letter plan preserve_evidence
referral retaliation safety_check transcript triage update withdrawal_check
"""
MOVE = """
accept activate add admit agree allow announce announce_continuing answer approve
approve_on_paper ask ask_again ask_informal ask_silent assign attempt begin check check_safety
check_withdrawal choose close close_stopped close_unworked come_back comment conduct
conduct_on_paper confirm continue_without correct decide declare decline defer destroy dismiss
do draft drop end end_without_answer exhibit extend form_team give give_back give_up go_on grant
grant_other hand_over hand_over_untold handle hear hold impose invite invite_anew keep
keep_untold lay_down leave lodge look_into make not_approve note note_minor note_of_age
note_police note_silence object offer offer_keys open overrule owe place plan police_over
postpone prepare preview propose raise read receive recheck record_silence refer refuse
release_hold remind remit reopen reply reply_late request restore retract review review_hold
revise revoke revoke_informal reword send send_letters send_transcript share_draft
start_aftercare stay step_out stop strike strike_words take_back take_up tell tell_closed
tell_draft tell_first tell_outcome tell_reopened triage uphold vary verify waive weigh_measures
withdraw withhold
"""


class Migration(migrations.Migration):
    """Copies no table."""

    dependencies = [("heard", "0049_agreed_gate")]
    operations = [
        AlterCodes("duty", "kind", code_field(DUTY_KIND.split(), max_length=32)),
        AlterCodes("suspension", "duty", code_field(DUTY_KIND.split(), max_length=32)),
        *(
            AlterCodes(model, "move", code_field(MOVE.split(), max_length=32))
            for model in ("move", "assent")
        ),
    ]

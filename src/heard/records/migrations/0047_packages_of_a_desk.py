"""A package that a desk hands over is a record of the case.

Codes are added and none is taken away, so no row is looked at.
"""

from django.db import migrations

from heard.records.closed_sets import AlterCodes
from heard.records.fields import code_field

OBJECT = """
allegation appeal case checkin data_notice exhibit finding interview law_choice leak lending
measure notice outcome package party plan preliminary referral seat task
"""
MOVE = """
accept activate add admit allow announce announce_continuing answer approve approve_on_paper ask
ask_again ask_informal ask_silent assign attempt begin check check_safety check_withdrawal choose
close close_stopped close_unworked come_back comment conduct conduct_on_paper confirm
continue_without correct decide declare decline defer destroy dismiss do draft drop end
end_without_answer exhibit extend form_team give give_back give_up go_on grant grant_other
hand_over hand_over_untold handle hear hold impose invite invite_anew keep keep_untold lay_down
leave lodge look_into make not_approve note note_minor note_of_age note_police note_silence object
offer offer_keys open overrule owe place plan police_over postpone prepare preview propose raise
read receive recheck record_silence refer refuse release_hold remind remit reopen reply reply_late
request restore retract review revise revoke_informal reword send send_letters send_transcript
share_draft start_aftercare stay step_out stop strike strike_words take_back take_up tell
tell_closed tell_draft tell_first tell_outcome tell_reopened triage uphold vary verify waive
weigh_measures withdraw withhold
"""
CODE = """
adjustment advocate affected appeal asked_for assault authority bias changed channel checkin
child_protection committee companion conduct_concern confidentiality consent copied counsel
court_order danger deadline decider discrimination done_otherwise employer excepted exported
external failed_to_act failure_to_act first gaps guardian holiday illness in_person in_time
inconclusive informal inside insufficient interpreter intimate investigate investigator irrelevant
labour_authority language lead main may_vanish measure new_case new_evidence no_action_now
not_here not_investigated not_necessary not_needed not_possible not_substantiated nothing_of_it
officer open_file_or_secrecy ordinary other other_harassment other_measure_stands
out_of_proportion outside partly phone plain police post presiding privileged procedure prosecutor
published redirect refer referral referred remedy reporter representation respondent
respondent_returned retaliation retention reviewer sanction scope_unclear sealed several_reports
sexual_harassment sooner statutory_duty substantiated supplementary support_only supporter system
third_party tier_decision told transferred unchanged unclear unfounded unlawful_source viewed
withdrawn witness would_impair
"""


class Migration(migrations.Migration):
    """Copies no table."""

    dependencies = [("heard", "0046_erased_records")]
    operations = [
        *(
            AlterCodes(model, "object", code_field(OBJECT.split(), max_length=16))
            for model in ("move", "assent")
        ),
        *(
            AlterCodes(model, "move", code_field(MOVE.split(), max_length=32))
            for model in ("move", "assent")
        ),
        AlterCodes("move", "code", code_field(["", *CODE.split()], max_length=32, default="")),
    ]

"""That something of a case became known is a record of it, and the reporter's safety is owed.

Codes are added and none is taken away, so no row is looked at.
"""

from typing import Any

from django.db import migrations, models

from heard.records.closed_sets import AlterCodes


def codes(model: str, field: str, length: int, words: str, **more: Any) -> AlterCodes:  # noqa: ANN401 as Django has them
    """Hold a column of text to these codes; of ``-`` for one that says none."""
    choices = [("" if code == "-" else code, code.strip("-") or "") for code in words.split()]
    return AlterCodes(model, field, models.CharField(choices=choices, max_length=length, **more))


MOVE_CODE = """
- adjustment advocate affected appeal asked_for assault authority bias changed channel checkin
child_protection committee companion conduct_concern confidentiality copied counsel danger
deadline decider discrimination done_otherwise employer excepted exported external failed_to_act
failure_to_act first gaps guardian holiday illness in_person in_time inconclusive informal inside
insufficient interpreter intimate investigate investigator irrelevant labour_authority language
lead main may_vanish measure new_case new_evidence no_action_now not_here not_investigated
not_necessary not_needed not_possible not_substantiated nothing_of_it officer
open_file_or_secrecy ordinary other other_harassment other_measure_stands out_of_proportion
outside partly phone plain police post presiding privileged procedure prosecutor published
redirect refer referral referred remedy reporter representation respondent respondent_returned
retaliation retention reviewer sanction scope_unclear sealed sexual_harassment sooner
substantiated supplementary support_only supporter system third_party tier_decision told
transferred unchanged unclear unfounded unlawful_source viewed withdrawn witness would_impair
"""
MOVE_MOVE = """
accept activate add admit allow answer approve approve_on_paper ask ask_again ask_informal
ask_silent assign attempt begin check check_safety choose close close_stopped close_unworked
comment conduct conduct_on_paper confirm correct decide declare decline defer destroy dismiss do
draft drop end end_without_answer exhibit extend form_team give give_back give_up go_on grant
grant_other handle hear hold impose invite invite_anew keep lay_down leave lodge look_into make
not_approve note note_minor note_of_age note_police note_silence object offer offer_keys open
overrule owe place plan police_over postpone preview propose raise read receive recheck
record_silence refer refuse release_hold remind remit reopen reply reply_late request restore
retract review revise revoke_informal reword send send_letters send_transcript share_draft
start_aftercare stay step_out strike strike_words take_back take_up tell_draft tell_first
tell_outcome tell_reopened triage uphold vary verify waive weigh_measures withhold
"""
MOVE_OBJECT = """
allegation appeal case checkin data_notice exhibit finding interview law_choice leak measure
notice outcome party plan preliminary referral seat task
"""
DUTY_KIND = """
acknowledge action appeal_decision checkin data_notice finding interim_measures leak_check
measure_hearing measure_review notice objection outcome_letter plan preserve_evidence retaliation
safety_check transcript triage update
"""
KINDS = [(code, code) for code in DUTY_KIND.split()]


class Migration(migrations.Migration):
    """Copies no table."""

    dependencies = [("heard", "0041_adjustments")]
    operations = [
        codes("move", "code", 32, MOVE_CODE, default=""),
        *(codes(model, "move", 32, MOVE_MOVE) for model in ("move", "assent")),
        *(codes(model, "object", 16, MOVE_OBJECT) for model in ("move", "assent")),
        *(
            AlterCodes(model, field, models.CharField(choices=KINDS, max_length=32))
            for model, field in (("duty", "kind"), ("suspension", "duty"))
        ),
    ]

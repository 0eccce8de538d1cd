"""A settlement is a record of the case.

Codes are added and none is taken away, so no row is looked at.
"""

from django.db import migrations

from heard.records.closed_sets import AlterCodes
from heard.records.fields import code_field

OBJECT = """
allegation appeal case checkin data_notice exhibit finding gate interview law_choice leak lending
measure notice outcome package party plan preliminary referral seat settlement task
"""
CODE = """
adjustment advocate affected appeal asked_for assault authority bias changed channel checkin
child_protection committee companion conduct_concern confidential confidentiality consent copied counsel
court_order danger deadline decider discrimination done_otherwise employer excepted exported
external failed_to_act failure_to_act first free_to_speak gaps guardian holiday illness in_person in_time
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

    dependencies = [("heard", "0050_hold_reviews")]
    operations = [
        *(
            AlterCodes(model, "object", code_field(OBJECT.split(), max_length=16))
            for model in ("move", "assent")
        ),
        AlterCodes("move", "code", code_field(["", *CODE.split()], max_length=32, default="")),
    ]

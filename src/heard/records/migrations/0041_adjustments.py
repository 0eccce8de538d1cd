"""More time is given for what somebody needs to take part.

A code is added and none is taken away, so no row is looked at.
"""

from django.db import migrations, models

from heard.records.closed_sets import AlterCodes

MOVE_CODE = """
- adjustment advocate affected appeal asked_for assault authority bias changed channel checkin
child_protection committee companion conduct_concern confidentiality copied counsel danger
deadline decider discrimination done_otherwise employer excepted exported external failed_to_act
failure_to_act first gaps guardian holiday illness in_person in_time inconclusive informal
insufficient interpreter intimate investigate investigator irrelevant labour_authority language
lead main may_vanish measure new_case new_evidence no_action_now not_here not_investigated
not_necessary not_needed not_possible not_substantiated nothing_of_it officer open_file_or_secrecy
ordinary other other_harassment other_measure_stands out_of_proportion outside partly phone plain
police post presiding privileged procedure prosecutor redirect refer referral referred remedy
reporter representation respondent respondent_returned retaliation retention reviewer sanction
scope_unclear sealed sexual_harassment sooner substantiated supplementary support_only supporter
system third_party tier_decision told transferred unchanged unfounded unlawful_source viewed
withdrawn witness would_impair
"""
CODES = [("" if code == "-" else code, code.strip("-")) for code in MOVE_CODE.split()]


class Migration(migrations.Migration):
    """Copies no table."""

    dependencies = [("heard", "0040_minors")]
    operations = [
        AlterCodes("move", "code", models.CharField(choices=CODES, default="", max_length=32)),
    ]

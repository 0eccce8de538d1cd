"""Whether a law has something passed on to an authority has a clock.

A code is added and none is taken away, so no row is looked at.
"""

from django.db import migrations

from heard.records.closed_sets import AlterCodes
from heard.records.fields import code_field

DUTY_KIND = """
acknowledge action appeal_decision checkin data_notice finding interim_measures leak_check
measure_hearing measure_review notice objection outcome_letter plan preserve_evidence referral
retaliation safety_check transcript triage update withdrawal_check
"""


class Migration(migrations.Migration):
    """Copies no table."""

    dependencies = [("heard", "0047_packages_of_a_desk")]
    operations = [
        AlterCodes("duty", "kind", code_field(DUTY_KIND.split(), max_length=32)),
        AlterCodes("suspension", "duty", code_field(DUTY_KIND.split(), max_length=32)),
    ]

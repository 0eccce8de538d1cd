"""Who has to bear a measure is heard by a day.

Codes are added and none is taken away, so no row is looked at.
"""

from django.db import migrations, models

from heard.records.closed_sets import AlterCodes

DUTY_KIND = """
acknowledge action appeal_decision checkin data_notice finding interim_measures measure_hearing
measure_review notice objection outcome_letter plan preserve_evidence retaliation safety_check
transcript triage update
"""
KINDS = [(code, code) for code in DUTY_KIND.split()]


class Migration(migrations.Migration):
    """Copies no table."""

    dependencies = [("heard", "0037_referrals")]
    operations = [
        AlterCodes("duty", "kind", models.CharField(choices=KINDS, max_length=32)),
        AlterCodes("suspension", "duty", models.CharField(choices=KINDS, max_length=32)),
    ]

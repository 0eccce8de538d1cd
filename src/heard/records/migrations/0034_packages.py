"""The reporter makes a package: a code of the log, and no row is touched."""

from django.db import migrations, models

from heard.records.closed_sets import AlterCodes

EVENT_KIND = """
assent_given case_acknowledged case_opened case_passed case_triaged case_unreadable
case_withdrawn channel_opened clock_accepted clock_resumed clock_suspended conflict_declared
conflicts_declared conflicts_published contact_changed directory_changed directory_imported
duty_missed erased evidence_checked evidence_lost evidence_noted exhibit_damaged exhibit_kept
file_damaged file_duty_missed file_key_given file_key_made file_letter_added file_received
file_record_moved identity_received identity_renewed keyring_changed keys_rotated
late_on_arrival letter_received log_created manifest_published matter_checked matter_linked
matter_unlinked note_added oversight_changed package_taken party_invited preservation_confirmed
preservation_ordered promises_lost record_moved report_received request_made roster_signed
tier_released warning_overridden
"""
KINDS = [(code, code) for code in EVENT_KIND.split()]


class Migration(migrations.Migration):
    """See above."""

    dependencies = [("heard", "0033_erasures")]
    operations = [AlterCodes("event", "kind", models.CharField(choices=KINDS, max_length=32))]

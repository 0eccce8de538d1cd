"""What is one of a closed set of codes is held to it by the database itself.

A row that has another stops the step, which names it; then nothing was changed. No version since
24e2980 has written another.
"""

from typing import Any

from django.db import migrations, models

from heard.records.closed_sets import AlterCodes


def codes(
    model: str, field: str, length: int, words: str, default: str | None = None
) -> AlterCodes:
    """Hold a column of text to these codes; ``default``: which a new row has."""
    choices = [(code, code) for code in words.split()]
    given: dict[str, Any] = {} if default is None else {"default": default}
    return AlterCodes(model, field, models.CharField(choices=choices, max_length=length, **given))


def tiers(model: str, field: str, *numbers: int, default: int | None = None) -> AlterCodes:
    """Hold a column of numbers to these."""
    choices = [(number, str(number)) for number in numbers]
    given: dict[str, Any] = {} if default is None else {"default": default}
    return AlterCodes(model, field, models.PositiveSmallIntegerField(choices=choices, **given))


DUTIES = "acknowledge preserve_evidence safety_check update"
EVENTS = """
case_acknowledged case_opened case_passed case_unreadable case_withdrawn clock_accepted
clock_resumed clock_suspended conflict_declared conflicts_declared conflicts_published
contact_changed directory_changed directory_imported duty_missed evidence_checked evidence_lost
evidence_noted file_damaged file_received identity_received identity_renewed keyring_changed
keys_rotated late_on_arrival letter_received log_created manifest_published note_added
oversight_changed preservation_confirmed preservation_ordered promises_lost report_received
request_made roster_signed tier_released warning_overridden
"""
EVIDENCE = "access_log booking call_log camera chat device email expense other"
KEYRINGS = (
    "keyring_replaced keys_made passkey_added passkey_removed recovery_replaced wraps_resealed"
)
LETTERS = "addition evidence file file-start identity message note report request"
REQUESTS = "consent document meeting proof question recording witness"
NOTICES = """
alarm case damaged digest file her keyring letter missed oversight passed report soon tier
withdrawn
"""
REASONS = "court_ordered person_unwell police_asked reporter_asked"


class Migration(migrations.Migration):
    """Touches no row, so it wants no room on the disk."""

    dependencies = [("heard", "0018_idempotency_keys")]
    operations = [
        codes("alarm", "kind", 16, "clock epoch file witness"),
        codes("case", "state", 12, "acknowledged received withdrawn", default="received"),
        codes("contact", "kind", 5, "email push"),
        codes("duty", "kind", 32, DUTIES),
        codes("duty", "state", 9, "before cancelled done missed open", default="open"),
        tiers("duty", "tier", 1, 2, 3, default=1),
        tiers("duty", "from_tier", 1, 2, 3, default=1),
        codes("event", "kind", 32, EVENTS),
        codes("evidence", "kind", 16, EVIDENCE),
        codes("evidence", "state", 9, "confirmed lost needed ordered", default="needed"),
        codes("holder", "state", 8, "active invited joined removed", default="invited"),
        tiers("holder", "tier", 0, 1, 2, 3),
        codes("keptkeyring", "change", 32, KEYRINGS),
        codes("letter", "kind", 10, LETTERS),
        codes("letter", "asks", 16, REQUESTS, default=""),
        codes("outgoing", "kind", 32, NOTICES),
        codes("suspension", "duty", 32, DUTIES),
        codes("suspension", "reason", 32, REASONS),
        codes("thirdparty", "kind", 8, "client other supplier"),
    ]

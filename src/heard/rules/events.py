"""The vocabulary of the log: what can happen, and what must be said of it (docs/spec/log.md)."""

from collections.abc import Mapping

from heard.rules import values

ALWAYS = frozenset({"event", "at", "actor"})
OF_A_CASE = ALWAYS | {"case", "prev"}

FIELDS: dict[str, frozenset[str]] = {
    "report_received": OF_A_CASE
    | {"letter", "recipients", "roster", "case_recipient", "reporter_key", "disclosed"}
    | {"acknowledge_by"},
    "letter_received": OF_A_CASE | {"letter", "kind"},
    "note_added": OF_A_CASE | {"letter", "kind"},
    "identity_received": OF_A_CASE | {"letter", "recipients"},
    "file_received": OF_A_CASE | {"letter", "file", "content"},
    "file_damaged": OF_A_CASE | {"file"},
    "case_opened": OF_A_CASE,
    "case_acknowledged": OF_A_CASE,
    "case_unreadable": OF_A_CASE,
    "conflict_declared": OF_A_CASE,
    "case_withdrawn": OF_A_CASE,
    "case_passed": OF_A_CASE | {"to", "wrap"},
    "tier_released": OF_A_CASE | {"tier", "recipients", "reason"},
    "duty_missed": OF_A_CASE | {"duty", "due"},
    "late_on_arrival": OF_A_CASE | {"duties", "since"},
    "identity_renewed": OF_A_CASE
    | {"generation", "case_recipient", "recipients", "excluded", "letter"},
    "clock_suspended": OF_A_CASE | {"duty", "reason", "until"},
    "clock_resumed": OF_A_CASE | {"duty"},
    "request_made": OF_A_CASE | {"letter", "asks"},
    "warning_overridden": OF_A_CASE | {"letter", "flags", "reason"},
    "evidence_noted": OF_A_CASE | {"evidence", "kind", "overwritten", "letter"},
    "preservation_ordered": OF_A_CASE | {"evidence", "document"},
    "preservation_confirmed": OF_A_CASE | {"evidence"},
    "evidence_lost": OF_A_CASE | {"evidence"},
    "evidence_checked": OF_A_CASE,
    "contact_changed": OF_A_CASE | {"kind", "contact"},
    "roster_signed": ALWAYS | {"roster", "version"},
    "directory_imported": ALWAYS
    | {"list", "file", "rows", "joined", "left", "changed", "kept_out"},
    "directory_changed": ALWAYS | {"list", "joined", "left", "changed"},
    "conflicts_published": ALWAYS | {"table", "head", "roster"},
    "conflicts_declared": ALWAYS | {"count"},
    "oversight_changed": ALWAYS | {"holder", "may"},
    "keyring_changed": ALWAYS | {"change", "keyring"},
    "keys_rotated": ALWAYS | {"holder", "before", "after", "roster"},
    "clock_accepted": ALWAYS | {"from", "to"},
    "promises_lost": ALWAYS | {"count"},
    "log_created": ALWAYS,
    "manifest_published": ALWAYS | {"manifest"},
}
MAX_VALUE = 4096  # bytes of UTF-8

# What a holder can do again and again ends somewhere: nothing of the log is ever removed. Each kind
# of event stands in one of these four (tests/rules/test_events.py).
MOST_OF_A_CASE: dict[str, int] = {  # by all its holders together
    "letter_received": 3000,
    "note_added": 3000,
    "case_passed": 500,
    "clock_suspended": 200,
    "evidence_checked": 200,
}
MOST_OF_A_DAY: dict[str, int] = {"conflicts_declared": 50, "keyring_changed": 50}  # by one holder
ENDS_BY_ITSELF: dict[str, str] = {
    "case_opened": "once a holder and day",
    "case_acknowledged": "once, and for each duty that a letter or a tier lays down",
    "case_unreadable": "once a holder, and for each duty that a letter or a tier lays down",
    "conflict_declared": "once a holder: nobody comes back",
    "tier_released": "once a tier",
    "identity_renewed": "64 generations",
    "clock_resumed": "once for each that was suspended",
    "request_made": "one for a letter",
    "warning_overridden": "one for a letter",
    "evidence_noted": "200 items",
    "preservation_ordered": "once an item",
    "preservation_confirmed": "once an item",
    "evidence_lost": "once an item",
}
# Of the reporter (with bounds of hers), the clock, the operator, or the machine.
NOT_A_HOLDERS = frozenset(
    {
        "report_received",
        "identity_received",
        "file_received",
        "file_damaged",
        "case_withdrawn",
        "duty_missed",
        "late_on_arrival",
        "contact_changed",
        "roster_signed",
        "keys_rotated",
        "directory_imported",
        "directory_changed",
        "clock_accepted",
        "conflicts_published",
        "promises_lost",
        "oversight_changed",
        "log_created",
        "manifest_published",
    }
)
# Of these, done by anybody but her, she is told where she left a contact.
TOLD_TO_REPORTER = frozenset(
    {
        "letter_received",
        "request_made",
        "case_acknowledged",
        "case_passed",
        "case_unreadable",
        "conflict_declared",
        "tier_released",
        "duty_missed",
        "identity_renewed",
        "clock_suspended",
        "preservation_confirmed",
        "evidence_lost",
        "file_damaged",
    }
)


class UnknownEvent(ValueError):
    """An event that the vocabulary does not have, or not with these fields or codes."""


def check(fields: Mapping[str, str]) -> None:
    """Raise UnknownEvent unless the fields are those of the event they name, and so each code."""
    wanted = FIELDS.get(fields.get("event", ""))
    if wanted is None or wanted != fields.keys():
        raise UnknownEvent(f"not an event of docs/spec/log.md: {sorted(fields)}")
    foreign = values.foreign(fields)
    if foreign is not None:
        raise UnknownEvent(f"{fields['event']}: no such {foreign} in heard/rules/values.py")
    if any(
        len(value) * 4 > MAX_VALUE and len(value.encode()) > MAX_VALUE for value in fields.values()
    ):
        raise UnknownEvent(f"a value of {fields['event']} is longer than {MAX_VALUE} bytes")

"""The closed vocabularies of the log's fields: which codes a value can be (docs/spec/log.md).

Whoever checks a receipt reads each of these codes in words (client/locales, ``said.…``), so that
none is written that has no words: ``foreign`` is asked before anything is logged.
"""

from collections.abc import Mapping

from heard.rules import evidence, requests, suspension
from heard.rules.duties import KINDS

# Else the id of a holder.
ACTORS = frozenset({"reporter", "operator", "clock"})
# Several in one value, with commas between.
LISTS = frozenset({"duties", "flags"})
# Duties that have no action start no clock.
DUTIES = frozenset(name for name, kind in KINDS.items() if kind.fulfilled)

_DUTY = {"duty": DUTIES}
VALUES: dict[str, dict[str, frozenset[str]]] = {
    "letter_received": {"kind": frozenset({"message", "addition", "request"})},
    "note_added": {"kind": frozenset({"note", "evidence"})},
    "tier_released": {
        "tier": frozenset({"1", "2", "3"}),
        "reason": frozenset({"duty_missed", "reporter", "conflict"})
        | {"removed", "late_on_arrival", "unreadable"},
    },
    "duty_missed": _DUTY,
    "late_on_arrival": {"duties": DUTIES},
    "clock_suspended": {**_DUTY, "reason": frozenset(suspension.REASONS)},
    "clock_resumed": _DUTY,
    "request_made": {"asks": requests.ASKS},
    "warning_overridden": {"flags": requests.FLAGS, "reason": requests.OVERRIDES},
    "evidence_noted": {"kind": evidence.KINDS},
    "contact_changed": {"kind": frozenset({"email", "push"})},
    "directory_imported": {"list": frozenset({"people", "third-parties"})},
    "directory_changed": {"list": frozenset({"people"})},
    "oversight_changed": {"may": frozenset({"yes", "no"})},
    "keyring_changed": {
        "change": frozenset({"passkey_added", "passkey_removed", "recovery_replaced"})
        | {"keyring_replaced", "keys_made", "wraps_resealed"},
    },
}
# Every other field: ids, digests, keys, times, days and numbers, which are shown as they are.
FREE = frozenset(
    {"at", "case", "prev", "letter", "recipients", "roster", "case_recipient", "reporter_key"}
    | {"disclosed", "acknowledge_by", "file", "content", "to", "wrap", "due", "since", "generation"}
    | {"excluded", "until", "evidence", "overwritten", "document", "contact", "version", "rows"}
    | {"joined", "left", "changed", "kept_out", "table", "head", "count", "holder", "keyring"}
    | {"before", "after", "from", "manifest"}
)


def foreign(fields: Mapping[str, str]) -> str | None:
    """The name of a field of this event whose value is none of its codes; None where all are."""
    for name, codes in VALUES.get(fields.get("event", ""), {}).items():
        value = fields[name]
        if not codes.issuperset(value.split(",") if name in LISTS else (value,)):
            return name
    return None

"""The vocabulary of duties: what can be owed, what starts it, and which deed fulfils it."""

from dataclasses import dataclass

ACKNOWLEDGE = "acknowledge"
SAFETY_CHECK = "safety_check"
UPDATE = "update"

REPORTED = "report_received"
ACKNOWLEDGED = "case_acknowledged"
FOUND = "finding_made"

ACTORS = frozenset({"handler", "committee", "employer"})


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of duty. ``trigger``: the event that starts it.

    ``fulfilled``: the event that ends it; empty where Heard has no deed for it. Such a duty is
    read, checked and shown to operators, and starts no clock: a promise nobody can keep is worse
    than none.
    """

    trigger: str
    fulfilled: str = ""
    urgent_only: bool = False


KINDS = {
    ACKNOWLEDGE: Kind(REPORTED, fulfilled=ACKNOWLEDGED),
    SAFETY_CHECK: Kind(REPORTED, fulfilled="letter_received", urgent_only=True),
    UPDATE: Kind(ACKNOWLEDGED, fulfilled="letter_received"),
    "preserve_evidence": Kind(REPORTED),
    "interim_measures": Kind(REPORTED),
    "triage": Kind(REPORTED),
    "copy_to_respondent": Kind(REPORTED),
    "finding": Kind(REPORTED),
    "feedback": Kind(ACKNOWLEDGED),
    "outcome_letter": Kind(FOUND),
    "action": Kind(FOUND),
}

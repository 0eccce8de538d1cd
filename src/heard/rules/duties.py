"""The vocabulary of duties: what can be owed, what starts it, and which action fulfils it."""

from dataclasses import dataclass
from datetime import timedelta

from heard.rules.codes.duties import DutyKind

ACKNOWLEDGE = DutyKind.ACKNOWLEDGE
SAFETY_CHECK = DutyKind.SAFETY_CHECK
UPDATE = DutyKind.UPDATE
PRESERVE = DutyKind.PRESERVE

REPORTED = "report_received"
ACKNOWLEDGED = "case_acknowledged"
FOUND = "finding_made"

ACTORS = frozenset({"handler", "committee", "employer"})


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of duty. ``trigger``: the event that starts it.

    ``fulfilled``: the event that ends it, or one of them; empty where Heard has no action for it.
    Such a duty is read, checked and shown to operators, and starts no clock: a promise nobody can
    keep is worse than none. ``least``: what anybody is given, however late in the day it begins.
    """

    trigger: str
    fulfilled: str = ""
    urgent_only: bool = False
    least: timedelta = timedelta(0)


KINDS: dict[str, Kind] = {
    ACKNOWLEDGE: Kind(REPORTED, fulfilled=ACKNOWLEDGED),
    SAFETY_CHECK: Kind(REPORTED, fulfilled="letter_received", urgent_only=True),
    UPDATE: Kind(ACKNOWLEDGED, fulfilled="letter_received"),
    PRESERVE: Kind(
        # Of what is reported at eleven at night, "the same day" leaves nobody a chance; no law that
        # is known here sets a time at all.
        REPORTED,
        fulfilled="evidence_checked",
        least=timedelta(hours=12),
    ),
    "interim_measures": Kind(REPORTED),
    "triage": Kind(REPORTED),
    "copy_to_respondent": Kind(REPORTED),
    "finding": Kind(REPORTED),
    "feedback": Kind(ACKNOWLEDGED),
    "outcome_letter": Kind(FOUND),
    "action": Kind(FOUND),
}

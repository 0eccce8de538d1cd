"""Why a clock may stand still (heard/rules/suspension.py has for how long, and which)."""

from enum import StrEnum


class SuspensionReason(StrEnum):
    """Why a clock stands still."""

    REPORTER_ASKED = "reporter_asked"
    POLICE_ASKED = "police_asked"
    COURT_ORDERED = "court_ordered"
    PERSON_UNWELL = "person_unwell"

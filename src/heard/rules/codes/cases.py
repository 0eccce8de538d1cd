"""How far a case has come."""

from enum import StrEnum


class CaseState(StrEnum):
    """What state a case is in (heard/rules/cases.py has what follows from which event)."""

    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"
    WITHDRAWN = "withdrawn"  # the reporter may come back, or nobody has decided yet
    STOPPED = "stopped"

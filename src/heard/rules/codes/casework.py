"""What can be moved in a case that is worked, as far as it can be moved yet.

Of what there will be, ``law/casework.toml`` has the whole table (docs/spec/casework.md).
"""

from enum import StrEnum


class Phase(StrEnum):
    """How far the work on a case has come."""

    RECEIVED = "received"
    TRIAGED = "triaged"  # it is decided how it goes on


class WorkedObject(StrEnum):
    """What of a case is moved."""

    CASE = "case"


class WorkedMove(StrEnum):
    """How it is moved."""

    TRIAGE = "triage"


class Route(StrEnum):
    """How a case goes on."""

    INVESTIGATE = "investigate"
    SUPPORT_ONLY = "support_only"
    INFORMAL = "informal"
    REDIRECT = "redirect"
    NO_ACTION_NOW = "no_action_now"
    INSUFFICIENT = "insufficient"

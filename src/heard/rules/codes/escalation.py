"""The tiers of a case, and why the next one has it."""

from enum import IntEnum, StrEnum


class Tier(IntEnum):
    """Whose turn it is (docs/spec/roster.md)."""

    INTAKE = 1
    INDEPENDENT = 2  # inside the organisation
    OUTSIDE = 3


class ReleaseReason(StrEnum):
    """Why the wraps of a tier were released."""

    DUTY_MISSED = "duty_missed"
    REPORTER = "reporter"  # her own button
    CONFLICT = "conflict"  # who had it stepped out, or was left out
    REMOVED = "removed"  # from the roster
    LATE_ON_ARRIVAL = "late_on_arrival"
    UNREADABLE = "unreadable"
    WITHDRAWN = "withdrawn"  # for somebody off the line to ask whether anybody pressed for it

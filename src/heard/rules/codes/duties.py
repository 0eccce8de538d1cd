"""Kinds of duty that start a clock: those for which Heard has an action (heard/rules/duties.py)."""

from enum import StrEnum


class DutyKind(StrEnum):
    """What is owed."""

    ACKNOWLEDGE = "acknowledge"
    SAFETY_CHECK = "safety_check"
    UPDATE = "update"
    PRESERVE = "preserve_evidence"
    TRIAGE = "triage"
    PLAN = "plan"
    MEASURE_REVIEW = "measure_review"


class DutyState(StrEnum):
    """What has become of it."""

    OPEN = "open"
    DONE = "done"
    MISSED = "missed"
    BEFORE = "before"  # due before the report came: nobody who reads it missed it
    CANCELLED = "cancelled"

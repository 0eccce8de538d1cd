"""Kinds of duty that start a clock: those for which Heard has an action (heard/rules/duties.py)."""

from enum import StrEnum


class DutyKind(StrEnum):
    """What is owed."""

    ACKNOWLEDGE = "acknowledge"
    SAFETY_CHECK = "safety_check"
    UPDATE = "update"
    PRESERVE = "preserve_evidence"

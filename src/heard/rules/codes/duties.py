"""Kinds of duty that start a clock: those for which Heard has an action (heard/rules/duties.py)."""

from enum import StrEnum


class DutyKind(StrEnum):
    """What is owed."""

    ACKNOWLEDGE = "acknowledge"
    SAFETY_CHECK = "safety_check"
    UPDATE = "update"
    PRESERVE = "preserve_evidence"
    INTERIM_MEASURES = "interim_measures"
    TRIAGE = "triage"
    PLAN = "plan"
    NOTICE = "notice"
    MEASURE_REVIEW = "measure_review"
    MEASURE_HEARING = "measure_hearing"
    TRANSCRIPT = "transcript"
    FINDING = "finding"
    DATA_NOTICE = "data_notice"
    OUTCOME_LETTER = "outcome_letter"
    ACTION = "action"
    APPEAL_DECISION = "appeal_decision"
    CHECKIN = "checkin"
    RETALIATION = "retaliation"
    OBJECTION = "objection"
    LEAK_CHECK = "leak_check"
    REFERRAL = "referral"
    HOLD_REVIEW = "hold_review"
    WITHDRAWAL_CHECK = "withdrawal_check"


class DutyState(StrEnum):
    """What has become of it."""

    OPEN = "open"
    DONE = "done"
    MISSED = "missed"
    BEFORE = "before"  # due before the report came: nobody who reads it missed it
    CANCELLED = "cancelled"
    HELD = "held"  # while the report is taken back

"""Why somebody is told that there is something for them (docs/spec/notices.md)."""

from enum import StrEnum


class NoticeKind(StrEnum):
    """What is behind a notice. Nobody reads it: all notices say the same."""

    REPORT = "report"
    LETTER = "letter"
    FILE = "file"
    WITHDRAWN = "withdrawn"
    CASE = "case"  # something else in it is new
    PASSED = "passed"
    TIER = "tier"
    DIGEST = "digest"  # what the day brought
    OVERSIGHT = "oversight"  # the figures of a week
    SOON = "soon"  # a duty is due
    MISSED = "missed"
    DAMAGED = "damaged"
    ALARM = "alarm"
    KEYRING = "keyring"  # something changed at a holder's own ways in
    REPORTERS = "her"  # to a reporter

"""Classes of what is kept of a case (heard/rules/law/retention.toml)."""

from enum import StrEnum


class Kept(StrEnum):
    """What."""

    CONTACTS = "contacts"
    IDENTITY = "identity"
    IRRELEVANT = "irrelevant"
    RECORDINGS = "recordings"
    REPORT = "report"
    FINDINGS = "findings"
    DRAFTS = "drafts"
    RESPONDENT_NAME = "respondent_name"
    WRAPS = "wraps"

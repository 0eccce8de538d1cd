"""What a handler may ask a reporter for, what they are warned of, and why they send it anyway."""

from enum import StrEnum


class Asks(StrEnum):
    """What a letter of kind ``request`` asks her for."""

    DOCUMENT = "document"
    PROOF = "proof"
    WITNESS = "witness"
    RECORDING = "recording"
    QUESTION = "question"
    MEETING = "meeting"
    CONSENT = "consent"


class Flag(StrEnum):
    """What must not be asked of her."""

    BLAME = "blame"
    CLOTHING = "clothing"
    DISBELIEF = "disbelief"
    DRINKING = "drinking"
    EXACT_TIMES = "exact_times"
    FALSE_REPORT_THREAT = "false_report_threat"
    FORMAL_PROCESS = "formal_process"
    IDENTITY = "identity"
    MEDICAL = "medical"
    PRESSURE = "pressure"
    PROOF = "proof"
    RETELLING = "retelling"
    SEXUAL_HISTORY = "sexual_history"
    VERDICT = "verdict"
    WHY = "why"
    WITNESSES = "witnesses"


class Override(StrEnum):
    """Why somebody sends what they were warned of."""

    REPORTER_RAISED_IT = "she_raised_it"
    LAW_REQUIRES = "law_requires"
    QUOTING = "quoting"
    MISREAD = "misread"

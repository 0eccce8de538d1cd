"""Evidence that somebody outside holds: its kinds."""

from enum import StrEnum


class EvidenceKind(StrEnum):
    """What it is (heard/rules/evidence.py has how soon it may be gone)."""

    CAMERA = "camera"
    ACCESS_LOG = "access_log"
    BOOKING = "booking"
    CHAT = "chat"
    EXPENSE = "expense"
    CALL_LOG = "call_log"
    EMAIL = "email"
    DEVICE = "device"
    OTHER = "other"

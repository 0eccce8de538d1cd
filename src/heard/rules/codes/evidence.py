"""Evidence that somebody outside holds: its kinds, and what can become of it."""

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


class EvidenceState(StrEnum):
    """How far its preservation has come."""

    NEEDED = "needed"
    ORDERED = "ordered"  # its holder was told to keep it
    CONFIRMED = "confirmed"  # and said that they do
    LOST = "lost"  # overwritten, or never there

"""Ways in which a reporter can be told (docs/spec/notices.md)."""

from enum import StrEnum


class ContactKind(StrEnum):
    """How she wants to be told."""

    EMAIL = "email"
    PUSH = "push"

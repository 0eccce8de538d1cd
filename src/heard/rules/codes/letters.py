"""What a sealed letter can be (docs/spec/sealing.md, section 4)."""

from enum import StrEnum


class MessageKind(StrEnum):
    """What reporter and handlers write to each other."""

    MESSAGE = "message"
    ADDITION = "addition"  # of the reporter's, to her report
    REQUEST = "request"  # of a handler's: it asks her for something
    DECISION = "decision"  # of a handler's: how her case goes on, and why
    RECORD = "record"  # something of her case was moved: what it is, in words
    FILE_KEY = "file-key"  # of a handler's: the recipient of the team's file key


class NoteKind(StrEnum):
    """What handlers write among themselves."""

    NOTE = "note"
    EVIDENCE = "evidence"  # what somebody else holds, where and who


class IntakeKind(StrEnum):
    """What a reporter's browser sends beside messages."""

    REPORT = "report"
    IDENTITY = "identity"  # who she is
    FILE_START = "file-start"
    FILE = "file"

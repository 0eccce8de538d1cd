"""What an alarm about Heard itself can be of."""

from enum import StrEnum


class AlarmKind(StrEnum):
    """What it is about."""

    FILE = "file"
    WITNESS = "witness"
    CLOCK = "clock"
    EPOCH = "epoch"
    GATE = "gate"

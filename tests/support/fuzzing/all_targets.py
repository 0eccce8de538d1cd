"""Every target, by its name."""

from fuzzing import (
    targets_age,
    targets_bag,
    targets_case,
    targets_file,
    targets_gate,
    targets_invite,
    targets_lists,
    targets_log,
    targets_promise,
    targets_text,
)
from fuzzing.target import TARGETS

__all__ = [
    "TARGETS",
    "targets_age",
    "targets_bag",
    "targets_case",
    "targets_file",
    "targets_gate",
    "targets_invite",
    "targets_lists",
    "targets_log",
    "targets_promise",
    "targets_text",
]

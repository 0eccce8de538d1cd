"""Who cannot receive a report about whom, computed and given out (docs/spec/conflicts.md)."""

from heard.actions.conflicts._checking import Finding, check
from heard.actions.conflicts._declaring import BadDeclarationError, declare, declared
from heard.actions.conflicts._publishing import publish
from heard.actions.conflicts._reading import (
    NoSuchBucketError,
    NotProvedError,
    bucket,
    head,
    look_up,
    proof,
    state,
)

__all__ = [
    "BadDeclarationError",
    "Finding",
    "NoSuchBucketError",
    "NotProvedError",
    "bucket",
    "check",
    "declare",
    "declared",
    "head",
    "look_up",
    "proof",
    "publish",
    "state",
]

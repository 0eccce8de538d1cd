"""Who cannot receive a report about whom, computed and given out (docs/spec/conflicts.md)."""

from heard.actions.conflicts._checking import Finding, check
from heard.actions.conflicts._declaring import declare, declared
from heard.actions.conflicts._publishing import publish
from heard.actions.conflicts._reading import bucket, head, look_up, proof, state, whole

__all__ = [
    "Finding",
    "bucket",
    "check",
    "declare",
    "declared",
    "head",
    "look_up",
    "proof",
    "publish",
    "state",
    "whole",
]

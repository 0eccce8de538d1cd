"""What is decided in a case that is worked, each time with a sealed letter that says why."""

from heard.access.casework import CannotMoveError
from heard.actions.casework.triage import triage

__all__ = ["CannotMoveError", "triage"]

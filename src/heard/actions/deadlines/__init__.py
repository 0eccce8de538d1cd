"""What is owed by when: paused by a handler, and passed on where it was not kept."""

from heard.actions.deadlines.suspension import end_suspension, suspend
from heard.rules.suspension import CannotSuspend

__all__ = ["CannotSuspend", "end_suspension", "suspend"]

"""What is owed by when: paused by a handler, and passed on where it was not kept."""

from heard.actions.deadlines.suspension import end_suspension, suspend

__all__ = ["end_suspension", "suspend"]

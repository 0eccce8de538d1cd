"""Restored and not gone live: nothing is kept or signed (heard/records/closed.py)."""

from heard.records.closed import DRILL, RESTORED, ClosedError, close, lifted, mode, refuse, reopen

__all__ = ["DRILL", "RESTORED", "ClosedError", "close", "lifted", "mode", "refuse", "reopen"]

"""What is decided in a case that is worked, each time with a sealed letter that says why."""

from heard.access.casework import CannotMoveError
from heard.access.file_key import StaleFileKeyError
from heard.actions.casework.file_key import Copy, MoreCopies, NewKey, give, make
from heard.actions.casework.triage import triage

__all__ = [
    "CannotMoveError",
    "Copy",
    "MoreCopies",
    "NewKey",
    "StaleFileKeyError",
    "give",
    "make",
    "triage",
]

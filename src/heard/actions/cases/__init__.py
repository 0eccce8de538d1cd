"""What holders do with a case. Whoever is not a holder learns nothing, not even that it exists."""

from heard.actions._access import NoSuchCase, Renewed
from heard.actions._writer import DoneDifferently, Unavailable
from heard.actions.cases._mine import LapsedError
from heard.actions.cases._view import CaseView
from heard.actions.cases.handing import (
    CannotPassError,
    NobodyLeftError,
    acknowledge,
    pass_on,
    step_out,
)
from heard.actions.cases.queue import PAGE, BadCursorError, Line, Page, queue, reference
from heard.actions.cases.reading import (
    PastTheEndError,
    Stretch,
    open_case,
    read_letter,
    read_segment,
)
from heard.actions.cases.receipts import receipt
from heard.actions.cases.writing import SeqError, UnsealedError, write_letter

__all__ = [
    "PAGE",
    "BadCursorError",
    "CannotPassError",
    "CaseView",
    "DoneDifferently",
    "LapsedError",
    "Line",
    "NoSuchCase",
    "NobodyLeftError",
    "Page",
    "PastTheEndError",
    "Renewed",
    "SeqError",
    "Stretch",
    "Unavailable",
    "UnsealedError",
    "acknowledge",
    "open_case",
    "pass_on",
    "queue",
    "read_letter",
    "read_segment",
    "receipt",
    "reference",
    "step_out",
    "write_letter",
]

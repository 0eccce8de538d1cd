"""What holders do with a case. Nobody else learns anything, not even that it exists."""

from heard.access.case_access import NoSuchCaseError, StaleGenerationError
from heard.access.file_store import DamagedError, PastTheEndError, Stretch
from heard.access.generations import NewIdentity, NewWrap
from heard.access.letters import SeqError
from heard.actions.cases._view import DeskCase
from heard.actions.cases.handing import acknowledge, pass_on, step_out
from heard.actions.cases.identity import renew
from heard.actions.cases.queue import PAGE, QueuePage, QueueRow, queue, reference
from heard.actions.cases.reading import open_case, read_letter, read_segment
from heard.actions.cases.receipts import receipt
from heard.actions.cases.resealing import OwnWrap, OwnWraps, Resealed, own_wraps, reseal
from heard.actions.cases.unreadable import say_unreadable
from heard.actions.cases.writing import write_letter
from heard.ledger.bounds import TooOftenError
from heard.ledger.closed import ClosedError
from heard.ledger.writer import IdempotencyConflictError, UnavailableError

__all__ = [
    "PAGE",
    "ClosedError",
    "DamagedError",
    "DeskCase",
    "IdempotencyConflictError",
    "NewIdentity",
    "NewWrap",
    "NoSuchCaseError",
    "OwnWrap",
    "OwnWraps",
    "PastTheEndError",
    "QueuePage",
    "QueueRow",
    "Resealed",
    "SeqError",
    "StaleGenerationError",
    "Stretch",
    "TooOftenError",
    "UnavailableError",
    "acknowledge",
    "open_case",
    "own_wraps",
    "pass_on",
    "queue",
    "read_letter",
    "read_segment",
    "receipt",
    "reference",
    "renew",
    "reseal",
    "say_unreadable",
    "step_out",
    "write_letter",
]

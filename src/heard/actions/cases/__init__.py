"""What holders do with a case. Whoever is not a holder learns nothing, not even that it exists."""

from heard.access.case_access import NoSuchCase, Renewed
from heard.access.file_store import AskForRange, Damaged, StoreUnseen
from heard.access.generations import BadIdentity, CannotRenew, NewIdentity, NewWrap
from heard.actions.cases._mine import LapsedError
from heard.actions.cases._view import CaseView
from heard.actions.cases.evidence import (
    BadEvidenceError,
    TooMuchEvidenceError,
    check_over,
    confirm,
    lose,
    may_order,
    note,
    order,
)
from heard.actions.cases.handing import (
    CannotPassError,
    NobodyLeftError,
    acknowledge,
    pass_on,
    step_out,
)
from heard.actions.cases.identity import renew
from heard.actions.cases.queue import PAGE, BadCursorError, Line, Page, queue, reference
from heard.actions.cases.reading import (
    PastTheEndError,
    Stretch,
    open_case,
    read_letter,
    read_segment,
)
from heard.actions.cases.receipts import receipt
from heard.actions.cases.resealing import Own, OwnPage, Resealed, own_wraps, reseal
from heard.actions.cases.suspending import end_suspension, suspend
from heard.actions.cases.unreadable import say_unreadable
from heard.actions.cases.writing import SeqError, UnsealedError, write_letter
from heard.ledger.bounds import TooOften
from heard.ledger.closed import Closed
from heard.ledger.writer import DoneDifferently, Unavailable
from heard.rules.evidence import OutOfOrderError
from heard.rules.requests import BadRequestError
from heard.rules.suspensions import CannotSuspend

__all__ = [
    "PAGE",
    "AskForRange",
    "BadCursorError",
    "BadEvidenceError",
    "BadIdentity",
    "BadRequestError",
    "CannotPassError",
    "CannotRenew",
    "CannotSuspend",
    "CaseView",
    "Closed",
    "Damaged",
    "DoneDifferently",
    "LapsedError",
    "Line",
    "NewIdentity",
    "NewWrap",
    "NoSuchCase",
    "NobodyLeftError",
    "OutOfOrderError",
    "Own",
    "OwnPage",
    "Page",
    "PastTheEndError",
    "Renewed",
    "Resealed",
    "SeqError",
    "StoreUnseen",
    "Stretch",
    "TooMuchEvidenceError",
    "TooOften",
    "Unavailable",
    "UnsealedError",
    "acknowledge",
    "check_over",
    "confirm",
    "end_suspension",
    "lose",
    "may_order",
    "note",
    "open_case",
    "order",
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
    "suspend",
    "write_letter",
]

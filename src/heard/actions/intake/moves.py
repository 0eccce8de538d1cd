"""What the reporter moves in a case that is worked: whatever its table gives the reporter."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Annotated, Literal

import msgspec

from heard.access import casework
from heard.access.case_access import inbox_for, lock
from heard.access.casework import CannotMoveError, Mover, NewLetter, NewMove
from heard.actions.intake._sealed import check_id, content_of
from heard.actions.intake.letters import (
    REPORTER,
    Generation,
    Seq,
    keep_letter,
    letter_row,
    tell_readers,
)
from heard.formats import gateagreed, withdrawal
from heard.ledger.journal import JournalEntry, Receipt, truncate_to_hour, write
from heard.records.models import Case, Letter
from heard.rules.codes.casework import WorkedMove, WorkedObject
from heard.rules.codes.letters import MessageKind
from heard.rules.codes.notifications import NoticeKind
from heard.rules.refusals import MalformedError

Said = Annotated[str, msgspec.Meta(max_length=64)]


class ReportersLetter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A letter to the case, or to the file as far as the reporter was told its recipient."""

    to: Literal["case", "file"]
    id: str
    seq: Seq
    sealed: bytes
    generation: Generation


class ReportersMove(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``POST inbox/moves``: as a handler's move (docs/spec/api.md), of what is the reporter's.

    ``when``: a day that the reporter names. ``signature``: in clear, of what ends or brings back
    the case (heard/formats/withdrawal.py), or lets the gate be told (gateagreed.py).
    """

    id: str
    object: Said
    record: str
    move: Said
    version: Seq
    letters: Annotated[tuple[ReportersLetter, ...], msgspec.Meta(max_length=2)]
    code: Said = ""
    party: Said = ""
    about: Annotated[tuple[str, ...], msgspec.Meta(max_length=64)] = ()
    when: Said = ""
    signature: Annotated[bytes, msgspec.Meta(max_length=64)] = b""


def move(*, authorization: str, move: ReportersMove, now: datetime) -> Receipt:
    """Make a move of the reporter's.

    Raises NoSuchCaseError, MalformedError, TooLargeError, CannotMoveError, StaleGenerationError,
    StaleFileKeyError, SeqTakenError, SeqError, IdempotencyConflictError, TooOftenError,
    UnavailableError.
    """
    case, at = inbox_for(authorization), truncate_to_hour(now)
    check_id(move.id, move.record, *move.about, *(each.id for each in move.letters))
    new = NewMove(
        object=move.object, record=move.record, move=move.move, version=move.version,
        code=move.code, party=move.party, about=move.about, when=move.when,
    )  # fmt: skip
    letters = [
        NewLetter(
            to=each.to, id=each.id, seq=each.seq, sealed=each.sealed, generation=each.generation
        )
        for each in move.letters
    ]
    _check_signed(case, move)
    casework.remember(case)

    def action(entry: JournalEntry) -> None:
        locked = lock(case.id)
        moved = casework.moved(locked, new, actor=REPORTER.name, at=at)
        by = Mover(actor=REPORTER, keep=_keep)
        casework.place_move(entry, case=locked, by=by, moved=moved, letters=letters, now=at)
        tell_readers(entry, locked, _said_of(move), at)

    said = (move.object, move.record, move.move, str(move.version), move.code, move.party)
    about = ",".join(move.about)
    parts = (f"{each.to} {each.id} {each.seq} {each.generation}" for each in letters)
    digests = (hashlib.sha256(each.sealed).hexdigest() for each in letters)
    when = (f"when {move.when}",) if move.when else ()
    content = content_of("move", case.id, *said, about, *when, *parts, *digests)
    return write(action, key=move.id, sha256=content).receipts[0]


def _check_signed(case: Case, move: ReportersMove) -> None:
    """Whoever only logs in ends nothing and agrees to nothing: that takes the key of the report."""
    is_signed = _signing(move)
    if is_signed is None:
        if move.signature:
            raise MalformedError("This is not signed so. Load the page again.")
        return
    sealed = next((each.sealed for each in move.letters if each.to == "case"), b"")
    said = {"case": case.id, "version": move.version, "sealed": sealed}
    if not is_signed(move.signature, key=case.reporter_signing, **said):
        raise CannotMoveError("not_signed")


def _signing(move: ReportersMove) -> Callable[..., bool] | None:
    """How what is signed in clear is checked; None where nothing is."""
    if move.object == WorkedObject.CASE and move.move in withdrawal.MOVES:
        return partial(withdrawal.is_signed, move=move.move)
    if (move.object, move.move) == (WorkedObject.GATE, WorkedMove.AGREE):
        return partial(gateagreed.is_signed, record=move.record)
    return None


def _said_of(move: ReportersMove) -> NoticeKind:
    is_end = (move.object, move.move) == (WorkedObject.CASE, WorkedMove.WITHDRAW)
    return NoticeKind.WITHDRAWN if is_end else NoticeKind.LETTER


def _keep(
    entry: JournalEntry, case: Case, new: NewLetter, at: datetime, _readers: object
) -> Letter:
    row = letter_row(case, new, MessageKind.RECORD, at)
    keep_letter(entry, row)
    return row

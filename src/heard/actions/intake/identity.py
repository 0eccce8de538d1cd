"""She leaves somebody out of what comes next, or adds somebody: a new case identity."""

from datetime import datetime

import msgspec

from heard.access import generations
from heard.access.case_access import inbox_for, lock
from heard.access.generations import NewIdentity, NewWrap
from heard.actions.intake._sealed import check_id, content_of
from heard.actions.intake.letters import Generation, NewLetter, Seq, keep_letter, letter_row
from heard.ledger.journal import Actor, JournalEntry, Receipt, truncate_to_hour, write
from heard.records.models import Case, Letter

REPORTER = Actor(kind="reporter")


class FirstAddition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Her letter that goes with it, of kind ``addition``, sealed to the new recipient."""

    id: str
    seq: Seq
    sealed: bytes


class Renewal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``POST inbox/identity``."""

    id: str
    generation: Generation
    case_recipient: str
    wraps: tuple[NewWrap, ...]
    reporter_wrap: bytes
    exclude: tuple[str, ...]
    letter: FirstAddition | None = None

    @property
    def identity(self) -> NewIdentity:
        """Without her letter."""
        return NewIdentity(
            self.generation, self.case_recipient, self.wraps, self.reporter_wrap, self.exclude
        )


def renew(*, authorization: str, renewal: Renewal, now: datetime) -> Receipt:
    """Take a new case identity of hers.

    Raises NoSuchCaseError, MalformedError, TooLargeError, StaleGenerationError, RefusedError,
    SeqTakenError, IdempotencyConflictError, UnavailableError.
    """
    case, identity, letter = inbox_for(authorization), renewal.identity, renewal.letter
    check_id(renewal.id, *([letter.id] if letter else []))
    generations.check(identity)
    row = _row(case, letter, renewal.generation, truncate_to_hour(now)) if letter else None

    def action(entry: JournalEntry) -> None:
        found = lock(case.id)
        generations.renew(entry, case=found, identity=identity, letter=row, actor=REPORTER, now=now)
        if row:
            keep_letter(entry, row)

    said = (letter.id, str(letter.seq), letter.sealed) if letter else ()
    content = content_of("identity", case.id, identity.digest(), *said)
    return write(action, key=renewal.id, sha256=content).receipts[0]


def _row(case: Case, letter: FirstAddition, generation: int, at: datetime) -> Letter:
    written = NewLetter(letter.id, "addition", letter.seq, letter.sealed, generation)
    return letter_row(case, written, "addition", at)

"""What a party moves themselves: a reply, a yes or no, an appeal. One letter, of their own."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated

import msgspec

from heard.access import casework, parties
from heard.access.case_access import lock
from heard.access.casework import NewLetter, NewMove
from heard.actions.parties.channel import NewPartyLetter, check_may_write
from heard.formats.ids import is_id
from heard.ledger import receipts
from heard.ledger.journal import JournalEntry, truncate_to_hour, write
from heard.rules.refusals import MalformedError

Said = Annotated[str, msgspec.Meta(max_length=64)]


class PartysMove(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``POST channel/moves``: as a handler's move (docs/spec/api.md), of what is the party's.

    ``letter``: to the party and the file, as any letter of theirs.
    """

    id: str
    object: Said
    record: str
    move: Said
    version: Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)]
    letter: NewPartyLetter
    code: Said = ""
    party: Said = ""
    about: Annotated[tuple[str, ...], msgspec.Meta(max_length=64)] = ()

    def new(self) -> NewMove:
        """As it is judged."""
        return NewMove(
            object=self.object, record=self.record, move=self.move, version=self.version,
            code=self.code, party=self.party, about=self.about,
        )  # fmt: skip

    def content(self, party: str) -> str:
        """What its idempotency key covers."""
        letter = self.letter
        said = (
            *("party move", party, self.object, self.record, self.move, str(self.version)),
            *(self.code, self.party, ",".join(self.about)),
            *(letter.id, str(letter.seq), str(letter.generation)),
            hashlib.sha256(letter.sealed).hexdigest(),
        )
        return hashlib.sha256("\n".join(said).encode()).hexdigest()


def move(*, authorization: str, move: PartysMove, now: datetime) -> str:
    """Make a move of a party's; the leaf hash of its event.

    Raises ``NoSuchCaseError``, ``MalformedError``, ``TooLargeError``, ``CannotMoveError``,
    ``RefusedError``, ``StaleFileKeyError``, ``SeqError``, ``IdempotencyConflictError``,
    ``UnavailableError``.
    """
    keys, at = parties.party_for(authorization), truncate_to_hour(now)
    letter = move.letter
    if not all(map(is_id, (move.id, move.record, letter.id))):
        raise MalformedError("An id must be 32 hexadecimal digits.")
    casework.remember(keys.case)

    def action(entry: JournalEntry) -> None:
        locked = lock(keys.case.id)
        check_may_write(locked, keys.party)
        by = casework.party_mover(keys.party)
        moved = casework.moved(locked, move.new(), actor=keys.party, at=at)
        sealed = NewLetter(
            to="party", id=letter.id, seq=letter.seq, sealed=letter.sealed,
            generation=letter.generation,
        )  # fmt: skip
        with _unsaid_course():
            casework.place_move(entry, case=locked, by=by, moved=moved, letters=[sealed], now=at)

    done = write(action, key=move.id, sha256=move.content(keys.party)).receipts[0]
    return receipts.leaf(done.index)


@contextmanager
def _unsaid_course() -> Iterator[None]:
    """That the reporter took the report back is for no party to know: the case has gone on."""
    try:
        yield
    except casework.CannotMoveError as error:
        if error.reason != "not_in_this_course":
            raise
        raise casework.CannotMoveError("not_in_this_phase") from None

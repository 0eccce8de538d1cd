"""Inviting a party: what a holder's browser sealed, kept until it is answered or ends."""

import hashlib
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import datetime

from heard.access import casework, file_key, parties
from heard.access.casework import NewLetter, NewMove
from heard.access.permission import actor_of, do, lock, require_decider
from heard.formats import invitation as invitations
from heard.formats._errors import FormatError
from heard.ledger.journal import JournalEntry, write
from heard.records.models import Case, Holder, Invitation
from heard.rules.codes.casework import WorkedMove, WorkedObject
from heard.rules.events.casework import PartyInvited
from heard.rules.refusals import MalformedError, RefusedError

_INVITES = frozenset({WorkedMove.INVITE, WorkedMove.INVITE_ANEW})


@dataclass(frozen=True, slots=True, kw_only=True)
class NewInvitation:
    """What came. ``id``: of the action; ``move``: the one that inviting is.

    ``locator``, ``digest``: hexadecimal; ``expires``: as the invitation has it.
    """

    id: str
    move: NewMove
    letters: Sequence[NewLetter]
    locator: str
    digest: str
    expires: str
    generation: int
    sealed: bytes
    kept: bytes

    @property
    def party(self) -> str:
        """Who is invited."""
        return self.move.record

    def content(self) -> tuple[str, ...]:
        """What its idempotency key covers."""
        move = [
            ",".join(each) if isinstance(each, tuple) else str(each) for each in astuple(self.move)
        ]
        blobs = (self.sealed, self.kept, *(each.sealed for each in self.letters))
        digests = [hashlib.sha256(each).hexdigest() for each in blobs]
        return ("invite", self.locator, self.digest, self.expires, *move, *digests)


def invite(*, holder: str, case: str, new: NewInvitation, now: datetime) -> str:
    """Let a party enrol; the leaf hash of the event. An earlier invitation of theirs ends.

    Raises ``NoSuchCaseError``, ``RefusedError`` (``CannotMoveError`` where the rules are against
    it), ``MalformedError``, ``StaleFileKeyError``, ``SeqError``, ``IdempotencyConflictError``.
    """
    casework.remember(require_decider(holder=holder, case=case).case)
    expires = _checked(new, now)

    def action(entry: JournalEntry) -> None:
        locked = lock(case)
        by = casework.holder_mover(require_decider(holder=holder, case=case), case=locked)
        _refuse(locked, holder, new)
        parties.end_open(locked, now=now, party=new.party)
        row = _row(locked, holder, new, expires, now)
        entry.add(row)
        invited = PartyInvited(case=case, party=new.party, locator=new.locator)
        entry.log(invited, at=now, actor=actor_of(holder), marks=[row])
        moved = casework.moved(locked, new.move, actor=holder, at=now)
        casework.place_move(
            entry, case=locked, by=by, moved=moved, letters=new.letters, now=now, offered=False
        )

    done = do(action, holder=holder, case=case, key=new.id, content=new.content())
    return done.receipts[0].leaf


def _checked(new: NewInvitation, now: datetime) -> datetime:
    """All that can be said of it without a key; when it ends."""
    move = new.move
    invites = move.object == WorkedObject.PARTY and move.move in _INVITES
    if not invites or (move.digest, move.due) != (new.digest, new.expires):
        raise MalformedError("The move says another invitation than the one that came with it.")
    try:
        invitations.check_open(expires=new.expires, used=None, now=now)
        invitations.check_sealed(new.sealed)
        invitations.check_sealed(new.kept)
    except FormatError as error:
        raise MalformedError(str(error)) from error
    return datetime.fromisoformat(new.expires)


def _refuse(case: Case, holder: str, new: NewInvitation) -> None:
    if not file_key.reads(case, holder):
        raise RefusedError("Only somebody who reads the file of this case invites anybody to it.")
    file_key.check_file_generation(case, new.generation, by=holder)
    if new.party == case.id or Holder.objects.filter(id=new.party).exists():
        raise RefusedError("The reporter, and who handles cases, have a way in of their own.")
    if Invitation.objects.filter(locator=new.locator).exists():
        raise RefusedError("These nine words are in use. Make new ones.")


def _row(
    case: Case, holder: str, new: NewInvitation, expires: datetime, now: datetime
) -> Invitation:
    return Invitation(
        id=new.id,
        case=case,
        party=new.party,
        holder_id=holder,
        locator=new.locator,
        digest=new.digest,
        generation=new.generation,
        expires=expires,
        sealed=new.sealed,
        kept=new.kept,
        at=now,
    )


def forget_expired(*, now: datetime) -> None:
    """Empty what nobody can answer any more."""
    over = Invitation.objects.filter(answered=None, ended=None, expires__lte=now)

    def action(_entry: JournalEntry) -> None:
        over.update(ended=now, sealed=b"", kept=b"")

    if over.exists():
        write(action)

"""Moving something of a case that is worked, and signing beside somebody who will."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from heard.access import casework, exhibit_copies, file_key
from heard.access.casework import NewLetter, NewMove
from heard.access.file_letters import file_letter_of, place_file_letters, tell_readers
from heard.access.permission import actor_of, do, lock, require_decider
from heard.actions.casework._content import NOT_IN_IT, said, sealed
from heard.ledger.journal import JournalEntry
from heard.records.models import Assent, Case, FileLetter
from heard.rules.casework import TABLE
from heard.rules.codes.casework import FileLetterKind, WorkedMove, WorkedObject
from heard.rules.events.casework import AssentGiven
from heard.rules.refusals import MalformedError, RefusedError

TWICE = "You have signed exactly this already. Load the page again."


def move(
    *,
    holder: str,
    case: str,
    key: str,
    new: NewMove,
    letters: Sequence[NewLetter],
    now: datetime,
    listing: bytes = b"",
) -> str:
    """Make a move of a record, with its letters; the leaf hash of its event.

    ``listing``: who the gate is to protect, sealed to its keepers, with ``gate.tell`` alone.
    Raises ``NoSuchCaseError``, ``RefusedError`` (``CannotMoveError`` where the rules are against
    it), ``MalformedError``, ``SeqError``, ``StaleGenerationError``, ``StaleFileKeyError``,
    ``IdempotencyConflictError``, ``TooOftenError``.
    """
    found = require_decider(holder=holder, case=case).case
    casework.prepare(found)
    ends = (new.object, new.move) in exhibit_copies.ENDS
    copy = exhibit_copies.segment_of(found, new.record) if ends else None

    def action(entry: JournalEntry) -> casework.Known:
        locked = lock(case)
        by = casework.holder_mover(require_decider(holder=holder, case=case), case=locked)
        standing = casework.standing(locked)
        at = standing.not_before(now)
        moved = casework.moved(locked, new, actor=holder, at=at)
        state = standing.of(locked)
        casework.place_move(
            entry, case=locked, by=by, moved=moved, letters=letters, now=at, state=state,
            listing=listing,
        )  # fmt: skip
        return standing

    told = (sha256(listing).hexdigest(),) if listing else ()
    content = ("move", *said(new), *sealed(letters), *told)
    done = do(action, holder=holder, case=case, key=key, content=content)
    exhibit_copies.drop(copy)
    if done.value:  # None where it was done before, by who knows when
        casework.remember(found, done.value)
    return done.receipts[0].leaf


def assent(
    *,
    holder: str,
    case: str,
    key: str,
    new: NewMove,
    shell: str,
    letter: NewLetter,
    now: datetime,
) -> str:
    """Sign the move that has this shell, before somebody else makes it; its event's leaf hash.

    ``new``: object, record, move and version alone. Raises as ``move`` does.
    """
    casework.remember(require_decider(holder=holder, case=case).case)
    if letter.to != "file" or not _takes_seconds(new):
        raise MalformedError("Nobody signs beside this. Load the page again.")

    def action(entry: JournalEntry) -> None:
        found = lock(case)
        require_decider(holder=holder, case=case)
        _refuse(found, holder, new, shell, now)
        row = file_letter_of(
            case=found, author=holder, kind=FileLetterKind.ASSENT,
            letter=(letter.id, letter.seq, letter.sealed, letter.generation), now=now,
        )  # fmt: skip
        readers, _ = place_file_letters(entry, row)
        _sign(entry, holder, new, shell, row)
        tell_readers(entry, case=found, but=holder, now=now, readers=readers)

    content = ("assent", *said(new), shell, *sealed([letter]))
    return do(action, holder=holder, case=case, key=key, content=content).receipts[0].leaf


def _refuse(case: Case, holder: str, new: NewMove, shell: str, now: datetime) -> None:
    state = casework.state_of(case)
    moved = casework.moved(case, new, actor=holder, at=now)
    there = state.get(moved.object, moved.id)
    if new.version != (there.version if there else 0) + 1:
        raise casework.cannot("stale", state, moved)
    if not file_key.reads(case, holder):
        raise RefusedError(NOT_IN_IT)
    if Assent.objects.filter(case=case, shell=shell, holder=holder).exists():
        raise RefusedError(TWICE)


def _sign(entry: JournalEntry, holder: str, new: NewMove, shell: str, letter: FileLetter) -> None:
    # At once: what follows in the same commit must see it.
    signed = Assent.objects.create(
        case=letter.case, holder_id=holder, object=new.object, record=new.record, move=new.move,
        version=new.version, shell=shell, file_letter=letter.id, at=letter.at,
    )  # fmt: skip
    given = AssentGiven(
        case=letter.case.id, object=WorkedObject(signed.object), record=signed.record,
        move=WorkedMove(signed.move), version=signed.version, shell=shell,
        file_letter=letter.sha256,
    )  # fmt: skip
    entry.log(given, at=letter.at, actor=actor_of(holder), marks=[letter])


def _takes_seconds(new: NewMove) -> bool:
    row = TABLE.moves.get(new.object, {}).get(new.move)
    return row is not None and (row.seconds > 0 or row.is_together)

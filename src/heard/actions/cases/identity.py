"""A handler leaves somebody out of what comes next: a new case identity."""

from datetime import datetime

from heard.access import file_key, generations
from heard.access.generations import NewIdentity
from heard.access.letters import add_letter, check_letter, letter_of
from heard.access.permission import actor_of, do, lock, require_decider
from heard.actions.cases.handing import SealedNote, note_content
from heard.ledger.journal import JournalEntry
from heard.rules.codes.letters import NoteKind
from heard.rules.refusals import RefusedError


def renew(
    *,
    holder: str,
    case: str,
    key: str,
    identity: NewIdentity,
    note: SealedNote | None,
    now: datetime,
) -> str:
    """Put a new case identity in the place of the one there is; the leaf hash of the event.

    ``note`` (id, seq, sealed, generation) is for the others who read on. Raises
    ``NoSuchCaseError``, ``RefusedError``, ``MalformedError``,
    ``StaleGenerationError``, ``SeqError``.
    """
    require_decider(holder=holder, case=case)
    generations.check(identity)
    if note:
        check_letter(note[2])

    def action(entry: JournalEntry) -> None:
        found = lock(case)
        require_decider(holder=holder, case=case)
        if holder in identity.exclude:
            raise RefusedError("You cannot leave yourself out. Step out of the case instead.")
        before = file_key.lost(found)
        generations.renew(
            entry, case=found, identity=identity, letter=None, actor=actor_of(holder), now=now
        )
        file_key.check_kept(found, before=before)
        if note:
            letter = letter_of(
                case=found, holder=holder, letter=note[0], kind=NoteKind.NOTE, seq=note[1],
                sealed=note[2], generation=note[3], now=now,
            )  # fmt: skip
            add_letter(entry, letter, now=now)

    content = ("identity", identity.digest(), *(note_content(note) if note else ()))
    return do(action, holder=holder, case=case, key=key, content=content).receipts[0].leaf

"""Letters under the file key that move nothing: among those who read it, or with a party."""

from datetime import datetime

from heard.access import casework, file_key
from heard.access.case_access import NoSuchCaseError
from heard.access.casework import NewLetter
from heard.access.file_letters import file_letter_of, place_file_letter, tell_readers
from heard.access.permission import actor_of, do, lock, require_decider, require_reader
from heard.actions.casework._content import NOT_IN_IT, sealed
from heard.ledger.journal import JournalEntry
from heard.records.models import Case, FileLetter, FileWrap
from heard.rules.codes.casework import FileLetterKind
from heard.rules.events.casework import FileLetterAdded
from heard.rules.refusals import MalformedError, RefusedError

_TO = {FileLetterKind.NOTE: "file", FileLetterKind.MESSAGE: "party"}


def write_file_letter(
    *,
    holder: str,
    case: str,
    key: str,
    kind: str,
    party: str,
    letter: NewLetter,
    now: datetime,
) -> str:
    """Add a ``note`` among those who have the file, or a ``message`` to a party; its leaf hash.

    A message is for those who may decide, a note for whoever has the file. Raises
    ``NoSuchCaseError``, ``RefusedError``, ``MalformedError``, ``SeqError``, ``StaleFileKeyError``,
    ``IdempotencyConflictError``.
    """
    to = _TO.get(FileLetterKind(kind))
    if letter.to != to or (to == "party") != bool(party):
        raise MalformedError("A note goes to the file, a message to a party. Load the page again.")
    may = require_reader if to == "file" else require_decider
    may(holder=holder, case=case)

    def action(entry: JournalEntry) -> None:
        found = lock(case)
        may(holder=holder, case=case)
        if not file_key.reads(found, holder):
            raise RefusedError(NOT_IN_IT)
        if party:
            _check_party(found, party)
        row = file_letter_of(
            case=found, author=holder, kind=FileLetterKind(kind), party=party,
            letter=(letter.id, letter.seq, letter.sealed, letter.generation), now=now,
        )  # fmt: skip
        place_file_letter(entry, row)
        added = FileLetterAdded(
            case=case, letter=row.sha256, kind=FileLetterKind(kind), party=party
        )
        entry.log(added, at=now, actor=actor_of(holder), marks=[row])
        tell_readers(entry, case=found, but=holder, now=now)

    content = ("file letter", kind, party, *sealed([letter]))
    return do(action, holder=holder, case=case, key=key, content=content).receipts[0].leaf


def _check_party(case: Case, party: str) -> None:
    found = casework.state_of(case).get("party", party)
    if found is None or found.state != "confirmed":
        raise RefusedError("Two of the team have to confirm this person's keys first.")


def read_file_letter(*, holder: str, case: str, letter: str) -> bytes:
    """A sealed letter of the file, for whoever has a copy of its key. Raises ``NoSuchCaseError``.

    It may be of the newest generation, or of the letter's own.
    """
    found = require_reader(holder=holder, case=case).case
    row = FileLetter.objects.filter(case=found, id=letter).first()
    if row is None or not _has(found, holder, row.generation):
        raise NoSuchCaseError
    if casework.is_kept_from(found, holder, letter):
        raise NoSuchCaseError
    return bytes(row.sealed)


def _has(case: Case, holder: str, generation: int) -> bool:
    copies = FileWrap.objects.filter(
        case=case, holder=holder, generation=generation, released__isnull=False, left=None
    )
    return file_key.reads(case, holder) or copies.exists()

"""Letters under the file key that move nothing: among those who read it, or with a party."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.db.models.functions import Length

from heard.access import casework, file_key
from heard.access.case_access import NoSuchCaseError
from heard.access.casework import NewLetter
from heard.access.casework_answers import SealedFileLetter, SealedFileLetters
from heard.access.file_letters import file_letter_of, place_file_letters, tell_readers
from heard.access.permission import actor_of, do, lock, require_decider, require_reader
from heard.actions.casework._content import NOT_IN_IT, sealed
from heard.formats.ids import is_id
from heard.ledger.journal import JournalEntry
from heard.records.models import Case, FileLetter, FileWrap
from heard.rules.codes.casework import FileLetterKind
from heard.rules.events.casework import FileLetterAdded
from heard.rules.refusals import MalformedError, RefusedError

MOST_TOGETHER = 64
LARGEST_TOGETHER = 2 * 1024 * 1024

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
        readers, _ = place_file_letters(entry, row)
        added = FileLetterAdded(
            case=case, letter=row.sha256, kind=FileLetterKind(kind), party=party
        )
        entry.log(added, at=now, actor=actor_of(holder), marks=[row])
        tell_readers(entry, case=found, but=holder, now=now, readers=readers)

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


def read_file_letters(*, holder: str, case: str, letters: Sequence[str]) -> SealedFileLetters:
    """Several at once, each as ``read_file_letter`` gives it; what that would refuse is left out.

    At most ``MOST_TOGETHER``, and of those as many as fit into ``LARGEST_TOGETHER`` bytes, but at
    least one. Raises ``NoSuchCaseError``, ``MalformedError``.
    """
    several = 0 < len(letters) <= MOST_TOGETHER and len(set(letters)) == len(letters)
    if not several or not all(map(is_id, letters)):
        raise MalformedError(f"Ask for 1 to {MOST_TOGETHER} letters at once, each one time.")
    found = require_reader(holder=holder, case=case).case
    sizes = _sizes(found, holder, letters)
    fitting = list(_fitting((id, sizes[id]) for id in letters if id in sizes))
    rows = FileLetter.objects.filter(case=found, id__in=fitting).values_list("id", "sealed")
    sealed = {id: bytes(each) for id, each in rows}
    return SealedFileLetters(letters=[SealedFileLetter(id=id, sealed=sealed[id]) for id in fitting])


def _sizes(case: Case, holder: str, letters: Sequence[str]) -> dict[str, int]:
    """Of those that this reader of the case may have, their bytes."""
    rows = FileLetter.objects.filter(case=case, id__in=letters)
    if not file_key.reads(case, holder):
        rows = rows.filter(generation__in=_copies(case, holder).values("generation"))
    kept = casework.kept_from(case, holder)
    sizes = rows.annotate(size=Length("sealed")).values_list("id", "size")
    return {id: size for id, size in sizes if id not in kept}


def _fitting(sizes: Iterable[tuple[str, int]]) -> Iterator[str]:
    taken = 0
    for id, size in sizes:
        if taken and taken + size > LARGEST_TOGETHER:
            return
        taken += size
        yield id


def _has(case: Case, holder: str, generation: int) -> bool:
    copies = _copies(case, holder).filter(generation=generation)
    return file_key.reads(case, holder) or copies.exists()


def _copies(case: Case, holder: str) -> QuerySet[FileWrap]:
    """What is given out to them of any generation."""
    return FileWrap.objects.filter(case=case, holder=holder, released__isnull=False, left=None)

"""Letters that the case key does not open: checked without a key, numbered, told to its readers.

Their events are their callers'.
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from heard.access.file_key import Writable, check_file_generation, letters_by, readers_of
from heard.access.letters import UNSEALED, SeqError
from heard.formats import letter as letter_format
from heard.formats import partyletter
from heard.formats._errors import FormatError
from heard.ledger.journal import JournalEntry
from heard.records.models import Case, FileLetter
from heard.records.questions import Question
from heard.rules.codes.casework import FileLetterKind
from heard.rules.codes.notifications import NoticeKind
from heard.rules.refusals import MalformedError


def file_letter_of(
    *,
    case: Case,
    author: str,
    kind: FileLetterKind,
    letter: tuple[str, int, bytes, int],
    party: str = "",
    now: datetime,
) -> FileLetter:
    """A row for a letter to the file, or to a party and the file. Raises ``MalformedError``.

    ``letter``: its id, seq, sealed bytes, and generation of the file key. Neither ``check`` needs a
    key: one recipient or two, and a letter's length.
    """
    id, seq, sealed, generation = letter
    check = partyletter.check_sealed if party else letter_format.check_sealed
    try:
        check(sealed)
    except FormatError as unsealed:
        raise MalformedError(UNSEALED) from unsealed
    return FileLetter(
        case=case,
        id=id,
        kind=kind,
        party=party,
        author=author,
        seq=seq,
        sealed=sealed,
        sha256=hashlib.sha256(sealed).hexdigest(),
        at=now,
        generation=generation,
    )


def place_file_letters(entry: JournalEntry, *rows: FileLetter) -> tuple[list[str], frozenset[str]]:
    """Add letters by one author of the generation that may be written to.

    Ids of who has the file, and of who may read the case, which must be locked. Raises
    ``StaleFileKeyError``, ``SeqError``.
    """
    found: dict[tuple[Case, int, str], Writable] = {}
    for row in rows:
        # Mostly there is one: what is asked of the file is asked once, with its number.
        key = (row.case, row.generation, row.author)
        if key in found:
            add_file_letter(entry, row)
        else:
            found[key] = check_file_generation(
                row.case, row.generation, by=row.author, party=row.party
            )
            _add(entry, row, found[key].following)
    return next((each.of_file, each.of_case) for each in found.values())


def add_file_letter(entry: JournalEntry, row: FileLetter) -> None:
    """The same of a generation that comes with it. Raises ``SeqError``."""
    _add(entry, row, next_seq(row.case, author=row.author, party=row.party))


def _add(entry: JournalEntry, row: FileLetter, following: int) -> None:
    if row.seq != following:
        raise SeqError(following)
    entry.numbers.know({row.case.id: row.case.pk})
    entry.add(row)


def next_seq(case: Case, *, author: str, party: str = "") -> int:
    """The number of an author's next letter to the file, or to a party and the file."""
    last = _seqs(case.pk, author, party)
    return last[0] + 1 if last else 0


@Question
def _seqs(case: int, author: str, party: str) -> QuerySet[FileLetter, int]:
    return letters_by(case, author, party).values_list("seq", flat=True)[:1]


def tell_readers(
    entry: JournalEntry,
    *,
    case: Case,
    but: str,
    now: datetime,
    readers: Iterable[str] | None = None,
) -> None:
    """Tell everybody who has the file, but for whoever wrote. ``readers``: where they are known."""
    for reader in readers_of(case) if readers is None else readers:
        if reader != but:
            entry.tell(kind=NoticeKind.CASE, holder=reader, case=case.id, due=now)

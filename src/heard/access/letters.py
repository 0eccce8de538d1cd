"""Letters by holders: checked without a key, numbered, logged, and told to who reads the case."""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from heard.access.case_access import check_generation
from heard.access.permission import actor_of
from heard.access.tiers import readers_of
from heard.formats import letter as letter_format
from heard.formats._errors import FormatError
from heard.ledger.journal import JournalEntry
from heard.records.models import Case, Letter
from heard.records.questions import Question
from heard.rules.codes.letters import MessageKind, NoteKind
from heard.rules.codes.notifications import NoticeKind
from heard.rules.events import OfACase
from heard.rules.events.letters import LetterReceived, NoteAdded
from heard.rules.refusals import MalformedError

UNSEALED = "This was not sealed the way a case asks for. Please reload the page and send it again."


class SeqError(Exception):
    """Another letter of this holder has taken the number; ``seq`` is the one that is next."""

    def __init__(self, seq: int) -> None:
        super().__init__("You have written from another window. Please send this once more.")
        self.seq = seq


def letter_of(
    *,
    case: Case,
    holder: str,
    letter: str,
    kind: str,
    seq: int,
    sealed: bytes,
    now: datetime,
    generation: int,
) -> Letter:
    """A row for a letter of a holder's."""
    return Letter(
        id=letter,
        case=case,
        kind=kind,
        author=holder,
        seq=seq,
        sealed=sealed,
        sha256=hashlib.sha256(sealed).hexdigest(),
        at=now,
        generation=generation,
    )


def add_letter(entry: JournalEntry, letter: Letter, *, now: datetime) -> None:
    """Add a holder's letter to an entry, with its event. As ``place_letter``."""
    place_letter(entry, letter, now=now)
    entry.log(_event_of(letter), at=now, actor=actor_of(letter.author), marks=[letter])


def _event_of(letter: Letter) -> OfACase:
    case, digest = letter.case.id, letter.sha256
    if letter.kind == NoteKind.NOTE:
        return NoteAdded(case=case, letter=digest, kind=NoteKind.NOTE)
    return LetterReceived(case=case, letter=digest, kind=MessageKind(letter.kind))


def place_letter(
    entry: JournalEntry, letter: Letter, *, now: datetime, readers: Iterable[str] | None = None
) -> None:
    """Add a holder's letter and tell who else reads the case, which must be locked.

    ``readers``: where they are known. Its event is the caller's. Raises ``StaleGenerationError``,
    ``SeqError``.
    """
    check_generation(letter.case, letter.generation)
    last = _seqs(letter.case.pk, letter.author)
    following = last[0] + 1 if last else 0
    if letter.seq != following:
        raise SeqError(following)
    entry.numbers.know({letter.case.id: letter.case.pk})
    entry.add(letter)
    for reader in readers_of(letter.case.id) if readers is None else sorted(readers):
        if reader != letter.author:
            entry.tell(kind=NoticeKind.CASE, holder=reader, case=letter.case.id, due=now)


@Question
def _seqs(case: int, author: str) -> QuerySet[Letter, int]:
    mine_so_far = Letter.objects.filter(case_id=case, author=author)
    return mine_so_far.order_by("-seq").values_list("seq", flat=True)[:1]


def check_letter(sealed: bytes) -> None:
    """Check a letter's shape without a key. Raises ``MalformedError``."""
    try:
        letter_format.check_sealed(sealed)
    except FormatError as unsealed:
        raise MalformedError(UNSEALED) from unsealed

"""What a reporter writes after her report."""

from datetime import datetime
from typing import Annotated, Literal, Protocol

import msgspec
from django.db.models import Count, QuerySet

from heard.access.case_access import check_generation, inbox_for, lock
from heard.access.tiers import readers_of
from heard.actions.intake._sealed import check_id, check_letter, content_of
from heard.ledger.journal import Actor, JournalEntry, Receipt, next_hour, truncate_to_hour, write
from heard.records.models import Case, Letter
from heard.records.questions import Question
from heard.rules.codes.letters import MessageKind
from heard.rules.codes.notifications import NoticeKind
from heard.rules.events.letters import LetterReceived
from heard.rules.refusals import TooLargeError

REPORTER = Actor(kind="reporter")
MOST_LETTERS = 3000  # of hers in one case; 500 files take two each
# What the columns hold.
Seq = Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)]
Generation = Annotated[int, msgspec.Meta(ge=0, le=2**15 - 1)]


class NewLetter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``POST inbox/letters``. ``generation``: of the case identity that it is sealed to."""

    id: str
    kind: Literal["message", "addition"]
    seq: Seq
    sealed: bytes
    generation: Generation = 0


class SeqTakenError(Exception):
    """Another letter of hers has this number already."""

    def __init__(self, following: int) -> None:
        super().__init__("A letter with this number is there already. Load the page again.")
        self.following = following


def add_letter(*, authorization: str, letter: NewLetter, now: datetime) -> Receipt:
    """Keep a letter of the reporter's.

    Raises NoSuchCaseError, MalformedError, TooLargeError, StaleGenerationError, SeqTakenError,
    IdempotencyConflictError, UnavailableError.
    """
    case, at = inbox_for(authorization), truncate_to_hour(now)
    check_id(letter.id)
    row = letter_row(case, letter, letter.kind, at)

    def action(entry: JournalEntry) -> None:
        lock(case.id)
        keep_letter(entry, row)
        received = LetterReceived(case=case.id, letter=row.sha256, kind=MessageKind(letter.kind))
        entry.log(received, at=at, actor=REPORTER, marks=(row,))
        tell_readers(entry, case, NoticeKind.LETTER, at)

    content = content_of("letter", case.id, letter.kind, str(letter.seq), letter.sealed)
    return write(action, key=letter.id, sha256=content).receipts[0]


class Sealed(Protocol):
    """A letter as a body has it."""

    @property
    def id(self) -> str: ...  # noqa: D102 its name says it
    @property
    def seq(self) -> int: ...  # noqa: D102 its name says it
    @property
    def sealed(self) -> bytes: ...  # noqa: D102 its name says it
    @property
    def generation(self) -> int: ...  # noqa: D102 its name says it


def letter_row(case: Case, letter: Sealed, kind: str, at: datetime) -> Letter:
    """A letter of the reporter's, checked."""
    return Letter(
        id=letter.id,
        case=case,
        kind=kind,
        author="reporter",
        seq=letter.seq,
        sealed=letter.sealed,
        sha256=check_letter(letter.sealed),
        at=at,
        generation=letter.generation,
    )


def keep_letter(entry: JournalEntry, row: Letter) -> None:
    """Add a letter of hers.

    The case must be locked. Raises StaleGenerationError, SeqTakenError, TooLargeError.
    """
    check_generation(row.case, row.generation)
    refuse_taken(row)
    entry.numbers.know({row.case.id: row.case.pk})
    entry.add(row)


def refuse_taken(row: Letter) -> None:
    """Raise SeqTakenError where this number is taken, TooLargeError where she has too many.

    Whoever writes here is not known: the bound is what one case can cost in disk.
    """
    if next(iter(_written(row.case.pk)), 0) >= MOST_LETTERS:
        raise TooLargeError(
            "A report holds at most 3000 letters. Make a new report for what follows."
        )
    if _numbered(row.case.pk, row.seq):
        of_reporter = Letter.objects.filter(case=row.case, author="reporter")
        raise SeqTakenError(max(of_reporter.values_list("seq", flat=True), default=-1) + 1)


@Question
def _written(case: int) -> QuerySet[Letter, int]:
    """How many letters of hers it has; nothing where none."""
    of_reporter = Letter.objects.filter(case_id=case, author="reporter").order_by()
    return of_reporter.values("author").annotate(count=Count("pk")).values_list("count", flat=True)


@Question
def _numbered(case: int, seq: int) -> QuerySet[Letter, str]:
    of_reporter = Letter.objects.filter(case_id=case, author="reporter", seq=seq)
    return of_reporter.values_list("id", flat=True)


def tell_readers(entry: JournalEntry, case: Case, kind: NoticeKind, at: datetime) -> None:
    """Tell everyone who may read the case now."""
    for holder in readers_of(case.id):
        entry.tell(kind=kind, holder=holder, case=case.id, due=next_hour(at))

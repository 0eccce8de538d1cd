"""What a reporter writes after her report, and her withdrawal."""

from datetime import datetime
from typing import Annotated, Literal, Protocol

import msgspec
from django.db.models import Count, QuerySet

from heard.access import casework, contacts
from heard.access.case_access import check_generation, inbox_for, lock
from heard.access.tiers import readers_of
from heard.actions.intake._sealed import check_id, check_letter, content_of
from heard.ledger import receipts
from heard.ledger.journal import Actor, JournalEntry, Receipt, next_hour, truncate_to_hour, write
from heard.records.models import Case, Duty, Event, Letter, Suspension
from heard.records.questions import Question
from heard.rules.casework import TABLE
from heard.rules.codes.letters import MessageKind
from heard.rules.codes.notifications import NoticeKind
from heard.rules.events.intake import CaseWithdrawn
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


class NewWithdrawal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``POST inbox/withdraw``."""

    id: str


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


def withdraw(*, authorization: str, id: str, now: datetime) -> Receipt:
    """She takes her report back. What was logged stays logged; handlers are told.

    Taken back before, it is not again: the receipt of the first time, and nobody is told twice.

    Raises NoSuchCaseError, MalformedError, IdempotencyConflictError, UnavailableError.
    """
    case, at = inbox_for(authorization), truncate_to_hour(now)
    check_id(id)

    def action(entry: JournalEntry) -> None:
        locked = lock(case.id)
        if locked.state == Case.State.WITHDRAWN:
            return
        _owe_no_more(locked, at)
        contacts.forget(case)
        entry.log(CaseWithdrawn(case=case.id), at=at, actor=REPORTER)
        tell_readers(entry, case, NoticeKind.WITHDRAWN, at)

    done = write(action, key=id, sha256=content_of("withdraw", case.id)).receipts
    return done[0] if done else _first_withdrawal(case)


def _owe_no_more(case: Case, at: datetime) -> None:
    """Nothing, but where something was found what follows from that: letters, appeals, the rest."""
    kept = tuple(sorted(TABLE.duties)) if casework.goes_on(case) else ()
    owed = Duty.objects.filter(case=case).exclude(kind__in=kept)
    owed.filter(state=Duty.State.OPEN).update(state=Duty.State.CANCELLED)
    # Missed stays missed; but nobody can make it good any more, and so it is overdue no more.
    owed.filter(state__in=Duty.PAST, done=None).update(done=at)
    paused = Suspension.objects.filter(case=case, ended=None, until__gt=at)
    paused.exclude(duty__in=kept).update(ended=at)


def _first_withdrawal(case: Case) -> Receipt:
    first = Event.of(case.id).filter(kind=CaseWithdrawn.event).earliest("index")
    text = receipts.receipt(first.index, quorum=1)
    return Receipt(first.index, receipts.leaf(first.index), text)


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

"""What a reporter writes after her report, and her withdrawal."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from heard.actions._access import inbox_for
from heard.actions._journal import Actor, Entry, Receipt, hour, next_hour, write
from heard.actions.channel._sealed import TooLarge, check_id, check_letter, content_of
from heard.actions.channel.contacts import forget
from heard.records.models import Case, Duty, Letter, Wrap

REPORTER = Actor(kind="reporter")
MOST_LETTERS = 3000  # of hers in one case; 500 files take two each
Seq = Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)]  # what the column holds


class NewLetter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``POST inbox/letters``."""

    id: str
    kind: Literal["message", "addition"]
    seq: Seq
    sealed: bytes


class NewWithdrawal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``POST inbox/withdraw``."""

    id: str


class SeqTaken(Exception):
    """Another letter of hers has this number already."""

    def __init__(self, following: int) -> None:
        super().__init__("A letter with this number is there already. Load the page again.")
        self.following = following


def add_letter(*, authorization: str, letter: NewLetter, now: datetime) -> Receipt:
    """Keep a letter of the reporter's.

    Raises NoSuchCase, Malformed, TooLarge, SeqTaken, DoneDifferently, Unavailable.
    """
    case, at = inbox_for(authorization), hour(now)
    check_id(letter.id)
    row = letter_row(case, letter.id, letter.kind, letter.seq, letter.sealed, at)

    def deed(entry: Entry) -> None:
        refuse_taken(row)
        entry.add(row)
        said = {"letter": row.sha256, "kind": letter.kind}
        entry.event(
            "letter_received", at=at, actor=REPORTER, case=case.id, fields=said, marks=(row,)
        )
        tell_readers(entry, case, "letter", at)

    content = content_of("letter", case.id, letter.kind, str(letter.seq), letter.sealed)
    return write(deed, key=letter.id, sha256=content).receipts[0]


def withdraw(*, authorization: str, id: str, now: datetime) -> Receipt:
    """She takes her report back. What was logged stays logged; handlers are told.

    Raises NoSuchCase, Malformed, DoneDifferently, Unavailable.
    """
    case, at = inbox_for(authorization), hour(now)
    check_id(id)

    def deed(entry: Entry) -> None:
        Case.objects.filter(pk=case.id).update(state=Case.State.WITHDRAWN)
        owed = Duty.objects.filter(case_id=case.id, state=Duty.State.OPEN)
        owed.update(state=Duty.State.CANCELLED)
        forget(case)
        entry.event("case_withdrawn", at=at, actor=REPORTER, case=case.id)
        tell_readers(entry, case, "withdrawn", at)

    return write(deed, key=id, sha256=content_of("withdraw", case.id)).receipts[0]


def letter_row(case: Case, id: str, kind: str, seq: int, sealed: bytes, at: datetime) -> Letter:
    """A letter of the reporter's, checked."""
    return Letter(
        id=id,
        case=case,
        kind=kind,
        author="reporter",
        seq=seq,
        sealed=sealed,
        sha256=check_letter(sealed),
        at=at,
    )


def refuse_taken(row: Letter) -> None:
    """Raise SeqTaken where her letters have this number already, TooLarge where she has too many.

    Whoever writes here is not known: the bound is what one case can cost in disk.
    """
    hers = Letter.objects.filter(case_id=row.case_id, author="reporter")
    if hers.count() >= MOST_LETTERS:
        raise TooLarge("A report holds at most 3000 letters. Make a new report for what follows.")
    if hers.filter(seq=row.seq).exists():
        raise SeqTaken(max(hers.values_list("seq", flat=True), default=-1) + 1)


def tell_readers(entry: Entry, case: Case, kind: str, at: datetime) -> None:
    """Tell everyone who may read the case now."""
    readers = Wrap.objects.filter(case=case, released__isnull=False, left__isnull=True)
    for holder in readers.exclude(holder=None).values_list("holder_id", flat=True).distinct():
        entry.tell(kind=kind, holder=str(holder), due=next_hour(at))

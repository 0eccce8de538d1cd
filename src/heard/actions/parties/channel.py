"""A party's own room: what they were written, and what they write, by twelve words of their own."""

import hashlib
from datetime import datetime
from typing import Annotated

import msgspec
from django.db.models.functions import Length

from heard.access import casework, file_key, parties
from heard.access.case_access import NoSuchCaseError, lock
from heard.access.casework_answers import EarlierMoveView, PartyDutyView, PartyMoveView
from heard.access.file_letters import next_seq
from heard.actions.parties import _erased
from heard.formats import partyletter
from heard.formats._errors import FormatError
from heard.formats.ids import is_id
from heard.formats.wire import Answer, Day, Digest, Id, about, one_of
from heard.ledger import receipts
from heard.ledger.journal import JournalEntry, next_hour, truncate_to_hour, write
from heard.records.models import Case, FileKey, FileLetter, PartyKeys
from heard.rules.codes.casework import FileLetterKind, WorkedObject
from heard.rules.codes.notifications import NoticeKind
from heard.rules.events.casework import FileLetterAdded
from heard.rules.refusals import MalformedError, RefusedError, TooLargeError

LEFT = "left"
MOST_LETTERS = 1000  # of one party: what their channel can cost in disk


class PartyLetterView(Answer, kw_only=True):
    """A letter between the party and the team, but for its sealed words."""

    id: Id
    kind: Annotated[str, one_of(FileLetterKind)]
    author: Annotated[Id, about("Of a holder, or the party.")]
    seq: Annotated[int, about("Of its author, from 0.")]
    on: Annotated[Day, about("The day (UTC): no finer time is told.")]
    size: Annotated[int, about("Bytes, sealed; 0 where it was erased.")]
    sha256: Digest
    generation: Annotated[int, about("Of the file key.")]


class PartyFileView(Answer, kw_only=True):
    """What a party seals to beside themselves. Believed only as readers have signed it."""

    generation: int
    recipient: Annotated[str, about("age1pq1…")]


class Channel(Answer, kw_only=True):
    """``GET channel`` (docs/spec/api.md): all that a party is told of a case."""

    party: Id
    matter: Annotated[Id, about("What their letters name as the case.")]
    own: Annotated[bytes, about("The invitation that they accepted, sealed to themselves.")]
    file: PartyFileView
    letters: Annotated[list[PartyLetterView], about("Oldest first.")]
    moves: Annotated[
        list[PartyMoveView], about("What was moved, as far as the party is shown it; oldest first.")
    ]
    duties: Annotated[list[PartyDutyView], about("What is owed to them and not done yet.")]
    earlier: Annotated[
        list[EarlierMoveView],
        about("What was told under words that were lost; empty until the new ones are confirmed."),
    ]
    erasures: Annotated[
        list[str],
        about("Receipts of why letters are empty, in the log's words; the case stays closed."),
    ]
    may_leave: Annotated[
        bool,
        about("Whether `party.leave` is theirs: confirmed, not accused, and not gone already."),
    ]


class NewPartyLetter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``POST channel/letters``. ``generation``: of the file key that it is sealed to."""

    id: str
    seq: Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)]
    sealed: bytes
    generation: Annotated[int, msgspec.Meta(ge=0, le=63)]


class PartySeqError(Exception):
    """Another letter of the party's has this number already."""

    def __init__(self, following: int) -> None:
        super().__init__("A letter with this number is there already. Load the page again.")
        self.following = following


def read(*, authorization: str, now: datetime) -> Channel:
    """What twelve words open. Raises ``NoSuchCaseError``."""
    keys = parties.party_for(authorization)
    newest = FileKey.objects.filter(case=keys.case).latest("generation")
    letters = [_view(each) for each in parties.letters_of(keys).annotate(size=Length("sealed"))]
    return Channel(
        party=keys.party,
        matter=newest.matter,
        own=bytes(keys.own),
        file=PartyFileView(generation=newest.generation, recipient=newest.recipient),
        letters=letters,
        moves=casework.party_moves(keys),
        duties=casework.party_duties(keys, now=now),
        earlier=casework.earlier_moves(keys),
        erasures=_erased.told(keys, (each.id for each in letters if each.size == 0)),
        may_leave=casework.may_leave(keys),
    )


def _view(letter: FileLetter) -> PartyLetterView:
    return PartyLetterView(
        id=letter.id,
        kind=letter.kind,
        author=letter.author,
        seq=letter.seq,
        on=letter.at.date().isoformat(),
        size=letter.size,  # type: ignore[attr-defined] # annotated
        sha256=letter.sha256,
        generation=letter.generation,
    )


def read_letter(*, authorization: str, letter: str) -> bytes:
    """A sealed letter of the party's or to them. Raises ``NoSuchCaseError``."""
    keys = parties.party_for(authorization)
    rows = FileLetter.objects.filter(case=keys.case, party=keys.party, id=letter)
    sealed = rows.values_list("sealed", flat=True).first()
    if sealed is None:
        raise NoSuchCaseError
    return bytes(sealed)


def add_letter(*, authorization: str, letter: NewPartyLetter, now: datetime) -> str:
    """Keep a letter of a party's; the leaf hash of its event.

    Raises ``NoSuchCaseError``, ``MalformedError``, ``TooLargeError``, ``RefusedError``,
    ``StaleFileKeyError``, ``PartySeqError``, ``IdempotencyConflictError``, ``UnavailableError``.
    """
    keys, at = parties.party_for(authorization), truncate_to_hour(now)
    row = _row(keys, letter, at)

    def action(entry: JournalEntry) -> None:
        locked = lock(keys.case.id)
        check_may_write(locked, keys.party)
        file_key.check_file_generation(locked, letter.generation, by=keys.party)
        _refuse_taken(row)
        entry.add(row)
        added = FileLetterAdded(
            case=locked.id, letter=row.sha256, kind=FileLetterKind.MESSAGE, party=keys.party
        )
        entry.log(added, at=at, actor=parties.actor_of(keys.party), marks=[row])
        for reader in file_key.readers_of(locked):
            entry.tell(kind=NoticeKind.LETTER, holder=reader, case=locked.id, due=next_hour(at))

    content = "\n".join(("party", keys.party, str(row.seq), str(row.generation), row.sha256))
    digest = hashlib.sha256(content.encode()).hexdigest()
    done = write(action, key=letter.id, sha256=digest).receipts[0]
    return receipts.leaf(done.index)


def _row(keys: PartyKeys, letter: NewPartyLetter, at: datetime) -> FileLetter:
    if not is_id(letter.id):
        raise MalformedError("An id must be 32 hexadecimal digits.")
    try:
        partyletter.check_sealed(letter.sealed)
    except FormatError as error:
        if error.kind == "too_large":
            raise TooLargeError(str(error)) from error
        raise MalformedError(f"What came is not sealed as it must be. {error}") from error
    return FileLetter(
        id=letter.id,
        case=keys.case,
        kind=FileLetterKind.MESSAGE,
        party=keys.party,
        author=keys.party,
        seq=letter.seq,
        sealed=letter.sealed,
        sha256=hashlib.sha256(letter.sealed).hexdigest(),
        at=at,
        generation=letter.generation,
    )


def check_may_write(case: Case, party: str) -> None:
    """Raise ``RefusedError`` for who has left, ``TooLargeError`` for who wrote all that can be.

    The case must be locked.
    """
    there = casework.state_of(case).get(WorkedObject.PARTY, party)
    if there is not None and there.state == LEFT:
        raise RefusedError("You have left this case. You can still read what you were written.")
    if FileLetter.objects.filter(case=case, party=party, author=party).count() >= MOST_LETTERS:
        raise TooLargeError("You have written 1000 letters, which is as many as can be kept here.")


def _refuse_taken(row: FileLetter) -> None:
    following = next_seq(row.case, author=row.author, party=row.party)
    if row.seq != following:
        raise PartySeqError(following)

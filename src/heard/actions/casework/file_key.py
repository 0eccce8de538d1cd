"""Making the key to a case's file, and giving it to those who are owed a copy.

What a browser sealed the server cannot read. It checks what can be checked without a key: who may
hold it, that each copy is for the keys that its holder has today, that nothing is skipped, and that
nothing is made under a key of the case that somebody left out still has.
"""

import hashlib
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

import msgspec

from heard.access import file_key, matters, parties
from heard.access.case_access import StaleGenerationError, generation_of
from heard.access.file_key import StaleFileKeyError, digest_of
from heard.access.file_letters import add_file_letter, file_letter_of
from heard.access.letters import UNSEALED, check_letter, letter_of, place_letter
from heard.access.permission import actor_of, do, lock, require_decider, require_reader
from heard.access.sides import Sides, sides
from heard.formats import agekeys
from heard.formats import wrap as wraps
from heard.formats._errors import FormatError
from heard.ledger.journal import JournalEntry
from heard.records.models import Case, FileKey, FileLetter, FileWrap
from heard.rules.codes.casework import FileLetterKind, Until
from heard.rules.codes.letters import MessageKind
from heard.rules.codes.notifications import NoticeKind
from heard.rules.events.casework import FileKeyGiven, FileKeyMade
from heard.rules.matters import LEAST_READERS, is_released
from heard.rules.refusals import MalformedError, RefusedError

MOST_GENERATIONS = 64  # as of a case key (docs/spec/sealing.md, 10)
# The rest is for renewals that must be: or one who reads it could use up all that there are, and
# once the reporter left somebody out nothing could be written to the file any more.
MOST_UNASKED = 32
MOST_COPIES = 62  # of people whom a statement names
RELOAD = "Load the page again and look at who may have the file."
Sealed = tuple[str, int, bytes, int]  # id, seq, sealed bytes, generation


class Copy(NamedTuple):
    """The file key sealed to a holder. ``recipient``: SHA-256 of theirs, hexadecimal."""

    holder: str
    until: str
    recipient: str
    sealed: bytes


class NewKey(msgspec.Struct, frozen=True, kw_only=True):
    """A generation of the file key, as ``make`` takes it.

    ``statement``: the letter that says who reads it, whose digest is ``digest``; ``told``: the one
    to the reporter.
    """

    matter: str
    generation: int
    recipient: str
    case_generation: int
    digest: str
    statement: Sealed
    told: Sealed
    copies: tuple[Copy, ...]


class MoreCopies(msgspec.Struct, frozen=True, kw_only=True):
    """Copies of the newest generation, as ``give`` takes them.

    ``statement`` and its ``digest`` come where somebody is let in who had no copy of it, and only
    there.
    """

    generation: int
    copies: tuple[Copy, ...]
    statement: Sealed | None
    digest: str | None


def make(*, holder: str, case: str, key: str, new: NewKey, now: datetime) -> str:
    """Make a generation of the file key; the leaf hash of the event.

    The first by whoever decides in the case; each later one by whoever reads the one before, or
    decides where nobody who does reads it. Raises ``NoSuchCaseError``, ``RefusedError``,
    ``MalformedError``, ``SeqError``, ``StaleGenerationError``, ``StaleFileKeyError``.
    """
    there = require_reader(holder=holder, case=case).case
    _check(new, holder)
    check_letter(new.told[2])
    statement = _statement(there, holder, new.statement, now)

    def action(entry: JournalEntry) -> None:
        locked = lock(case)
        before = file_key.newest(locked)
        _may_make(locked, before, holder)
        _check_follows(locked, new, before, holder)
        found = matters.bound(locked, holder)
        _check_copies(found, new.copies, known={})
        _check_kept(found, new.copies)
        told = letter_of(
            case=locked, holder=holder, letter=new.told[0], kind=MessageKind.FILE_KEY,
            seq=new.told[1], sealed=new.told[2], generation=new.told[3], now=now,
        )  # fmt: skip
        place_letter(entry, told, now=now)
        add_file_letter(entry, statement)
        had = _named(locked, before)
        parties.end_open(locked, now=now)
        _add(entry, locked, new, holder, now, among=found.linked)
        made = _made(case, new, had=had, letters=(statement.sha256, told.sha256))
        entry.log(made, at=now, actor=actor_of(holder), marks=[statement, told])

    content = ("file-key", *_content(new.generation, new.digest, new.statement, new.copies))
    content += (new.matter, new.recipient, str(new.case_generation), _sha256(new.told[2]))
    return do(action, holder=holder, case=case, key=key, content=content).receipts[0].leaf


def give(*, holder: str, case: str, key: str, more: MoreCopies, now: datetime) -> str:
    """Seal the newest file key to those who are owed it; the leaf hash of the event.

    Raises as ``make``.
    """
    found = require_reader(holder=holder, case=case).case
    _check_shapes(more.copies)
    if (more.statement is None) != (more.digest is None):
        raise MalformedError("A statement of readers comes with its digest.")
    row = None if more.statement is None else _statement(found, holder, more.statement, now)

    def action(entry: JournalEntry) -> None:
        locked = lock(case)
        require_reader(holder=holder, case=case)
        file_key.check_file_generation(locked, more.generation, by=holder)
        if not file_key.reads(locked, holder):
            raise RefusedError(f"Only who has the file can let others into it. {RELOAD}")
        _check_given(locked, more, holder)
        if row is not None:
            add_file_letter(entry, row)
        _add_copies(entry, locked, more.generation, holder, more.copies, now)
        _tell(entry, locked, holder, more.copies, now)
        given = FileKeyGiven(
            case=case,
            generation=more.generation,
            recipients=sorted(each.holder for each in more.copies),
            statement=more.digest or "",
        )
        entry.log(given, at=now, actor=actor_of(holder), marks=[row] if row else [])

    said = _content(more.generation, more.digest or "", more.statement, more.copies)
    content = ("file-copies", *said)
    return do(action, holder=holder, case=case, key=key, content=content).receipts[0].leaf


# What can be seen before the writer's turn.


def _check(new: NewKey, holder: str) -> None:
    _check_shapes(new.copies)
    if new.generation >= MOST_GENERATIONS:
        raise RefusedError("The key of this file was renewed too often. Ask whoever runs Heard.")
    if not agekeys.is_hybrid(new.recipient):
        raise MalformedError("A recipient must be a hybrid age recipient (age1pq1…).")
    if not any(each.holder == holder and not each.until for each in new.copies):
        raise MalformedError("Whoever makes a file key reads it.")
    _check_same(new.statement[3], new.generation)
    _check_same(new.told[3], new.case_generation)


def _check_same(said: int, generation: int) -> None:
    if said != generation:
        raise MalformedError("A letter is sealed to another generation than it comes with.")


def _check_shapes(copies: Sequence[Copy]) -> None:
    people = [each.holder for each in copies]
    if len(set(people)) != len(people) or not 1 <= len(people) <= MOST_COPIES:
        raise MalformedError("Seal the file key once to each person, and to 62 at the most.")
    if not {each.until for each in copies} <= frozenset(Until):
        raise MalformedError("Nobody can say what somebody waits for.")
    try:
        for each in copies:
            wraps.check_sealed(each.sealed)
    except FormatError as unsealed:
        raise MalformedError(UNSEALED) from unsealed


def _statement(case: Case, holder: str, letter: Sealed, now: datetime) -> FileLetter:
    return file_letter_of(
        case=case, author=holder, kind=FileLetterKind.NOTE, letter=letter, now=now
    )


# What is decided once the case is locked.


def _may_make(case: Case, before: FileKey | None, holder: str) -> None:
    if before is not None and file_key.reads(case, holder):
        require_reader(holder=holder, case=case.id)
        return
    require_decider(holder=holder, case=case.id)
    if before is not None and matters.bound(case, holder).may & set(file_key.readers_of(case)):
        raise RefusedError(
            "Somebody who decides in this case has its file. Ask them to let you into it."
        )


def _check_follows(case: Case, new: NewKey, before: FileKey | None, holder: str) -> None:
    following = 0 if before is None else before.generation + 1
    if new.generation != following:
        raise StaleFileKeyError(following)
    if following >= MOST_UNASKED and file_key.floor(case, by=holder) < following:
        raise RefusedError(
            "The key of this file was renewed often. It is renewed again once it must be: when"
            " somebody who has it may not have it any more."
        )
    newest = generation_of(case)
    if new.case_generation != newest:
        raise StaleGenerationError(newest)
    if before is not None and new.matter != before.matter:
        raise MalformedError("This file is of another matter.")
    if FileKey.objects.filter(case=case, recipient=new.recipient).exists():
        raise MalformedError("A new generation has another key than those before it.")


def _check_copies(sides: Sides, copies: Sequence[Copy], known: dict[str, str]) -> None:
    """Each for somebody who may hold it, for the keys of today, waiting as the rules have it.

    ``known``: what those wait for who have a copy of this generation.
    """
    for each in copies:
        # Who asks later how it goes on has not worked the case, and reads none of its file (K7).
        is_apart = sides.seats.get(each.holder) == "checkin" and each.holder not in known
        if each.holder not in sides.may or is_apart:
            raise RefusedError(f"Somebody whom you seal the file to may not have it. {RELOAD}")
        if each.recipient != digest_of(sides.able[each.holder].recipient):
            raise RefusedError(f"Somebody whom you seal the file to has new keys. {RELOAD}")
        meant = known.get(each.holder, sides.until(each.holder) or "")
        if each.until != meant:
            raise RefusedError(f"Somebody would read too soon, or wait for nothing. {RELOAD}")


def _check_kept(sides: Sides, copies: Sequence[Copy]) -> None:
    readers = {each.holder for each in copies if not each.until}
    waiting = {each.holder for each in copies if each.until}
    if waiting and len(readers) < LEAST_READERS:
        raise RefusedError("Two people who read the file seal it to each who waits.")
    outside = sides.may - sides.team
    if sides.formed and outside and not outside & (readers | waiting):
        raise RefusedError(
            "Somebody outside of the team must have the file, or be waiting for it: it would end"
            " with the team."
        )


def _check_given(case: Case, more: MoreCopies, holder: str) -> None:
    rows = FileWrap.objects.filter(case=case, generation=more.generation)
    known = dict(rows.values_list("holder", "until"))
    _check_copies(matters.bound(case, holder), more.copies, known)
    if file_key.undeclared(case) & {each.holder for each in more.copies} - known.keys():
        raise RefusedError("Who is proposed for the team says first whether they can judge.")
    if more.statement is not None:
        _check_same(more.statement[3], more.generation)
    if (more.statement is not None) != any(each.holder not in known for each in more.copies):
        raise MalformedError("A statement of readers comes where somebody is let in, and only so.")
    mine = set(rows.filter(author=holder).values_list("holder", "recipient"))
    if any((each.holder, each.recipient) in mine for each in more.copies):
        raise RefusedError("You have sealed the file to them. Somebody else makes the next copy.")


def _named(case: Case, before: FileKey | None) -> set[str]:
    """Who read the generation before, or waited for it."""
    if before is None:
        return set()
    rows = FileWrap.objects.filter(case=case, generation=before.generation)
    return {str(each) for each in rows.values_list("holder", flat=True)}


# What is written.


def _add(
    entry: JournalEntry,
    case: Case,
    new: NewKey,
    holder: str,
    now: datetime,
    *,
    among: Collection[str],
) -> None:
    entry.add(
        FileKey(
            case=case,
            matter=new.matter,
            generation=new.generation,
            recipient=new.recipient,
            author_id=holder,
            statement=new.statement[0],
            digest=new.digest,
            at=now,
            case_generation=new.case_generation,
            among=",".join(sorted(among)),
        )
    )
    _add_copies(entry, case, new.generation, holder, new.copies, now)


def _add_copies(
    entry: JournalEntry,
    case: Case,
    generation: int,
    holder: str,
    copies: Sequence[Copy],
    now: datetime,
) -> None:
    out, happened = file_key.given_out(case, generation), file_key.happened(case)
    for each in copies:
        at_once = is_released(each.until, happened) or each.holder in out
        entry.add(
            FileWrap(
                case=case,
                generation=generation,
                holder_id=each.holder,
                author_id=holder,
                recipient=each.recipient,
                until=each.until,
                sealed=each.sealed,
                released=now if at_once else None,
            )
        )


def _tell(
    entry: JournalEntry, case: Case, holder: str, copies: Sequence[Copy], now: datetime
) -> None:
    """Those who read the case by now, and no others: to who waits there is no case yet."""
    reading = sides(case).released - {holder}
    for each in copies:
        if each.holder in reading and not each.until:
            entry.tell(kind=NoticeKind.CASE, holder=each.holder, case=case.id, due=now)


def _made(case: str, new: NewKey, *, had: Collection[str], letters: tuple[str, str]) -> FileKeyMade:
    named = {each.holder for each in new.copies}
    return FileKeyMade(
        case=case,
        matter=new.matter,
        generation=new.generation,
        file_recipient=digest_of(new.recipient),
        statement=new.digest,
        recipients=sorted(each.holder for each in new.copies if not each.until),
        waiting=sorted(each.holder for each in new.copies if each.until),
        excluded=sorted(set(had) - named),
        letter=letters[0],
        told=letters[1],
    )


def _content(
    generation: int, digest: str, statement: Sealed | None, copies: Sequence[Copy]
) -> tuple[str, ...]:
    """What an idempotency key covers."""
    letter = (
        ("", "", "") if statement is None else (*map(str, statement[:2]), _sha256(statement[2]))
    )
    each = (f"{one.holder} {one.until} {one.recipient} {_sha256(one.sealed)}" for one in copies)
    return (str(generation), digest, *letter, *each)


def _sha256(sealed: bytes) -> str:
    return hashlib.sha256(sealed).hexdigest()

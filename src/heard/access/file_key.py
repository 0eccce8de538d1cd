"""The key to the file of a case: who has it, who may, which generation may be written to.

The rules are ``rules/matters``; here are the facts that they are asked with. Only browsers can make
a file key or open one (docs/spec/sealing.md, 10).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any, NamedTuple

from django.db.models import QuerySet, Subquery
from django.db.models.functions import Length

from heard.access import case_view, matters
from heard.access.casework_answers import (
    FileCopyView,
    FileKeyView,
    FileLetterView,
    OwedView,
    SeatView,
    WorkedFileView,
)
from heard.access.sides import Able, Sides, sides
from heard.ledger.journal import rfc3339
from heard.records.models import Case, FileKey, FileLetter, FileWrap, Move
from heard.records.questions import Question
from heard.rules import matters as rules
from heard.rules.codes.casework import WorkedMove, WorkedObject
from heard.rules.refusals import RefusedError

# What copies wait for that no tier is: the move by which it happens.
_HAPPENS = {"share_draft": "draft_shared", "lodge": "appeal_lodged"}


class StaleFileKeyError(Exception):
    """What came is sealed to a file key that may not be written to; ``file_generation`` may."""

    def __init__(self, generation: int) -> None:
        super().__init__(
            "The key to this file must be renewed, or was meanwhile. Load the page and send it"
            " again; nothing was kept of it."
        )
        self.file_generation = generation


def newest(case: Case) -> FileKey | None:
    """The newest generation of the file key; None before there is one."""
    return next(iter(_newest(case.pk)), None)


@Question
def _newest(case: int) -> QuerySet[FileKey]:
    return FileKey.objects.filter(case_id=case).order_by("-generation")[:1]


def floor(case: Case, *, by: str) -> int:
    """The lowest generation that somebody may write to; 0 before there is a key.

    ``by``: a holder, a party or ``reporter``. What a link asks for only who knows of it has to do.
    """
    key = _key_of(case)
    return 0 if key is None else _floor(case, key, matters.bound(case, by), by)


def reads(case: Case, holder: str) -> bool:
    """Whether a copy of the newest file key is given out to them. Not that it opens."""
    return holder in readers_of(case)


def readers_of(case: Case) -> list[str]:
    """Ids of those to whom a copy of the newest file key is given out."""
    return sorted({str(each) for each in _readers(case.pk)})


@Question
def _readers(case: int) -> QuerySet[FileWrap, str]:
    keys = FileKey.objects.filter(case_id=case).order_by("-generation").values("generation")
    rows = FileWrap.objects.filter(case_id=case, released__isnull=False, left=None)
    return rows.filter(generation=Subquery(keys[:1])).values_list("holder", flat=True)


class Writable(NamedTuple):
    """The number of somebody's next letter to a file; who has the file, and who the case."""

    following: int
    of_file: list[str]
    of_case: frozenset[str]


def check_file_generation(case: Case, generation: int, *, by: str, party: str = "") -> Writable:
    """Raise ``StaleFileKeyError`` unless this is the newest generation, and ``by`` may write to it.

    ``party``: for whom, beside the file, their next letter is. The case must be locked.
    """
    key = _key_of(case, by, party)
    if key is None:
        raise StaleFileKeyError(0)
    found = matters.bound(case, by)
    lowest = _floor(case, key, found, by)
    if generation != key.generation or generation < lowest:
        raise StaleFileKeyError(max(lowest, key.generation))
    having = sorted(id for id, given in key.had.items() if given)
    return Writable(key.following, having, found.released)


def may_hold(case: Case, *, by: str, found: Sides | None = None) -> list[SeatView]:
    """Whom somebody may seal the file to, by id, and what their copies wait for.

    ``found``: as of ``matters.bound``, to them, where that was asked.
    """
    found = found or matters.bound(case, by)
    return [_seat(found.able[id], found.until(id)) for id in sorted(found.may)]


def view(
    case: Case,
    holder: str,
    named: Mapping[int, str] | None = None,
    found: Sides | None = None,
) -> WorkedFileView | None:
    """The file as far as this reader of the case may know it; None before it has a key.

    ``named``: as of ``case_view.leaves``, and ``found``: as of ``matters.bound``, to them, where
    that was asked.
    """
    keys = _keys(case.pk)
    if not keys:
        return None
    found = found or matters.bound(case, holder)
    copies, letters = _wraps(case.pk), _letters(case, named or case_view.leaves(case.id))
    of_last = [each for each in copies if each.generation == keys[-1].generation]
    had = _had((each.holder_id, each.released, each.left) for each in of_last)
    newest = _Newest(keys[-1].generation, keys[-1].among, had)
    events = {letter.id: letter.leaf for letter in letters}
    return WorkedFileView(
        matter=keys[0].matter,
        floor=_floor(case, newest, found, holder),
        keys=[_key(key, copies, holder, events.get(key.statement, "")) for key in keys],
        letters=letters,
        owed=_owed(found, of_last),
    )


@Question
def _keys(case: int) -> QuerySet[FileKey]:
    return FileKey.objects.filter(case_id=case).order_by("generation")


@Question
def _wraps(case: int) -> QuerySet[FileWrap]:
    return FileWrap.objects.filter(case_id=case).order_by("generation", "holder", "id")


def worked() -> Iterator[Case]:
    """The open cases whose file has a key."""
    first = FileKey.objects.filter(generation=0).exclude(case__state=Case.State.STOPPED)
    return (each.case for each in first.select_related("case").order_by("id").iterator())


def owed(case: Case) -> list[OwedView]:
    """Copies of the newest key that somebody lacks; without what links ask for."""
    key = newest(case)
    if key is None:
        return []
    copies = FileWrap.objects.filter(case=case, generation=key.generation)
    return _owed(matters.bound(case, ""), list(copies))


def undeclared(case: Case) -> frozenset[str]:
    """Who is proposed for a team that is formed, and has not said whether they can judge."""
    seats = Move.objects.filter(case=case, object=WorkedObject.SEAT)
    if not Move.objects.filter(case=case, move=WorkedMove.FORM_TEAM).exists():
        return frozenset()
    said = seats.exclude(move=WorkedMove.PROPOSE).values("record")
    proposed = seats.filter(move=WorkedMove.PROPOSE).exclude(record__in=said)
    return frozenset(proposed.values_list("holder", flat=True))


def happened(case: Case) -> frozenset[str]:
    """What happened of all that copies wait for, but for tiers: those are each holder's own."""
    moves = Move.objects.filter(case=case, move__in=_HAPPENS).values_list("move", flat=True)
    return frozenset(_HAPPENS[str(move)] for move in moves)


def given_out(case: Case, generation: int) -> frozenset[str]:
    """Ids of those to whom a copy of a generation is given out: what they waited for is over."""
    rows = _given(case).filter(generation=generation)
    return frozenset(str(each) for each in rows.values_list("holder", flat=True))


_LOST = {
    "last_reader": (
        "Nobody would be left who can open the file of this case. Let somebody else into the file"
        " first, and do this again."
    ),
    "nobody_outside": (
        "Nobody outside of the team would be left who has the file of this case. Let somebody"
        " outside of it in first, and do this again."
    ),
}


def check_kept(case: Case, *, before: rules.Fault) -> None:
    """Raise ``RefusedError`` if the file is lost by what was done. ``before``: as it was.

    To be asked after what takes somebody's copies, in the same transaction; never where the
    reporter leaves somebody out: nobody keeps her from that.
    """
    fault = lost(case)
    if fault and not before:
        raise RefusedError(_LOST[fault])


def lost(case: Case) -> rules.Fault:
    """Why the file is closed to all, or to all but the team; or empty."""
    key = newest(case)
    if key is None:
        return ""
    live = FileWrap.objects.filter(case=case, generation=key.generation, left=None)
    found, readers = sides(case), set(readers_of(case))
    waiting = {str(each) for each in live.values_list("holder", flat=True)} - readers
    fault = rules.leaving_fault(
        readers=readers, waiting=waiting, team=found.team if found.formed else ()
    )
    # Where nobody else may have it, nobody can be let in first.
    return "" if fault == "nobody_outside" and not found.may - found.team else fault


def held_by(holders: Collection[str]) -> list[Case]:
    """The open cases whose file they have or wait for, and that is not lost already."""
    theirs = FileWrap.objects.filter(holder__in=holders, left=None).values("case")
    cases = Case.objects.filter(pk__in=theirs).exclude(state=Case.State.STOPPED)
    return [each for each in cases if not lost(each)]


class _Newest(NamedTuple):
    """The newest generation of a file key, and the ids of the links that it was made under.

    ``had``: ids of all who ever had a copy of it; whether one is given out to them now.
    ``following``: the number of the next letter by whoever was asked for.
    """

    generation: int
    among: str
    had: Mapping[str, bool]
    following: int = 0


def _key_of(case: Case, author: str = "", party: str = "") -> _Newest | None:
    rows = _newest_copies(case.pk, author, party)
    if not rows:  # none is made without copies, but what holds for it does not hang on that
        key = newest(case)
        return None if key is None else _Newest(key.generation, key.among, {})
    generation, among, last = rows[0][:3]
    had = _had(row[3:] for row in rows)
    return _Newest(generation, among, had, 0 if last is None else last + 1)


@Question
def _newest_copies(case: int, author: str, party: str) -> QuerySet[FileWrap, Any]:
    keys = FileKey.objects.filter(case_id=case).order_by("-generation")
    newest, among = (Subquery(keys.values(name)[:1]) for name in ("generation", "among"))
    rows = FileWrap.objects.filter(case_id=case, generation=newest)
    last = Subquery(letters_by(case, author, party).values("seq")[:1])
    return rows.values_list("generation", among, last, "holder", "released", "left")


def letters_by(case: int, author: str, party: str) -> QuerySet[FileLetter]:
    """An author's letters to the file, or to a party and the file; the last one first."""
    so_far = FileLetter.objects.filter(case_id=case, author=author, party=party)
    return so_far.order_by("-seq")


def _floor(case: Case, key: _Newest, found: Sides, by: str) -> int:
    """Whoever had a copy of it counts, also who lost theirs since: they keep what it opened.

    Where a link ended that it was made under, who has it makes the next: before that nobody is let
    in who comes to the file again.
    """
    links = key.among.split(",") if key.among else []
    parted = not matters.holding(case, links) and key.had.get(by, False)
    return rules.floor(key.generation, set(key.had), found.keeping, parted=parted)


def _had(copies: Iterable[tuple[str, datetime | None, datetime | None]]) -> dict[str, bool]:
    """Of copies: holder, when it was given out, and when it was taken."""
    had: dict[str, bool] = {}
    for holder, released, left in copies:
        had[holder] = had.get(holder, False) or (released is not None and left is None)
    return had


def _given(case: Case) -> QuerySet[FileWrap]:
    return FileWrap.objects.filter(case=case, released__isnull=False, left=None)


def _seat(holder: Able, until: str | None) -> SeatView:
    return SeatView(
        id=holder.id,
        name=holder.name,
        role=holder.role,
        tier=holder.tier,
        recipient=holder.recipient,
        signing=holder.signing,
        until=until,
    )


def _key(key: FileKey, copies: Sequence[FileWrap], holder: str, leaf: str) -> FileKeyView:
    of_it = [each for each in copies if each.generation == key.generation]
    mine = (each for each in of_it if each.holder_id == holder and each.released and not each.left)
    return FileKeyView(
        generation=key.generation,
        recipient=key.recipient,
        author=key.author_id,
        statement=key.statement,
        digest=key.digest,
        at=rfc3339(key.at),
        case_generation=key.case_generation,
        event=leaf,
        copies=[_copy(each) for each in of_it],
        wraps=[bytes(each.sealed) for each in mine],
    )


def _copy(row: FileWrap) -> FileCopyView:
    return FileCopyView(
        holder=row.holder_id,
        author=row.author_id,
        recipient=row.recipient,
        until=row.until,
        released=_maybe(row.released),
        left=_maybe(row.left),
    )


def _letters(case: Case, named: Mapping[int, str]) -> list[FileLetterView]:
    return [
        FileLetterView(
            id=id,
            kind=kind,
            party=party,
            author=author,
            seq=seq,
            at=rfc3339(at),
            size=size,
            sha256=sha256,
            leaf=named.get(index, "") if index is not None else "",
            generation=generation,
        )
        for id, kind, party, author, seq, at, size, sha256, index, generation in _written(case.pk)
    ]


@Question
def _written(case: int) -> QuerySet[FileLetter, Any]:
    """No models: of thousands of letters these would take longer than all else."""
    size, by = Length("sealed"), ("id", "kind", "party", "author", "seq", "at")
    rows = FileLetter.objects.filter(case_id=case).order_by("index", "number")
    return rows.values_list(*by, size, "sha256", "index", "generation")


def _owed(found: Sides, copies: Sequence[FileWrap]) -> list[OwedView]:
    """Who waited is owed two copies also once one alone was given out: it may be nonsense."""
    live = [each for each in copies if not each.left and each.holder_id in found.may]
    until = {id: found.until(id) for id in found.may} | {
        each.holder_id: each.until for each in live
    }
    waiting = {id: each for id, each in until.items() if each is not None}
    seats = [
        rules.Seat(holder=id, recipient=digest_of(found.able[id].recipient), until=each)
        for id, each in waiting.items()
    ]
    made = [
        rules.Copy(holder=each.holder_id, recipient=each.recipient, author=each.author_id)
        for each in live
    ]
    return [
        OwedView(
            holder=each.holder,
            recipient=found.able[each.holder].recipient,
            until=waiting[each.holder],
            copies=each.copies,
            authors=list(each.authors),
        )
        for each in rules.owed(seats, made, may=found.may)
    ]


def digest_of(recipient: str) -> str:
    """SHA-256 of a recipient, hexadecimal, as statements and copies name it."""
    return sha256(recipient.encode()).hexdigest()


def _maybe(at: datetime | None) -> str | None:
    return rfc3339(at) if at else None

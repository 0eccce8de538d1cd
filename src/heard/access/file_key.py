"""The key to the file of a case: who has it, who may, which generation may be written to.

The rules are ``rules/matters``; here are the facts that they are asked with. Only browsers can make
a file key or open one (docs/spec/sealing.md, 10).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db.models import QuerySet
from django.db.models.functions import Length

from heard.access import case_view
from heard.access.case_access import generation_of
from heard.access.casework_answers import (
    FileCopyView,
    FileKeyView,
    FileLetterView,
    OwedView,
    SeatView,
    WorkedFileView,
)
from heard.access.file_copies import OF_TIER
from heard.ledger.journal import rfc3339
from heard.records.models import Case, FileKey, FileLetter, FileWrap, Holder, Move, Wrap
from heard.rules import casework, matters
from heard.rules.codes.casework import WorkedMove, WorkedObject
from heard.rules.refusals import RefusedError

# What is over for whoever had the seat: they may not have the file either.
_CONFLICTED = (WorkedMove.STRIKE, WorkedMove.UPHOLD, WorkedMove.STEP_OUT)
_SITTING = (WorkedMove.DECLARE, WorkedMove.RECHECK, WorkedMove.OVERRULE, WorkedMove.OBJECT)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """What a case says of its holders, by id.

    ``able``: to whom it is sealed and who did not leave it; ``lapsed`` and ``conflicted``: who of
    them decide nothing any more, and who lost a seat; ``released``: who reads it; ``seats``: the
    part of whoever sits in the team.
    """

    able: Mapping[str, Holder]
    lapsed: frozenset[str]
    conflicted: frozenset[str]
    released: frozenset[str]
    seats: Mapping[str, str]
    lead: str | None
    formed: bool

    @property
    def keeping(self) -> frozenset[str]:
        """Who may go on having the file: who let something lapse reads on, as in the case."""
        side = matters.CaseSide(sealed_to=frozenset(self.able), conflicted=self.conflicted)
        return matters.may_hold([side])

    @property
    def may(self) -> frozenset[str]:
        """Who may be given it."""
        return self.keeping - self.lapsed

    def until(self, holder: str) -> str | None:
        """What a copy for them waits for, empty for nothing; None where none is meant for them.

        Before there is a team, whoever reads the case is meant; afterwards its members. Two must
        read, or nobody could be made to wait, and the file would end with the one: so where there
        are not, the next tier has it at once, and gets at it with the case.
        """
        if holder in self.released:
            return self._in_turn(holder)
        tier = self.able[holder].tier
        there = {self.able[id].tier for id in self.may if id not in self.released}
        at_once = sum(self._in_turn(id) == "" for id in self.may & self.released)
        few = at_once < matters.LEAST_READERS
        return "" if few and tier == min(there, default=0) else OF_TIER.get(tier)

    def _in_turn(self, holder: str) -> str | None:
        """The same of somebody who reads the case."""
        part = self.seats.get(holder, "")
        if holder == self.lead or (part and part not in _APART):
            return matters.UNTIL.get(part, "")
        return None if self.formed and self.able[holder].tier == 1 else ""

    @property
    def team(self) -> frozenset[str]:
        """Who sits in it, and not apart from it."""
        return frozenset(id for id, part in self.seats.items() if part not in _APART)


_APART = casework.TABLE.parts["apart"]


def newest(case: Case) -> FileKey | None:
    """The newest generation of the file key; None before there is one."""
    return FileKey.objects.filter(case=case).order_by("-generation").first()


def floor(case: Case) -> int:
    """The lowest generation that may be written to; 0 before there is a key."""
    key = newest(case)
    return 0 if key is None else _floor(case, key, sides(case))


def reads(case: Case, holder: str) -> bool:
    """Whether a copy of the newest file key is given out to them. Not that it opens."""
    key = newest(case)
    return (
        key is not None and _given(case).filter(holder=holder, generation=key.generation).exists()
    )


def readers_of(case: Case) -> list[str]:
    """Ids of those to whom a copy of the newest file key is given out."""
    key = newest(case)
    if key is None:
        return []
    return sorted(given_out(case, key.generation))


def check_file_generation(case: Case, generation: int) -> None:
    """Raise ``StaleFileKeyError`` unless this is the newest generation, and may be written to.

    The case must be locked.
    """
    key = newest(case)
    lowest = floor(case)
    if key is None or generation != key.generation or generation < lowest:
        raise StaleFileKeyError(lowest if key is None else max(lowest, key.generation))


def may_hold(case: Case) -> list[SeatView]:
    """Who may be sealed the file, by id, and what their copies wait for."""
    found = sides(case)
    return [_seat(found.able[id], found.until(id)) for id in sorted(found.may)]


def view(case: Case, holder: str) -> WorkedFileView | None:
    """The file as far as this reader of the case may know it; None before it has a key."""
    keys = list(FileKey.objects.filter(case=case).order_by("generation"))
    if not keys:
        return None
    copies = list(FileWrap.objects.filter(case=case).order_by("generation", "holder", "id"))
    letters, found = _letters(case, case_view.leaves(case.id)), sides(case)
    events = {letter.id: letter.leaf for letter in letters}
    return WorkedFileView(
        matter=keys[0].matter,
        floor=_floor(case, keys[-1], found),
        keys=[_key(key, copies, holder, events.get(key.statement, "")) for key in keys],
        letters=letters,
        owed=_owed(found, [each for each in copies if each.generation == keys[-1].generation]),
    )


def sides(case: Case) -> Sides:
    """What the case says of its holders. To decide by it, lock the case first."""
    rows = Wrap.objects.select_related("holder").filter(
        case=case, generation=generation_of(case), left=None, holder__state=Holder.State.ACTIVE
    )
    wraps = {str(row.holder_id): row for row in rows}
    seats, conflicted = _seats(case)
    return Sides(
        able={id: row.holder for id, row in wraps.items() if row.holder},
        lapsed=frozenset(id for id, row in wraps.items() if row.lapsed),
        conflicted=frozenset(conflicted),
        released=frozenset(id for id, row in wraps.items() if row.released),
        seats=seats,
        lead=case.lead_id,
        formed=Move.objects.filter(case=case, move=WorkedMove.FORM_TEAM).exists(),
    )


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


def check_kept(case: Case, *, before: matters.Fault) -> None:
    """Raise ``RefusedError`` if the file is lost by what was done. ``before``: as it was.

    To be asked after what takes somebody's copies, in the same transaction; never where the
    reporter leaves somebody out: nobody keeps her from that.
    """
    fault = lost(case)
    if fault and not before:
        raise RefusedError(_LOST[fault])


def lost(case: Case) -> matters.Fault:
    """Why the file is closed to all, or to all but the team; or empty."""
    key = newest(case)
    if key is None:
        return ""
    live = FileWrap.objects.filter(case=case, generation=key.generation, left=None)
    found, readers = sides(case), set(readers_of(case))
    waiting = {str(each) for each in live.values_list("holder", flat=True)} - readers
    fault = matters.leaving_fault(
        readers=readers, waiting=waiting, team=found.team if found.formed else ()
    )
    # Where nobody else may have it, nobody can be let in first.
    return "" if fault == "nobody_outside" and not found.may - found.team else fault


def held_by(holders: Collection[str]) -> list[Case]:
    """The open cases whose file they have or wait for, and that is not lost already."""
    theirs = FileWrap.objects.filter(holder__in=holders, left=None).values("case")
    cases = Case.objects.filter(pk__in=theirs).exclude(state=Case.State.WITHDRAWN)
    return [each for each in cases if not lost(each)]


def _seats(case: Case) -> tuple[dict[str, str], set[str]]:
    """The part of who sits, and who lost a seat."""
    rows = Move.objects.filter(case=case, object=WorkedObject.SEAT).order_by("number")
    proposed: dict[str, Move] = {}
    last: dict[str, str] = {}
    for row in rows:
        proposed.setdefault(row.record, row)
        last[row.record] = row.move
    sitting = {
        proposed[record].holder: proposed[record].code
        for record, move in last.items()
        if move in _SITTING
    }
    lost = {proposed[record].holder for record, move in last.items() if move in _CONFLICTED}
    return sitting, lost


def _floor(case: Case, key: FileKey, found: Sides) -> int:
    """Whoever had a copy of it counts, also who lost theirs since: they keep what it opened."""
    had = FileWrap.objects.filter(case=case, generation=key.generation)
    holders = {str(each) for each in had.values_list("holder", flat=True)}
    return matters.floor(key.generation, holders, found.keeping)


def _given(case: Case) -> QuerySet[FileWrap]:
    return FileWrap.objects.filter(case=case, released__isnull=False, left=None)


def _seat(holder: Holder, until: str | None) -> SeatView:
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
    rows = FileLetter.objects.filter(case=case).order_by("index", "number")
    return [
        FileLetterView(
            id=row.id,
            kind=row.kind,
            party=row.party,
            author=row.author,
            seq=row.seq,
            at=rfc3339(row.at),
            size=row.size,
            sha256=row.sha256,
            leaf=named.get(row.index, "") if row.index is not None else "",
            generation=row.generation,
        )
        for row in rows.annotate(size=Length("sealed")).defer("sealed")
    ]


def _owed(found: Sides, copies: Sequence[FileWrap]) -> list[OwedView]:
    """Who waited is owed two copies also once one alone was given out: it may be nonsense."""
    live = [each for each in copies if not each.left and each.holder_id in found.may]
    until = {id: found.until(id) for id in found.may} | {
        each.holder_id: each.until for each in live
    }
    waiting = {id: each for id, each in until.items() if each is not None}
    seats = [
        matters.Seat(holder=id, recipient=digest_of(found.able[id].recipient), until=each)
        for id, each in waiting.items()
    ]
    made = [
        matters.Copy(holder=each.holder_id, recipient=each.recipient, author=each.author_id)
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
        for each in matters.owed(seats, made, may=found.may)
    ]


def digest_of(recipient: str) -> str:
    """SHA-256 of a recipient, hexadecimal, as statements and copies name it."""
    return sha256(recipient.encode()).hexdigest()


def _maybe(at: datetime | None) -> str | None:
    return rfc3339(at) if at else None

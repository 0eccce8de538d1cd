"""What a case says of its holders, as far as it is about who may have its file.

Without the cases that it is worked together with: see ``matters``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import Exists, Q, QuerySet, Subquery

from heard.access.file_copies import OF_TIER
from heard.records.models import Case, CaseKey, CaseLink, Holder, Move, Wrap
from heard.records.questions import Question
from heard.rules import casework, matters
from heard.rules.codes.casework import WorkedMove, WorkedObject

# What is over for whoever had the seat: they may not have the file either.
_CONFLICTED = (WorkedMove.STRIKE, WorkedMove.UPHOLD, WorkedMove.STEP_OUT)
_SITTING = (WorkedMove.DECLARE, WorkedMove.RECHECK, WorkedMove.OVERRULE, WorkedMove.OBJECT)
_APART = casework.TABLE.parts["apart"]


class Able(NamedTuple):
    """Somebody to whom a case is sealed, with the keys of today: no more of them is read."""

    id: str
    name: str
    role: str
    tier: int
    recipient: str
    signing: str


_ABLE = tuple(f"holder__{each}" for each in Able._fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """What a case says of its holders, by id.

    ``able``: to whom it is sealed and who did not leave it; ``lapsed`` and ``conflicted``: who of
    them decide nothing any more, and who lost a seat; ``released``: who reads it; ``seats``: the
    part of whoever sits in the team. ``was_linked``: whether there is a link of it, or was.
    ``linked``: of each link that whoever asks knows of, and that holds, who may go on having the
    file of the other case.
    """

    able: Mapping[str, Able]
    lapsed: frozenset[str]
    conflicted: frozenset[str]
    released: frozenset[str]
    seats: Mapping[str, str]
    lead: str | None
    formed: bool
    was_linked: bool
    linked: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def alone(self) -> frozenset[str]:
        """Who may have the file as far as this case goes."""
        side = matters.CaseSide(sealed_to=frozenset(self.able), conflicted=self.conflicted)
        return matters.may_hold([side])

    @property
    def side(self) -> matters.CaseSide:
        """This case, as the rules about links take it."""
        leads = {self.lead} if self.lead else set()
        return matters.CaseSide(
            sealed_to=frozenset(self.able),
            conflicted=self.conflicted,
            team=(self.team | leads) & self.alone,
        )

    @property
    def keeping(self) -> frozenset[str]:
        """Who may go on having the file: who let something lapse reads on, as in the case."""
        return self.alone.intersection(*self.linked.values())

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


def sides(case: Case) -> Sides:
    """What the case says of its holders. To decide by it, lock the case first."""
    rows = _sealed_to(case.pk)
    wraps = [(lapsed, released, Able(*who)) for _, _, lapsed, released, *who in rows]
    was_staffed, was_linked = rows[0][:2] if rows else (True, True)  # then it is not told
    seats, conflicted, formed = _seats(case) if was_staffed else ({}, set[str](), False)
    return Sides(
        able={who.id: who for _, _, who in wraps},
        lapsed=frozenset(who.id for lapsed, _, who in wraps if lapsed),
        conflicted=frozenset(conflicted),
        released=frozenset(who.id for _, released, who in wraps if released),
        seats=seats,
        lead=case.lead_id,
        formed=formed,
        was_linked=was_linked,
    )


@Question
def _sealed_to(case: int) -> QuerySet[Wrap, Any]:
    """With whether there is anything of a team, and of links: else neither is asked for."""
    newest = CaseKey.objects.filter(case_id=case).order_by("-generation").values("generation")
    rows = Wrap.objects.filter(
        case_id=case, generation=Subquery(newest[:1]), left=None, holder__state=Holder.State.ACTIVE
    )
    links = CaseLink.objects.filter(Q(case_id=case) | Q(other_id=case))
    return rows.values_list(
        Exists(_moves_of_seats(case)), Exists(links), "lapsed", "released", *_ABLE
    )


def _seats(case: Case) -> tuple[dict[str, str], set[str], bool]:
    """The part of who sits, who lost a seat, and whether there is a team: in one question."""
    proposed: dict[str, tuple[str, str]] = {}
    last: dict[str, str] = {}
    formed = False
    for object, record, move, *who in _of_seats(case.pk):
        formed = formed or move == WorkedMove.FORM_TEAM
        if object == WorkedObject.SEAT:
            proposed.setdefault(record, (who[0], who[1]))
            last[record] = move
    sitting = dict(proposed[record] for record, move in last.items() if move in _SITTING)
    lost = {proposed[record][0] for record, move in last.items() if move in _CONFLICTED}
    return sitting, lost, formed


@Question
def _of_seats(case: int) -> QuerySet[Move, Any]:
    rows = _moves_of_seats(case).order_by("number")
    return rows.values_list("object", "record", "move", "holder", "code")


def _moves_of_seats(case: int) -> QuerySet[Move]:
    of_seats = Q(object=WorkedObject.SEAT) | Q(move=WorkedMove.FORM_TEAM)
    return Move.objects.filter(of_seats, case_id=case)

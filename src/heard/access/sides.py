"""What a case says of its holders, as far as it is about who may have its file.

Without the cases that it is worked together with: see ``matters``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Q, Subquery

from heard.access.file_copies import OF_TIER
from heard.records.models import Case, CaseKey, Holder, Move, Wrap
from heard.rules import casework, matters
from heard.rules.codes.casework import WorkedMove, WorkedObject

# What is over for whoever had the seat: they may not have the file either.
_CONFLICTED = (WorkedMove.STRIKE, WorkedMove.UPHOLD, WorkedMove.STEP_OUT)
_SITTING = (WorkedMove.DECLARE, WorkedMove.RECHECK, WorkedMove.OVERRULE, WorkedMove.OBJECT)
_APART = casework.TABLE.parts["apart"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """What a case says of its holders, by id.

    ``able``: to whom it is sealed and who did not leave it; ``lapsed`` and ``conflicted``: who of
    them decide nothing any more, and who lost a seat; ``released``: who reads it; ``seats``: the
    part of whoever sits in the team. ``linked``: of each link that whoever asks knows of, and that
    holds, who may go on having the file of the other case.
    """

    able: Mapping[str, Holder]
    lapsed: frozenset[str]
    conflicted: frozenset[str]
    released: frozenset[str]
    seats: Mapping[str, str]
    lead: str | None
    formed: bool
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
    newest = CaseKey.objects.filter(case=case).order_by("-generation").values("generation")
    rows = Wrap.objects.select_related("holder").filter(
        case=case, generation=Subquery(newest[:1]), left=None, holder__state=Holder.State.ACTIVE
    )
    wraps = {str(row.holder_id): row for row in rows}
    seats, conflicted, formed = _seats(case)
    return Sides(
        able={id: row.holder for id, row in wraps.items() if row.holder},
        lapsed=frozenset(id for id, row in wraps.items() if row.lapsed),
        conflicted=frozenset(conflicted),
        released=frozenset(id for id, row in wraps.items() if row.released),
        seats=seats,
        lead=case.lead_id,
        formed=formed,
    )


def _seats(case: Case) -> tuple[dict[str, str], set[str], bool]:
    """The part of who sits, who lost a seat, and whether there is a team: in one question."""
    of_seats = Q(object=WorkedObject.SEAT) | Q(move=WorkedMove.FORM_TEAM)
    rows = list(Move.objects.filter(of_seats, case=case).order_by("number"))
    proposed: dict[str, Move] = {}
    last: dict[str, str] = {}
    for row in (each for each in rows if each.object == WorkedObject.SEAT):
        proposed.setdefault(row.record, row)
        last[row.record] = row.move
    sitting = {
        proposed[record].holder: proposed[record].code
        for record, move in last.items()
        if move in _SITTING
    }
    lost = {proposed[record].holder for record, move in last.items() if move in _CONFLICTED}
    return sitting, lost, any(each.move == WorkedMove.FORM_TEAM for each in rows)

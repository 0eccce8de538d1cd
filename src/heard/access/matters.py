"""Cases that are worked together: which they are, whether it holds, and who may know of it.

Each case keeps its own file, and each file's key is made for those alone who may have it in every
linked case (docs/spec/sealing.md, 10; ADR 0059). Of a link only who reads both cases is told, and
for everybody else each rule is asked as if there were none.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from django.db.models import Q, QuerySet

from heard.access import sides
from heard.access.casework_answers import LinkView
from heard.access.sides import Sides
from heard.ledger.journal import rfc3339
from heard.records.models import Case, CaseLink
from heard.records.questions import Question
from heard.rules import matters


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """A link, seen from one of its cases.

    ``other``: the other one, and ``there`` what that says of its holders; ``fault``: why the link
    does not hold, or empty.
    """

    row: CaseLink
    other: Case
    there: Sides
    fault: matters.Fault

    def is_known_to(self, holder: str) -> bool:
        """Whether they read the other case too, and lost no seat there."""
        return holder in self.there.released - self.there.conflicted


def bound(case: Case, by: str) -> Sides:
    """What the case says of its holders, to somebody; with every link of it that they may know.

    ``by``: a holder, a party or ``reporter``. To decide by it, lock the case first.
    """
    found = sides.sides(case)
    known = [each for each in _known(case, found, by) if not each.fault]
    return replace(found, linked={each.row.id: each.there.alone for each in known})


def holding(case: Case, of: Collection[str]) -> bool:
    """Whether each of these links of the case, by id, is there still and holds."""
    if not of:
        return True
    found = sides.sides(case)
    good = {each.row.id for each in _joined(case, found, ended=False) if not each.fault}
    return good >= set(of)


def fault_of(case: Case, other: Case, link: matters.Link) -> matters.LinkFault:
    """Why somebody must not link these, or empty. Both must be locked."""
    here, there = sides.sides(case), sides.sides(other)
    return matters.link_fault(link, [here.side, there.side], _waiting(here, there))


def between(case: Case, other: Case) -> CaseLink | None:
    """The link of these that has not ended."""
    first, second = sorted((case, other), key=lambda each: each.id)
    return CaseLink.objects.filter(case=first, other=second, ended=None).first()


def count(case: Case, *, by: str) -> int:
    """How many links of it that somebody may know of have not ended."""
    return len(_known(case, sides.sides(case), by))


def known_link(case: Case, by: str, link: str) -> CaseLink | None:
    """A link of the case that somebody may know of and that has not ended."""
    known = (each.row for each in _known(case, sides.sides(case), by))
    return next((row for row in known if row.id == link), None)


def views(case: Case, by: str) -> list[LinkView]:
    """Every link of the case that somebody may know of, oldest first; ended ones too."""
    return [_view(each) for each in _known(case, sides.sides(case), by, ended=True)]


def _known(case: Case, found: Sides, by: str, *, ended: bool = False) -> list[Joined]:
    if by not in found.released - found.conflicted:
        return []
    return [each for each in _joined(case, found, ended=ended) if each.is_known_to(by)]


def _joined(case: Case, found: Sides, *, ended: bool) -> Iterator[Joined]:
    for row in (_links if ended else _standing_links)(case.pk):
        other = row.case if row.other_id == case.pk else row.other
        there = sides.sides(other)
        fault = matters.linking_fault([found.side, there.side], _waiting(found, there))
        yield Joined(row=row, other=other, there=there, fault=fault)


@Question
def _links(case: int) -> QuerySet[CaseLink]:
    rows = CaseLink.objects.filter(Q(case_id=case) | Q(other_id=case))
    return rows.select_related("case", "other").order_by("number")


@Question
def _standing_links(case: int) -> QuerySet[CaseLink]:
    rows = CaseLink.objects.filter(Q(case_id=case) | Q(other_id=case), ended=None)
    return rows.select_related("case", "other").order_by("number")


def _waiting(*of: Sides) -> frozenset[str]:
    """Who waits for their turn in any of these: a later tier than those who handle them."""
    return frozenset().union(*(frozenset(each.able) - each.released for each in of))


def _view(joined: Joined) -> LinkView:
    row = joined.row
    return LinkView(
        id=row.id,
        case=joined.other.id,
        author=str(row.holder_id),
        at=rfc3339(row.at),
        letter=row.letter,
        sealed=bytes(row.sealed),
        fault=joined.fault,
        ended=rfc3339(row.ended) if row.ended else None,
        ended_by=str(row.ended_by_id or ""),
    )

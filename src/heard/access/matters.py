"""Cases that are worked together: which they are, whether it holds, and who may know of it.

Each case keeps its own file, and each file's key is made for those alone who may have it in every
linked case (docs/spec/sealing.md, 10; ADR 0059). Of a link only who reads both cases is told, and
for everybody else each rule is asked as if there were none.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from django.db.models import Q, QuerySet

from heard.access import sides
from heard.access.casework_answers import LinkCheckView, LinkView
from heard.access.sides import Sides
from heard.ledger.journal import rfc3339
from heard.records.models import Case, CaseLink, Holder, LinkCheck
from heard.records.questions import Question
from heard.rules import casework, matters

FIRST_TIER = 1
DECIDE = frozenset({"decider", *casework.TABLE.parts["committee"]})
INQUIRE = frozenset({"investigator"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """A link, seen from one of its cases.

    ``other``: the other one, and ``there`` what that says of its holders; ``fault``: why the link
    does not hold, or empty; ``check``: that somebody looked at a counter-complaint.
    """

    row: CaseLink
    other: Case
    there: Sides
    fault: matters.LinkFault
    check: LinkCheck | None

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


def fault_of(case: Case, other: Case, *, by: str, counter: bool) -> matters.LinkFault:
    """Why somebody must not link these, or empty. Both must be locked.

    A counter-complaint may wait for who looks at it: the link holds from then on.
    """
    here, there = sides.sides(case), sides.sides(other)
    link = _judged(by, here, there, counter=counter)
    fault = matters.link_fault(link, [here.side, there.side], _waiting(here, there))
    return "" if fault == "not_checked" else fault


def may_check(row: CaseLink, holder: Holder) -> bool:
    """Whether they may look if a counter-complaint is retaliation, as the first.

    To decide by it, lock both cases first.
    """
    if not row.counter or _check_of(row) is not None or holder.tier == FIRST_TIER:
        return False
    there = (sides.sides(row.case), sides.sides(row.other))
    by = str(row.holder_id)
    return not matters.counter_fault(_judged(by, *there, counter=True, checked={holder.id}))


def _judged(by: str, *of: Sides, counter: bool, checked: Collection[str] = ()) -> matters.Link:
    """A link as the rules take it, with who decides and who investigates in each case."""
    deciding = [_seated(each, DECIDE) for each in of]
    return matters.Link(
        by=by,
        counter=counter,
        checked=frozenset(checked),
        deciders=tuple(deciding),
        inquirers=frozenset[str]().union(*(_seated(each, INQUIRE) for each in of)),
    )


def _seated(of: Sides, parts: Collection[str]) -> frozenset[str]:
    return frozenset(id for id, part in of.seats.items() if part in parts)


def between(case: Case, other: Case) -> CaseLink | None:
    """The link of these that has not ended."""
    first, second = sorted((case, other), key=lambda each: each.id)
    return CaseLink.objects.filter(case=first, other=second, ended=None).first()


def others(case: Case, by: str) -> list[Case]:
    """Cases that are worked with it, over links that hold and that somebody may know of."""
    return [each.other for each in _known(case, sides.sides(case), by) if not each.fault]


def count(case: Case, *, by: str) -> int:
    """How many links of it that somebody may know of have not ended."""
    return len(_known(case, sides.sides(case), by))


def known_link(case: Case, by: str, link: str) -> CaseLink | None:
    """A link of the case that somebody may know of and that has not ended."""
    known = (each.row for each in _known(case, sides.sides(case), by))
    return next((row for row in known if row.id == link), None)


def views(case: Case, by: str, found: Sides) -> list[LinkView]:
    """Every link of the case that somebody may know of, oldest first; ended ones too.

    ``found``: what the case says of its holders.
    """
    return [_view(each) for each in _known(case, found, by, ended=True)]


def _known(case: Case, found: Sides, by: str, *, ended: bool = False) -> list[Joined]:
    if by not in found.released - found.conflicted:
        return []
    return [each for each in _joined(case, found, ended=ended) if each.is_known_to(by)]


def _joined(case: Case, found: Sides, *, ended: bool) -> Iterator[Joined]:
    asked = _links if ended else _standing_links
    for row in asked(case.pk) if found.was_linked else ():
        other = row.case if row.other_id == case.pk else row.other
        there = sides.sides(other)
        sided = matters.linking_fault([found.side, there.side], _waiting(found, there))
        check = _check_of(row)
        looked = {str(check.holder_id)} if check else ()
        link = _judged(str(row.holder_id), found, there, counter=row.counter, checked=looked)
        fault = sided or matters.counter_fault(link)
        yield Joined(row=row, other=other, there=there, fault=fault, check=check)


def _check_of(row: CaseLink) -> LinkCheck | None:
    """Who looked at it; nothing is asked of a link that answers nothing."""
    return LinkCheck.objects.filter(link=row).first() if row.counter else None


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
        counter=row.counter,
        check=_check_view(joined.check) if joined.check else None,
        fault=joined.fault,
        ended=rfc3339(row.ended) if row.ended else None,
        ended_by=str(row.ended_by_id or ""),
    )


def _check_view(check: LinkCheck) -> LinkCheckView:
    return LinkCheckView(
        author=str(check.holder_id),
        at=rfc3339(check.at),
        letter=check.letter,
        sealed=bytes(check.sealed),
        retaliation=check.retaliation,
    )

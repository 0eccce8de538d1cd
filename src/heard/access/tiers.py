"""Who reads a case, who waits for their turn, and opening it to the tier whose turn has come."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, QuerySet

from heard.access import file_copies
from heard.ledger.journal import Actor, JournalEntry, next_hour
from heard.records.models import Case, Duty, Holder, Wrap
from heard.records.questions import Question
from heard.rules import escalation
from heard.rules.clocks import Owed
from heard.rules.codes.escalation import ReleaseReason, Tier
from heard.rules.codes.notifications import NoticeKind
from heard.rules.events.cases import TierReleased

MANY = 500  # cases looked at together


class Seat(NamedTuple):
    """A wrap of one of the roster's people who has not left; one a generation."""

    wrap: int
    holder: str
    tier: int
    released: datetime | None
    lapsed: datetime | None


def seats(cases: Collection[str]) -> dict[str, list[Seat]]:
    """Who reads each case and who waits. To decide by it, lock the cases first."""
    rows = Wrap.objects.filter(case__id__in=cases, left=None, holder__state=Holder.State.ACTIVE)
    matches: defaultdict[str, list[Seat]] = defaultdict(list)
    for case, *seat in rows.values_list("case__id", *_SEAT):
        matches[case].append(Seat(*seat))
    return matches


def seats_of(case: str) -> list[Seat]:
    """The same of one."""
    return [Seat(*seat) for seat in _seats(case)]


@Question
def _seats(case: str) -> QuerySet[Wrap, Any]:
    rows = Wrap.objects.filter(case__id=case, left=None, holder__state=Holder.State.ACTIVE)
    return rows.values_list(*_SEAT)


_SEAT = ("id", "holder", "holder__tier", "released", "lapsed")


def reading(found: Iterable[Seat]) -> set[int]:
    """The tiers of those who read it now."""
    return {seat.tier for seat in found if seat.released is not None}


def waiting(found: Iterable[Seat]) -> set[int]:
    """The tiers of those whose turn has not come."""
    return {seat.tier for seat in found if seat.released is None}


def deciders(found: Iterable[Seat]) -> set[str]:
    """The holders who read it and have let nothing lapse: those who may act."""
    return {seat.holder for seat in found if seat.released is not None and seat.lapsed is None}


def owe_to_turn(entry: JournalEntry, *, case: str, owed: Owed) -> None:
    """Lay a duty down on the tier that answers for a case now, and on whom it was given it with.

    Those are the tiers that had its first duties together.
    """
    found = seats_of(case)
    turn = escalation.turn(reading(found), waiting(found))
    first = _given_with(case, turn)
    entry.duty(case=case, owed=owed, tier=turn, from_tier=first[0] if first else None)


@Question
def _given_with(case: str, tier: int) -> QuerySet[Duty, int]:
    theirs = Duty.objects.filter(case__id=case, tier=tier).order_by("from_tier")
    return theirs.values_list("from_tier", flat=True)[:1]


def open_next(
    entry: JournalEntry,
    *,
    cases: Collection[str],
    actor: Actor,
    reason: ReleaseReason,
    now: datetime,
    found: Mapping[str, Sequence[Seat]] | None = None,
) -> dict[str, int]:
    """Release the wraps of each case's next tier and tell its people.

    The tier by case, for the cases that had one left. The cases must be locked: two actions that
    look at who may read a case come one after the other. ``found``: their seats, where they are
    known.
    """
    known = seats(cases) if found is None else found
    turns = ((case, escalation.next_tier(waiting(known.get(case, ())))) for case in cases)
    opened = {case: tier for case, tier in turns if tier is not None}
    theirs = {
        case: [seat for seat in known[case] if seat.released is None and seat.tier == tier]
        for case, tier in opened.items()
    }
    # A mail server's log would time an action of hers else.
    due = next_hour(now) if actor.kind == "reporter" else now
    wraps = [seat.wrap for found_in in theirs.values() for seat in found_in]
    Wrap.objects.filter(id__in=wraps).update(released=now)
    recipients = {case: sorted({seat.holder for seat in theirs[case]}) for case in opened}
    file_copies.open_to(opened, recipients, now=now)
    for case, tier in opened.items():
        to = recipients[case]
        released = TierReleased(case=case, tier=Tier(tier), recipients=to, reason=reason)
        entry.log(released, at=now, actor=actor)
        for recipient in to:
            entry.tell(kind=NoticeKind.TIER, holder=recipient, case=case, due=due)
    return opened


def readers_of(case: str) -> list[str]:
    """Ids of those who may read a case now, each once."""
    return sorted(map(str, _readers(case)))


@Question
def _readers(case: str) -> QuerySet[Wrap, str | None]:
    rows = Wrap.objects.filter(
        case__id=case, released__isnull=False, left=None, holder__isnull=False
    )
    return rows.values_list("holder", flat=True).distinct()


class NobodyElseError(Exception):
    """Open cases that only those who go could act on; ``count``: how many, never which."""

    def __init__(self, count: int) -> None:
        super().__init__(f"{count} open cases")
        self.count = count


def let_go(entry: JournalEntry, *, holders: Collection[str], actor: Actor, now: datetime) -> None:
    """Take the roster's place from these holders; their cases go on to those who are left.

    Where only a tier that waits is left, it is opened. Raises NobodyElseError, with nothing done.
    """
    theirs = Wrap.objects.filter(case=OuterRef("pk"), holder__in=holders, left=None)
    held = Case.objects.filter(Exists(theirs)).exclude(state=Case.State.STOPPED)
    cases = list(held.select_for_update().order_by("pk").values_list("id", flat=True))
    alone, passing = 0, {}
    for start in range(0, len(cases), MANY):
        for case, found in seats(cases[start : start + MANY]).items():
            others = [seat for seat in found if seat.holder not in holders]
            alone += not deciders(others) and not waiting(others)
            if not deciders(others):
                passing[case] = others
    if alone:
        raise NobodyElseError(alone)
    file_copies.end(holders=holders, now=now)
    Holder.objects.filter(id__in=holders).update(
        state=Holder.State.REMOVED, until=now.date(), invite="", invite_until=None
    )
    why = ReleaseReason.REMOVED
    open_next(entry, cases=list(passing), actor=actor, reason=why, now=now, found=passing)


def lapse(wraps: Collection[int], *, cases: Collection[str], now: datetime) -> None:
    """They let a duty lapse: they read on and decide nothing; nobody of them leads any more."""
    if not wraps:
        return
    Wrap.objects.filter(id__in=wraps, lapsed=None).update(lapsed=now)
    theirs = Wrap.objects.filter(case=OuterRef("pk"), holder=OuterRef("lead"), lapsed__isnull=False)
    Case.objects.filter(Exists(theirs), id__in=cases).update(lead=None)

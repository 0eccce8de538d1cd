"""What a missed duty sets in motion: the case moves around those who sat on it.

Tiers are numbers, the lowest first. ``reading``: the tiers of those who can read the case now;
``waiting``: the tiers of those it is sealed to and whose turn has not come.
"""

from collections.abc import Collection
from datetime import datetime

from heard.rules.clocks import Law, Owed, strictest
from heard.rules.duties import ACKNOWLEDGE, KINDS, SAFETY_CHECK, TRIAGE

FIRST = 1


def next_tier(waiting: Collection[int]) -> int | None:
    """The lowest of the tiers that are sealed to and wait for their turn; None if none does."""
    return min(waiting, default=None)


def turn(reading: Collection[int], waiting: Collection[int]) -> int:
    """The tier that answers for the case now: the highest that was reached in order.

    Somebody of a later tier to whom it was passed does not make that tier responsible while one
    before it waits.
    """
    reached = [tier for tier in reading if tier < min(waiting, default=tier + 1)]
    return max(reached) if reached else min([*reading, *waiting], default=FIRST)


def moved_on(tier: int, reading: Collection[int], waiting: Collection[int]) -> bool:
    """Whether the case has gone on from ``tier`` already, in order, to one after it.

    Then what ``tier`` missed opens no further one: a tier answers for the clocks that began when
    it was its turn, and two duties that are late together open one tier, not two.
    """
    return any(tier < each < min(waiting, default=each + 1) for each in reading)


def let_lapse(*, tier: int, released: datetime, missed: int, due: datetime) -> bool:
    """Whether somebody of ``tier``, who could read since ``released``, had the duty and missed it.

    ``missed``: the tier that the duty was laid on. Who got the case after it was due, or stands in
    a later tier, did not let it lapse.
    """
    return released < due and tier <= missed


def owed_again(kind: str, *, opened: datetime, law: Law) -> Owed | None:
    """What the newly opened tier owes in place of a missed duty, counted from when it was opened.

    None for a duty that is not of ours to repeat.
    """
    return strictest(kind, start=opened, law=law) if kind in KINDS else None


def owed_to_look(
    *, urgent: bool, opened: datetime, law: Law, undecided: bool = False
) -> tuple[Owed, ...]:
    """What a tier owes that was opened early: that somebody says they have it, from now.

    By her own word, or because a tier before it cannot read the report. ``undecided``: then that
    tier cannot decide how it goes on either, and this one owes that too.
    """
    kinds = [ACKNOWLEDGE, *([SAFETY_CHECK] if urgent else []), *([TRIAGE] if undecided else [])]
    matches = (strictest(kind, start=opened, law=law) for kind in kinds)
    return tuple(each for each in matches if each is not None)

"""What a missed duty sets in motion: the case moves around whoever sat on it."""

from collections.abc import Collection
from datetime import datetime

from heard.rules.clocks import Law, Owed, strictest
from heard.rules.duties import KINDS


def next_tier(waiting: Collection[int]) -> int | None:
    """The lowest of the tiers that are sealed to and wait for their turn; None if none does."""
    return min(waiting, default=None)


def moved_on(due: datetime, *, opened: datetime | None) -> bool:
    """Whether a tier was opened (last at ``opened``) since this was due.

    Then those who read the case now did not let it lapse: two duties that are late together open
    one tier, not two.
    """
    return opened is not None and opened >= due


def owed_again(kind: str, *, opened: datetime, law: Law) -> Owed | None:
    """What the newly opened tier owes in place of a missed duty, counted from when it was opened.

    None for a duty that is not of ours to repeat.
    """
    return strictest(kind, start=opened, law=law) if kind in KINDS else None

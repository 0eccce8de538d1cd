"""Evidence that somebody outside holds: how soon it may be gone, and what can happen to it.

The days are those of the field's cautious end: an item is shown as lost too early rather than too
late. A handler who knows the true day writes that.
"""

from collections.abc import Collection
from datetime import date, timedelta

from heard.rules import _law
from heard.rules.codes.evidence import EvidenceKind, EvidenceState
from heard.rules.refusals import RefusedError

_LAW = _law.read("evidence")
# Days from when it happened until it may be overwritten; None where nothing does by itself.
DAYS: dict[EvidenceKind, int | None] = {
    EvidenceKind(each["code"]): each.get("days") for each in _LAW["kind"]
}

NEEDED, ORDERED, CONFIRMED, LOST = EvidenceState
_LATEST = date.max - timedelta(days=max(days or 0 for days in DAYS.values()))

_FOLLOWS = {action: frozenset(states) for action, states in _LAW["follows"].items()}


def default_overwritten(kind: EvidenceKind, from_: date) -> date | None:
    """The first day on which it may be gone, counted from the day it was made.

    None where nothing overwrites it by itself. Raises KeyError for a kind that there is not.
    """
    days = DAYS[kind]
    return None if days is None else min(from_, _LATEST) + timedelta(days=days)


def may_follow(state: str, action: str) -> bool:
    """Whether ``ordered``, ``confirmed`` or ``lost`` may follow this state."""
    return state in _FOLLOWS[action]


def after(state: str, action: str) -> str:
    """The state after ``ordered``, ``confirmed`` or ``lost``. Raises RefusedError."""
    if not may_follow(state, action):
        raise RefusedError(
            f"This item is marked as {state} already. Open the case again and look at it."
        )
    return action


def is_preserved(states: Collection[str], *, checked: bool) -> bool:
    """Whether the duty to preserve is done: nothing waits, and somebody has looked.

    ``states``: of every item of the case; ``checked``: somebody said that there is nothing more.
    """
    return NEEDED not in states and (checked or bool(states))

"""Evidence that somebody outside holds: how soon it may be gone, and what can happen to it.

The days are those of the field's cautious end: an item is shown as lost too early rather than too
late, and whoever knows the true day writes that.
"""

from collections.abc import Collection
from datetime import date, timedelta

# Days from when it happened until it may be overwritten; None where nothing overwrites it by
# itself. Cameras: 7 to 30 days are common, 15 in the case that this house was built after
# (shared practice of hotels and offices); door logs, call records and chat tools: retention rules
# of 30 days are common; mail: deleted items are purged after 14 to 30 days; a device is wiped when
# it is handed in, which nobody announces.
DAYS: dict[str, int | None] = {
    "camera": 7,
    "access_log": 30,
    "booking": None,
    "chat": 30,
    "expense": None,
    "call_log": 30,
    "email": 14,
    "device": 7,
    "other": 7,
}
KINDS = frozenset(DAYS)

NEEDED, ORDERED, CONFIRMED, LOST = "needed", "ordered", "confirmed", "lost"
_LATEST = date.max - timedelta(days=max(days or 0 for days in DAYS.values()))

# What may follow what. Lost is the last word: what is gone does not come back by a form.
_FOLLOWS = {
    ORDERED: frozenset({NEEDED}),
    CONFIRMED: frozenset({ORDERED}),
    LOST: frozenset({NEEDED, ORDERED, CONFIRMED}),
}


class OutOfOrderError(Exception):
    """The action does not follow from the state in which the item is."""


def default_overwritten(kind: str, from_: date) -> date | None:
    """The first day on which it may be gone, counted from the day it was made.

    None where nothing overwrites it by itself. Raises KeyError for a kind that there is not.
    """
    days = DAYS[kind]
    return None if days is None else min(from_, _LATEST) + timedelta(days=days)


def may_follow(state: str, action: str) -> bool:
    """Whether ``ordered``, ``confirmed`` or ``lost`` may follow this state."""
    return state in _FOLLOWS[action]


def after(state: str, action: str) -> str:
    """The state after ``ordered``, ``confirmed`` or ``lost``. Raises OutOfOrderError."""
    if not may_follow(state, action):
        raise OutOfOrderError(
            f"This item is marked as {state} already. Open the case again and look at it."
        )
    return action


def is_preserved(states: Collection[str], *, checked: bool) -> bool:
    """Whether the duty to preserve is done: nothing waits, and somebody has looked.

    ``states``: of every item of the case; ``checked``: somebody said that there is nothing more.
    """
    return NEEDED not in states and (checked or bool(states))

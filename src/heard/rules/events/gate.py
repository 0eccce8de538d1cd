"""What is filed at the retaliation gate and what becomes of it (docs/spec/gate.md).

None of them says what a keeper answered, nor about whom.
"""

from typing import ClassVar

from heard.rules.codes.gate import ActionDecision, AdverseAction, GateSeat
from heard.rules.events._event import (
    EndsByItself,
    Event,
    HolderId,
    Id,
    MostOfADay,
    NotAHolders,
    Sha256,
)


class AdverseActionFiled(Event, frozen=True, kw_only=True):
    """An action against somebody was filed. ``late``: on the day that it takes effect, or after."""

    event: ClassVar = "adverse_action_filed"
    bound: ClassVar = MostOfADay(5000)
    action: Id
    kind: AdverseAction
    late: bool


class AdverseActionsAnswered(Event, frozen=True, kw_only=True):
    """A keeper has answered. ``keeper``: of its recipient; ``count``: how many at once."""

    event: ClassVar = "adverse_actions_answered"
    bound: ClassVar = NotAHolders()
    keeper: Sha256
    count: int


class AdverseActionDecided(Event, frozen=True, kw_only=True):
    """What became of an action; one that was refused can be overridden, and no more."""

    event: ClassVar = "adverse_action_decided"
    bound: ClassVar = EndsByItself("an action is decided, and after a refusal overridden, once")
    action: Id
    decision: ActionDecision


class GateSeatChanged(Event, frozen=True, kw_only=True):
    """A holder files actions or looks at them, or no longer."""

    event: ClassVar = "gate_seat_changed"
    bound: ClassVar = NotAHolders()
    holder: HolderId
    seat: GateSeat
    may: bool

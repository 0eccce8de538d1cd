"""Where an action stands at a moment: nothing of an answer shows before it is given out."""

from datetime import datetime
from enum import StrEnum

from heard.records.models import FiledAction
from heard.rules.codes.gate import AdverseAction
from heard.rules.gate import SEVERE


class ActionState(StrEnum):
    """As who filed it is told."""

    FILED = "filed"  # no answer yet
    LOOKING = "looking"  # somebody outside of the line looks at it
    GO = "go"
    APPROVED = "approved"
    REFUSED = "refused"
    OVERRIDDEN = "overridden"
    WITHDRAWN = "withdrawn"


def is_answered(action: FiledAction, now: datetime) -> bool:
    """Whether its answer was given out; never by time alone, for a keeper must have answered."""
    return action.answers_at is not None and action.answers_at <= now


def must_be_looked_at(action: FiledAction) -> bool:
    """Each severe one, whatever the keeper says; of the others what it wants to be talked about."""
    return action.talk or AdverseAction(action.kind) in SEVERE


def state_of(action: FiledAction, now: datetime) -> ActionState:
    """Where it stands."""
    if action.decision:
        return ActionState(action.decision)
    if not is_answered(action, now):
        return ActionState.FILED
    return ActionState.LOOKING if must_be_looked_at(action) else ActionState.GO

"""What state a case is in: a fold over what happened to it, one event after the other."""

from collections.abc import Iterable
from functools import cache

from heard.rules.codes.cases import CaseState
from heard.rules.events.cases import CaseAcknowledged
from heard.rules.events.intake import CaseWithdrawn, ReportReceived

_AFTER = {
    ReportReceived.event: CaseState.RECEIVED,
    CaseAcknowledged.event: CaseState.ACKNOWLEDGED,
    CaseWithdrawn.event: CaseState.WITHDRAWN,
}


def after(state: CaseState | None, event: str) -> CaseState | None:
    """The state after a kind of event; None as long as no report has been received.

    A withdrawal is the last word: nothing that a handler does afterwards brings the case back. Nor
    does anything make an acknowledged case a new one.
    """
    if state is None:
        return CaseState.RECEIVED if event == ReportReceived.event else None
    if state == CaseState.WITHDRAWN or event == ReportReceived.event:
        return state
    return _AFTER.get(event, state)


def state(events: Iterable[str]) -> CaseState:
    """The state after these kinds of event, oldest first. Raises ValueError before a report."""
    now: CaseState | None = None
    for event in events:
        now = after(now, event)
    if now is None:
        raise ValueError("no report has been received")
    return now


@cache
def moves(event: str) -> tuple[frozenset[CaseState], CaseState] | None:
    """From which states a kind of event moves a case, and to which; None where from none."""
    moved = {each: after(each, event) for each in CaseState}
    before = frozenset(each for each, then in moved.items() if then != each)
    return (before, _AFTER[event]) if before else None

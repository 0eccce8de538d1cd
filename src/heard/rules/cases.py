"""What state a case is in: a fold over what happened to it, one thing after the other."""

from collections.abc import Iterable

from heard.rules.codes.cases import CaseState
from heard.rules.events import Event
from heard.rules.events.cases import CaseAcknowledged
from heard.rules.events.casework import FileRecordMoved, RecordMoved
from heard.rules.events.intake import CaseWithdrawn, ReportReceived

ACKNOWLEDGED = CaseAcknowledged.event
_BEFORE = frozenset({CaseState.RECEIVED, CaseState.ACKNOWLEDGED})
_MOVED = frozenset({RecordMoved.event, FileRecordMoved.event})
# From which states each leads, and to which. Before there were moves of the reporter's, the end was
# an event of its own, and final.
_AFTER = {
    ACKNOWLEDGED: (frozenset({CaseState.RECEIVED}), CaseState.ACKNOWLEDGED),
    CaseWithdrawn.event: (_BEFORE, CaseState.STOPPED),
    "case.withdraw": (_BEFORE, CaseState.WITHDRAWN),
    "case.stop": (frozenset({CaseState.WITHDRAWN}), CaseState.STOPPED),
}
# The case is again what it was, or what somebody made of it meanwhile.
BACK = frozenset({"case.come_back", "case.continue_without"})


def happened(event: Event) -> str:
    """What happens with an event, as this fold names it: its kind, or a move of the case itself."""
    if isinstance(event, RecordMoved | FileRecordMoved):
        return name_of(event.event, event.object, event.move)
    return event.event


def name_of(kind: str, object: str = "", move: str = "") -> str:
    """The same by what the log has of it."""
    return f"{object}.{move}" if kind in _MOVED else kind


def after(state: CaseState | None, name: str, *, acknowledged: bool) -> CaseState | None:
    """The state after something of this name; None as long as no report has been received.

    ``acknowledged``: whether anybody has said by now that they have the case.
    """
    if state is None:
        return CaseState.RECEIVED if name == ReportReceived.event else None
    before, then = moves(name, acknowledged=acknowledged) or (frozenset[CaseState](), state)
    return then if state in before else state


def state(names: Iterable[str]) -> CaseState:
    """The state after what has these names, oldest first. Raises ValueError before a report."""
    now: CaseState | None = None
    acknowledged = False
    for name in names:
        acknowledged = acknowledged or (name == ACKNOWLEDGED and now is not None)
        now = after(now, name, acknowledged=acknowledged)
    if now is None:
        raise ValueError("no report has been received")
    return now


def moves(name: str, *, acknowledged: bool) -> tuple[frozenset[CaseState], CaseState] | None:
    """From which states something of this name moves a case, and to which; None where from none."""
    if name in BACK:
        then = CaseState.ACKNOWLEDGED if acknowledged else CaseState.RECEIVED
        return frozenset({CaseState.WITHDRAWN}), then
    return _AFTER.get(name)

"""What state a case is in: a fold over what happened to it."""

from collections.abc import Iterable

RECEIVED = "received"
ACKNOWLEDGED = "acknowledged"
WITHDRAWN = "withdrawn"

_AFTER = {
    "report_received": RECEIVED,
    "case_acknowledged": ACKNOWLEDGED,
    "case_withdrawn": WITHDRAWN,
}


def state(events: Iterable[str]) -> str:
    """The state after these kinds of event, oldest first. Raises ValueError before a report.

    A withdrawal is the last word: nothing that a handler does afterwards brings the case back.
    """
    now = ""
    for kind in events:
        if now != WITHDRAWN:
            now = _AFTER.get(kind, now)
    if not now:
        raise ValueError("no report has been received")
    return now

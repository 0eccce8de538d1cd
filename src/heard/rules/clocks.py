"""What is owed for a report, to whom and by when. No clock is read: times are given."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

ACKNOWLEDGE = "acknowledge"
SAFETY_CHECK = "safety_check"


@dataclass(frozen=True, slots=True)
class Owed:
    """A duty. ``source``: the rule it comes from."""

    kind: str
    due: datetime
    source: str


@dataclass(frozen=True, slots=True)
class Limit:
    """So long after the clock starts."""

    kind: str
    within: timedelta
    source: str
    urgent_only: bool = False


# Heard's own limits; every law known to us allows longer (EU 2019/1937, Art. 9: seven days).
DEFAULT = (
    Limit(ACKNOWLEDGE, timedelta(hours=24), "Heard default: a person acknowledges in 24 hours"),
    Limit(
        SAFETY_CHECK,
        timedelta(hours=4),
        "Heard default: safety is checked in 4 hours where there is danger",
        urgent_only=True,
    ),
)


def at_intake(*, received: datetime, disclosed: date | None, urgent: bool) -> tuple[Owed, ...]:
    """The duties of a new report.

    A clock starts at the first disclosure to anyone, where she states one (at the end of that day,
    which is as much as she says), and never later than at receipt. What was due before the report
    came is due at receipt: it is late already, and says so.
    """
    start = received
    if disclosed is not None and disclosed < received.date():
        start = datetime.combine(disclosed, time(0), UTC) + timedelta(days=1)
    return tuple(
        Owed(limit.kind, max(start + limit.within, received), limit.source)
        for limit in DEFAULT
        if urgent or not limit.urgent_only
    )

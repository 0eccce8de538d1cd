"""The clocks: whether this machine's can be believed, and what is done while one cannot."""

from collections.abc import Iterator
from datetime import datetime

from heard.actions.operations.health._finding import Finding
from heard.ledger import alarms
from heard.records.models import Event, Round
from heard.rules import timekeeping as rules

SET = "set the clock, and keep it set: systemctl enable --now systemd-timesyncd"
ACCEPT = (
    "heard clock shows them all. Is this machine wrong: timedatectl. Is it right: heard clock"
    " accept TIME, with the time of another clock. Until then duties fall due by the time that has"
    " passed for certain"
)


def check_clock(*, now: datetime) -> Iterator[Finding]:
    """Doubts that stand; else this machine's clock beside what happened last."""
    doubts = alarms.standing(alarms.Kind.CLOCK)
    for each in doubts:
        since = f"since {each.since:%Y-%m-%d %H:%M} UTC"
        said = "is another than the database's" if each.what == "database" else f"is {each.what}"
        yield Finding("wrong", "clock", f"that of {each.subject} {said} ({since})", ACCEPT)
    row = Round.objects.first()
    newest = Event.objects.order_by("-index").values_list("at", flat=True).first()
    what = rules.at_start(now, last=row.at if row else None, newest=newest)
    if what == rules.BEHIND:
        last = row.at if row else newest
        said = f"it is behind what happened last ({last:%Y-%m-%d %H:%M} UTC)"
        yield Finding("wrong", "clock", said, f"{SET}; is it right: {ACCEPT}" if row else SET)
    elif row and what:
        said = f"{now:%Y-%m-%d %H:%M} UTC, and the last round was at {row.at:%Y-%m-%d %H:%M} UTC"
        yield Finding("careful", "clock", said, f"keep heard serve or worker running; {ACCEPT}")
    elif not doubts:
        yield Finding("ok", "clock", f"{now:%Y-%m-%d %H:%M} UTC, not before the newest event")

"""Calling a duty to mind before it is due: at half its time, and an hour before.

No row is written when a duty is laid down, so there is none to take back when it is done: what is
looked at is the stretch of due times that has come near since the last look, along the index that
the sweep uses. What was looked at is remembered here only; a worker that starts looks at the whole
stretch once more, and the notice's key keeps a second one out.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from heard.records.models import Duty, Holder, Outgoing, Wrap
from heard.rules import notifications
from heard.rules.codes.notifications import NoticeKind

BATCH = 500
Near = tuple[str, str, datetime]  # id of a duty, case, due


class Reminders:
    """Remembers until when it has looked."""

    def __init__(self) -> None:
        self._looked: datetime | None = None

    def remind(self, *, now: datetime) -> int:
        """Write a notice to everybody who holds a case of which a duty has come near."""
        written = sum(
            self._tell(near, lead)
            for lead, kinds in notifications.leads().items()
            for near in self._near(lead, kinds, now)
        )
        self._looked = now
        return written

    def _near(
        self, lead: timedelta, kinds: frozenset[str], now: datetime
    ) -> Iterator[Sequence[Near]]:
        # A clock that was set back looks at a stretch twice, never past one.
        after = now if self._looked is None else max(now, min(self._looked, now) + lead)
        duties = Duty.objects.filter(state=Duty.State.OPEN, kind__in=kinds, due__lte=now + lead)
        duties = duties.filter(due__gt=after)
        matches = list(duties.order_by("due").values_list("id", "case__id", "due"))
        for start in range(0, len(matches), BATCH):
            yield matches[start : start + BATCH]

    def _tell(self, near: Sequence[Near], lead: timedelta) -> int:
        holders = _holders([case for _, case, _ in near])
        ahead = f"{lead.total_seconds():.0f}"
        rows = [
            Outgoing(
                kind=NoticeKind.SOON,
                holder=holder,
                case=case,
                due=due - lead,
                # With its time: a duty whose clock stood still is called to mind again.
                once=f"{NoticeKind.SOON}/{duty}/{due.timestamp():.0f}/{ahead}/{holder}",
            )
            for duty, case, due in near
            for holder in holders[case]
        ]
        Outgoing.objects.bulk_create(rows, ignore_conflicts=True)
        return len(rows)


def _holders(cases: Sequence[str]) -> defaultdict[str, set[str]]:
    """Who holds each case now and may still act on it."""
    matches: defaultdict[str, set[str]] = defaultdict(set)
    wraps = Wrap.objects.filter(
        case__id__in=set(cases),
        released__isnull=False,
        left__isnull=True,
        lapsed__isnull=True,
        holder__state=Holder.State.ACTIVE,
    )
    for case, holder in wraps.values_list("case__id", "holder_id"):
        matches[case].add(str(holder))
    return matches

"""The daily message to everybody who handles cases: of one length on every day."""

from datetime import datetime

from django.conf import settings
from django.db.models import Q

from heard.access import law
from heard.records.models import Case, Duty, Holder, Outgoing, Wrap
from heard.rules import notifications
from heard.rules.codes.notifications import NoticeKind


def told() -> Q:
    """Who is told anything at all: who handles cases, and who sees the figures and no case."""
    return Q(state=Holder.State.ACTIVE) | Q(state=Holder.State.JOINED, oversight=True)


def lay_digests(*, now: datetime) -> int:
    """Write today's digest for everybody, once its hour has come; how many were written.

    Nothing of a case is asked: to whom and when it goes cannot depend on one. A day on which no
    worker ran has none. Of two workers, or two lives of one, the table keeps one row.
    """
    zone = law.zone_of(law.country())
    due = notifications.digest_at(now, hour=settings.HEARD.notices.digest_hour, zone=zone)
    if now < due:
        return 0
    day = due.astimezone(zone).date().isoformat()
    holders = Holder.objects.filter(told()).values_list("id", flat=True)
    rows = {f"{NoticeKind.DIGEST}/{day}/{holder}": holder for holder in holders}
    # In the words of the partial index ``outgoing_once``: SQLite takes it for nothing less.
    there = Outgoing.objects.filter(once__in=rows).exclude(once="")
    for once in there.values_list("once", flat=True):
        rows.pop(once)
    created = [
        Outgoing(kind=NoticeKind.DIGEST, holder=rows[once], due=due, once=once) for once in rows
    ]
    Outgoing.objects.bulk_create(created, ignore_conflicts=True)
    return len(created)


def something_waits(holder: str) -> bool:
    """Whether a case that this holder reads is unopened, or owes something still."""
    mine = Wrap.objects.filter(holder=holder, released__isnull=False, left__isnull=True)
    mine = mine.filter(lapsed__isnull=True)
    unopened = mine.filter(opened__isnull=True).exclude(case__state=Case.State.STOPPED)
    if unopened.exists():
        return True
    open_ = Duty.objects.filter(state=Duty.State.OPEN, case__in=mine.values("case"))
    return open_.exists()

"""What is wrong with this Heard itself: raised once, shown until it has ended.

The operator sees alarms in ``heard doctor``, oversight on its page, everybody those of the
witnesses at the log. They name a thing by its id, and nobody.
"""

from datetime import datetime

from heard.records.models import Alarm, Holder, Outgoing
from heard.rules.codes.alarms import AlarmKind
from heard.rules.codes.notifications import NoticeKind

Kind = AlarmKind


def raise_once(*, kind: str, subject: str, what: str, now: datetime) -> bool:
    """Whether this is new. One that stands for something else gives way to it."""
    standing = Alarm.objects.filter(kind=kind, subject=subject, ended=None)
    if standing.filter(what=what).exists():
        return False
    standing.update(ended=now)
    created = Alarm(kind=kind, subject=subject, what=what, since=now)
    return bool(Alarm.objects.bulk_create([created], ignore_conflicts=True))


def end(*, kind: str, subject: str, now: datetime) -> None:
    """It is no longer wrong."""
    Alarm.objects.filter(kind=kind, subject=subject, ended=None).update(ended=now)


def standing(kind: str) -> list[Alarm]:
    """What is wrong now, oldest first."""
    return list(Alarm.objects.filter(kind=kind, ended=None).order_by("since", "id"))


def tell_oversight(*, kind: str, subject: str, now: datetime) -> None:
    """Tell everybody who sees the figures that something waits; of no case, so to all of them."""
    alarm = Alarm.objects.get(kind=kind, subject=subject, ended=None)
    overseers = Holder.objects.filter(oversight=True, state=Holder.State.ACTIVE)
    notices = [
        Outgoing(kind=NoticeKind.ALARM, holder=each, due=now, once=f"alarm/{alarm.pk}/{each}")
        for each in overseers.values_list("id", flat=True)
    ]
    Outgoing.objects.bulk_create(notices, ignore_conflicts=True)

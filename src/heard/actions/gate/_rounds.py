"""What goes by itself at the gate: what may go on is closed, and what is wrong is told.

Nothing is given out here because time has passed: without a keeper's answer an action stays open.
"""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef

from heard.actions.gate import _lines
from heard.actions.gate._listings import forget_old
from heard.actions.gate._seats import lookers
from heard.actions.gate._states import must_be_looked_at
from heard.ledger import alarms
from heard.ledger.journal import Actor, JournalEntry, write
from heard.records.models import FiledAction, KeeperAnswer, Outgoing
from heard.rules.codes.gate import ActionDecision
from heard.rules.codes.notifications import NoticeKind
from heard.rules.events.gate import AdverseActionDecided

CLOCK = Actor(kind="clock")
AWAY = timedelta(days=1)
RECENT = timedelta(days=30)
KIND = alarms.Kind.GATE


def sweep(*, now: datetime) -> None:
    """Close what may go on, tell who may look at the rest, and raise or end each alarm."""
    if _answered(now):
        write(lambda entry: close_answered(entry, now))
    _tell_lookers(now)
    _set("keeper", "away", now, on=is_away(now))
    _set("keepers", "differ", now, on=_differ(now))
    _set("action", "late", now, on=FiledAction.objects.filter(closed=None, late=True).exists())
    _set("seats", "nobody", now, on=bool(_without_anybody()))
    forget_old(now)


def tell_late(now: datetime) -> None:
    """At once, in the transaction of who files late."""
    _set("action", "late", now, on=True)


def close_answered(entry: JournalEntry, now: datetime) -> None:
    """What the keeper let go on, from the moment that it is given out."""
    for row in _answered(now):
        changed = {"decision": ActionDecision.GO, "closed": row.answers_at}
        if FiledAction.objects.filter(id=row.id, closed=None).update(**changed):
            went = AdverseActionDecided(action=row.id, decision=ActionDecision.GO)
            entry.log(went, at=now, actor=CLOCK)


def _answered(now: datetime) -> list[FiledAction]:
    rows = FiledAction.objects.filter(closed=None, answers_at__lte=now).order_by("id")
    return [row for row in rows if not must_be_looked_at(row)]


def _tell_lookers(now: datetime) -> None:
    """That something waits, and nothing more: once for what is newest to each.

    Where it waits still it is told once more, a week later: by then the notice is forgotten
    (notifications.forget_stale).
    """
    keys = {f"gate/{action}/{holder}": holder for holder, action in _newest(now).items()}
    told = Outgoing.objects.filter(once__in=list(keys)).values_list("once", flat=True)
    new = [
        Outgoing(kind=NoticeKind.ALARM, holder=keys[once], due=now, once=once)
        for once in sorted(keys.keys() - set(told))
    ]
    Outgoing.objects.bulk_create(new, ignore_conflicts=True)


def _newest(now: datetime) -> dict[str, str]:
    """By holder, the newest action that waits for them."""
    rows = FiledAction.objects.filter(closed=None, answers_at__lte=now).order_by("answers_at", "id")
    waiting = [row for row in rows if must_be_looked_at(row)]
    looks = looked_at_by(waiting)
    return {holder: row.id for row in waiting for holder in looks.get(row.id, ())}


def is_away(now: datetime) -> bool:
    """Whether something has waited a day for its first answer."""
    waits = FiledAction.objects.filter(closed=None, answers_at=None, filed__lt=now - AWAY)
    return waits.exists()


def _differ(now: datetime) -> bool:
    """Whether two keepers answered differently of late: one of them has lost something."""
    others = KeeperAnswer.objects.filter(action=OuterRef("action")).exclude(talk=OuterRef("talk"))
    recent = KeeperAnswer.objects.filter(at__gte=now - RECENT)
    return recent.filter(Exists(others)).exists()


def _without_anybody() -> list[FiledAction]:
    rows = list(FiledAction.objects.filter(closed=None))
    looked_at = looked_at_by(rows)
    return [row for row in rows if row.id not in looked_at]


def looked_at_by(actions: list[FiledAction]) -> dict[str, list[str]]:
    """Of each action the holders who may look at it; none has no row."""
    seats = lookers()
    known = _lines.of_actions(actions, seats)
    found = {
        each.id: [seat.holder_id for seat in seats if _lines.may_look(seat, each, known)]
        for each in actions
    }
    return {id: holders for id, holders in found.items() if holders}


def _set(subject: str, what: str, now: datetime, *, on: bool) -> None:
    if not on:
        alarms.end(kind=KIND, subject=subject, now=now)
    elif alarms.raise_once(kind=KIND, subject=subject, what=what, now=now):
        alarms.tell_oversight(kind=KIND, subject=subject, now=now)

"""A week's figures are made once and kept: two looks within a week see the same bytes.

Whoever could look before and after a report came would see it in numbers that are otherwise
harmless. What is kept is what is shown: the numbers that were left out stand nowhere.
"""

from datetime import datetime

import msgspec
from django.db import transaction

from heard.actions.oversight import _standing
from heard.actions.oversight._months import month_of
from heard.actions.oversight._shape import WEEK, Month, Week, monday, months_before
from heard.ledger import closed
from heard.records.models import Holder, Organisation, Outgoing, OversightWeek
from heard.rules.codes.notifications import NoticeKind


class NotOverseerError(Exception):
    """The figures are not this holder's to see: answered as an address that is none."""


def read(*, holder: str, now: datetime) -> Week:
    """The figures of this week, for who may see them. Raises NotOverseerError."""
    check_overseer(holder)
    if not closed.mode():
        prepare(now=now)
    kept = OversightWeek.objects.filter(week=monday(now)).first()
    # A copy that is closed keeps none, and nothing in it moves.
    return msgspec.json.decode(kept.figures, type=Week) if kept else _week(now)


def check_overseer(holder: str) -> None:
    """Raise NotOverseerError."""
    may = Holder.objects.filter(id=holder, oversight=True, state=Holder.State.ACTIVE)
    if not may.exists():
        raise NotOverseerError


def prepare(*, now: datetime) -> bool:
    """Make this week's figures and tell who sees them, unless that is done; whether it was now.

    Safe to run twice and from two machines: the table has one row a week, the first that came.
    Who sees figures is told every week, so that being told says nothing.
    """
    week = monday(now)
    if OversightWeek.objects.filter(week=week).exists() or not Organisation.objects.exists():
        return False
    created = msgspec.json.encode(_week(now)).decode()
    with transaction.atomic():
        kept = OversightWeek(week=week, figures=created, made=now)
        OversightWeek.objects.bulk_create([kept], ignore_conflicts=True)
        overseers = Holder.objects.filter(oversight=True, state=Holder.State.ACTIVE)
        notices = [
            Outgoing(
                kind=NoticeKind.OVERSIGHT,
                holder=each,
                due=now,
                once=f"{NoticeKind.OVERSIGHT}/{week}/{each}",
            )
            for each in overseers.values_list("id", flat=True)
        ]
        Outgoing.objects.bulk_create(notices, ignore_conflicts=True)
    return True


def _week(now: datetime) -> Week:
    told = _told_before()
    months = months_before(now)
    began = Organisation.objects.get().created.date().replace(day=1)
    return Week(
        week=monday(now),
        next=monday(now) + WEEK,
        made=now.replace(microsecond=0),
        open=_standing.open_duties(monday(now)),
        overdue=_standing.overdue(),
        suspended=_standing.suspended(now),
        evidence=_standing.evidence(now),
        copies=_standing.copies(),
        caseload=_standing.crowded(),
        months=[
            told.get(first.strftime("%Y-%m")) or month_of(first)
            for first in months
            if first >= began
        ],
    )


def _told_before() -> dict[str, Month]:
    """Months as they were told first: what is found out or erased later changes none."""
    newest = OversightWeek.objects.order_by("-week").first()
    if newest is None:
        return {}
    return {each.month: each for each in msgspec.json.decode(newest.figures, type=Week).months}

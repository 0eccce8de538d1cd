"""Rows of the outbox: taken by one sender, marked way by way, given back or put off."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import F, Q, QuerySet

from heard.ledger.journal import truncate_to_hour
from heard.records.models import Outgoing

LEASE = timedelta(minutes=10)  # a round takes a minute at most (_sending.py)
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)
# A notice that could not be sent for a week (mail not set up, address dead) tells nobody anything.
STALE = timedelta(days=7)
MOST_ATTEMPTS = 40  # at six hours each, longer than a week as well
PEOPLE = 100  # in one claim
ROWS = 30_000  # in one claim; SQLite takes 32,766 values in a statement


class Claimed(NamedTuple):
    """All that is due for one holder, or for the reporter of one case where ``holder`` is empty."""

    holder: str
    case: str
    rows: list[Outgoing]


def claim(*, now: datetime) -> list[Claimed]:
    """Take what is due for up to ``PEOPLE``; what another sender has is left out."""
    due = Outgoing.objects.filter(sent=None, due__lte=now)
    first = list(due.order_by("due", "id").values_list("holder", "case")[:PEOPLE])
    if not first:  # without a transaction: nothing due costs one look at an index
        return []
    of_reporter = [case for holder, case in first if not holder]
    theirs = Q(holder__in={holder for holder, _ in first} - {""}) | Q(
        holder="", case__in=of_reporter
    )
    with transaction.atomic():
        rows = list(due.filter(theirs).select_for_update(skip_locked=True).order_by("id")[:ROWS])
        _of(rows).update(due=now + LEASE, attempts=F("attempts") + 1)
    return _by_person(rows)


def _by_person(rows: Iterable[Outgoing]) -> list[Claimed]:
    # One message for all: their number would tell how much goes on.
    matches: defaultdict[tuple[str, str], list[Outgoing]] = defaultdict(list)
    for row in rows:
        row.attempts += 1
        matches[row.holder, "" if row.holder else row.case].append(row)
    return [Claimed(*person, theirs) for person, theirs in matches.items()]


def lacking(rows: Iterable[Outgoing], way: str) -> bool:
    """Whether any of these has not arrived by this way."""
    return any(way not in row.reached.split() for row in rows)


def arrived(rows: Iterable[Outgoing], way: str, *, ways: Collection[str]) -> None:
    """Note that these have arrived by one of the person's ``ways``; others are forgotten."""
    alike: defaultdict[str, list[Outgoing]] = defaultdict(list)
    for row in rows:
        alike[row.reached].append(row)
    for before, same in alike.items():
        reached = " ".join(sorted({*before.split(), way}.intersection(ways)))
        _of(same).update(reached=reached)
        for row in same:
            row.reached = reached


def done(rows: Iterable[Outgoing], *, now: datetime) -> None:
    """These are sent, by every way there is."""
    # To the hour, as all that touches a reporter; a lease in `due` would tell the minute.
    _of(rows).update(sent=truncate_to_hour(now), due=truncate_to_hour(now))


def give_back(rows: Iterable[Outgoing], *, due: datetime) -> None:
    """These were not tried: somebody may take them from ``due``."""
    _of(rows).update(due=due, attempts=F("attempts") - 1)


def put_off(rows: Iterable[Outgoing], *, now: datetime) -> None:
    """These failed by a way at least: again later, each time later."""
    later: defaultdict[timedelta, list[Outgoing]] = defaultdict(list)
    for row in rows:
        wait = min(FIRST_WAIT * 2 ** min(row.attempts - 1, 16), LONGEST_WAIT)
        later[wait].append(row)
    for wait, same in later.items():
        _of(same).update(due=now + wait)


def forget_stale(*, now: datetime) -> int:
    """Drop notices, sent or not, that are over a week old; give their number."""
    old = Q(due__lt=now - STALE) | Q(attempts__gte=MOST_ATTEMPTS)
    return Outgoing.objects.filter(old).delete()[0]


def _of(rows: Iterable[Outgoing]) -> QuerySet[Outgoing]:
    return Outgoing.objects.filter(id__in=[row.id for row in rows])

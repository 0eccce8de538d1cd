"""What is erased of cases once its time has come (docs/spec/retention.md, 4).

Order, for each class of each case: the guard's journal, the transaction that destroys it (in which
the case is locked, and looked at whether a hold stands), the journal once more. What a crash leaves
in between is settled before anything is served, and in each round.
"""

import hashlib
import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from heard.access import casework, erasures, law
from heard.access.case_access import lock
from heard.ledger import closed, erasure_journal, guard
from heard.ledger.bulk_insert import Row
from heard.ledger.erasure_journal import Said
from heard.ledger.journal import Actor, JournalEntry, write
from heard.records.models import Case, Erasure, Move, Opening
from heard.rules import retention
from heard.rules.codes.casework import WorkedMove, WorkedObject
from heard.rules.codes.retention import Kept
from heard.rules.events.cases import Erased

CLOCK = Actor(kind="clock")
MOST = 20  # cases of a round
WHAT = Kept.CONTACTS  # all that this version erases
_CLOSES = (WorkedMove.CLOSE, WorkedMove.CLOSE_UNWORKED, WorkedMove.CLOSE_STOPPED)
_SOONEST = timedelta(days=7)  # after a closing: what goes first


class Listed(NamedTuple):
    """An erasure, with the leaf hash (hexadecimal) of its event."""

    case: str
    what: str
    ground: str
    at: datetime
    leaf: str


class Round:
    """Goes on behind the cases that the one before looked at, and begins again after the last.

    So cases on hold, however many, keep none of the others waiting.
    """

    def __init__(self) -> None:
        self._after = 0

    def sweep(self, *, now: datetime) -> int:
        """Erase what is due of the next cases; of how many.

        ``now``: by the clock that is sure, where clocks are in doubt: nothing goes too early.
        Raises GuardMismatchError.
        """
        settle(now=now)
        rows = list(_closings(now).filter(number__gt=self._after).order_by("number")[:MOST])
        self._after = rows[-1].number if len(rows) == MOST else 0
        with erasure_journal.turn():
            return sum(_erase_due(row.case, now) for row in rows)


def settle(*, now: datetime, lost: bool = False) -> int:
    """Hold journal and database against each other, before anything is served; how much was erased.

    What the database erased and the journal lacks, another machine did: it is written down. What
    the journal has and the database does not know was destroyed, and came back with an older
    database: it is destroyed once more, even where a hold stands in that one. Of what was only
    planned the database's word is taken; where it is known to lack what happened last (``lost``) it
    is erased, unless a hold stands. Raises GuardMismatchError.
    """
    with erasure_journal.turn():
        journal = erasure_journal.read()
        _learn(journal)
        again = [each for each in journal.erased if not _is_known(each)]
        open_ = [each for each in journal.planned if not _is_known(each)]
        for each in () if lost else open_:
            erasure_journal.ended(each.id, erased=False)
        done = sum(_erase(each, now, again=True) for each in again)
        return done + sum(_erase(each, now) for each in (open_ if lost else ()))


def not_ready(*, now: datetime) -> str:
    """Settle what is to be settled before anything is served; why that cannot be, else empty."""
    try:
        if closed.mode():
            settle_closed()
        else:
            settle(now=now)
    except guard.GuardMismatchError as error:
        return f"{error} Nothing was started."
    return ""


def begin_anew(*, now: datetime) -> int:
    """A new journal where it is damaged or gone for good, of what the database knows; of how many.

    What was erased after the newest backup that anybody will ever restore, it cannot know.
    """
    erasure_journal.begin_anew()
    settle(now=now)
    return len(erasure_journal.read().erased)


def settle_closed() -> int:
    """In a Heard that was restored for reading: destroy what the journal has, and log nothing.

    Where it has no guard there is no journal either. ``settle`` does it once more when it goes
    live. Raises GuardMismatchError.
    """
    if guard.remembered() is None:
        return 0
    found = [each for each in erasure_journal.read().erased if not _is_known(each)]
    with closed.lifted(), transaction.atomic():
        for each in found:
            for case in Case.objects.select_for_update().filter(id=each.case):
                erasures.destroy(case, Kept(each.what))
    return len(found)


def listed() -> Iterator[Listed]:
    """All that was erased, in the order in which it was."""
    rows = Erasure.objects.select_related("case").order_by("number")
    for row in rows.iterator():
        assert row.index is not None  # each was logged as it was done
        leaf = Opening.objects.values_list("leaf", flat=True).get(index=row.index)
        yield Listed(row.case.id, row.what, row.ground, row.at, leaf)


def _learn(journal: erasure_journal.Journal) -> None:
    written = {each.id for each in journal.erased}
    planned = {each.id for each in journal.planned}
    for row in Erasure.objects.select_related("case").order_by("number"):
        if row.id in planned:
            erasure_journal.ended(row.id, erased=True)
        elif row.id not in written:
            erasure_journal.learn(Said(row.id, row.case.id, row.what, row.ground))


def _is_known(said: Said) -> bool:
    return Erasure.objects.filter(id=said.id).exists()


def _closings(now: datetime) -> QuerySet[Move]:
    """Closings long enough ago after which nothing was erased; what is due, ``_due`` asks."""
    last = Move.objects.filter(
        object=WorkedObject.CASE, move__in=_CLOSES, at__lte=now - _SOONEST
    ).select_related("case")
    since = Erasure.objects.filter(case=OuterRef("case"), what=WHAT, at__gt=OuterRef("at"))
    return last.filter(~Exists(since))


def _erase_due(case: Case, now: datetime) -> int:
    due = _due(case, now)
    if due is None:
        return 0
    said = Said(secrets.token_hex(16), case.id, WHAT, due.source)
    erasure_journal.plan(said)
    return _erase(said, now)


def _erase(said: Said, now: datetime, *, again: bool = False) -> int:
    """1 where it is erased. ``again``: whatever stands against it, for it was erased before."""
    if not Case.objects.filter(id=said.case).exists():
        return 0  # an older database has not even the case

    def action(entry: JournalEntry) -> None:
        case = lock(said.case)
        if not again and _due(case, now) is None:
            return  # held, or looked into again, a moment ago
        what = Kept(said.what)
        names = ",".join(erasures.destroy(case, what))
        row = Row(Erasure, id=said.id, case_id=case.pk, what=what, ground=said.ground, at=now)
        entry.add(row)
        erased = Erased(case=case.id, what=what, fields=names, ground=said.ground)
        entry.log(erased, at=now, actor=CLOCK, marks=(row,))

    content = hashlib.sha256("\n".join(said).encode()).hexdigest()
    write(action, key=said.id, sha256=content)
    done = _is_known(said)
    erasure_journal.ended(said.id, erased=done)
    return int(done)


def _due(case: Case, now: datetime) -> retention.Kept | None:
    """Of what is erased here, until when it was kept; None where it stays for now."""
    bound = law.of_case(case, now=now)
    found = retention.until(
        casework.state_of(case),
        received=case.received.astimezone(bound.zone).date(),
        packs=bound.packs,
        today=(today := now.astimezone(bound.zone).date()),
    )
    kept = next((each for each in found if each.kind == WHAT), None)
    if kept is None or not kept.is_due(today) or not erasures.is_placed(case, WHAT):
        return None
    return kept

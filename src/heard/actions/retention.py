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
from heard.access.erasures import Destroyed
from heard.access.kept_letters import Thing
from heard.ledger import closed, erasure_journal, guard
from heard.ledger.bulk_insert import Row
from heard.ledger.erasure_journal import Said
from heard.ledger.journal import Actor, JournalEntry, write
from heard.records.models import Case, Erasure, FileKey, Move, Opening
from heard.rules import retention
from heard.rules.casework import Casework
from heard.rules.codes.casework import WorkedMove, WorkedObject
from heard.rules.codes.retention import Kept
from heard.rules.events.cases import Erased

CLOCK = Actor(kind="clock")
MOST = 100  # cases of a round
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
        """Erase what is due of the next cases; how many classes of them.

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
    with closed.lifted():
        with transaction.atomic():
            destroyed = [
                erasures.destroy(case, _thing(each))
                for each in found
                for case in Case.objects.select_for_update().filter(id=each.case)
            ]
        for each in destroyed:
            erasures.drop(each)
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
            said = Said(row.id, row.case.id, row.what, row.ground, row.record or "")
            erasure_journal.learn(said)


def _is_known(said: Said) -> bool:
    return Erasure.objects.filter(id=said.id).exists()


def _thing(said: Said) -> Thing:
    return Thing(Kept(said.what), said.record)


def _closings(now: datetime) -> QuerySet[Move]:
    """Closings long enough ago after which not all was erased; what is due, ``_due`` asks."""
    last = Move.objects.filter(
        object=WorkedObject.CASE, move__in=_CLOSES, at__lte=now - _SOONEST
    ).select_related("case")
    since = Erasure.objects.filter(case=OuterRef("case"), what=Kept.WRAPS, at__gt=OuterRef("at"))
    return last.filter(~Exists(since))


def _erase_due(case: Case, now: datetime) -> int:
    """How many of its classes were erased, each by itself."""
    return sum(_erase_one(case, due, now) for due in _due(case, now))


def _erase_one(case: Case, due: retention.Kept, now: datetime) -> int:
    said = Said(secrets.token_hex(16), case.id, due.kind, due.source, due.record)
    erasure_journal.plan(said)
    return _erase(said, now)


def _erase(said: Said, now: datetime, *, again: bool = False) -> int:
    """1 where it is erased. ``again``: whatever stands against it, for it was erased before."""
    if not Case.objects.filter(id=said.case).exists():
        return 0  # an older database has not even the case
    thing, destroyed = _thing(said), list[Destroyed]()

    def action(entry: JournalEntry) -> None:
        destroyed.clear()
        case = lock(said.case)
        if not again and thing not in map(_named, _due(case, now)):
            return  # held, or looked into again, a moment ago
        destroyed.append(erasures.destroy(case, thing))
        _log(entry, case, said, destroyed[0].fields, now)

    content = hashlib.sha256("\n".join(said).encode()).hexdigest()
    write(action, key=said.id, sha256=content)
    done = _is_known(said)
    erasure_journal.ended(said.id, erased=done)
    for each in destroyed if done else ():
        erasures.drop(each)
    return int(done)


def _log(
    entry: JournalEntry, case: Case, said: Said, names: tuple[str, ...], now: datetime
) -> None:
    what = Kept(said.what)
    row = Row(
        Erasure, id=said.id, case_id=case.pk, what=what, record=said.record or None,
        ground=said.ground, at=now,
    )  # fmt: skip
    entry.add(row)
    erased = Erased(
        case=case.id, what=what, fields=",".join(names), matter=_matter(case), ground=said.ground
    )
    entry.log(erased, at=now, actor=CLOCK, marks=(row,))


def _matter(case: Case) -> str:
    """What letters of its parties name as the case, or empty where it has no file."""
    return FileKey.objects.filter(case=case).values_list("matter", flat=True).first() or ""


def _named(kept: retention.Kept) -> Thing:
    return Thing(Kept(kept.kind), kept.record)


def _due(case: Case, now: datetime) -> list[retention.Kept]:
    """What is erased of it now, and until when it was kept; what opens the rest goes last."""
    bound = law.of_case(case, now=now)
    state = casework.state_of(case)
    found = retention.until(
        state,
        received=case.received.astimezone(bound.zone).date(),
        packs=bound.packs,
        today=(today := now.astimezone(bound.zone).date()),
    )
    gone = _gone(case, state)
    left = [each for each in found if each.by == "round" and _named(each) not in gone]
    return [
        each
        for each in left
        if each.is_due(today)
        and (each.kind != Kept.WRAPS or len(left) == 1)
        and erasures.is_placed(case, _named(each))
    ]


def _gone(case: Case, state: Casework) -> set[Thing]:
    """What was erased since it was closed last."""
    closing = state.case.last(*_CLOSES)
    if closing is None:
        return set()
    rows = Erasure.objects.filter(case=case, at__gt=closing.at)
    return {Thing(Kept(what), record or "") for what, record in rows.values_list("what", "record")}

"""The sweep: what was owed and not done moves the case to the next independent tier, by itself.

1. Take the duties that are open and due, oldest first, a batch at a time (an index finds them:
   nothing due costs nothing).
2. A batch is one action and one commit. Each duty of it is moved by compare-and-set: the first
   to move it does the rest. So the sweep may run twice, from two machines, and be killed at any
   moment.
3. Each miss is logged and the next tier opened, unless the case has moved on from the tier that
   missed it; its people owe the same again from now. Those who had the duty read on and decide
   nothing.
4. A batch that fails is halved until the one bad row stands alone. It is named by its error's type
   and left for the next sweep; it stops nobody else's.
"""

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from django.db.models import Q

from heard.access import law as access_law
from heard.access import tiers
from heard.access.contacts import overseers
from heard.access.law import Kept
from heard.access.tiers import Seat, open_next
from heard.ledger.journal import Actor, JournalEntry, write
from heard.records.models import Case, Duty, Move
from heard.rules.casework import REPORTER, TABLE
from heard.rules.codes.duties import DutyKind
from heard.rules.codes.escalation import ReleaseReason
from heard.rules.codes.notifications import NoticeKind
from heard.rules.duties import NOT_TO_REPORTERS, OF_LATER_TIERS, WITHDRAWAL_CHECK
from heard.rules.escalation import FIRST, let_lapse, moved_on, owed_again, turn
from heard.rules.events.deadlines import DutyMissed, FileDutyMissed

CLOCK = Actor(kind="clock")
BATCH = 100  # duties in a commit; a report that waits for it waits a twentieth of a second
logger = logging.getLogger("heard.clocks")


class Late(NamedTuple):
    """A duty as the sweep found it; of this, a suspension changes ``due``, and nothing the rest."""

    due: datetime
    number: int
    kind: str
    case: str
    tier: int
    record: str | None


_FIELDS = ("due", "number", "kind", "case__id", "tier", "record")


def sweep(*, now: datetime) -> int:
    """Move every duty that is due; how many were missed."""
    return sum(_move(batch, now) for found in _due(now) for batch in _apart(found))


def _due(now: datetime) -> Iterator[list[Late]]:
    """Open duties that are due, each once even where it could not be moved."""
    due = Duty.objects.filter(state=Duty.State.OPEN, due__lte=now).order_by("due", "number")
    following = due
    while batch := [Late(*row) for row in following.values_list(*_FIELDS)[:BATCH]]:
        yield batch
        last = batch[-1]
        # due >= last stands alone so that both engines walk the index from there.
        beyond = Q(due__gt=last.due) | Q(number__gt=last.number)
        following = due.filter(due__gte=last.due).filter(beyond)


def _apart(found: Sequence[Late]) -> Iterator[list[Late]]:
    """The same in batches that have each case once: what the first does, the second must see."""
    while found:
        first = {late.case: late for late in reversed(found)}
        batch = [late for late in found if first[late.case] is late]
        yield batch
        found = [late for late in found if first[late.case] is not late]


def _move(batch: Sequence[Late], now: datetime) -> int:
    try:
        return write(lambda entry: _miss(entry, batch, now)).value or 0
    except Exception as error:  # noqa: BLE001 -- whatever it is, the others are due too
        if len(batch) > 1:
            half = len(batch) // 2
            return _move(batch[:half], now) + _move(batch[half:], now)
        # The type only: an error's text may hold what a database says of a case.
        logger.error("a duty could not be moved: %s", type(error).__qualname__)  # noqa: TRY400 -- as above
        return 0


def _miss(entry: JournalEntry, batch: Sequence[Late], now: datetime) -> int:
    # The cases first and in order, as every action that fulfils a duty locks its case first: two
    # in another order could each wait for the other.
    cases = Case.objects.select_for_update().filter(id__in=[late.case for late in batch])
    rows = list(cases.order_by("pk").values_list("id", "number", "state", *Kept._fields))
    states = {row[0]: row[2] for row in rows}
    entry.numbers.know({row[0]: row[1] for row in rows})
    owed = Duty.objects.filter(
        pk__in=[late.number for late in batch], state=Duty.State.OPEN, due__lte=now
    )
    # What is gone was done, or moved by another sweep, a moment ago.
    still = set(owed.select_for_update().values_list("pk", flat=True))
    ended = {late.number: _taken_back(late, states[late.case]) for late in batch}
    for state in (Duty.State.HELD, Duty.State.CANCELLED):
        owed.filter(pk__in=[each for each in ended if ended[each] == state]).update(state=state)
    owed.filter(pk__in=still).update(state=Duty.State.MISSED)
    missed = [late for late in batch if late.number in still and not ended[late.number]]
    _escalate(entry, missed, {row[0]: Kept(*row[3:]) for row in rows}, now)
    return len(missed)


def _taken_back(late: Late, state: str) -> str:
    """What becomes of it where the report was taken back as it was laid down; else nothing.

    A row that its own commit writes is not there yet when another of the same commit looks.
    """
    if state == Case.State.WITHDRAWN and late.kind not in TABLE.lasting | {WITHDRAWAL_CHECK}:
        return Duty.State.HELD
    if state == Case.State.STOPPED and late.kind not in TABLE.duties:
        return Duty.State.CANCELLED  # but for what follows from a finding (casework.md)
    gone_on = late.kind == WITHDRAWAL_CHECK and state != Case.State.WITHDRAWN
    return Duty.State.CANCELLED if gone_on else ""


def _escalate(
    entry: JournalEntry, missed: Sequence[Late], kept: Mapping[str, Kept], now: datetime
) -> None:
    hidden = _kept_from_reporters(missed)
    for late in missed:
        entry.log(_missed(late, hidden), at=now, actor=CLOCK)
    for holder in overseers([late.case for late in missed]):
        entry.tell(kind=NoticeKind.MISSED, holder=holder, due=now)
    found = tiers.seats([late.case for late in missed])
    gone_on = {late.case for late in missed if _has_moved_on(late, found.get(late.case, ()))}
    waiting = [late.case for late in missed if late.case not in gone_on]
    why = ReleaseReason.DUTY_MISSED
    opened = open_next(entry, cases=waiting, actor=CLOCK, reason=why, now=now, found=found)
    # On the last rung nobody lapses: somebody must be left who may act.
    theirs = [late for late in missed if late.case in opened or late.case in gone_on]
    lapsed = [seat.wrap for late in theirs for seat in found[late.case] if _lapses(seat, late)]
    tiers.lapse(lapsed, cases=[late.case for late in theirs], now=now)
    _owe_again(entry, theirs, kept, found, opened, now)


def _missed(late: Late, hidden: set[tuple[str, str]]) -> DutyMissed | FileDutyMissed:
    kind = DutyKind(late.kind)
    record = late.record
    if record is not None and (kind in NOT_TO_REPORTERS or (late.case, record) in hidden):
        return FileDutyMissed(case=late.case, duty=kind, due=late.due, record=record)
    return DutyMissed(case=late.case, duty=kind, due=late.due)


def _kept_from_reporters(missed: Sequence[Late]) -> set[tuple[str, str]]:
    """Of records that a duty is owed for, those that their reporter is not told of, with the case.

    That one is there would be told by its missed duty.
    """
    wanted = {(late.case, late.record) for late in missed if late.record is not None}
    if not wanted:
        return set()
    moves = Move.objects.filter(record__in=[record for _, record in wanted])
    told = moves.filter(~Q(letter="") | Q(actor=REPORTER)).values_list("case__id", "record")
    return wanted - set(told)


def _has_moved_on(late: Late, found: Iterable[Seat]) -> bool:
    seats = list(found)
    return moved_on(late.tier, tiers.reading(seats), tiers.waiting(seats))


def _lapses(seat: Seat, late: Late) -> bool:
    theirs = late.kind not in OF_LATER_TIERS or seat.tier > FIRST
    return (
        theirs
        and seat.released is not None
        and let_lapse(tier=seat.tier, released=seat.released, missed=late.tier, due=late.due)
    )


def _owe_again(
    entry: JournalEntry,
    theirs: Sequence[Late],
    kept: Mapping[str, Kept],
    found: Mapping[str, Sequence[Seat]],
    opened: Mapping[str, int],
    now: datetime,
) -> None:
    # Only a tier that was opened before can owe the same already. It is seldom so, and the engine
    # may walk every open duty there is to find out.
    before = [late.case for late in theirs if late.case not in opened]
    promised: set[tuple[str, str, str | None]] = set()
    if before:
        owed = Duty.objects.filter(case__id__in=before, state=Duty.State.OPEN)
        promised.update(owed.values_list("case__id", "kind", "record"))
    for late in theirs:
        law = access_law.of(kept[late.case], now=now)
        again = owed_again(late.kind, opened=now, law=law)
        if again is None or (late.case, late.kind, late.record) in promised:
            continue
        tier = opened.get(late.case) or _turn(found[late.case])
        entry.duty(case=late.case, owed=replace(again, record=late.record), tier=tier)


def _turn(found: Iterable[Seat]) -> int:
    seats = list(found)
    return turn(tiers.reading(seats), tiers.waiting(seats))

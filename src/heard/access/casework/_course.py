"""What becomes of what is owed where a report is taken back, and after that (clocks.md)."""

from datetime import datetime

from heard.access import contacts, law, tiers
from heard.access.casework._asked import standing_of
from heard.access.closings import CLOSES
from heard.access.tiers import owe_to_turn
from heard.access.updates import owe_update
from heard.ledger.journal import Actor, JournalEntry, next_hour
from heard.records.models import Case, Duty, Evidence, Suspension
from heard.rules import casework, suspension
from heard.rules.casework import CASE, REPORTER, TABLE, Casework, Moved
from heard.rules.clocks import strictest
from heard.rules.codes.escalation import ReleaseReason
from heard.rules.duties import PRESERVE, UPDATE, WITHDRAWAL_CHECK

ENDING = frozenset({"withdrawn", "stopped"})
# What can be owed in such a case; all else waits, or has ended.
OWED_ON = TABLE.lasting | {WITHDRAWAL_CHECK}
_LASTING = tuple(sorted(TABLE.lasting))


def turn(entry: JournalEntry, *, case: Case, after: Casework, moved: Moved, now: datetime) -> None:
    """Where this move turned the course of the case, turn what is owed. The case is locked.

    ``after``: as the case stands with it.
    """
    if moved.object != CASE:
        return
    if moved.move == "withdraw":
        _hold(case, now)
        _open_to_who_asks(entry, case, after, moved)
    elif moved.move in {"come_back", "continue_without"}:
        # The hour of the reporter's says nothing of its minutes, and takes nobody's time from them.
        _owe_again(entry, case, after, next_hour(now) if moved.actor == REPORTER else now)
    elif moved.move == "stop":
        _end(case, now)
        contacts.forget(case)
    elif moved.move in CLOSES:
        _end(case, now)


def _hold(case: Case, at: datetime) -> None:
    """Nothing is due while the reporter may come back, but what goes on in any case."""
    still = Suspension.objects.filter(case=case, ended=None, until__gt=at)
    still = still.exclude(duty__in=_LASTING)
    for pause in still:
        for each in Duty.objects.filter(case=case, kind=pause.duty, state=Duty.State.OPEN):
            each.due = suspension.resumed(each.due, until=pause.until, ended=at)
            each.save(update_fields=["due"])
    still.update(ended=at)
    owed = Duty.objects.filter(case=case, state=Duty.State.OPEN).exclude(kind__in=_LASTING)
    owed.update(state=Duty.State.HELD)


def _owe_again(entry: JournalEntry, case: Case, after: Casework, now: datetime) -> None:
    """What was held, with the time that was left, and what could not begin meanwhile."""
    began = after.case.last("withdraw")
    assert began is not None  # it was judged
    sharp = now.replace(microsecond=0)  # as the log and every page say it
    for each in Duty.objects.filter(case=case, state=Duty.State.HELD):
        each.due, each.state = sharp + (each.due - began.at), Duty.State.OPEN
        each.save(update_fields=["due", "state"])
    owed = Duty.objects.filter(case=case, state=Duty.State.OPEN)
    if not owed.filter(kind=UPDATE).exists():
        owe_update(entry, case=case, now=now)
    waits = Evidence.objects.filter(case=case, state=Evidence.State.NEEDED)
    if waits.exists() and not owed.filter(kind=PRESERVE).exists():
        again = strictest(PRESERVE, start=sharp, law=law.of_case(case, now=now))
        if again is not None:
            owe_to_turn(entry, case=case.id, owed=again)


def _end(case: Case, now: datetime) -> None:
    """What was held is owed no more, nor what the next tier owes that was opened meanwhile.

    Missed stays missed, but nobody can make it good any more.
    """
    owed = Duty.objects.filter(case=case).exclude(kind__in=_LASTING)
    owed.filter(state__in=(Duty.State.OPEN, Duty.State.HELD)).update(state=Duty.State.CANCELLED)
    owed.filter(state__in=Duty.PAST, done=None).update(done=now)


def _open_to_who_asks(entry: JournalEntry, case: Case, after: Casework, moved: Moved) -> None:
    """Where nobody off the line reads it who could ask, the next tier does from now on.

    Else whoever pressed for it would be left alone with the case.
    """
    while not any(_may_ask(case, after, moved, seat) for seat in tiers.seats_of(case.id)):
        why, by = ReleaseReason.WITHDRAWN, Actor(kind=REPORTER)
        if not tiers.open_next(entry, cases=[case.id], actor=by, reason=why, now=moved.at):
            return


def _may_ask(case: Case, after: Casework, moved: Moved, seat: tiers.Seat) -> bool:
    if seat.released is None or seat.lapsed is not None:
        return False
    standing = standing_of(case, seat.holder, tier=seat.tier)
    who = casework.Actor(id=seat.holder, standing=standing)
    asked = Moved(
        object=CASE, id=CASE, move="check_withdrawal", actor=seat.holder, at=moved.at,
        version=moved.version + 1,
    )  # fmt: skip
    return casework.allowed(after, who, asked) is None

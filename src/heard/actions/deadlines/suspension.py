"""Making a clock stand still, and letting it run again. She is shown both."""

from datetime import date, datetime, timedelta

from heard.access import law
from heard.access.permission import actor_of, do, lock, require_decider
from heard.ledger.journal import JournalEntry
from heard.records.models import Duty, Suspension
from heard.rules import suspension as rules
from heard.rules.codes.duties import DutyKind
from heard.rules.codes.suspension import SuspensionReason
from heard.rules.deadlines import end_of
from heard.rules.events.deadlines import ClockResumed, ClockSuspended
from heard.rules.refusals import RefusedError

YEAR = timedelta(days=366)


def suspend(
    *, holder: str, case: str, id: str, duty: str, reason: str, until: date, now: datetime
) -> str:
    """Let the open duty of a kind stand still to the end of a day; the leaf hash of the event.

    ``id`` is that of the suspension and of the action.

    Raises ``NoSuchCaseError``, ``RefusedError``.
    """
    taken = require_decider(holder=holder, case=case).case
    # What is further away is refused all the same, and arithmetic would fail before.
    bounded = min(max(until, now.date() - YEAR), now.date() + YEAR)
    end = end_of(bounded, law.of_case(taken, now=now).zone)
    sharp = now.replace(microsecond=0)  # as the log and her page say it

    def action(entry: JournalEntry) -> None:
        found = lock(case)
        require_decider(holder=holder, case=case)
        _refuse(case=case, id=id, duty=duty, reason=reason, since=sharp, until=end)
        _move(case=case, duty=duty, since=sharp, until=end)
        Suspension.objects.create(
            id=id, case=found, duty=duty, reason=reason, since=sharp, until=end, holder_id=holder
        )
        suspended = ClockSuspended(
            case=case, duty=DutyKind(duty), reason=SuspensionReason(reason), until=end
        )
        entry.log(suspended, at=now, actor=actor_of(holder))

    content = ("suspend", duty, reason, until.isoformat())
    return do(action, holder=holder, case=case, key=id, content=content).receipts[0].leaf


def _refuse(
    *, case: str, id: str, duty: str, reason: str, since: datetime, until: datetime
) -> None:
    before = Suspension.objects.filter(case__id=case, duty=duty)
    if before.filter(ended=None, until__gt=since).exists():
        raise RefusedError("This clock stands still already. End that pause first.")
    if Suspension.objects.filter(id=id).exists():
        raise RefusedError("This pause has been asked for already. Load the case again.")
    lengths = (
        rules.lasted(since=each.since, until=each.until, ended=each.ended, now=since)
        for each in before.filter(reason=reason)
    )
    used = sum(lengths, timedelta(0))
    rules.check(duty=duty, reason=reason, since=since, until=until, used=used)


def _move(*, case: str, duty: str, since: datetime, until: datetime) -> None:
    owed = list(Duty.objects.filter(case__id=case, kind=duty, state=Duty.State.OPEN))
    if not owed:
        raise RefusedError("Nothing of this kind is promised now, so nothing can wait.")
    for each in owed:
        each.due = rules.suspended(each.due, since=since, until=until)
        each.save(update_fields=["due"])


def end_suspension(*, holder: str, case: str, key: str, suspension: str, now: datetime) -> str:
    """Let it run again before the pause is over; the leaf hash of the event.

    Raises ``NoSuchCaseError``, ``RefusedError``.
    """
    require_decider(holder=holder, case=case)
    sharp = now.replace(microsecond=0)

    def action(entry: JournalEntry) -> None:
        lock(case)
        require_decider(holder=holder, case=case)
        running = Suspension.objects.filter(
            id=suspension, case__id=case, ended=None, until__gt=sharp
        )
        pause = running.first()
        if pause is None:
            raise RefusedError("This pause is over, and the clock runs. Load the case again.")
        for each in Duty.objects.filter(case__id=case, kind=pause.duty, state=Duty.State.OPEN):
            each.due = rules.resumed(each.due, until=pause.until, ended=sharp)
            each.save(update_fields=["due"])
        running.update(ended=sharp)
        resumed = ClockResumed(case=case, duty=DutyKind(pause.duty))
        entry.log(resumed, at=now, actor=actor_of(holder))

    content = ("resume", suspension)
    return do(action, holder=holder, case=case, key=key, content=content).receipts[0].leaf

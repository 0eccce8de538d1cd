"""Epochs: once an hour what waits is placed, and the checkpoint is shown to the witnesses.

An epoch has one width for a week, so that a quiet hour looks like a busy one (rules/places).
"""

import logging
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import Count, TextField
from django.db.models.functions import Cast, Substr

from heard.access import conflict_tables
from heard.formats import note
from heard.ledger import alarms, log, pending
from heard.ledger.journal import Actor, JournalEntry, write
from heard.ledger.witness_calls import (
    FORK,
    Sealed,
    WitnessAheadError,
    WitnessConflictError,
    WitnessRefusedError,
    WitnessSilentError,
    ask_once,
    witnesses,
)
from heard.records.models import Cosignature, Event, Head, Witness
from heard.rules import places
from heard.rules.events.organisation import PromisesLost

FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(minutes=30)
PATIENCE = 600.0  # seconds; who asks for an epoch has nothing else to do
CLOCK = Actor(kind="clock")
logger = logging.getLogger("heard.epochs")


def close_epoch(*, now: datetime, latest: datetime | None = None) -> bool:
    """Place what waits and sign if an hour has passed since the last epoch; whether it did.

    A conflict table that waits is logged with it: from then on it can be proved. So is a loss that
    the operator has accepted. ``latest``: what time it may be already, where clocks are in doubt.
    By that no promise of a place is broken; what is done here is dated by ``now``, and so is the
    week of the width (docs/adr/0039-promises-by-the-later-clock.md).
    """
    if not Head.objects.exists():
        return False
    latest = max(now, latest or now)
    _watch(now, latest)
    if log.just_closed(latest):
        return False
    epoch = _epoch(now, latest)

    def action(entry: JournalEntry) -> bool:
        if log.just_closed(latest):
            return False
        entry.epoch = epoch
        if count := pending.lost():
            entry.log(PromisesLost(count=count), at=now, actor=CLOCK)
        conflict_tables.log_newest(entry, now)
        return True

    try:
        closed = bool(write(action, patience=PATIENCE).value)
    except log.EpochClosedError:
        return False  # somebody was faster
    if closed and Head.objects.get().leaves >= places.MOST:
        _place_rest(epoch._replace(rest=True))
    return closed


def _place_rest(epoch: log.Epoch) -> None:
    """What is due and did not fit. One commit for all of it would hold up everybody for minutes."""

    def action(entry: JournalEntry) -> None:
        entry.epoch = epoch

    for _ in range(-(-pending.due(epoch.soon) // places.MOST)):
        write(action, patience=PATIENCE)


def _watch(now: datetime, latest: datetime) -> None:
    """Say aloud, while there is time, that what was promised waits too long for its place.

    In doubt by the later clock, but where it has just placed all that is due by it: what came
    since by the other one would look late in each hour.
    """
    alarm = {"kind": alarms.Kind.EPOCH, "subject": ""}
    if not pending.late(now if log.just_closed(latest, within=2 * log.PERIOD) else latest):
        alarms.end(**alarm, now=now)
    elif alarms.raise_once(**alarm, what="late", now=now):
        logger.critical("what was promised waits too long for its place in the log")
        alarms.tell_oversight(**alarm, now=now)


def _epoch(now: datetime, latest: datetime) -> log.Epoch:
    """With the width of a new week, which is asked for once in it: it reads four weeks."""
    week = places.week_of(now.date())
    head = Head.objects.get()
    if head.week == week:
        return log.Epoch(latest, week, head.leaves)
    start = datetime(week.year, week.month, week.day, tzinfo=UTC)
    events = Event.objects.filter(at__gte=start - places.BACK, at__lt=start)
    # By its text: SQLite has no hours, and Django's own function would be called for each event.
    hour = Substr(Cast("at", TextField()), 1, len("2026-01-31 23"))
    hours = events.annotate(hour=hour).values("hour").annotate(count=Count("pk"))
    busiest = hours.order_by("-count").values_list("count", flat=True).first() or 0
    return log.Epoch(latest, week, places.width(busiest))


class Asker:
    """Asks each witness for its cosignature on the newest epoch; remembers whom to leave alone."""

    def __init__(self) -> None:
        self._waits: dict[str, tuple[timedelta, datetime]] = {}
        self._sizes: dict[str, int] = {}  # what each witness is known to have seen

    def ask(self, *, now: datetime) -> int:
        """One round; gives the number of new cosignatures. A silent witness is asked later."""
        epoch = Cosignature.objects.order_by("-size").first()
        if epoch is None:
            return 0
        got = 0
        for witness in witnesses():
            due = self._waits.get(witness.name, (FIRST_WAIT, now))[1] <= now
            if due and not _has(epoch.note, witness.verifier):
                got += self._ask_one(witness, epoch, now)
        return got

    def _ask_one(self, witness: Sealed, epoch: Cosignature, now: datetime) -> int:
        try:
            line = self._cosignature(witness, epoch)
        except WitnessAheadError:
            # Said loudly and again each round: it is the one sign of a rollback from outside.
            logger.critical("witness %s has seen a longer log than this one", witness.name)
            _alarm(witness, "ahead", now)
            return 0
        except WitnessRefusedError as refused:
            logger.critical("witness %s refuses to cosign: %s", witness.name, refused)
            _alarm(witness, refused.what, now)
            self._wait(witness.name, now)
            return 0
        except (WitnessSilentError, WitnessConflictError):
            self._wait(witness.name, now)
            return 0
        self._waits.pop(witness.name, None)
        self._sizes[witness.name] = epoch.size
        _store(epoch.size, line)
        alarms.end(kind=alarms.Kind.WITNESS, subject=witness.name, now=now)
        return 1

    def _wait(self, name: str, now: datetime) -> None:
        wait = self._waits.get(name, (FIRST_WAIT / 2, now))[0] * 2
        self._waits[name] = (min(wait, LONGEST_WAIT), now + min(wait, LONGEST_WAIT))

    def _cosignature(self, witness: Sealed, epoch: Cosignature) -> str:
        """The verified signature line. A wrong guess at the witness's size costs one more call."""
        try:
            return ask_once(witness, epoch, old=self._sizes.get(witness.name, 0))
        except WitnessConflictError as conflict:
            if conflict.size > epoch.size:
                raise WitnessAheadError(witness.name) from conflict
            self._sizes[witness.name] = conflict.size
            return self._once_more(witness, epoch, conflict.size)

    def _once_more(self, witness: Sealed, epoch: Cosignature, size: int) -> str:
        try:
            return ask_once(witness, epoch, old=size)
        except WitnessConflictError as again:
            if again.size == size:  # the size is right, so the tree is another
                raise WitnessRefusedError("fork", FORK) from again
            raise


def _alarm(witness: Sealed, what: str, now: datetime) -> None:
    """To the operator, everybody at the log, and those who oversee this Heard, at once."""
    subject = {"kind": alarms.Kind.WITNESS, "subject": witness.name}
    if alarms.raise_once(**subject, what=what, now=now):
        alarms.tell_oversight(**subject, now=now)


def _has(text: str, verifier: note.Verifier) -> bool:
    signatures = note.parse(text).signatures
    return any((each.name, each.id) == (verifier.name, verifier.id) for each in signatures)


def _store(size: int, line: str) -> None:
    """Add the line and count operators, not keys. Row-locked: two workers may bring two lines."""
    with transaction.atomic():
        row = Cosignature.objects.select_for_update().get(size=size)
        row.note = note.add(row.note, line)
        signed = [each for each in witnesses() if _has(row.note, each.verifier)]
        operators = Witness.objects.filter(name__in=[each.name for each in signed])
        row.witnesses = operators.values("operator").distinct().count()
        row.save(update_fields=["note", "witnesses"])

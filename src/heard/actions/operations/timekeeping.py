"""Heard's own time: the machine's clock, as long as nothing speaks against it.

1. While a process runs, the clock is compared with what has passed since (``CLOCK_BOOTTIME``,
   which no program sets). Where it jumps, Heard's time goes on evenly: duties fall due when they
   would have.
2. A process that starts compares it with the last round of any machine, and with the database's. A
   gap may be a jump, or a machine that was off. Until that is known the rounds go by the time that
   has passed for certain, so that nothing is missed too early; and they do go on, so that nobody
   stops the clocks by a jump. What people send is dated by the later of the two, and by that it has
   its place in the log in time.
3. Witnesses are asked: their cosignatures carry the time, signed. Where most agree with the
   machine, its time holds from then on, and all that is late by it is late. Else the operator says
   so (``heard clock accept``). Either is in the log.
4. From the first moment of doubt the operator (``heard doctor``) and those who oversee are told.
"""

import logging
import os
import secrets
import socket
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from django.db import connection
from django.db.models import F

from heard.ledger import alarms, closed, witness_calls
from heard.ledger.journal import Actor, JournalEntry, rfc3339, write
from heard.records.models import Event, Round
from heard.rules import timekeeping as rules
from heard.rules.events.organisation import ClockAccepted
from heard.rules.refusals import RefusedError

DATABASE = "database"
LOOK = 5.0  # seconds between two looks at the last round, while in doubt
ASK = 300.0  # seconds between two questions to the witnesses
FOLLOW = 3600.0  # seconds after which small drift is taken over
OPERATOR, CLOCK = Actor(kind="operator"), Actor(kind="clock")
_BOOT = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
logger = logging.getLogger("heard.clock")


class Anchor(NamedTuple):
    """What the time was when ``elapsed`` stood there."""

    at: datetime
    elapsed: float


class Clocks(NamedTuple):
    """What each clock says; None where there is none. ``doubts``: machine, what, since."""

    machine: datetime
    last: datetime | None
    database: datetime | None
    witnesses: list[tuple[str, datetime]]
    doubts: list[tuple[str, str, datetime]]


def _wall() -> datetime:
    return datetime.now(UTC)


def _elapsed() -> float:
    return time.clock_gettime(_BOOT)


class Timekeeper:
    """The time of one process. Until it has begun it is the machine's."""

    def __init__(
        self, wall: Callable[[], datetime] = _wall, elapsed: Callable[[], float] = _elapsed
    ) -> None:
        self._wall, self._elapsed = wall, elapsed
        self._name = socket.gethostname()[:200]
        self.be_another()
        self._anchor: Anchor | None = None
        self._unsure = False  # the machine may just have been off
        self._frame = 0
        self._met = datetime.min.replace(tzinfo=UTC)  # the last round as it was at the start
        self._looked = self._asked = float("-inf")
        self._told = ""

    def be_another(self) -> None:
        """Than the process that this one was forked from: who keeps the rounds tells the rest."""
        self._id = secrets.token_hex(16)

    def begin(self) -> None:
        """Compare before anything is answered. Raises RefusedError."""
        if closed.mode():
            return
        wall, row, database = self._wall(), Round.objects.first(), _of_database()
        last = row.at if row else None
        if last and rules.is_too_long(wall, last):
            raise RefusedError(
                f"This machine's clock says {rfc3339(wall)}, the last round was at {rfc3339(last)}."
                " Compare it with another clock, then: heard clock accept TIME"
            )
        what = rules.at_start(wall, last=last, newest=_newest())
        if not what and database is not None and rules.strays(wall, database, rules.NEAR):
            what = DATABASE
        known = last or min(each for each in (wall, database) if each is not None)
        self._anchor = Anchor(known if what else wall, self._elapsed())
        self._unsure, self._met = bool(what), last or self._met
        self._frame = row.frame if row else 0

    def now(self) -> datetime:
        """By which people's actions are dated, and the log's promises of them kept."""
        wall, steady, stray = self._compare()
        if not stray:
            return wall
        return max(wall, steady) if self._unsure else steady

    def careful(self) -> datetime:
        """By which clocks run out: never more than what has passed for certain."""
        wall, steady, stray = self._compare()
        return steady if stray else wall

    def keep(self) -> datetime:
        """Once a round: compare, tell, ask, and note the round. As ``careful``. Never fails."""
        try:
            self._heed(self._compare()[2])
        except Exception as error:  # noqa: BLE001 -- a witness, the log or the disk: the round goes on
            logger.error("the clocks could not be compared: %s", type(error).__qualname__)  # noqa: TRY400 -- its text may name a host
        return self.careful()

    def accept(self, *, by: Actor) -> datetime:
        """The machine's clock is right. Raises RefusedError where witnesses say otherwise."""
        told = [each for _, each in witness_calls.times()]
        wall = self._wall()
        if told and not rules.agree(wall, told):
            raise RefusedError(
                f"The witnesses say {rfc3339(sorted(told)[len(told) // 2])}, this machine"
                f" {rfc3339(wall)}. Set its clock first (timedatectl), then try again."
            )
        self._move(wall, by)
        return wall

    def _compare(self) -> tuple[datetime, datetime, str]:
        wall, elapsed = self._wall(), self._elapsed()
        if self._anchor is None:
            return wall, wall, ""
        steady = self._steady(elapsed)
        stray = rules.strays(wall, steady)
        if not stray and not self._unsure and elapsed - self._anchor.elapsed > FOLLOW:
            self._anchor = Anchor(wall, elapsed)
        if (stray or self._told) and elapsed - self._looked > LOOK:
            self._looked = elapsed
            self._look(stray)
            steady = self._steady(elapsed)
            stray = rules.strays(wall, steady)
        return wall, steady, stray

    def _steady(self, elapsed: float) -> datetime:
        assert self._anchor is not None
        return self._anchor.at + timedelta(seconds=elapsed - self._anchor.elapsed)

    def _look(self, stray: str) -> None:
        """What other machines and the operator have found out meanwhile; and say it."""
        try:
            row = Round.objects.first()
            if row and row.frame != self._frame:
                self._anchor, self._frame = Anchor(row.at, self._elapsed()), row.frame
                self._unsure = False
            elif row and self._unsure and row.keeper not in {"", self._id} and row.at > self._met:
                self._anchor, self._unsure = Anchor(row.at, self._elapsed()), False
            if stray or self._told != DATABASE:  # that one, only the rounds look at
                self._tell(stray)
        except Exception as error:  # noqa: BLE001 -- or a person's request would fail for it
            logger.error("the clocks could not be compared: %s", type(error).__qualname__)  # noqa: TRY400 -- its text may name a host

    def _tell(self, what: str) -> None:
        alarm = {"kind": alarms.Kind.CLOCK, "subject": self._name}
        at = self._steady(self._elapsed())  # or a notice would leave when the wrong clock says so
        if what and alarms.raise_once(**alarm, what=what, now=at):
            logger.critical("this machine's clock cannot be believed: it is %s", what)
            alarms.tell_oversight(**alarm, now=at)
        elif not what and self._told:
            alarms.end(**alarm, now=at)
        self._told = what

    def _heed(self, stray: str) -> None:
        if self._anchor is None:
            return
        database, wall = _of_database(), self._wall()
        apart = database is not None and rules.strays(wall, database, rules.NEAR)
        self._tell(stray or (DATABASE if apart else ""))
        if not stray:
            self._unsure = False
        elif self._elapsed() - self._asked > ASK:
            self._asked = self._elapsed()
            told = [each for _, each in witness_calls.times()]
            if told and rules.agree(self._wall(), told):
                self._move(self._wall(), CLOCK)
        self._note()

    def _note(self) -> None:
        at, keeper = self.careful(), "" if self._unsure else self._id
        row, new = Round.objects.get_or_create(defaults={"at": at, "keeper": keeper})
        if new:
            return
        if row.frame != self._frame:  # somebody has said meanwhile what the time is
            self._look(rules.strays(self._wall(), row.at, rules.PAUSE))
            return
        Round.objects.filter(frame=self._frame, at__lt=at).update(at=at, keeper=keeper)

    def _move(self, wall: datetime, by: Actor) -> None:
        row, _ = Round.objects.get_or_create(defaults={"at": wall, "keeper": ""})
        accepted = ClockAccepted(before=row.at, to=wall)

        def action(entry: JournalEntry) -> None:
            Round.objects.update(at=wall, frame=F("frame") + 1, keeper=self._id)
            entry.log(accepted, at=wall, actor=by)

        write(action)
        self._anchor, self._unsure = Anchor(wall, self._elapsed()), False
        self._frame = Round.objects.get().frame
        for alarm in alarms.standing(alarms.Kind.CLOCK):
            alarms.end(kind=alarm.kind, subject=alarm.subject, now=wall)
        self._told = ""


def _newest() -> datetime | None:
    return Event.objects.order_by("-index").values_list("at", flat=True).first()


def _of_database() -> datetime | None:
    """Where it may be another machine's."""
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        found: datetime = cursor.fetchone()[0]
        return found.astimezone(UTC)


def clocks() -> Clocks:
    """What every clock says, for the operator."""
    row = Round.objects.first()
    doubts = alarms.standing(alarms.Kind.CLOCK)
    return Clocks(
        _wall(),
        row.at if row else None,
        _of_database(),
        witness_calls.times(),
        [(each.subject, each.what, each.since) for each in doubts],
    )


_keeper = Timekeeper()
begin, now, careful, keep = _keeper.begin, _keeper.now, _keeper.careful, _keeper.keep
os.register_at_fork(after_in_child=_keeper.be_another)


def refuse_doubt() -> None:
    """Raise RefusedError while a clock is in doubt: for what an operator signs from here."""
    if alarms.standing(alarms.Kind.CLOCK):
        raise RefusedError(
            "A clock of this Heard is in doubt, and what you do is dated by it: heard clock."
        )


def settle() -> None:
    """Go on from a backup, which has the time of when it was made. Raises RefusedError."""
    row = Round.objects.first()
    if row and rules.at_start(_wall(), last=row.at, newest=None):
        accept()


def accept() -> datetime:
    """The operator says that this machine's clock is right. Raises RefusedError.

    What they say is in the database, where each process looks; this one's own time stays as it is.
    """
    return Timekeeper().accept(by=OPERATOR)

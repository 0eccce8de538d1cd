"""Machines whose clocks may be wrong, in a world whose time a test drives."""

from __future__ import annotations

from datetime import datetime, timedelta

from heard.actions.deadlines import escalation
from heard.actions.operations.timekeeping import Timekeeper

HOUR, NONE = timedelta(hours=1), timedelta()


class World:
    """What time it really is."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def elapsed(self) -> float:
        """As the clock that no program sets."""
        return self.now.timestamp()

    def passes(self, by: timedelta, *machines: Machine) -> None:
        """Time passes, with a round of each machine at least every hour."""
        until = self.now + by
        while self.now < until:
            self.now = min(self.now + HOUR, until)
            for each in machines:
                each.round()


class Machine:
    """A process on a machine whose clock may be wrong."""

    def __init__(self, world: World, name: str = "a", *, off: timedelta = NONE) -> None:
        self.world, self.off = world, off
        self.keeper = self._made(name)
        self.keeper.begin()

    def _made(self, name: str) -> Timekeeper:
        made = Timekeeper(lambda: self.world.now + self.off, self.world.elapsed)
        made._name = name
        return made

    def round(self) -> datetime:
        """Compare the clocks, and move what is due."""
        at = self.keeper.keep()
        escalation.sweep(now=at)
        return at

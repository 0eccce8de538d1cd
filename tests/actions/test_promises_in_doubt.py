"""No promise of the log goes past its 25 hours because a clock is in doubt."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from tests.support.keepers import NONE, Machine, World
from tests.support.waiting import changed, many

from heard.actions.operations import epochs, timekeeping
from heard.actions.operations.timekeeping import OPERATOR
from heard.doors.operator.loop import Loop
from heard.ledger import writer
from heard.ledger.journal import write
from heard.records.models import Alarm, Cosignature, Opening, PendingEntry

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


class Worker(Machine):
    """One that makes all of the rounds."""

    def __init__(self, world: World, name: str = "worker", *, off: timedelta = NONE) -> None:
        super().__init__(world, name, off=off)
        self.loop = Loop()

    def round(self) -> datetime:
        at = self.keeper.keep()
        self.loop.round(at, self.keeper.now())
        return at


@pytest.fixture
def world(meridian: Any, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    made = World(now)
    # PostgreSQL's own clock is that of the day on which the tests run.
    monkeypatch.setattr(timekeeping, "_of_database", lambda: made.now)
    yield made
    writer.stop()


def waiting(world: World) -> list[datetime]:
    """When what waits was promised, of what was promised by now."""
    late = Opening.objects.filter(index__in=PendingEntry.objects.values("index"), by__lt=world.now)
    return list(late.values_list("by", flat=True))


def kept(world: World, by: timedelta, *machines: Machine, hourly: int = 0, rounds: int = 4) -> None:
    """Time passes, in which some act, and no promise is broken; so many rounds an hour."""
    until = world.now + by
    while world.now < until:
        if hourly:
            many(machines[0].keeper.now(), hourly)
        for _ in range(rounds):
            world.passes(HOUR / rounds, *machines[1:])
            assert waiting(world) == []


def sizes() -> list[int]:
    every = [0, *Cosignature.objects.order_by("size").values_list("size", flat=True)]
    return [after - before for before, after in pairwise(every)]


@pytest.mark.parametrize("count", [1, 500])
def test_an_outage_that_ends_in_time_breaks_no_promise(world: World, count: int) -> None:
    """It was off until 20 minutes before; the rounds go by the last one's time."""
    before = Worker(world)
    before.round()
    world.passes(5 * MINUTE, before)
    many(before.keeper.now(), count)
    last = Opening.objects.order_by("-index")[0].by
    assert last is not None
    world.now = last - 20 * MINUTE
    after = Worker(world)
    kept(world, 3 * HOUR, after, after, hourly=10)
    assert after.keeper.careful() < world.now - 20 * HOUR


def test_a_worker_that_was_off_for_hours_keeps_what_the_server_promised(world: World) -> None:
    server, before = Machine(world, "server"), Worker(world)
    before.round()
    many(server.keeper.now(), 700)
    world.passes(22 * HOUR)
    after = Worker(world)
    kept(world, 4 * HOUR, server, after, hourly=10)
    assert not PendingEntry.objects.exists()
    Machine(world, "command").keeper.accept(by=OPERATOR)
    kept(world, 2 * HOUR, server, after, hourly=10)


# When an epoch closes is reckoned the same on each engine: PostgreSQL is walked through one.
ELSEWHERE_TOO = [5 * HOUR]
ON_SQLITE = [
    pytest.param(each, marks=pytest.mark.sqlite_only) for each in (90 * MINUTE, DAY, 3 * DAY)
]


@pytest.mark.parametrize("ahead", [*ELSEWHERE_TOO, *ON_SQLITE])
def test_a_clock_that_was_ahead_stops_no_epoch_when_its_time_comes(
    world: World, ahead: timedelta
) -> None:
    Worker(world).round()
    wrong = Worker(world, off=ahead)
    rounds = 4 if ahead < DAY else 1  # days are many hours
    kept(world, 30 * HOUR, wrong, wrong, hourly=1, rounds=rounds)
    wrong.off = NONE  # it is set right
    before = Cosignature.objects.count()
    kept(world, ahead + 2 * HOUR, wrong, wrong, hourly=1, rounds=rounds)
    hours = (ahead + 2 * HOUR) // HOUR
    assert Cosignature.objects.count() - before >= hours - 5


def test_two_clocks_close_one_epoch_an_hour_each(world: World) -> None:
    for minutes in range(0, 180, 15):
        at = world.now + minutes * MINUTE
        epochs.close_epoch(now=at)
        epochs.close_epoch(now=at, latest=at + 5 * HOUR)
    assert Cosignature.objects.count() == 6


def test_a_clock_that_is_ahead_widens_no_epoch_that_has_room(world: World) -> None:
    """Nor gives it another week's width, while a worker believes that six days have passed."""
    server, before = Machine(world, "server"), Worker(world)
    before.round()
    many(server.keeper.now(), 30)
    wrong = Worker(world, off=6 * DAY)
    kept(world, 5 * HOUR, server, wrong, hourly=30)
    assert set(sizes()) == {64}
    # Each wait of less than an hour looks like one of days; it is said once, at the start.
    assert Alarm.objects.filter(kind="epoch").count() == 1
    assert not Alarm.objects.filter(kind="epoch", ended=None).exists()


def test_and_where_it_has_none_the_promise_goes_first(world: World) -> None:
    """The price: a start with a clock ahead shows, to a power of two, what waited beyond it."""
    before = Worker(world)
    before.round()
    many(before.keeper.now(), 100)
    world.passes(MINUTE, Worker(world, off=3 * DAY))
    assert sizes() == [64, 128]


def test_it_is_said_aloud_by_the_later_clock_where_no_epoch_is_closed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = Worker(world)
    before.round()
    write(changed(before.keeper.now()))
    world.now += 21 * HOUR
    after = Worker(world)
    monkeypatch.setattr(writer, "submit", lambda *_, **__: 1 / 0)
    world.passes(MINUTE, after)
    (alarm,) = Alarm.objects.filter(kind="epoch", ended=None)
    assert alarm.since < world.now - 20 * HOUR  # or its notice would wait for a wrong clock
    monkeypatch.undo()
    monkeypatch.setattr(timekeeping, "_of_database", lambda: world.now)
    for _ in range(2):
        world.passes(MINUTE, after)
    assert not Alarm.objects.filter(kind="epoch", ended=None).exists()

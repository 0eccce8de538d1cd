"""No duty is missed on the word of one clock: jumps from minutes to years, forward and back."""

import datetime as dt

import msgspec
import pytest
import time_machine
from tests.support.keepers import Machine, World

from heard.actions.intake import report
from heard.actions.operations import timekeeping
from heard.actions.operations.timekeeping import CLOCK, OPERATOR, Timekeeper
from heard.actions.oversight.alarms import alarms
from heard.ledger import writer
from heard.records.models import Alarm, Event, Holder, Outgoing, Round
from heard.rules.refusals import RefusedError

pytestmark = pytest.mark.usefixtures("no_evidence", "no_triage")
MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
JUMPS = [2 * MINUTE, HOUR, 3 * DAY, 40 * DAY, 3650 * DAY]
BOTH_WAYS = [way * jump for jump in JUMPS for way in (1, -1)]


@pytest.fixture
def world(now, monkeypatch):
    made = World(now)
    # PostgreSQL's own clock is that of the day on which the tests run.
    monkeypatch.setattr(timekeeping, "_of_database", lambda: made.now)
    yield made
    writer.stop()


@pytest.fixture
def sent(meridian, lin, now):
    body = lin.report(meridian.roster, now=now)
    report.accept_report(report=msgspec.convert(body, report.Report), now=now)
    Holder.objects.filter(name="Ines").update(oversight=True)
    return lin


def signed():
    return sorted(Event.objects.values_list("kind", "at"))


def missed():
    return Event.objects.filter(kind="duty_missed").count()


def doubts():
    return sorted(Alarm.objects.filter(ended=None).values_list("kind", "subject", "what"))


def told_oversight():
    return Outgoing.objects.filter(kind="alarm").count()


@pytest.mark.parametrize("jump", BOTH_WAYS)
def test_a_jump_while_it_runs_is_not_followed_and_told_once(world, sent, jump):
    machine = Machine(world)
    machine.round()
    before = signed()
    machine.off = jump
    for _ in range(3):
        world.passes(MINUTE, machine)
        assert abs(machine.keeper.now() - world.now) < MINUTE
    assert signed() == before
    what = "ahead" if jump > dt.timedelta() else "behind"
    assert doubts() == [("clock", "a", what)]
    assert told_oversight() == 1
    assert Outgoing.objects.get(kind="alarm").due <= world.now
    ines = Holder.objects.get(name="Ines")
    assert [(each.kind, each.subject) for each in alarms(holder=ines.id)] == [("clock", "a")]


@pytest.mark.parametrize("jump", BOTH_WAYS)
def test_and_what_is_late_is_late_all_the_same(world, sent, jump, hour):
    machine = Machine(world)
    machine.round()
    machine.off = jump
    world.passes(hour + DAY - world.now - MINUTE, machine)
    assert missed() == 0
    world.passes(2 * MINUTE, machine)
    assert missed() == 1
    (event,) = Event.objects.filter(kind="duty_missed")
    assert abs(event.at - world.now) < 2 * MINUTE


def test_small_drift_is_followed_and_a_clock_that_comes_back_is_believed(world, sent):
    machine = Machine(world)
    machine.round()
    for step in range(1, 4):
        machine.off = step * dt.timedelta(seconds=40)
        world.passes(2 * HOUR, machine)
        assert machine.keeper.now() == world.now + machine.off
    machine.off = 3 * DAY
    world.passes(MINUTE, machine)
    assert doubts()
    machine.off = 2 * MINUTE
    world.passes(MINUTE, machine)
    assert doubts() == []


@pytest.mark.parametrize("jump", [each for each in BOTH_WAYS if abs(each) < 31 * DAY])
def test_a_start_with_another_clock_misses_nothing_too_early(world, sent, jump):
    Machine(world).round()
    before = signed()
    other = Machine(world, off=jump)
    for _ in range(3):
        world.passes(MINUTE, other)
    explained = dt.timedelta() < jump <= 5 * MINUTE  # as long as a restart takes
    assert signed() == before
    assert bool(doubts()) is not explained
    if not explained:
        assert abs(other.keeper.careful() - world.now) < MINUTE


@pytest.mark.parametrize("jump", [40 * DAY, -40 * DAY, 3650 * DAY])
def test_a_month_away_wants_a_person_before_it_starts(world, sent, jump):
    Machine(world).round()
    with pytest.raises(RefusedError, match="heard clock accept"):
        Machine(world, off=jump)


def test_a_machine_that_was_off_for_days_goes_on_and_counts_once_somebody_says_so(world, sent):
    Machine(world).round()
    world.now += 3 * DAY  # nothing runs
    machine = Machine(world)
    world.passes(HOUR, machine)
    assert missed() == 0
    assert doubts() == [("clock", "a", "ahead")]
    assert machine.keeper.now() == world.now  # what people send now is of now
    Machine(world, "command").keeper.accept(by=OPERATOR)
    assert doubts() == []
    world.passes(MINUTE, machine)
    assert missed() == 1
    (event,) = Event.objects.filter(kind="clock_accepted")
    assert (event.actor, event.at) == ("operator", world.now - MINUTE)


def test_nobody_stops_the_clocks_by_never_saying_so(world, sent):
    """What was off is not counted; every hour since is."""
    Machine(world).round()
    world.now += 3 * DAY
    machine = Machine(world)
    world.passes(DAY + HOUR, machine)
    assert missed() >= 1
    for _ in range(3):  # started again and again, nothing is won
        machine = Machine(world)
        world.passes(DAY, machine)
    assert missed() >= 3


@pytest.mark.parametrize("jump", BOTH_WAYS)
def test_of_two_machines_the_wrong_one_follows_the_right_one(world, sent, jump):
    right = Machine(world, "a")
    right.round()
    before = signed()
    wrong = Machine(world, "b")
    world.passes(MINUTE, right, wrong)
    wrong.off = jump
    for _ in range(4):
        world.passes(MINUTE, wrong, right)
        for each in (right, wrong):
            assert abs(each.keeper.now() - world.now) < MINUTE
    assert signed() == before
    assert [subject for _, subject, _ in doubts()] == ["b"]


@pytest.mark.parametrize("jump", [3 * DAY, -3 * DAY, 2 * HOUR])
def test_a_second_machine_that_starts_wrong_learns_from_the_first(world, sent, jump):
    right = Machine(world, "a")
    right.round()
    world.now += MINUTE / 4
    right.round()
    wrong = Machine(world, "b", off=jump)
    for _ in range(3):
        world.passes(MINUTE / 4, right, wrong)
    assert abs(wrong.keeper.now() - world.now) < MINUTE
    assert [subject for _, subject, _ in doubts()] == ["b"]
    assert missed() == 0


def test_the_databases_clock_counts_as_one_more(world, sent, monkeypatch):
    machine = Machine(world)
    machine.round()
    monkeypatch.setattr(timekeeping, "_of_database", lambda: world.now + HOUR)
    world.passes(MINUTE, machine)
    assert doubts() == [("clock", "a", "database")]
    assert machine.keeper.now() == world.now
    monkeypatch.setattr(timekeeping, "_of_database", lambda: world.now)
    world.passes(MINUTE, machine)
    assert doubts() == []
    monkeypatch.setattr(timekeeping, "_of_database", lambda: world.now - 3 * DAY)
    Round.objects.all().delete()
    first = Machine(world, "new")
    assert first.keeper.careful() == world.now - 3 * DAY


def test_a_jump_ends_where_the_operator_says_that_it_was_right(world, sent, monkeypatch):
    machine = Machine(world)
    machine.round()
    machine.off = -3 * DAY  # it was ahead before, and has been mended
    monkeypatch.setattr(timekeeping, "_of_database", lambda: world.now - 3 * DAY)
    world.passes(MINUTE, machine)
    assert doubts()
    machine.keeper.accept(by=OPERATOR)
    assert machine.keeper.now() == world.now - 3 * DAY
    assert doubts() == []
    world.passes(HOUR, machine)
    assert (machine.keeper.now(), doubts()) == (world.now - 3 * DAY, [])


def test_witnesses_settle_it(world, sent, monkeypatch):
    told = []
    monkeypatch.setattr(timekeeping.witness_calls, "times", lambda: told)
    Machine(world).round()
    world.now += 3 * DAY
    machine = Machine(world)
    told[:] = [("a", world.now - 3 * DAY), ("b", world.now - 3 * DAY), ("c", world.now)]
    world.passes(MINUTE, machine)
    assert (missed(), len(doubts())) == (0, 1)
    with pytest.raises(RefusedError, match="witnesses say"):
        machine.keeper.accept(by=OPERATOR)
    told[:] = [("a", world.now), ("b", world.now + MINUTE)]
    world.now += 10 * MINUTE
    told[:] = [(name, at + 10 * MINUTE) for name, at in told]
    machine.round()
    assert (missed(), doubts()) == (1, [])
    assert Event.objects.get(kind="clock_accepted").actor == CLOCK.name


@pytest.mark.parametrize("fault", ["witness", "log", "disk"])
def test_a_round_goes_on_whatever_a_witness_the_log_or_the_disk_does(
    world, sent, monkeypatch, fault
):
    """While a clock is in doubt, the worker asks and writes: it must not end by either."""

    def fails(*_args, **_more):
        raise {"witness": ValueError, "log": writer.UnavailableError, "disk": OSError}[fault]

    Machine(world).round()
    world.now += 3 * DAY
    machine = Machine(world)
    monkeypatch.setattr(timekeeping.witness_calls, "times", lambda: [("a", world.now)])
    if fault == "witness":
        monkeypatch.setattr(timekeeping.witness_calls, "times", fails)
    else:
        monkeypatch.setattr(timekeeping, "write", fails)
    world.passes(MINUTE, machine)
    assert (missed(), len(doubts())) == (0, 1)


def test_until_it_has_begun_it_is_the_machines_clock(world, sent):
    asleep = Timekeeper(lambda: world.now, lambda: 0.0)
    world.now += DAY
    assert asleep.now() == asleep.careful() == world.now
    assert not Round.objects.exists()


def test_what_an_operator_accepts_moves_no_time_of_the_process_that_says_so(meridian, now):
    """Or the next thing it dates would be dated by how long ago it spoke."""
    with time_machine.travel(now, tick=False) as clock:
        timekeeping.accept()
        clock.move_to(now + 3 * DAY)
        assert timekeeping.now() == timekeeping.careful() == now + 3 * DAY

"""A real server whose clock jumps: what it signs, who hears of it, and how it goes on."""

from __future__ import annotations

import http.client
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import hurried
import pytest
from moved_time import Clock, following
from operated import environment
from processes import Heard, free_port
from witnessing import Witness

from heard.actions.operations import epochs
from heard.doors.operator import cli
from heard.doors.operator.commands import clock as command
from heard.doors.operator.demonstration import seeding
from heard.ledger import witness_calls
from heard.records.models import Alarm, Cosignature, Event, Round

# Only Python's clock can be moved: PostgreSQL's, which is compared, would stay where it is.
pytestmark = pytest.mark.sqlite_only

NEAR = timedelta(minutes=2)


@pytest.fixture
def clock(tmp_path: Path) -> Clock:
    return Clock(tmp_path / "offset")


def server(seeded: Path, clock: Clock) -> Heard:
    port = free_port()
    more = {**environment(seeded), **following(clock)}
    serve = ["serve", "--port", str(port)]
    return Heard(serve, folder=seeded, port=port, program=hurried.PROGRAM, **more)


def said(it: Heard) -> datetime:
    """The time that every answer tells."""
    connection = http.client.HTTPConnection("127.0.0.1", it.port, timeout=10)
    connection.request("GET", "/site.json", headers={"Host": "localhost"})
    told = connection.getresponse().headers["Heard-Time"]
    connection.close()
    return datetime.strptime(told, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def signed() -> list[tuple[str, datetime]]:
    return sorted(Event.objects.values_list("kind", "at"))


def waited(what: str) -> bool:
    until = time.monotonic() + 40
    while time.monotonic() < until:
        if Alarm.objects.filter(kind="clock", ended=None, what=what).exists():
            return True
        time.sleep(0.2)
    return False


@pytest.fixture
def running(seeded: Path, clock: Clock) -> Iterator[Heard]:
    with server(seeded, clock) as it:
        said(it)
        yield it


@pytest.mark.parametrize("days", [3, -3, 3650])
def test_a_server_whose_clock_jumps(
    running: Heard, clock: Clock, days: int, capsys: pytest.CaptureFixture[str]
) -> None:
    before = [each for each in signed() if each[0] != "manifest_published"]
    clock.jump(days=days)
    time.sleep(0.5)
    assert abs(said(running) - datetime.now(UTC)) < NEAR
    what = "ahead" if days > 0 else "behind"
    assert waited(what)
    now = [each for each in signed() if each[0] != "manifest_published"]
    assert [each for each in now if each not in before and each[0] != "conflicts_published"] == []
    assert all(at < datetime.now(UTC) + NEAR for _, at in now)
    cli.run(["doctor", "--quick"])
    assert "WRONG    clock: that of" in capsys.readouterr().out
    assert cli.run(["clock"]) == 1
    assert "in doubt since" in capsys.readouterr().out
    for action in (["manifest"], ["roster", "add", "--name", "X", "--role", "Y", "--tier", "1"]):
        assert cli.run(action) == 1
        assert "dated by it: heard clock" in capsys.readouterr().err
    assert cli.run(["roster", "list"]) == 0


def test_a_server_that_starts_a_day_later_waits_for_somebody_and_then_counts(
    seeded: Path, clock: Clock
) -> None:
    with server(seeded, clock) as it:
        said(it)
        until = time.monotonic() + 40
        while not Round.objects.exists() and time.monotonic() < until:
            time.sleep(0.2)
    closed = Cosignature.objects.count()
    clock.jump(hours=30)  # it was off, or it jumped
    with server(seeded, clock) as it:
        assert waited("ahead")
        until = time.monotonic() + 40
        while Cosignature.objects.count() == closed:  # what was promised waits for nobody
            assert time.monotonic() < until
            time.sleep(0.2)
        assert not Event.objects.filter(kind="duty_missed").exists()
        clock.accept(it)
        until = time.monotonic() + 60
        while not Event.objects.filter(kind="duty_missed").exists():
            assert time.monotonic() < until
            time.sleep(0.2)
        while Alarm.objects.filter(kind="clock", ended=None).exists():  # a round later
            assert time.monotonic() < until
            time.sleep(0.2)
    assert Event.objects.filter(kind="clock_accepted").count() == 1


@pytest.mark.parametrize("given", ["", "tomorrow", "2026-01-01T00:00"])
def test_the_operator_has_to_bring_another_clock(
    seeded: Path, given: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["clock", "accept", *([given] if given else [])]) == 1
    assert "heard clock accept" in (said := capsys.readouterr().err) or "timedatectl" in said
    assert not Event.objects.filter(kind="clock_accepted").exists()


def test_witnesses_are_asked_what_time_it_is(
    witnesses: list[Witness], seeded: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    now = seeding.the_time()
    epochs.close_epoch(now=now)
    epochs.Asker().ask(now=now)
    for each in witnesses:
        each.now = int(now.timestamp()) - 86_400
    witnesses[2].down = True
    assert [(name, at) for name, at in witness_calls.times()] == [
        ("union.example/a", now - timedelta(days=1)),
        ("union.example/b", now - timedelta(days=1)),
    ]
    given = f"{datetime.now(UTC):%Y-%m-%dT%H:%M}"
    assert cli.run(["clock", "accept", given]) == 1
    assert "The witnesses say" in capsys.readouterr().err
    for each in witnesses:
        each.now = int(time.time())
    assert cli.run(["clock", "accept", given]) == 0
    assert command.show() == 0

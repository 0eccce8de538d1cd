"""A restored Heard is closed; what opens it, what never does, and what can be done meanwhile."""

from __future__ import annotations

import re
import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from operated import empty_database, environment
from processes import Heard, free_port
from witnessing import Witness

from heard.actions import cases
from heard.actions.operations import epochs, setup
from heard.doors.operator import cli
from heard.doors.operator.demonstration import seeding
from heard.doors.operator.loop import Loop
from heard.ledger import closed
from heard.ledger import guard as ledger_guard
from heard.records.models import Cosignature, Duty, Event, Head, Outgoing, Wrap


@pytest.fixture
def now() -> datetime:
    return seeding.the_time()


def backed_up(place: Path) -> Path:
    target = place.parent / "backup"
    assert cli.run(["backup", str(target)]) == 0
    return target


def lost(place: Path, *, guard: bool = True) -> None:
    empty_database()
    for room in ("keys", "blobs", *(("guard",) if guard else ())):
        shutil.rmtree(place / room, ignore_errors=True)


def signed() -> tuple[int, str, int, int]:
    head = Head.objects.get()
    return head.size, head.note, Event.objects.count(), Duty.objects.filter(state="missed").count()


def restored(target: Path, *flags: str) -> tuple[int, str, int, int]:
    assert cli.run(["restore", str(target), *flags]) == 0
    return signed()


@pytest.mark.parametrize("flags", [(), ("--drill",)])
def test_a_restored_heard_signs_asks_sends_and_moves_nothing(
    witnesses: list[Witness], seeded: Path, now: datetime, flags: tuple[str, ...], box: Any
) -> None:
    epochs.close_epoch(now=now)
    target = backed_up(seeded)
    lost(seeded)
    before, asked = restored(target, *flags), [each.asked for each in witnesses]
    waiting = Outgoing.objects.filter(sent=None).count()
    assert waiting
    for days in range(3):
        Loop().round(now + timedelta(days=days))
    assert signed() == before
    assert [each.asked for each in witnesses] == asked
    assert Outgoing.objects.filter(sent=None).count() == waiting
    assert box.mail == []
    with pytest.raises(closed.ClosedError):
        setup.publish_manifest(sha256="0" * 64, now=now)
    assert not (seeded / "guard/signed").exists() or ledger_guard.remembered() is None
    assert cli.run(["worker"]) == 1


def test_it_can_be_read_and_nothing_can_be_sent(
    seeded: Path, now: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    target = backed_up(seeded)
    lost(seeded)
    before = restored(target)
    wrap = Wrap.objects.exclude(released=None).exclude(holder=None).filter(left=None)[0]
    view = cases.open_case(holder=str(wrap.holder_id), case=wrap.case.id, now=now)
    assert view is not None
    answer = Client(HTTP_HOST="localhost:8000").get("/roster")
    assert answer.status_code == 200
    with pytest.raises(cases.ClosedError):
        cases.acknowledge(holder=str(wrap.holder_id), case=wrap.case.id, key="a" * 32, now=now)
    assert signed() == before
    cli.run(["doctor", "--quick"])
    assert "careful  closed: nothing is signed or sent here" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        ((), "careful  guard: none is here: restored, and not gone live\n         Do: bring "),
        (("--drill",), "ok       guard: none is here, and a drill needs none: it signs nothing\n"),
    ],
)
def test_the_doctor_says_what_a_restored_heard_lacks(
    seeded: Path, flags: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its keys and its log are whole; the guard comes with going live."""
    target = backed_up(seeded)
    lost(seeded)
    restored(target, *flags)
    capsys.readouterr()
    cli.run(["doctor", "--quick"])
    told = capsys.readouterr().out
    assert said in told
    assert ("then heard go-live; is it lost" in told) is not bool(flags)
    wrong = re.findall(r"^WRONG +(\w+):", told, re.MULTILINE)
    assert set(wrong) <= {"database"}  # that of the tests waits for no disk
    assert not (seeded / "guard").exists()
    closed.reopen()
    assert cli.run(["doctor", "--quick"]) == 1
    assert f"WRONG    keys: {seeded}/guard is missing" in capsys.readouterr().out


def test_the_real_server_serves_a_backup_for_reading(seeded: Path) -> None:
    target = backed_up(seeded)
    lost(seeded)
    before = restored(target, "--drill")
    port = free_port()
    with Heard(
        ["serve", "--port", str(port)], folder=seeded, port=port, **environment(seeded)
    ) as heard:
        assert heard.answers()
        assert "for reading" in heard.printed()
    assert signed() == before


def test_a_drill_never_goes_live(seeded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = backed_up(seeded)
    lost(seeded)
    restored(target, "--drill")
    assert cli.run(["go-live", "--new-machine"]) == 1
    assert "a drill: it never goes live" in capsys.readouterr().err
    assert setup.closed()


def test_a_lost_guard_is_an_operators_word(
    seeded: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = backed_up(seeded)
    lost(seeded)
    restored(target)
    assert cli.run(["go-live"]) == 1
    assert "no signing guard" in capsys.readouterr().err
    assert cli.run(["go-live", "--new-machine"]) == 0
    assert (setup.closed(), setup.not_ready()) == ("", "")
    assert setup.publish_manifest(sha256="0" * 64, now=seeding.the_time()) > 0
    assert cli.run(["go-live"]) == 1
    assert "open already" in capsys.readouterr().err


def test_a_guard_that_has_signed_more_keeps_it_closed(
    seeded: Path, now: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    target = backed_up(seeded)
    setup.publish_manifest(sha256="0" * 64, now=now)
    lost(seeded, guard=False)
    restored(target)
    for flags in ([], ["--new-machine"]):
        assert cli.run(["go-live", *flags]) == 1
        assert "promised 1 entries that the database does not have" in capsys.readouterr().err
    assert setup.closed()
    assert cli.run(["go-live", "--accept-loss"]) == 0
    epochs.close_epoch(now=now)
    assert Event.objects.filter(kind="promises_lost").count() == 1
    cli.run(["doctor"])
    assert "ok       log: every entry" in capsys.readouterr().out


def test_a_guard_that_has_signed_a_larger_tree_keeps_it_closed(
    seeded: Path, now: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    target = backed_up(seeded)
    epochs.close_epoch(now=now)
    lost(seeded, guard=False)
    restored(target)
    for flags in ([], ["--new-machine"], ["--accept-loss"]):
        assert cli.run(["go-live", *flags]) == 1
        assert "second history" in capsys.readouterr().err
    assert setup.closed()


def test_witnesses_are_asked_and_agree(
    witnesses: list[Witness], seeded: Path, now: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    epochs.close_epoch(now=now)
    epochs.Asker().ask(now=now)
    later = now + timedelta(hours=2)
    epochs.close_epoch(now=later)  # of this one, no witness has heard
    target = backed_up(seeded)
    lost(seeded)
    restored(target)
    assert cli.run(["go-live", "--new-machine"]) == 0
    assert "3 witnesses agreed" in capsys.readouterr().out


def test_a_witness_that_has_seen_more_or_other_keeps_it_closed(
    witnesses: list[Witness], seeded: Path, now: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    epochs.close_epoch(now=now)
    target = backed_up(seeded)
    later = now + timedelta(hours=2)
    epochs.close_epoch(now=later)
    epochs.Asker().ask(now=later)
    seen = Cosignature.objects.order_by("-size").first()
    assert seen
    lost(seeded)
    restored(target)
    assert cli.run(["go-live", "--new-machine"]) == 1
    assert f"{seen.size} entries, where the newest epoch here has" in capsys.readouterr().err
    for each in witnesses:
        each.server.handle = lambda _: (422, "no")
    assert cli.run(["go-live", "--new-machine"]) == 1
    assert "another history" in capsys.readouterr().err
    assert setup.closed()
    assert ledger_guard.remembered() is None


def test_a_silent_witness_keeps_it_closed_until_it_is_named(
    witnesses: list[Witness], seeded: Path, now: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    epochs.close_epoch(now=now)
    target = backed_up(seeded)
    lost(seeded)
    restored(target)
    witnesses[2].down = True
    assert cli.run(["go-live", "--new-machine"]) == 1
    assert "--witness-lost board.example" in capsys.readouterr().err
    flags = ["--new-machine", "--witness-lost", "board.example"]
    assert cli.run(["go-live", *flags]) == 0
    assert "2 witnesses agreed" in capsys.readouterr().out

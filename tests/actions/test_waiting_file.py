"""The guard's file of what waits: torn by a crash it goes on, damaged it stops, and is mended."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.support.waiting import changed, faults, held, many, rolled_back

from heard.actions.operations import backups, epochs, health
from heard.ledger import guard, log, waiting_file
from heard.ledger.journal import write
from heard.ledger.waiting_file import ADDED, COMMITTED, RECORD, PromisesUnknownError, Record
from heard.records.models import Event
from heard.rules.refusals import RefusedError

# What is tested is a file beside the database.
pytestmark = pytest.mark.sqlite_only

HOUR = timedelta(hours=1)
OPEN = {"new_machine": False, "lost": []}


def file() -> Path:
    return guard.place() / "pending"


def as_after_a_start() -> None:
    waiting_file._seen.clear()


def record(batch: bytes, kind: bytes = ADDED) -> bytes:
    return waiting_file._write(Record(kind, batch * 8, 7, bytes(33)))


TORN: dict[str, bytes] = {
    "in a record": record(b"a")[:-1],
    "a hole, and more of the same commit": record(b"a") + bytes(RECORD) + record(b"a") * 2,
    "nothing was written where it grew": bytes(4096),
}


@pytest.mark.parametrize("end", TORN.values(), ids=TORN)
def test_what_a_power_failure_tore_is_cut_off(meridian: Any, now: Any, end: bytes) -> None:
    many(now, 3)
    whole = held()
    with file().open("ab") as handle:
        handle.write(end)
    as_after_a_start()
    many(now, 1)
    promised, unsure, lost = held()
    assert (promised, lost) == (whole[0] + 1, 0)
    assert unsure == end.startswith(record(b"a"))  # whole, and of a commit that nobody knows of
    assert epochs.close_epoch(now=now)
    assert faults() == []


def emptied(raw: bytes) -> bytes:
    return b""


def cut_to_its_middle(raw: bytes) -> bytes:
    at = len(raw) // RECORD // 2 * RECORD
    return raw[:at] + bytes(RECORD) + raw[at + RECORD :]


def of_another_commit(raw: bytes) -> bytes:
    return raw + bytes(RECORD) + record(b"a") + record(b"b")


def marked_behind(raw: bytes) -> bytes:
    return raw + bytes(RECORD) + record(b"a", COMMITTED)


def headless(raw: bytes) -> bytes:
    return raw[RECORD:]


DAMAGES = (emptied, cut_to_its_middle, of_another_commit, marked_behind, headless)


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("start", [True, False])
def test_what_is_damaged_stops_everything_until_somebody_says_so(
    meridian: Any,
    now: Any,
    damage: Callable[[bytes], bytes],
    start: bool,  # noqa: FBT001 which of two
) -> None:
    many(now, 5)
    file().write_bytes(damage(file().read_bytes()))
    if start:
        as_after_a_start()
    for action in (log.compare, held, lambda: epochs.close_epoch(now=now)):
        with pytest.raises(PromisesUnknownError, match="damaged or gone"):
            action()
    with pytest.raises(RefusedError, match="open already"):
        backups.go_live(**OPEN, accept_loss=False)
    (said,) = [each for each in health.check_state(now=now, mail=True) if each.about == "guard"]
    assert (said.level, "in the last hour" in said.fix) == ("wrong", True)
    # Accepted: whatever can be read of it is guarded as before.
    backups.go_live(**OPEN, accept_loss=True)
    log.compare()
    write(changed(now))
    assert epochs.close_epoch(now=now)
    many(now, 1)
    assert (held(), faults()) == ((1, 0, 0), [])
    assert not Event.objects.filter(kind="promises_lost").exists()
    with pytest.raises(RefusedError, match="open already"):
        backups.go_live(**OPEN, accept_loss=True)


@pytest.mark.parametrize("gone", ["a commit", "a start"])
def test_a_file_that_is_gone_is_missed(meridian: Any, now: Any, gone: str) -> None:
    many(now, 2)
    file().unlink()
    with pytest.raises(PromisesUnknownError):
        write(changed(now)) if gone == "a commit" else log.compare()


def test_what_can_still_be_read_is_missed_where_the_database_lacks_it(
    meridian: Any, now: Any
) -> None:
    many(now, 2)
    gone = write(changed(now)).receipts[0]
    raw = file().read_bytes()
    file().write_bytes(raw[:RECORD] + os.urandom(RECORD) + raw[2 * RECORD :])
    rolled_back([gone.index])
    backups.go_live(**OPEN, accept_loss=True)
    assert held()[2] == 1
    assert epochs.close_epoch(now=now)
    assert Event.objects.filter(kind="promises_lost").count() == 1

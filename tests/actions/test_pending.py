"""What waits for its place: in the database, in the guard, and over every crash between the two."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from datetime import timedelta
from functools import partial
from typing import Any

import kept
import pytest
from django.db import connection
from tests.support.waiting import (
    CASE,
    changed,
    faults,
    held,
    many,
    rolled_back,
)

from heard.actions.operations import backups, epochs, health
from heard.formats import entry, promise, receipt
from heard.formats.note import Verifier
from heard.ledger import bulk_insert, guard, log_key, pending, receipts
from heard.ledger import log as ledger_log
from heard.ledger import waiting as ledger_waiting
from heard.ledger import writer as ledger_writer
from heard.ledger.guard import GuardMismatchError
from heard.ledger.journal import JournalEntry, write
from heard.records.models import (
    Alarm,
    Cosignature,
    Event,
    Head,
    Leaf,
    Opening,
    Organisation,
    PendingEntry,
    Unclaimed,
)
from heard.rules import places
from heard.rules.refusals import RefusedError

HOUR = timedelta(hours=1)


def sizes() -> list[int]:
    return list(Cosignature.objects.order_by("size").values_list("size", flat=True))


def test_a_busy_hour_and_a_quiet_one_are_of_one_size(meridian: Any, now: Any) -> None:
    """Surplus waits, oldest first, and is placed within its promise."""
    assert epochs.close_epoch(now=now)
    many(now, 100)
    assert not epochs.close_epoch(now=now + HOUR - timedelta(seconds=1))  # nor is it shorter
    newest = Opening.objects.order_by("-index")[0]
    for hours in range(1, 5):
        assert epochs.close_epoch(now=now + hours * HOUR)
        assert Leaf.objects.count() == sizes()[-1]
        if hours == 1:
            waiting = list(PendingEntry.objects.order_by("index").values_list("index", flat=True))
            assert len(waiting) == 36
            assert waiting[-1] == newest.index
    assert sizes() == [64, 128, 192, 256, 320]
    assert not PendingEntry.objects.exists()
    assert faults() == []


def test_of_a_wide_epoch_no_more_is_asked_at_once_than_postgresql_takes(
    meridian: Any, now: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert epochs.close_epoch(now=now)
    many(now, 10)
    whole = pending.oldest(10)
    asked: list[int] = []

    def counting(ask: Any, sql: str, values: Any, *rest: Any) -> Any:
        asked.append(len(values))
        return ask(sql, values, *rest)

    monkeypatch.setattr(pending, "MANY", 4)
    with connection.execute_wrapper(counting):
        assert pending.oldest(10) == whole
    assert [each for each in asked if each] == [4, 4, 2]


def test_what_is_placed_stands_by_chance_and_not_as_it_came(meridian: Any, now: Any) -> None:
    """Of 30 cases in 64 leaves: once in 10^17 times they stand in front, or in their order."""
    assert epochs.close_epoch(now=now)
    size = sizes()[-1]
    many(now, 30)
    assert epochs.close_epoch(now=now + HOUR)
    drawn = Opening.objects.filter(place__gte=size).order_by("index")
    places = list(drawn.values_list("place", flat=True))
    assert len(places) == 30
    assert places != sorted(places)
    assert sorted(places) != list(range(size, size + 30))


def test_the_width_moves_once_a_week_by_the_busiest_hour(meridian: Any, now: Any) -> None:
    many(now, 100)
    for hours in range(3):
        assert epochs.close_epoch(now=now + hours * HOUR)
    assert Head.objects.get().leaves == 64
    assert epochs.close_epoch(now=now + timedelta(weeks=1))
    assert epochs.close_epoch(now=now + timedelta(weeks=6))
    assert sizes() == [64, 128, 192, 192 + 512, 192 + 512 + 64]


def test_what_has_waited_for_half_a_day_is_placed_at_once(meridian: Any, now: Any) -> None:
    """The worker stood still: all that was promised is kept, and everybody sees the width."""
    assert epochs.close_epoch(now=now)
    many(now, 150)
    assert epochs.close_epoch(now=now + 13 * HOUR)
    assert sizes() == [64, 64 + 256]
    assert not PendingEntry.objects.exists()
    assert not Alarm.objects.exists()


def test_no_epoch_is_wider_than_one_commit_may_be(
    meridian: Any, now: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is due and does not fit follows at once, in epochs of one width; what is not, waits."""
    monkeypatch.setattr(places, "MOST", 128)
    assert epochs.close_epoch(now=now)
    many(now, 300)
    many(now + 13 * HOUR, 200)
    assert epochs.close_epoch(now=now + 13 * HOUR)
    assert sizes() == [64, 192, 320, 448]
    assert PendingEntry.objects.count() == 500 - 3 * 128
    assert not epochs.close_epoch(now=now + 14 * HOUR - timedelta(minutes=1))
    assert epochs.close_epoch(now=now + 14 * HOUR)
    assert sizes()[-1] == 576
    assert not PendingEntry.objects.exists()
    assert faults() == []


def test_what_waits_too_long_is_said_aloud(meridian: Any, now: Any) -> None:
    """To the operator and those who oversee, while there is time; and that it is over."""
    write(changed(now))
    for hours, standing in ((19, False), (21, True), (22, False)):
        at = now + hours * HOUR
        epochs._watch(at, at)
        assert Alarm.objects.filter(kind="epoch", ended=None).exists() is standing
        if standing:
            said = health.check_state(now=now + hours * HOUR, mail=True)
            assert {each.level for each in said if each.about == "epochs"} == {"wrong"}
            assert epochs.close_epoch(now=now + hours * HOUR)


def test_a_clock_that_was_ahead_stops_no_epoch(meridian: Any, now: Any) -> None:
    """It was set back: what is promised from then on is not to wait for the hour it went to."""
    assert epochs.close_epoch(now=now + timedelta(days=3))
    kept = write(changed(now)).receipts[0]
    assert epochs.close_epoch(now=now)
    assert Opening.objects.get(index=kept.index).place is not None
    assert not epochs.close_epoch(now=now + HOUR - timedelta(seconds=1))
    assert epochs.close_epoch(now=now + HOUR)
    assert not epochs.close_epoch(now=now + timedelta(minutes=59))  # of a machine a little behind


def test_what_is_due_is_placed_whatever_stands_before_it(meridian: Any, now: Any) -> None:
    """Those before it were promised by a clock that was ahead, for later."""
    assert epochs.close_epoch(now=now)
    many(now + timedelta(days=3), 200)
    kept = write(changed(now)).receipts[0]
    assert epochs.close_epoch(now=now + timedelta(hours=13))
    assert Opening.objects.get(index=kept.index).place is not None
    assert faults() == []


def test_two_commits_at_once_make_one_chain(
    meridian: Any, now: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What goes before is looked up under the lock that orders commits, and not before it.

    The first commit is held up at its very end, while a second writer is at work: it must wait.
    """
    inside, insert = threading.Event(), bulk_insert.insert

    def slow(rows: Any) -> None:
        if not inside.is_set():
            inside.set()
            threading.Event().wait(1.0)
        insert(rows)

    kept.a_case(CASE, now=now)
    monkeypatch.setattr(ledger_writer.bulk_insert, "insert", slow)
    writers = [ledger_writer.Writer(), ledger_writer.Writer()]
    jobs = [ledger_writer.Job(changed(now), JournalEntry, "", "") for _ in range(2)]
    try:
        writers[0].submit(jobs[0])
        assert inside.wait(30)
        writers[1].submit(jobs[1])
        first, second = (job.answer().receipts[0] for job in jobs)
    finally:
        for writer in writers:
            writer.stop()
    said = [entry.parse(Opening.objects.get(index=each.index).fields) for each in (first, second)]
    assert [each.values["prev"] for each in said] == ["", first.leaf]
    assert second.index == first.index + 1
    assert epochs.close_epoch(now=now)
    assert faults() == []


def test_the_guard_keeps_what_is_promised_until_the_tree_has_it(meridian: Any, now: Any) -> None:
    before = held()[0]
    many(now, 10)
    assert held() == (before + 10, 0, 0)
    assert epochs.close_epoch(now=now)
    many(now, 1)
    assert held() == (1, 0, 0)
    path = guard.place() / "pending"
    path.write_bytes(path.read_bytes() + b"torn")  # in the middle of a record
    many(now, 1)
    assert held() == (2, 0, 0)


@pytest.mark.parametrize("synced", [True, False])
def test_what_a_crash_left_in_the_guard_is_logged_and_is_no_fault(
    meridian: Any, now: Any, monkeypatch: pytest.MonkeyPatch, *, synced: bool
) -> None:
    """It looks like padding outside; an action that was undone for certain leaves nothing."""

    def die(*_: Any) -> None:
        raise KeyError

    monkeypatch.setattr(ledger_writer.bulk_insert, "insert", die)
    if synced:  # killed there: nobody writes down that it was undone
        monkeypatch.setattr(ledger_waiting, "undone", lambda _: None)
    before = held()[0]
    with pytest.raises(KeyError):
        write(changed(now))
    monkeypatch.undo()
    assert held() == (before, int(synced), 0)
    kept = write(changed(now)).receipts[0]
    assert epochs.close_epoch(now=now)
    assert Unclaimed.objects.count() == int(synced)
    assert faults() == []
    assert Opening.objects.get(index=kept.index).place is not None
    many(now, 1)
    assert held() == (1, 0, 0)


def test_more_crashes_are_settled_than_a_statement_has_room_for(
    meridian: Any, now: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of what a crash left, the one that was committed all the same is promised from then on."""
    limit = 1 << 16  # PostgreSQL's, of its protocol
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        limit = connection.connection.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER)
    before = held()[0]
    left = [(number, number.to_bytes(33, "big")) for number in range(1 << 40, (1 << 40) + limit)]
    ledger_waiting.add(ledger_waiting.new_batch(), left, partial(pending.known, ""))
    pending._tidied.clear()  # so that the next commit looks for what a crash left
    monkeypatch.setattr(ledger_waiting, "committed", lambda *_: None)
    write(changed(now))
    assert held() == (before + 1, limit, 0)


def test_a_database_that_lacks_what_was_promised_promises_and_signs_nothing(
    meridian: Any, now: Any
) -> None:
    write(changed(now))
    gone = [write(changed(now)).receipts[0] for _ in range(2)]
    rolled_back([each.index for each in gone])
    with pytest.raises(GuardMismatchError, match="lacks entries"):
        write(changed(now))
    with pytest.raises(GuardMismatchError, match="lacks entries"):
        ledger_log.compare()
    with pytest.raises(GuardMismatchError):
        epochs.close_epoch(now=now)
    assert sizes() == []
    with pytest.raises(RefusedError, match="open already"):
        backups.go_live(new_machine=False, accept_loss=False, lost=[])
    # Its loss accepted: the entries are logged as they were promised, and that they are lost.
    backups.go_live(new_machine=False, accept_loss=True, lost=[])
    assert held()[2] == 2
    ledger_log.compare()
    assert write(changed(now)).receipts[0].index == gone[0].index
    assert epochs.close_epoch(now=now)
    assert faults() == []
    lost = Event.objects.get(kind="promises_lost")
    assert entry.parse(Opening.objects.get(index=lost.index).fields).values["count"] == "2"
    log = Verifier.parse(log_key.load().vkey)
    for each in gone:
        opening = promise.parse(each.text).opening
        proof = receipt.complete(receipts.proof_of(each.leaf, quorum=0), opening)
        assert receipt.verify(proof, log=log).leaf.hex() == each.leaf
    assert epochs.close_epoch(now=now + HOUR)
    assert Event.objects.filter(kind="promises_lost").count() == 1


def test_what_is_lost_is_logged_by_whichever_machine_closes_the_epoch(
    meridian: Any, now: Any
) -> None:
    gone = write(changed(now)).receipts[0]
    rolled_back([gone.index])
    backups.go_live(new_machine=False, accept_loss=True, lost=[])
    here, tree = guard.place(), guard.remembered()
    assert tree
    here.rename(here.with_name("elsewhere"))
    guard.adopt(tree.confirmed)  # another machine, which promised none of it
    assert epochs.close_epoch(now=now)
    opening = promise.parse(gone.text).opening
    log = Verifier.parse(log_key.load().vkey)
    proof = receipt.complete(receipts.proof_of(gone.leaf, quorum=0), opening)
    assert receipt.verify(proof, log=log).leaf.hex() == gone.leaf
    assert Event.objects.filter(kind="promises_lost").count() == 1
    # it tidies the guard behind its answers: this one's, not that of the other
    ledger_writer.stop()
    shutil.rmtree(here)
    here.with_name("elsewhere").rename(here)
    assert held()[2] == 1
    pending._tidied.clear()  # of one process on each machine
    many(now, 1)
    assert held() == (1, 0, 0)
    assert epochs.close_epoch(now=now + HOUR)
    assert Event.objects.filter(kind="promises_lost").count() == 1
    assert faults() == []


def test_a_seal_that_the_log_key_did_not_make_hides_no_deletion(meridian: Any, now: Any) -> None:
    gone = write(changed(now)).receipts[0].index
    assert epochs.close_epoch(now=now)
    place = Opening.objects.get(index=gone).place
    Unclaimed.objects.create(place=place, seal=bytes(32))
    rolled_back([gone])
    assert faults() == [f"event {place} was deleted, moved or its entry altered"]


def test_what_waits_and_was_deleted_is_named(meridian: Any, now: Any) -> None:
    one, two = (write(changed(now)).receipts[0].index for _ in range(2))
    PendingEntry.objects.filter(index=one).delete()
    Opening.objects.filter(index=two).delete()
    assert faults() == [
        f"event {two} was deleted while it waited for its place",
        f"event {one} has no place, and waits for none",
        f"event {two} was added beside the log",
    ]


def test_a_site_begins_to_promise_in_the_middle_of_an_hour(meridian: Any, now: Any) -> None:
    """What was placed at once stays; the epoch's size is a multiple of its width all the same."""
    kept.a_case(CASE, now=now)
    named = Organisation.objects.get().promise
    Organisation.objects.update(promise="")
    old = [write(changed(now)).receipts[0] for _ in range(3)]
    Organisation.objects.update(promise=named)
    new = write(changed(now)).receipts[0]
    assert entry.parse(Opening.objects.get(index=new.index).fields).values["prev"] == old[-1].leaf
    assert epochs.close_epoch(now=now)
    assert epochs.close_epoch(now=now + HOUR)
    assert sizes() == [64, 128]
    log = Verifier.parse(log_key.load().vkey)
    for each in (*old, new):
        found = receipt.verify(receipts.receipt(each.index, quorum=0), log=log)
        assert (found.leaf.hex(), found.size) == (each.leaf, 128)
    assert faults() == []

"""The journal, the log and the guard: what is committed together, and what is refused."""

from __future__ import annotations

import os
import threading
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.db.models import F

from heard.actions.operations import epochs
from heard.formats import entry as entries
from heard.formats import merkle, promise
from heard.formats import receipt as receipts
from heard.formats.note import Verifier
from heard.ledger import guard, journal, log_key, placing, tree_store, writer
from heard.ledger import log as ledger_log
from heard.ledger import receipts as ledger_receipts
from heard.ledger.guard import GuardMismatchError, Tree
from heard.ledger.journal import (
    Actor,
    IdempotencyConflictError,
    JournalEntry,
    UnavailableError,
    write,
)
from heard.records.models import (
    Duty,
    Event,
    Head,
    IdempotencyKey,
    Leaf,
    Node,
    Opening,
    Organisation,
    Outgoing,
    PendingEntry,
)
from heard.rules import places
from heard.rules.events.cases import CaseOpened
from heard.rules.events.letters import LetterReceived

OPERATOR = Actor(kind="operator")
REPORTER = Actor(kind="reporter")
CASE = "c" * 32


def opened(now: Any, case: str = CASE, actor: Actor = OPERATOR) -> Any:
    return lambda entry: entry.log(CaseOpened(case=case), at=now, actor=actor)


def counts() -> tuple[int, int, int, int]:
    return Event.objects.count(), Opening.objects.count(), Leaf.objects.count(), tree_store.size()


def verify(text: str) -> promise.Promised:
    """What is given at once: a promise under the key that the roster names."""
    key = Verifier.parse(Organisation.objects.get().promise)
    return promise.verify(text, key=key, log=log_key.load().name)


def wide(now: Any, leaves: int) -> None:
    """Epochs of this width, for the week."""
    Head.objects.update(leaves=leaves, week=places.week_of(now.date()))


def proof(index: int) -> receipts.Verified:
    """Of the log as it is now, as the operator sees it."""
    return receipts.verify(ledger_receipts.live(index), log=Verifier.parse(log_key.load().vkey))


def test_one_commit_holds_event_opening_leaf_and_what_the_deed_adds(
    meridian: Any, now: Any, hour: Any
) -> None:
    before = counts()

    def action(entry: JournalEntry) -> str:
        opened(now)(entry)
        entry.tell(kind="report", holder="h" * 32, due=now)
        return "done"

    written = write(action, key="a" * 32, sha256="b" * 64)
    after = counts()
    assert (after[0] - before[0], after[1] - before[1]) == (1, 1)
    assert after[2:] == before[2:]  # no place yet, and the tree as large as before
    assert bytes(PendingEntry.objects.get(index=written.receipts[0].index).entry)[0] == 1
    assert written.value == "done"
    assert IdempotencyKey.objects.get(pk="a" * 32).index == written.receipts[0].index
    assert Outgoing.objects.filter(holder="h" * 32).count() == 1
    first = written.receipts[0]
    promised = verify(first.text)
    assert ledger_receipts.live(first.index) == first.text
    assert epochs.close_epoch(now=now)
    proved = proof(first.index)
    assert proved.size == counts()[2] == counts()[3] == 64
    assert Opening.objects.get(index=first.index).place == proved.index
    assert not PendingEntry.objects.exists()
    assert (promised.leaf, promised.leaf.hex()) == (proved.leaf, first.leaf)
    # The hour of the action and 25 more; nothing public yet, and not the size there is.
    assert (promised.by, promised.size) == (int((hour + timedelta(hours=25)).timestamp()), 0)
    assert (
        promised.fields
        == proved.fields
        == {
            "event": "case_opened",
            "at": "2026-03-10T09:41:27Z",
            "actor": "operator",
            "case": CASE,
            "prev": "",
        }
    )


def test_a_reporters_time_is_cut_to_the_hour(meridian: Any, now: Any, hour: Any) -> None:
    written = write(opened(now, actor=REPORTER))
    assert Event.objects.get(pk=written.receipts[0].index).at == hour
    assert verify(written.receipts[0].text).fields["at"] == "2026-03-10T09:00:00Z"


def test_a_deed_that_raises_leaves_nothing(meridian: Any, now: Any) -> None:
    before = counts()

    def action(entry: JournalEntry) -> None:
        opened(now)(entry)
        Head.objects.update(note="x")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write(action)
    foreign = LetterReceived(case=CASE, letter="", kind="hologram")
    with pytest.raises(ValueError, match="letter_received"):
        write(lambda entry: entry.log(foreign, at=now, actor=OPERATOR))
    assert counts() == before
    assert Head.objects.get().note != "x"
    assert verify(write(opened(now)).receipts[0].text).fields["event"] == "case_opened"


@pytest.mark.parametrize("dirty", [False, True])
def test_one_bad_deed_of_a_batch_harms_only_itself(meridian: Any, now: Any, *, dirty: bool) -> None:
    before = counts()

    def bad(entry: JournalEntry) -> None:
        opened(now)(entry)
        if dirty:
            Head.objects.update(note="x")
        raise RuntimeError

    actions = [opened(now), bad, opened(now)]
    jobs = [writer.Job(action, JournalEntry, "", "") for action in actions]
    writer._settle(jobs)
    assert [type(job.error) for job in jobs] == [type(None), RuntimeError, type(None)]
    assert counts()[0] == before[0] + 2
    for job in (jobs[0], jobs[2]):
        found = job.answer().receipts[0]
        assert verify(found.text).leaf.hex() == found.leaf == job.entry.events[0].leaf


def test_a_batch_is_one_tree_and_every_promise_of_it_is_kept(meridian: Any, now: Any) -> None:
    wide(now, 512)
    jobs = [writer.Job(opened(now, f"{n:032x}"), JournalEntry, "", "") for n in range(300)]
    writer._settle(jobs)
    answers = [job.answer().receipts[0] for job in jobs]
    said = [verify(each.text) for each in answers]
    assert {each.size for each in said} == {0}
    assert [int(each.fields["case"], 16) for each in said] == list(range(300))
    assert epochs.close_epoch(now=now)
    assert all(proof(each.index).leaf.hex() == each.leaf for each in answers[:20])
    assert tree_store.size() == 512
    placed = list(Opening.objects.order_by("index").values_list("place", flat=True))
    assert sorted(placed) != placed
    assert Node.objects.count() == 2
    assert tree_store.root(tree_store.size()) == bytes(Head.objects.get().root)


def test_a_repeat_is_answered_and_not_done_again(meridian: Any, now: Any) -> None:
    first = write(opened(now), key="a" * 32, sha256="b" * 64)
    write(opened(now, "d" * 32))  # of somebody else: it must not show in the answer
    second = write(opened(now), key="a" * 32, sha256="b" * 64)
    assert (second.again, second.value) == (True, None)
    assert second.receipts == first.receipts
    with pytest.raises(IdempotencyConflictError):
        write(opened(now), key="a" * 32, sha256="c" * 64)
    assert Event.objects.filter(case=CASE).count() == 1


def test_the_same_id_twice_in_one_batch_is_done_once(meridian: Any, now: Any) -> None:
    jobs = [writer.Job(opened(now), JournalEntry, "a" * 32, "b" * 64) for _ in range(2)]
    writer._settle(jobs)
    answers = [job.answer() for job in jobs]
    assert [answer.again for answer in answers] == [False, True]
    assert Event.objects.filter(case=CASE).count() == 1


def test_many_threads_get_their_own_answers(meridian: Any, now: Any) -> None:
    found: dict[int, str] = {}

    def run(number: int) -> None:
        found[number] = write(opened(now, f"{number:032x}")).receipts[0].text

    threads = [threading.Thread(target=run, args=(number,)) for number in range(24)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    said = {number: verify(text).fields["case"] for number, text in found.items()}
    assert said == {number: f"{number:032x}" for number in range(24)}


def test_receipts_and_proofs_of_a_grown_log(meridian: Any, now: Any) -> None:
    early = write(opened(now)).receipts[0]
    wide(now, 1024)
    old, old_root = tree_store.size(), bytes(Head.objects.get().root)
    writer._settle([writer.Job(opened(now), JournalEntry, "", "") for _ in range(700)])
    # Not of the size that the others made: what was given with the action, byte for byte.
    assert ledger_receipts.receipt(early.index, quorum=1) == early.text
    assert epochs.close_epoch(now=now)
    size, root = tree_store.size(), bytes(Head.objects.get().root)
    merkle.verify_consistency(old, size, old_root, root, tree_store.consistency(old, size))
    with pytest.raises(tree_store.NoSuchEntryError):
        ledger_receipts.receipt(10**6, quorum=1)


def test_events_from_before_checkpoints_were_kept_have_a_receipt(meridian: Any, now: Any) -> None:
    """An epoch holds the old one; the one of the last hour gets what was the newest then."""
    Organisation.objects.update(promise="")  # each commit placed its own
    old = write(opened(now)).receipts[0]
    assert epochs.close_epoch(now=now)
    Head.objects.update(events=64)  # a number was a place
    late = write(opened(now, "2" * 32)).receipts[0]
    fields = receipts.parse(late.text).opening.values
    Opening.objects.update(checkpoint="", after=None, by=None)
    migration = import_module("heard.records.migrations.0006_first_receipts")
    with connection.cursor() as cursor:
        cursor.execute(migration.NEWEST)
    size = tree_store.size()
    write(opened(now, "3" * 32))
    assert Opening.objects.get(index=old.index).checkpoint == ""
    log = Verifier.parse(log_key.load().vkey)
    assert receipts.verify(ledger_receipts.receipt(old.index, quorum=1), log=log).size == 64
    found = receipts.verify(ledger_receipts.receipt(late.index, quorum=1), log=log)
    assert (found.size, found.fields) == (size, fields)


def test_events_from_before_leaves_were_kept_get_theirs(meridian: Any, now: Any) -> None:
    known = [write(opened(now, f"{n:032x}")).receipts[0] for n in range(3)]
    assert epochs.close_epoch(now=now)
    Opening.objects.update(leaf="", index=F("place") + 1000)
    Opening.objects.update(index=F("place"))  # a number was a place
    migration = import_module("heard.records.migrations.0011_leaf")
    with connection.schema_editor() as editor:
        migration.name(None, editor)
    for each in known:
        assert proof(Opening.objects.get(leaf=each.leaf).index).leaf.hex() == each.leaf
    assert not Opening.objects.filter(leaf="").exists()


def test_padding_and_events_look_alike_to_all_but_the_key(meridian: Any, now: Any) -> None:
    index = write(opened(now)).receipts[0].index
    assert epochs.close_epoch(now=now)
    key, rows = log_key.load(), Leaf.objects.order_by("index").values_list("index", "entry")
    padding = {place for place, entry in rows if bytes(entry) == key.padding(place)}
    assert Opening.objects.get(index=index).place not in padding
    assert padding == {place for place, _ in rows} - set(
        Opening.objects.values_list("place", flat=True)
    )
    assert {(len(bytes(entry)), bytes(entry)[0]) for _, entry in rows} == {(33, 1)}


@pytest.mark.parametrize("table", ["heard_event", "heard_leaf", "heard_node"])
def test_the_database_refuses_to_change_the_log(meridian: Any, now: Any, table: str) -> None:
    wide(now, 512)
    assert epochs.close_epoch(now=now)
    statements = [f"DELETE FROM {table}", f'UPDATE {table} SET "index" = "index"']
    if connection.vendor == "postgresql":
        statements.append(f"TRUNCATE {table}")
    for statement in statements:
        with pytest.raises(DatabaseError, match="append-only"), connection.cursor() as cursor:
            cursor.execute(statement)


def test_the_guard_refuses_a_database_that_was_rolled_back(meridian: Any, now: Any) -> None:
    old = Head.objects.values().get()
    assert epochs.close_epoch(now=now)
    newest = Head.objects.values().get()
    Head.objects.update(**old)
    with pytest.raises(GuardMismatchError):
        ledger_log.compare()
    with pytest.raises(GuardMismatchError):
        write(opened(now))
    Head.objects.update(**newest)
    assert write(opened(now)).receipts[0].index > 0


def test_the_guard_refuses_a_fork(meridian: Any, now: Any) -> None:
    write(opened(now))
    Head.objects.update(root=bytes(32))
    with pytest.raises(GuardMismatchError):
        ledger_log.compare()


@pytest.mark.parametrize("committed", [True, False])
def test_a_crash_around_the_commit_of_an_epoch_is_survived(
    meridian: Any, now: Any, monkeypatch: pytest.MonkeyPatch, *, committed: bool
) -> None:
    first = write(opened(now)).receipts[0]
    before = tree_store.size()
    if committed:  # the database took it, nobody confirmed
        monkeypatch.setattr(guard, "confirm", _die)
    else:  # agreed to, never committed
        monkeypatch.setattr(placing, "put", _die)
    with pytest.raises(UnavailableError if committed else KeyError):
        epochs.close_epoch(now=now)
    monkeypatch.undo()
    assert tree_store.size() == (64 if committed else before)
    ledger_log.compare()
    again = write(opened(now)).receipts[0]
    assert epochs.close_epoch(now=now) is not committed
    assert epochs.close_epoch(now=now + timedelta(hours=1))
    assert verify(again.text).leaf == proof(again.index).leaf
    assert verify(first.text).leaf == proof(first.index).leaf
    assert tree_store.size() == 128


def _die(*_: Any) -> None:
    raise KeyError


def test_a_torn_write_of_the_guard_leaves_the_older_record(database: Path) -> None:
    guard.adopt(Tree(4, b"a" * 32))
    guard.adopt(Tree(8, b"b" * 32))
    file = database / "guard" / "signed"
    raw = bytearray(file.read_bytes())
    assert guard.remembered().confirmed == Tree(8, b"b" * 32)
    raw[10] ^= 1  # the slot written last
    file.write_bytes(raw)
    assert guard.remembered().confirmed == Tree(4, b"a" * 32)


def test_a_log_without_its_guard_is_not_signed(meridian: Any, now: Any, database: Path) -> None:
    (database / "guard" / "signed").unlink()
    with pytest.raises(GuardMismatchError, match="no record"):
        write(opened(now))


def test_the_log_key_is_its_owners_alone(meridian: Any) -> None:
    assert log_key.path().stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileExistsError):
        log_key.create("again")


def test_no_connection_lives_through_a_fork(meridian: Any, now: Any) -> None:
    write(opened(now))
    assert os.getpid() in writer._writers
    child = os.fork()
    if child == 0:
        os._exit(len(writer._writers))
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert verify(write(opened(now)).receipts[0].text).fields["event"] == "case_opened"


def test_duties_are_owed_and_fulfilled(meridian: Any, lin: Any, now: Any) -> None:
    import msgspec

    from heard.actions.intake.report import Report, accept_report

    report = msgspec.convert(lin.report(meridian.roster, now=now), Report)
    accept_report(report=report, now=now)
    done = write(lambda entry: entry.fulfil(case=lin.case, kind="acknowledge", at=now))
    again = write(lambda entry: entry.fulfil(case=lin.case, kind="acknowledge", at=now))
    assert (done.value, again.value) == (1, 0)
    duty = Duty.objects.get(case__id=lin.case, kind="acknowledge")
    assert (duty.state, duty.done) == ("done", now)
    assert duty.due == now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=24)


def test_the_journal_stays_narrow() -> None:
    assert len(Path(journal.__file__).read_text().splitlines()) < 180


def test_write_makes_what_make_makes() -> None:
    values = {"event": "x", "words": 'é "\\\n\u2028', "at": ""}
    entry, text = entries.write(values)
    opening = entries.parse(text)
    assert (opening.entry, opening.values) == (entry, values)

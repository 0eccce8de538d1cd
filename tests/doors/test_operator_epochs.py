"""Epochs and witnesses, over real HTTP, with a witness of our own and with bad ones."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from witnessing import Witness

from heard.actions import conflicts, oversight, rosters
from heard.actions.operations import epochs
from heard.doors.operator import cli
from heard.formats import FormatError, conflictproof, note, verify
from heard.formats import conflicts as formats
from heard.ledger import receipts
from heard.records.models import (
    Alarm,
    Cosignature,
    Event,
    Head,
    Holder,
    Leaf,
    Organisation,
    Outgoing,
)


@pytest.fixture
def now() -> datetime:
    from heard.doors.operator.demonstration import seeding

    return seeding.the_time()


def first_report() -> int:
    return Event.objects.filter(kind="report_received").order_by("index")[0].index


def test_an_epoch_pads_to_a_multiple_of_64_once_an_hour(seeded: Path, now: datetime) -> None:
    before, events = Head.objects.get().size, Event.objects.count() + 1  # and the conflict table
    assert epochs.close_epoch(now=now)
    assert Head.objects.get().size == 64
    assert Leaf.objects.count() == 64
    assert before < 64
    assert not epochs.close_epoch(now=now + timedelta(minutes=59))
    assert epochs.close_epoch(now=now + timedelta(minutes=61))  # an idle hour looks like another
    assert [each.size for each in Cosignature.objects.order_by("size")] == [64, 128]
    assert Event.objects.count() == events


def test_a_receipt_is_upgraded_by_a_quorum_of_operators(
    witnesses: list[Witness], now: datetime
) -> None:
    index = first_report()
    first = receipts.receipt(index, quorum=2)
    epochs.close_epoch(now=now)
    assert epochs.Asker().ask(now=now) == 3
    assert Cosignature.objects.get().witnesses == 2  # three keys, two operators
    second = receipts.receipt(index, quorum=2)
    policy = rosters.current().policy()
    log = Organisation.objects.get().log
    found = verify.verify_receipt(second, log_vkey=log, policy=policy)
    assert found.quorum
    promised = verify.verify_promise(
        first, promise_vkey=Organisation.objects.get().promise, log_vkey=log
    )
    kept = verify.verify_kept(promised, found, log_vkey=log, policy=policy)
    assert kept.reached == max(found.stamps)
    with pytest.raises(FormatError):
        verify.verify_receipt(first, log_vkey=log, policy=policy)


def test_a_conflict_table_is_given_out_once_a_quorum_has_cosigned_it(
    witnesses: list[Witness], now: datetime
) -> None:
    conflicts.publish(now=now)
    given = []
    for later, (union, board) in enumerate([(False, False), (True, False), (False, True)]):
        at = now + timedelta(hours=later)
        witnesses[0].down = witnesses[1].down = not union
        witnesses[2].down = not board
        epochs.close_epoch(now=at)
        epochs.Asker().ask(now=at)
        given.append(len(formats.parse(conflicts.head()).holders))
    witnesses[0].down = False
    assert epochs.Asker().ask(now=now + timedelta(hours=2)) == 1
    head = formats.parse(conflicts.head())
    assert (given, len(head.holders)) == ([0, 0, 0], len(rosters.current().entries))
    policy = rosters.current().policy()
    log = note.Verifier.parse(Organisation.objects.get().log)
    by = conflictproof.By(log=log, policy=policy, time=now)
    assert conflictproof.prove(conflicts.head(), conflicts.proof(salt=head.salt), by)


def test_one_operator_with_two_keys_is_no_quorum(witnesses: list[Witness], now: datetime) -> None:
    witnesses[2].down = True
    epochs.close_epoch(now=now)
    assert epochs.Asker().ask(now=now) == 2
    assert Cosignature.objects.get().witnesses == 1


def test_a_silent_witness_is_asked_again_later_and_later(
    witnesses: list[Witness], now: datetime
) -> None:
    asker, board = epochs.Asker(), witnesses[2]
    board.down = True
    epochs.close_epoch(now=now)
    for minutes in range(16):
        asker.ask(now=now + timedelta(minutes=minutes))
    assert board.asked == 5  # at 0, 1, 3, 7, 15 minutes
    board.down = False
    assert asker.ask(now=now + timedelta(minutes=31)) == 1
    assert Cosignature.objects.get().witnesses == 2
    asked = board.asked
    asker.ask(now=now + timedelta(minutes=90))
    assert board.asked == asked  # it has signed this one


def test_the_next_epoch_is_proved_consistent_and_a_restart_finds_the_size(
    witnesses: list[Witness], now: datetime
) -> None:
    epochs.close_epoch(now=now)
    asker = epochs.Asker()
    asker.ask(now=now)
    later = now + timedelta(hours=2)
    epochs.close_epoch(now=later)
    assert asker.ask(now=later) == 3
    assert [each.asked for each in witnesses] == [2, 2, 2]
    latest = now + timedelta(hours=4)
    epochs.close_epoch(now=latest)
    assert epochs.Asker().ask(now=latest) == 3  # knows no sizes: 409, then again
    assert [each.asked for each in witnesses] == [4, 4, 4]


def test_a_witness_that_has_seen_more_is_an_alarm(
    witnesses: list[Witness], now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    epochs.close_epoch(now=now)
    board = witnesses[2]
    board.server.handle = lambda _: (409, "4096\n")
    assert epochs.Asker().ask(now=now) == 2
    assert [r.levelname for r in caplog.records if r.name == "heard.epochs"] == ["CRITICAL"]


REFUSED = {
    "ahead": (409, "4096\n"),
    "fork": (422, "no\n"),
    "key": (403, "no\n"),
    "unknown": (404, ""),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_refusal_reaches_operator_and_oversight_at_once_and_ends_with_a_cosignature(
    witnesses: list[Witness], now: datetime, what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    overseer = Holder.objects.exclude(oversight=True).filter(state="active")[0]
    oversight.allow(holder=overseer.id, may=True, now=now)
    epochs.close_epoch(now=now)
    board = witnesses[2]
    board.server.handle = lambda _: REFUSED[what]
    for _ in range(2):
        epochs.Asker().ask(now=now)
    alarms = Alarm.objects.filter(ended=None).values_list("kind", "subject", "what")
    assert list(alarms) == [("witness", "board.example", what)]
    told = Outgoing.objects.filter(kind="alarm").values_list("holder", "due")
    assert (overseer.id, now) in told
    assert len(told) == Holder.objects.filter(oversight=True, state="active").count()
    assert cli.run(["doctor", "--quick"]) == 1
    assert "WRONG    witnesses: board.example " in capsys.readouterr().out
    board.server.handle = board.answer
    assert epochs.Asker().ask(now=now) == 1
    assert not Alarm.objects.filter(ended=None).exists()


def test_a_fork_of_the_same_size_is_one(witnesses: list[Witness], now: datetime) -> None:
    epochs.close_epoch(now=now)
    size = Cosignature.objects.get().size
    witnesses[2].server.handle = lambda _: (409, f"{size}\n")
    epochs.Asker().ask(now=now)
    assert Alarm.objects.get(ended=None).what == "fork"


@pytest.mark.parametrize("answer", [(200, ""), (200, "junk\n"), (409, "x\n"), (500, "")])
def test_nonsense_from_a_witness_is_kept_out(
    witnesses: list[Witness], now: datetime, answer: tuple[int, str]
) -> None:
    for each in witnesses:
        each.server.handle = lambda _: answer
    epochs.close_epoch(now=now)
    note_before = Cosignature.objects.get().note
    assert epochs.Asker().ask(now=now) == 0
    assert Cosignature.objects.get().note == note_before


def test_a_witness_sends_this_server_nowhere(witnesses: list[Witness], now: datetime) -> None:
    """Or it could have this machine ask what nobody but this machine can reach."""
    leading, inside = witnesses[0].server, witnesses[1].server
    leading.handle, leading.location = lambda _: (302, ""), f"{inside.url}/inside"
    epochs.close_epoch(now=now)
    epochs.Asker().ask(now=now)
    assert inside.led == []


def test_a_cosignature_by_another_key_or_of_another_tree_is_kept_out(
    witnesses: list[Witness], now: datetime
) -> None:
    epochs.close_epoch(now=now)
    text = note.parse(Cosignature.objects.get().note).text
    stranger = note.Signer.generate("board.example", note.COSIGNATURE)
    own = witnesses[2].key
    for line in (stranger.line(text, stamp=1), own.line(text + "x\n", stamp=1)):
        witnesses[2].server.handle = lambda _, line=line: (200, line)
        epochs.Asker().ask(now=now)
    assert Cosignature.objects.get().witnesses == 1
    assert "board.example" not in Cosignature.objects.get().note

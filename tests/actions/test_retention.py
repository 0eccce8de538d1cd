"""Erasing: what is due and nothing else, under one lock with holds, and for good."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import cast
import msgspec
import pytest
from django.db import connection
from erasing import DAY, DUE, beside, close, dies, leave, moved, sweep

from heard.actions import retention
from heard.actions.intake.report import Report, accept_report
from heard.actions.operations import epochs, health
from heard.formats import entry as entries
from heard.ledger import closed, erasure_journal
from heard.ledger.guard import GuardMismatchError
from heard.records.models import Contact, Erasure, Event, Opening
from heard.rules.refusals import RefusedError


@pytest.fixture
def sent(meridian: Any, lin: cast.Reporter, now: datetime) -> cast.Reporter:
    """Lin's report, with an address to be told at, all of it in the log's tree."""
    body = lin.report(meridian.roster, now=now)
    accept_report(report=msgspec.convert(body, Report), now=now)
    leave(lin, now)
    epochs.close_epoch(now=now + 2 * timedelta(hours=1))
    return lin


def address() -> int:
    return Contact.objects.count()


def fields() -> dict[str, str]:
    """What the log still opens of the address she left."""
    event = Event.objects.get(kind="contact_changed")
    return entries.parse(Opening.objects.get(index=event.index).fields).values


def faults() -> list[str]:
    return health.check_log(progress=lambda *_: None)


def erased() -> list[str]:
    return [each.id for each in erasure_journal.read().erased]


def test_an_address_is_erased_a_week_after_the_closing_and_the_log_still_holds(
    sent: cast.Reporter, now: datetime
) -> None:
    assert sweep(now + 400 * DAY) == 0  # it is open
    close(sent, now)
    assert sweep(now + 6 * DAY) == 0
    assert (address(), "contact" in fields()) == (1, True)
    leaf = Opening.objects.get(index=Event.objects.get(kind="contact_changed").index).leaf
    assert sweep(now + DUE) == 1
    assert (address(), "contact" in fields()) == (0, False)
    assert fields().keys() >= {"event", "at", "actor", "case", "prev"}
    row = Opening.objects.get(leaf=leaf)
    assert "digest" in row.fields
    assert faults() == []
    event = Event.objects.get(kind="erased")
    said = entries.parse(Opening.objects.get(index=event.index).fields).values
    assert (said["what"], said["fields"], said["ground"], said["actor"]) == (
        "contacts", "contact", "GDPR Art. 5(1)(e)", "clock",
    )  # fmt: skip
    assert sweep(now + DUE) == 0  # once
    (listed,) = retention.listed()
    assert (listed.case, listed.what, listed.leaf) == (
        sent.case, "contacts", Opening.objects.get(index=event.index).leaf,
    )  # fmt: skip


def test_of_a_case_without_an_address_the_same_is_logged(
    sent: cast.Reporter, now: datetime
) -> None:
    """Or its readers would learn whether she can be reached."""
    Contact.objects.all().delete()
    close(sent, now)
    assert sweep(now + DUE) == 1


@pytest.mark.acceptance("case-work", 9)
def test_nothing_goes_under_a_hold_and_for_thirty_days_after(
    sent: cast.Reporter, now: datetime
) -> None:
    close(sent, now)
    moved(sent, "hold", now + DAY)
    assert sweep(now + 800 * DAY) == 0
    moved(sent, "release_hold", now + 800 * DAY)
    assert sweep(now + 829 * DAY) == 0
    assert address() == 1
    assert sweep(now + 831 * DAY) == 3  # by then who she is, too, and drafts
    assert address() == 0


def test_a_hold_that_comes_between_planning_and_destroying_holds(
    sent: cast.Reporter, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    close(sent, now)
    plan = erasure_journal.plan

    def planned(said: erasure_journal.Said) -> None:
        plan(said)
        moved(sent, "hold", now + DUE)

    monkeypatch.setattr(erasure_journal, "plan", planned)
    assert sweep(now + DUE) == 0
    assert (address(), Erasure.objects.count()) == (1, 0)
    assert erasure_journal.read() == ([], [])


def test_what_was_reopened_stays(sent: cast.Reporter, now: datetime) -> None:
    close(sent, now)
    moved(sent, "reopen", now + DAY, code="new_evidence")
    assert sweep(now + DUE) == 0


def test_no_address_is_taken_once_it_is_over_and_one_is_when_it_goes_on(
    sent: cast.Reporter, now: datetime
) -> None:
    close(sent, now)
    leave(sent, now + DAY)  # closed, and not erased yet
    epochs.close_epoch(now=now + 2 * DAY)
    sweep(now + DUE)
    with pytest.raises(RefusedError):
        leave(sent, now + DUE)
    moved(sent, "reopen", now + 10 * DAY, code="new_evidence")
    leave(sent, now + 10 * DAY)
    assert address() == 1


def test_what_waits_for_its_place_is_not_closed_yet(sent: cast.Reporter, now: datetime) -> None:
    """Its promise shows every field: what it hides would have been hidden from her."""
    close(sent, now - DUE)
    leave(sent, now + timedelta(hours=3))
    assert sweep(now + timedelta(hours=3)) == 0
    epochs.close_epoch(now=now + timedelta(hours=5))
    assert sweep(now + timedelta(hours=5)) == 1


def as_before(lin: cast.Reporter) -> Callable[[], None]:
    """The database as it is now; what it gives puts that back, as a restored backup does."""
    kept = list(Contact.objects.all())
    openings = list(Opening.objects.all())

    def back() -> None:
        Erasure.objects.all().delete()
        Contact.objects.bulk_create(kept)
        Opening.objects.bulk_update(openings, ["fields"])
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM heard_idempotencykey")

    return back


def test_what_came_back_with_an_older_database_is_erased_before_anything_is_served(
    sent: cast.Reporter, now: datetime
) -> None:
    close(sent, now)
    back = as_before(sent)
    sweep(now + DUE)
    before = erased()
    back()
    moved(sent, "hold", now + DUE)  # in that database: what is gone stays gone
    assert (address(), "contact" in fields()) == (1, True)
    assert "came back" in str(list(health._state._erased()))
    assert retention.not_ready(now=now + DUE) == ""
    assert (address(), "contact" in fields()) == (0, False)
    assert erased() == before == [Erasure.objects.get().id]
    assert retention.settle(now=now + DUE) == 0


def test_where_it_was_restored_for_reading_it_is_erased_and_nothing_is_logged(
    sent: cast.Reporter, now: datetime
) -> None:
    close(sent, now)
    back = as_before(sent)
    sweep(now + DUE)
    back()
    events = Event.objects.count()
    closed.close(closed.RESTORED)
    try:
        assert retention.not_ready(now=now + DUE) == ""
    finally:
        closed.reopen()
    assert (address(), Event.objects.count()) == (0, events)


@pytest.mark.parametrize("harm", ["gone", "empty", "changed"])
def test_without_its_journal_nothing_starts(sent: cast.Reporter, now: datetime, harm: str) -> None:
    close(sent, now)
    sweep(now + DUE)
    path = erasure_journal.path()
    raw = path.read_bytes()
    if harm == "gone":
        path.unlink()
    else:
        path.write_bytes(b"" if harm == "empty" else raw.replace(b" + ", b" - ", 1))
    assert "is damaged or gone" in retention.not_ready(now=now)
    with pytest.raises(GuardMismatchError):
        sweep(now)
    assert retention.begin_anew(now=now) == 1
    assert retention.not_ready(now=now) == ""
    assert erased() == [Erasure.objects.get().id]


def test_an_end_that_was_torn_is_cut_off(sent: cast.Reporter, now: datetime) -> None:
    close(sent, now)
    sweep(now + DUE)
    path, whole = erasure_journal.path(), erased()
    size = path.stat().st_size
    for torn in (b"1", b"0000 + torn", b"00000000 + torn\n"):
        with path.open("ab") as file:
            file.write(torn)
        assert erased() == whole
        assert path.stat().st_size == size


def test_another_machine_writes_down_what_this_one_erased(
    sent: cast.Reporter, now: datetime
) -> None:
    close(sent, now)
    sweep(now + DUE)
    erasure_journal.begin_anew()
    assert erased() == []
    retention.settle(now=now)
    assert erased() == [Erasure.objects.get().id]


def test_what_was_erased_no_line_takes_back() -> None:
    said = erasure_journal.Said("1" * 32, "c" * 32, "contacts", "GDPR Art. 5(1)(e)")
    erasure_journal.learn(said)
    erasure_journal.ended(said.id, erased=False)
    assert erasure_journal.read() == ([said], [])


def test_a_kill_at_any_write_leaves_what_is_put_right(sent: cast.Reporter, now: datetime) -> None:
    kept = Contact.objects.get()
    step, at = 0, now
    while True:
        close(sent, at)
        killed = dies(step, at + DUE)
        gone = Erasure.objects.filter(at=at + DUE).exists()
        assert address() == (0 if gone else 1), f"killed at {step}"
        planned = {each.id for each in erasure_journal.read().planned} | set(erased())
        assert set(Erasure.objects.values_list("id", flat=True)) <= planned, f"killed at {step}"
        assert retention.not_ready(now=at + DUE) == ""
        assert sweep(at + DUE) == (0 if gone else 1)
        assert (address(), erasure_journal.read().planned) == (0, [])
        assert faults() == []
        if not killed:
            break
        step, at = step + 1, at + 20 * DAY
        moved(sent, "reopen", at - DAY, code="new_evidence")
        Contact.objects.bulk_create([kept])
    assert step > 6
    assert Erasure.objects.count() == step + 1


def test_two_processes_that_erase_at_once_erase_each_thing_once(
    sent: cast.Reporter, now: datetime
) -> None:
    """The one that comes later finds that it is done, and nothing that a crash would have left."""
    close(sent, now)
    assert sorted(beside(2, now + DUE)) == [0, 1]
    assert (address(), Erasure.objects.count(), faults()) == (0, 1, [])
    assert Event.objects.filter(kind="erased").count() == 1
    assert erased() == list(Erasure.objects.values_list("id", flat=True))
    lines = erasure_journal.path().read_text().splitlines()[1:]
    assert [line.split()[1] for line in lines] == ["+", "="]  # nobody took it for a crash's

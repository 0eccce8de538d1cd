"""A commit of which nobody can say at once whether it happened: kept, and done once."""

from __future__ import annotations

import errno
import threading
from typing import Any

import pytest
from django.db import InterfaceError, OperationalError, connections
from tests.support.waiting import changed, faults, held, rolled_back

from heard.actions.operations import epochs
from heard.ledger import guard, log, pending, receipts, waiting, writer
from heard.ledger.guard import GuardMismatchError
from heard.ledger.journal import JournalEntry, UnavailableError, write
from heard.records.models import Event, Unclaimed


def test_a_commit_that_nobody_confirmed_is_there(
    meridian: Any, now: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "committed", lambda *_: 1 / 0)
    with pytest.raises(UnavailableError, match="not known"):
        write(changed(now))
    monkeypatch.undo()
    log.compare()
    pending._tidied.clear()  # as in a process that has just begun
    before, unsure, _ = held()
    assert unsure == 1
    other = write(changed(now)).receipts[0]
    assert held() == (before + 2, 0, 0)
    assert waiting.read().last.number == other.index
    assert epochs.close_epoch(now=now)
    assert Unclaimed.objects.count() == 0
    assert faults() == []


def test_what_is_promised_at_a_repeat_alone_is_missed_too(
    meridian: Any, now: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The commit had happened, a crash came before the mark, and she sent it again."""
    write(changed(now))
    monkeypatch.setattr(waiting, "committed", lambda *_: 1 / 0)
    again = write(changed(now), key="a" * 32, sha256="b" * 64)
    monkeypatch.undo()
    assert (again.again, held()[1]) == (True, 0)  # from now on it is promised
    gone = again.receipts[0]
    marked = (guard.place() / "pending").read_bytes()
    assert receipts.receipt(gone.index, quorum=0) == gone.text
    assert (guard.place() / "pending").read_bytes() == marked  # once
    rolled_back([gone.index])
    with pytest.raises(GuardMismatchError, match="lacks entries"):
        log.compare()
    with pytest.raises(GuardMismatchError, match="lacks entries"):
        write(changed(now))


def settled(now: Any) -> list[Any]:
    """Four actions in one commit, each second one without an id."""
    keys = ["a" * 32, "", "b" * 32, ""]
    jobs = [
        writer.Job(changed(now, f"{n:032x}"), JournalEntry, key, "f" * 64)
        for n, key in enumerate(keys)
    ]
    writer._settle(jobs)
    return jobs


def done() -> list[str]:
    found = Event.objects.filter(kind="contact_changed")
    return sorted(found.values_list("case", flat=True))


@pytest.mark.parametrize("fails", [OSError(errno.ENOSPC, "full"), InterfaceError("gone")])
def test_what_fails_after_a_commit_does_no_deed_twice(
    meridian: Any, now: Any, monkeypatch: pytest.MonkeyPatch, fails: Exception
) -> None:
    def raises(*_: object) -> None:
        raise fails

    monkeypatch.setattr(waiting, "committed", raises)
    jobs = settled(now)
    monkeypatch.undo()
    assert done() == [f"{n:032x}" for n in range(4)]
    assert [job.answer().again for job in jobs if job.key] == [True, True]
    for job in jobs[1::2]:
        with pytest.raises(UnavailableError, match="not known"):
            job.answer()


def test_a_commit_whose_answer_is_lost_does_no_deed_twice(
    meridian: Any, now: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL has it, and the connection is gone. SQLite, which has no connection, refuses."""
    here = connections["default"]
    commit, lost = here._commit, iter([True])

    def answerless() -> None:
        if not next(lost, False):
            return commit()
        if here.vendor == "postgresql":
            commit()
            here.connection.pgconn.finish()  # no answer will come any more
        raise OperationalError("gone")

    monkeypatch.setattr(here, "_commit", answerless)
    jobs = settled(now)
    monkeypatch.undo()
    assert done() == [f"{n:032x}" for n in range(4)]
    unsure = here.vendor == "postgresql"
    assert [job.answer().again for job in jobs[::2]] == [unsure, unsure]
    assert [isinstance(job.error, UnavailableError) for job in jobs[1::2]] == [unsure, unsure]
    log.compare()


def test_nobody_waits_for_the_guard_to_be_tidied(
    meridian: Any, now: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, answered = threading.Event(), threading.Event()
    seen = []

    def tidy(_size: int) -> None:
        begun.set()
        seen.append(answered.wait(5))

    monkeypatch.setattr(pending, "tidy", tidy)
    write(changed(now))
    answered.set()
    writer.stop()
    assert begun.is_set()
    assert seen == [True]

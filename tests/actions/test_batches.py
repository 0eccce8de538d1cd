"""What the actions of one commit share, and which rows wait for the log's lock."""

from typing import Any

import msgspec
import pytest

from heard.access import roster
from heard.actions.intake.report import Report, accept_report
from heard.ledger import bulk_insert, log, writer
from heard.ledger.journal import Actor, JournalEntry
from heard.records.models import Case, CaseKey, Duty, Event, Holder, Letter, Spent, Wrap
from heard.rules.refusals import RefusedError
from heard.rules.rosters import NotListedError

OPERATOR = Actor(kind="operator")


def submitted(monkeypatch: pytest.MonkeyPatch, reports: list[Report], now: Any) -> list[writer.Job]:
    """What these reports hand to the writer, none of it done yet."""
    jobs: list[writer.Job] = []

    class HandedError(Exception):
        pass

    def keep(job: writer.Job, **_: Any) -> None:
        jobs.append(job)
        raise HandedError

    with monkeypatch.context() as patched:
        patched.setattr("heard.ledger.journal.submit", keep)
        for each in reports:
            with pytest.raises(HandedError):
                accept_report(report=each, now=now)
    return jobs


@pytest.fixture
def reports(meridian: Any, now: Any) -> list[Report]:
    sent = [meridian.lin().report(meridian.roster, now=now) for _ in range(4)]
    return [msgspec.convert(each, Report) for each in sent]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How often the newest roster was asked for."""
    times: list[int] = []
    real = roster.standing

    def standing() -> tuple[str, frozenset[str]]:
        times.append(1)
        return real()

    monkeypatch.setattr("heard.actions.intake.report.standing", standing)
    return times


def test_who_may_be_written_to_is_asked_once_a_batch(
    monkeypatch: pytest.MonkeyPatch, reports: list[Report], asked: list[int], now: Any
) -> None:
    jobs = submitted(monkeypatch, reports, now)
    assert asked == []
    writer._settle(jobs[:3])
    assert len(asked) == 1
    writer._settle(jobs[3:])
    assert len(asked) == 2
    assert [job.error for job in jobs] == [None] * 4
    assert Case.objects.count() == 4


def test_who_was_removed_in_the_same_batch_is_handed_no_report_after_that(
    monkeypatch: pytest.MonkeyPatch, reports: list[Report], now: Any
) -> None:
    def remove(_entry: JournalEntry) -> None:
        Holder.objects.update(state=Holder.State.REMOVED)

    first, second = submitted(monkeypatch, reports[:2], now)
    writer._settle([first, writer.Job(remove, JournalEntry, "", ""), second])
    assert first.error is None
    assert isinstance(second.error, NotListedError)
    assert list(Case.objects.values_list("id", flat=True)) == [reports[0].case]


def test_what_needs_no_number_is_there_before_the_log_is_locked(
    monkeypatch: pytest.MonkeyPatch, reports: list[Report], now: Any
) -> None:
    there: list[list[int]] = []
    real = log.extend

    def extend(*args: Any, **more: Any) -> log.Extension:
        there.append([each.objects.count() for each in (Case, CaseKey, Duty, Wrap, Letter)])
        return real(*args, **more)

    jobs = submitted(monkeypatch, reports[:2], now)
    monkeypatch.setattr(writer.log, "extend", extend)
    writer._settle(jobs)
    assert [job.error for job in jobs] == [None, None]
    ((cases, keys, duties, wraps, letters),) = there
    assert (cases, keys, letters) == (2, 2, 0)
    assert (Duty.objects.count(), Wrap.objects.count()) == (duties, wraps)
    assert duties > 0
    assert wraps > 0
    numbers = Event.objects.exclude(case="").values_list("case", "index")
    assert dict(Letter.objects.values_list("case__id", "index")) == dict(numbers)


def test_rows_are_written_in_the_order_of_their_ids(
    monkeypatch: pytest.MonkeyPatch, reports: list[Report], now: Any
) -> None:
    """Of two processes with the same two reports neither waits for the other for ever."""
    orders: list[list[str]] = []
    real = bulk_insert.insert

    def insert(rows: list[Any]) -> None:
        orders.append([row.values["id"] for row in rows if row.model is Case])
        real(rows)

    jobs = submitted(monkeypatch, reports, now)
    monkeypatch.setattr(writer.bulk_insert, "insert", insert)
    jobs.sort(key=lambda job: job.key, reverse=True)
    writer._settle(jobs)
    assert orders[0] == sorted(report.case for report in reports)
    # The log keeps the order in which they came.
    said = Event.objects.exclude(case="").order_by("index").values_list("case", flat=True)
    assert list(said) == [job.key for job in jobs]


@pytest.mark.usefixtures("meridian")
def test_what_is_added_at_once_is_found_by_what_follows_and_goes_with_who_fails(now: Any) -> None:
    def add(name: str) -> None:
        writer.insert_at_once(Spent(challenge=name * 64, until=now))
        assert Spent.objects.filter(challenge=name * 64).exists()

    def fail(_entry: JournalEntry) -> None:
        add("a")
        raise RefusedError("Not so.")

    bad, good = (writer.Job(each, JournalEntry, "", "") for each in (fail, lambda _entry: add("b")))
    writer._settle([bad, good])
    assert isinstance(bad.error, RefusedError)
    assert good.error is None
    assert [each.challenge for each in Spent.objects.all()] == ["b" * 64]

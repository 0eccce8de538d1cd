"""Notices: one message a person, that says nothing, on a real mail server."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from receivers import SENDER, Box, free_port

from heard.actions import notifications
from heard.doors.operator.demonstration import seeding
from heard.ledger.journal import next_hour
from heard.records.models import Case, Holder, Outgoing
from heard.rules import notifications as rules_notifications


@pytest.fixture
def now() -> datetime:
    """The full hour after the reports, when their notices may leave."""
    return next_hour(seeding.the_time())


@pytest.fixture
def waiting(seeded: Path, now: datetime) -> int:
    """The demonstration's reports have told the intake; Amara and Xu have addresses."""
    del seeded
    Holder.objects.filter(name="Amara Okafor").update(email="amara@example.org")
    Holder.objects.filter(name="Xu Wen").update(email="xu@example.org")
    return Outgoing.objects.filter(sent=None, due__lte=now).count()


def send(now: datetime) -> tuple[int, int]:
    return tuple(notifications.send_due(now=now))  # type: ignore[return-value]


def unsent() -> int:
    """Of those who have an address."""
    people = Holder.objects.exclude(email="").values("id")
    return Outgoing.objects.filter(sent=None, holder__in=people).count()


def test_one_message_a_person_that_says_nothing(box: Box, waiting: int, now: datetime) -> None:
    # Three reports to tier 1, Xu struck out of two; one that came late to tier 2 as well.
    assert waiting == 10
    send(now)
    assert sorted(each.to for each in box.mail) == [["amara@example.org"], ["xu@example.org"]]
    texts = {each.text for each in box.mail}
    assert len(texts) == 1  # the same for one report as for three
    assert "/desk/" in texts.pop()
    whole = b"".join(each.raw for each in box.mail).decode()
    for case in Case.objects.all():
        assert case.id not in whole
        assert case.id[:8] not in whole
    assert {each.message["Subject"] for each in box.mail} == {rules_notifications.SUBJECT}
    assert {each.message["Auto-Submitted"] for each in box.mail} == {"auto-generated"}
    assert {each.sender for each in box.mail} == {SENDER}
    assert unsent() == 0
    send(now)
    assert len(box.mail) == 2


def test_a_mail_servers_log_times_no_report(box: Box, waiting: int, now: datetime) -> None:
    Outgoing.objects.update(due=now)
    before = now - timedelta(seconds=1)
    assert (send(before), box.mail) == ((0, 0), [])
    send(now + timedelta(minutes=17, seconds=5))
    assert len(box.mail) == 2
    # What is left in the row is no finer: a lease would say when the round was.
    assert set(Outgoing.objects.values_list("sent", "due")) == {(now, now)}


def test_who_was_removed_meanwhile_is_not_written_to(box: Box, waiting: int, now: datetime) -> None:
    removed = Holder.objects.filter(email="xu@example.org")
    assert removed.update(state=Holder.State.REMOVED) == 1
    send(now)
    assert [each.to for each in box.mail] == [["amara@example.org"]]
    assert unsent() == 0


def test_a_refusal_is_tried_again_later_and_later(box: Box, waiting: int, now: datetime) -> None:
    box.refuse = True
    due = now
    for wait in (1, 2, 4, 8):
        before = send(due)
        assert before[1] == 2
        assert send(due) == (0, 0)  # not before its time
        due += timedelta(minutes=wait)
    box.refuse = False
    assert send(due) == (2, 0)
    assert unsent() == 0


def test_a_mail_server_that_is_down_for_a_day_loses_nothing(
    box: Box, waiting: int, now: datetime, settings
) -> None:
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, free_port()
    kept = unsent()
    for minutes in range(0, 24 * 60, 15):
        assert send(now + timedelta(minutes=minutes))[0] == 0
    assert unsent() == kept > 0
    settings.EMAIL_PORT = port
    up = now + timedelta(hours=24)
    for minutes in range(0, 6 * 60 + 1, 15):  # the longest wait between two tries
        send(up + timedelta(minutes=minutes))
    assert sorted(each.to for each in box.mail) == [["amara@example.org"], ["xu@example.org"]]
    assert unsent() == 0


def test_a_server_that_is_down_is_asked_once_a_round(
    box: Box, waiting: int, now: datetime, settings, monkeypatch
) -> None:
    from heard.actions.transports import mail

    settings.EMAIL_PORT = free_port()
    connect, asked = mail._connect, []
    monkeypatch.setattr(mail, "_connect", lambda *a, **k: (asked.append(a), connect(*a, **k)))
    monkeypatch.setattr("heard.actions.notifications._sending.THREADS", 1)
    assert send(now) == (0, 2)
    assert len(asked) == 1


def test_a_sender_that_dies_gives_its_claim_back(box: Box, waiting: int, now: datetime) -> None:
    assert sum(len(each.rows) for each in notifications.claim(now=now)) == waiting
    assert notifications.claim(now=now) == []  # of two senders one wins
    assert send(now + notifications.LEASE - timedelta(seconds=1)) == (0, 0)
    assert send(now + notifications.LEASE) == (2, 0)
    assert len(box.mail) == 2


def test_old_notices_are_forgotten(waiting: int, now: datetime) -> None:
    assert notifications.forget_stale(now=now + timedelta(days=6)) == 0
    assert notifications.forget_stale(now=now + timedelta(days=8)) == waiting


def test_the_worker_keeps_notices_until_mail_is_set_up(
    box: Box, waiting: int, now: datetime, settings
) -> None:
    from heard.doors.operator.loop import Loop

    host, settings.EMAIL_HOST = settings.EMAIL_HOST, ""
    Loop().round(now)
    assert box.mail == []
    assert unsent() > 0
    settings.EMAIL_HOST = host
    Loop().round(now + timedelta(minutes=1))
    assert len(box.mail) == 2

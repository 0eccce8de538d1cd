"""Notices through a real mail server on loopback: what is said, to whom, after what failures."""

import dataclasses
import socket
from collections.abc import Iterator
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import Message
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from heard.actions import outbox
from heard.actions._journal import next_hour
from heard.doors.operator.demonstration import seeding
from heard.records.models import Case, Holder, Outgoing

ORIGIN = "https://speak.example.org"
SENDER = "heard@example.org"


class Box:
    """Takes mail, or refuses it."""

    def __init__(self) -> None:
        self.refuse = False
        self.mail: list[tuple[list[str], Message]] = []

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 -- the library's name
        if self.refuse:
            return "451 try again later"
        assert isinstance(envelope.content, bytes)
        self.mail.append((envelope.rcpt_tos, message_from_bytes(envelope.content)))
        return "250 OK"


@pytest.fixture
def box(settings) -> Iterator[Box]:
    box = Box()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = port
    yield box
    controller.stop()


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
    return tuple(outbox.send_due(now=now, origin=ORIGIN, sender=SENDER))  # type: ignore[return-value]


def unsent() -> int:
    return Outgoing.objects.filter(sent=None).count()


def test_one_message_a_person_that_says_nothing(box: Box, waiting: int, now: datetime) -> None:
    assert waiting == 7  # three reports to tier 1, Xu struck out of two
    send(now)
    assert sorted(to for to, _ in box.mail) == [["amara@example.org"], ["xu@example.org"]]
    texts = {message.get_payload() for _, message in box.mail}
    assert len(texts) == 1  # the same for one report as for three
    text = texts.pop()
    assert f"{ORIGIN}/desk/" in str(text)
    whole = "".join(message.as_string() for _, message in box.mail)
    for case in Case.objects.all():
        assert case.id not in whole
        assert case.id[:8] not in whole
    assert {message["Subject"] for _, message in box.mail} == {outbox.SUBJECT}
    assert {message["Auto-Submitted"] for _, message in box.mail} == {"auto-generated"}
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
    assert [to for to, _ in box.mail] == [["amara@example.org"]]
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


def test_a_server_that_is_not_there_loses_nothing(
    box: Box,
    waiting: int,
    now: datetime,
    settings,
) -> None:
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    assert send(now)[1] == 2
    settings.EMAIL_PORT = port
    assert send(now + timedelta(minutes=1))[0] == 2
    assert len(box.mail) == 2


def test_a_sender_that_dies_gives_its_claim_back(box: Box, waiting: int, now: datetime) -> None:
    assert len(outbox.claim(now=now)) == waiting
    assert outbox.claim(now=now) == []  # of two senders one wins
    assert send(now + outbox.LEASE - timedelta(seconds=1)) == (0, 0)
    assert send(now + outbox.LEASE)[0] >= 2
    assert len(box.mail) == 2


def test_of_two_senders_that_read_the_same_row_one_takes_it(waiting: int, now: datetime) -> None:
    first, second = (list(Outgoing.objects.order_by("id")) for _ in range(2))
    assert [outbox.take(row, now=now) for row in first] == [True] * waiting
    assert [outbox.take(row, now=now) for row in second] == [False] * waiting
    assert set(Outgoing.objects.values_list("attempts", flat=True)) == {1}


def test_old_notices_are_forgotten(waiting: int, now: datetime) -> None:
    assert outbox.forget_stale(now=now + timedelta(days=6)) == 0
    assert outbox.forget_stale(now=now + timedelta(days=8)) == waiting


def test_the_worker_sends_only_where_mail_is_set_up(
    box: Box,
    waiting: int,
    now: datetime,
    settings,
) -> None:
    from heard.doors.operator.loop import Loop

    settings.HEARD = dataclasses.replace(settings.HEARD)
    settings.DEFAULT_FROM_EMAIL = SENDER
    host, settings.EMAIL_HOST = settings.EMAIL_HOST, ""
    Loop().round(now)
    assert (box.mail, Outgoing.objects.exclude(sent=None).count()) == ([], 0)
    settings.EMAIL_HOST = host
    Loop().round(now)
    assert len(box.mail) == 2

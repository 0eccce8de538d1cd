"""Her contact: sealed, replaceable, gone when she says so; and what arrives by it."""

from __future__ import annotations

import base64
import dataclasses
from datetime import datetime, timedelta
from email.header import decode_header, make_header
from itertools import pairwise
from typing import Any

import cast
import pytest
from phone import Phone
from receivers import Box, Web, free_port

from heard.access import notify_key
from heard.actions import cases, notifications, rosters
from heard.actions import services as machines
from heard.actions.deadlines import escalation
from heard.actions.intake import contacts
from heard.formats import agefile, contact, roster
from heard.formats.ids import new_id
from heard.records.models import Case, Contact, Duty, Event, Outgoing

ADDRESS = "lin.private@elsewhere.example"
HOUR = timedelta(hours=1)
HEADERS = {
    *("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted"),
    *("MIME-Version", "Content-Type", "Content-Transfer-Encoding"),
}


@pytest.fixture
def phone(lin: cast.Reporter) -> Phone:
    return Phone(lin)


@pytest.fixture
def sent(meridian: Any, phone: Phone, lin: cast.Reporter, now: datetime) -> str:
    """Lin's case."""
    assert phone.post("reports", lin.report(meridian.roster, now=now)).status_code == 201
    return lin.case


def sealed(
    *, address: str = ADDRESS, language: str = "en", endpoint: str = "", recipient: str = ""
) -> str:
    email = contact.Email(v=1, address=address, language=language)
    said = contact.Push(v=1, endpoint=endpoint) if endpoint else email
    recipient = recipient or notify_key.load().recipient
    return base64.b64encode(agefile.seal(contact.write(said), [recipient])).decode()


def leave(phone: Phone, *, kind: str = "email", id: str | None = None, **said: str) -> Any:
    body = {"id": id or new_id(), "kind": kind, "sealed": sealed(**said)}
    return phone.write("inbox/contacts", body)


def acknowledged(case: str, now: datetime) -> None:
    cases.acknowledge(holder=cast.AMARA.id, case=case, key=new_id(), now=now)


def hers() -> list[Outgoing]:
    return list(Outgoing.objects.filter(holder="").order_by("id"))


def mail_to_her(now: datetime, box: Box) -> int:
    before = len(box.to(ADDRESS))
    notifications.send_due(now=now)
    return len(box.to(ADDRESS)) - before


def test_a_contact_is_kept_sealed_and_shown_without_what_it_is(sent: str, phone: Phone) -> None:
    assert leave(phone).status_code == 201
    row = Contact.objects.get(case__id=sent)
    assert ADDRESS.encode() not in bytes(row.sealed)
    assert [each["kind"] for each in phone.inbox().json()["contacts"]] == ["email"]
    assert Event.objects.filter(case=sent, kind="contact_changed").count() == 1


def test_another_takes_its_place_and_a_repeat_changes_nothing(sent: str, phone: Phone) -> None:
    id = new_id()
    body = {"id": id, "kind": "email", "sealed": sealed()}
    assert [phone.write("inbox/contacts", body).status_code for _ in range(2)] == [201, 201]
    assert leave(phone, address="other@elsewhere.example").status_code == 201
    assert leave(phone, kind="push", endpoint="https://push.example/1").status_code == 201
    assert Contact.objects.filter(case__id=sent).count() == 2
    assert leave(phone, id=id).status_code == 409  # this id was another contact's
    assert Event.objects.filter(case=sent, kind="contact_changed").count() == 3


def test_she_takes_it_away(sent: str, phone: Phone) -> None:
    leave(phone)
    for _ in range(2):
        body = {"id": new_id(), "kind": "email"}
        assert phone.write("inbox/contacts/remove", body).status_code == 200
    assert not Contact.objects.exists()
    assert Event.objects.filter(case=sent, kind="contact_changed").count() == 2


def test_once_a_report_is_stopped_nothing_new_is_kept_to_reach_her(
    sent: str, phone: Phone, now
) -> None:
    """Until then she must be told what becomes of it: what there was goes as it is stopped."""
    leave(phone)
    acknowledged(sent, now)
    assert len(hers()) == 1
    assert phone.write("inbox/moves", phone.lin.turns(now=now)).status_code == 201
    assert (Contact.objects.count(), len(hers())) == (1, 1)
    assert leave(phone).status_code == 201
    Case.objects.filter(id=sent).update(state="stopped")
    assert leave(phone).status_code == 404


@pytest.mark.parametrize("size", [0, 1023, 1025, 4096])
def test_a_contact_of_another_length_is_refused(sent: str, phone: Phone, size: int) -> None:
    other = agefile.seal(bytes(size), [notify_key.load().recipient])
    body = {"id": new_id(), "kind": "email", "sealed": base64.b64encode(other).decode()}
    assert phone.write("inbox/contacts", body).status_code == 400
    assert not Contact.objects.exists()


def test_two_readers_and_no_seal_are_refused(sent: str, phone: Phone) -> None:
    both = [notify_key.load().recipient, cast.AMARA.recipient]
    for raw in (agefile.seal(bytes(contact.SIZE), both), bytes(3000), b""):
        body = {"id": new_id(), "kind": "email", "sealed": base64.b64encode(raw).decode()}
        assert phone.write("inbox/contacts", body).status_code == 400
    assert phone.write("inbox/contacts", {"id": "x", "kind": "fax"}).status_code == 400


def test_what_is_sealed_to_another_key_than_the_rosters_is_not_kept(
    sent: str, phone: Phone
) -> None:
    other = agefile.recipient_of(agefile.generate_identity())
    assert leave(phone, recipient=other).status_code == 409
    assert leave(phone, recipient=cast.AMARA.recipient).status_code == 409
    assert not Contact.objects.exists()
    assert not Event.objects.filter(case=sent, kind="contact_changed").exists()


def test_a_new_key_is_sealed_to_from_the_roster_on_that_names_it_and_the_old_one_opens_what_was(
    meridian: Any, sent: str, phone: Phone, now: datetime
) -> None:
    body = {"id": new_id(), "kind": "email", "sealed": sealed()}
    assert phone.write("inbox/contacts", body).status_code == 201
    old = notify_key.load()
    machines.renew_notices()
    new = notify_key.load()
    assert (new.recipient != old.recipient, new.push) == (True, old.push)
    assert leave(phone, recipient=new.recipient).status_code == 409  # nobody has signed it yet
    assert leave(phone, recipient=old.recipient).status_code == 201
    signed = roster.sign(rosters.draft(now=now, quorum=None), cast.root_key(meridian.site))
    rosters.accept(signed=signed, now=now)
    assert leave(phone, recipient=old.recipient).status_code == 409
    assert phone.write("inbox/contacts", body).status_code == 201  # it was done: it stays so
    kept = Contact.objects.get(case__id=sent)
    assert ADDRESS.encode() in notify_key.load().open(bytes(kept.sealed))
    assert leave(phone, recipient=new.recipient).status_code == 201


def test_handlers_do_not_hear_of_it(sent: str, phone: Phone, now: datetime) -> None:
    before = cases.queue(holder=cast.AMARA.id, after=None, closed=False)
    leave(phone)
    assert cases.queue(holder=cast.AMARA.id, after=None, closed=False) == before
    view = cases.open_case(holder=cast.AMARA.id, case=sent, now=now)
    assert "contact_changed" not in str(view)


def test_she_is_told_of_what_others_do_and_never_of_her_own(
    sent: str, phone: Phone, lin: cast.Reporter, now: datetime
) -> None:
    acknowledged(sent, now)
    assert hers() == []  # she left no contact
    leave(phone)
    phone.write("inbox/letters", lin.letter("message", {"words": "Hello?"}, now=now))
    assert hers() == []
    letter = cast.AMARA.letter(lin, "We are here.", seq=0, now=now)
    cases.write_letter(
        holder=cast.AMARA.id,
        case=sent,
        letter=letter["id"],
        kind="message",
        seq=0,
        sealed=base64.b64decode(letter["sealed"]),
        now=now,
    )
    assert [row.case for row in hers()] == [sent]


def test_she_is_told_when_a_duty_is_missed(sent: str, phone: Phone) -> None:
    leave(phone)
    escalation.sweep(now=Duty.objects.get(case__id=sent, kind="acknowledge").due)
    assert [row.case for row in hers()] == [sent]  # of the miss and the new tier, once


def test_the_hour_of_a_mail_is_not_that_of_a_deed(sent: str, phone: Phone, now: datetime) -> None:
    leave(phone)
    acknowledged(sent, now)
    whole = now.replace(minute=0, second=0, microsecond=0)
    (row,) = hers()
    assert whole + HOUR <= row.due < whole + 2 * HOUR


@pytest.mark.parametrize("language", ["en", "zh-Hans", "ar"])
def test_her_mail_betrays_nothing(
    sent: str, phone: Phone, now: datetime, box: Box, web: Web, language: str
) -> None:
    leave(phone, language=language)
    acknowledged(sent, now)
    assert mail_to_her(now + 2 * HOUR, box) == 1
    (arrived,) = box.to(ADDRESS)
    told = arrived.message
    subject = str(make_header(decode_header(told["Subject"])))
    whole = f"{arrived.raw.decode()} {arrived.text} {subject} {arrived.greeting}".lower()
    for word in ("heard", "meridian", "localhost", "http", sent, sent[:8], cast.AMARA.name.lower()):
        assert word not in whole
    assert arrived.sender == told["From"] == "reminder@mail.example.org"
    assert arrived.greeting == "mail.example.org"
    assert set(told.keys()) == HEADERS


def test_her_address_is_seen_by_the_reporters_mail_server_alone(
    sent: str, phone: Phone, now: datetime, box: Box, web: Web, settings
) -> None:
    hers = {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": box.port}
    notices = dataclasses.replace(settings.HEARD.notices, reporter_mail=hers)
    settings.HEARD = dataclasses.replace(settings.HEARD, notices=notices)
    settings.EMAIL_HOST, settings.EMAIL_PORT = "localhost", free_port()  # the house's: not there
    leave(phone)
    acknowledged(sent, now)
    assert mail_to_her(now + 2 * HOUR, box) == 1


def test_whatever_happened_it_is_the_same_mail(
    sent: str, phone: Phone, now: datetime, box: Box, web: Web
) -> None:
    leave(phone)
    acknowledged(sent, now)
    assert mail_to_her(now + 2 * HOUR, box) == 1
    escalation.sweep(now=now + timedelta(days=30))
    assert mail_to_her(now + timedelta(days=30, hours=2), box) == 1
    one, other = box.to(ADDRESS)
    assert (one.text, len(one.raw)) == (other.text, len(other.raw))


def test_she_is_written_to_once_an_hour_and_three_times_a_day(
    sent: str, phone: Phone, now: datetime, box: Box, web: Web
) -> None:
    leave(phone)
    arrived = []
    for minutes in range(0, 23 * 60, 20):
        at = now + timedelta(minutes=minutes)
        Outgoing.objects.create(kind="her", holder="", case=sent, due=at)
        arrived.append(mail_to_her(at, box))
    assert sum(arrived) == 3
    hours = [at for at, many in enumerate(arrived) if many]
    assert all(later - at >= 1 for at, later in pairwise(hours))


def test_a_contact_sealed_to_another_key_stops_nobody(
    sent: str, phone: Phone, now: datetime, box: Box, web: Web
) -> None:
    other = agefile.recipient_of(agefile.generate_identity())
    leave(phone, recipient=other)
    leave(phone, kind="push", endpoint=web.endpoint)
    acknowledged(sent, now)
    notifications.send_due(now=now + 2 * HOUR)
    assert (len(box.to(ADDRESS)), len(web.requests)) == (0, 1)
    assert all(row.sent for row in hers())


def test_a_push_carries_nothing_and_names_no_heard(
    sent: str, phone: Phone, now: datetime, web: Web
) -> None:
    leave(phone, kind="push", endpoint=web.endpoint)
    acknowledged(sent, now)
    notifications.send_due(now=now + 2 * HOUR)
    (request,) = web.requests
    assert (request.body, request.path) == (b"", "/push/abc")
    assert request.headers["TTL"].isdigit()
    scheme, parameters = request.headers["Authorization"].split(" ", 1)
    assert scheme == "vapid"
    said = dict(each.strip().split("=", 1) for each in parameters.split(","))
    assert said["k"] == notify_key.load().push
    claims = base64.urlsafe_b64decode(said["t"].split(".")[1] + "==").decode()
    assert "reminder@mail.example.org" in claims
    assert "heard" not in str(request.headers).lower()


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_no_contact(
    sent: str, phone: Phone, now: datetime, web: Web, status: int
) -> None:
    leave(phone, kind="push", endpoint=web.endpoint)
    acknowledged(sent, now)
    web.status = status
    notifications.send_due(now=now + 2 * HOUR)
    assert not Contact.objects.exists()
    assert phone.inbox().json()["contacts"] == []
    notifications.send_due(now=now + 9 * HOUR)
    assert len(web.requests) == 1


def test_a_push_that_fails_brings_no_second_mail(
    sent: str, phone: Phone, now: datetime, box: Box, web: Web
) -> None:
    leave(phone)
    leave(phone, kind="push", endpoint=web.endpoint)
    acknowledged(sent, now)
    web.status = 503
    notifications.send_due(now=now + 2 * HOUR)
    web.status = 201
    notifications.send_due(now=now + 2 * HOUR + timedelta(minutes=1))
    assert (len(box.to(ADDRESS)), len(web.requests)) == (1, 2)
    assert all(row.sent for row in hers())


@pytest.mark.parametrize(
    ("endpoint", "known"),
    [
        ("https://fcm.googleapis.com/fcm/send/abc", True),
        ("https://updates.push.services.mozilla.com/wpush/v2/abc", True),
        ("https://wns2-par02p.notify.windows.com/w/?token=abc", True),
        ("https://web.push.apple.com/abc", True),
        ("http://fcm.googleapis.com/fcm/send/abc", False),
        ("https://fcm.googleapis.com.example.org/abc", False),
        ("https://fcm.googleapis.com:8443/abc", False),
        ("https://user@fcm.googleapis.com/abc", False),
        (r"https://example.org\@web.push.apple.com/abc", False),  # one library reads another host
        ("https://user@web.push.apple.com/abc", False),
        ("https://notify.windows.com/abc", False),
        ("https://evil-notify.windows.com/abc", False),
        ("https://10.0.0.1/abc", False),
        ("https://[::1/abc", False),
    ],
)
def test_only_push_services_are_called(settings, endpoint, known) -> None:
    from heard.actions.transports import push

    notices = dataclasses.replace(settings.HEARD.notices, push_hosts=())
    settings.HEARD = dataclasses.replace(settings.HEARD, notices=notices)
    assert push.is_known(endpoint) is known


def test_changes_of_a_contact_have_a_bound_and_the_last_can_go(
    phone: Phone, sent: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contacts, "MOST_CHANGES", 3)
    assert [leave(phone).status_code for _ in range(5)] == [201, 201, 201, 413, 413]
    gone = {"id": new_id(), "kind": "email"}
    assert phone.write("inbox/contacts/remove", gone).status_code == 200
    assert (Contact.objects.count(), leave(phone).status_code) == (0, 413)
    assert Event.objects.filter(kind="contact_changed").count() == 4

"""What ``heard doctor`` says of being told, and where the notification key comes from."""

from __future__ import annotations

import base64
import dataclasses
import stat
from datetime import datetime, timedelta
from typing import Any

import cast
import pytest
from phone import Phone
from receivers import Box, Web

from heard.access import notify_key
from heard.actions import publication, rosters
from heard.actions import services as machines
from heard.actions.operations import health, setup
from heard.formats import agefile, contact, roster
from heard.formats.ids import new_id
from heard.records.models import Contact, Holder, Outgoing, RosterVersion
from heard.rules.refusals import RefusedError


@pytest.fixture
def left(meridian: Any, lin: cast.Reporter, now: datetime) -> None:
    """Lin has left a contact."""
    phone = Phone(lin)
    phone.post("reports", lin.report(meridian.roster, now=now))
    said = contact.write(contact.Email(v=1, address="lin@elsewhere.example", language="en"))
    sealed = agefile.seal(said, [notify_key.load().recipient])
    body = {"id": new_id(), "kind": "email", "sealed": base64.b64encode(sealed).decode()}
    assert phone.write("inbox/contacts", body).status_code == 201


def found(now: datetime, about: str) -> str:
    return next(
        each.level for each in health.check_state(now=now, mail=True) if each.about == about
    )


def test_the_key_is_made_once_and_read_by_its_owner_only(meridian: Any) -> None:
    first = notify_key.load()
    assert stat.S_IMODE(notify_key.path().stat().st_mode) == 0o600
    setup.make_keys()
    assert notify_key.load() == first
    assert [each.name for each in notify_key.path().parent.glob(".notify*")] == []


def sign_next(meridian: Any, now: datetime, **changes: Any) -> None:
    drafted = dataclasses.replace(rosters.draft(now=now, quorum=None), **changes)
    root = cast.root_key(meridian.site)
    rosters.accept(signed=roster.sign(drafted, root), now=now)


def test_an_older_heard_gets_its_key_when_it_serves_and_the_next_roster_names_it(
    meridian: Any, now: datetime
) -> None:
    assert publication.site().notify is not None
    assert found(now, "contacts") == "ok"
    notify_key.path().unlink()
    assert publication.site().notify is None
    setup.make_keys()
    assert publication.site().notify is None  # another than the root key named
    assert found(now, "contacts") == "wrong"
    sign_next(meridian, now)
    assert publication.site().notify is not None
    assert found(now, "contacts") == "ok"
    named = publication.roster()[1].service("notices")
    assert named is not None
    assert named.recipient == notify_key.load().recipient
    raw = base64.urlsafe_b64decode(f"{named.signing}=")
    assert (len(raw), raw[0]) == (65, 4)  # an uncompressed point (RFC 8292, 3.2)


def test_a_roster_that_names_another_key_or_none_is_refused(meridian: Any, now: datetime) -> None:
    other = agefile.recipient_of(agefile.generate_identity())
    (named,) = machines.services()
    for services in (None, (), (dataclasses.replace(named, recipient=other),)):
        with pytest.raises(RefusedError, match="contacts"):
            sign_next(meridian, now, services=services)


def test_under_a_roster_from_before_nobody_can_leave_a_contact(
    meridian: Any, lin: cast.Reporter, now: datetime
) -> None:
    phone = Phone(lin)
    phone.post("reports", lin.report(meridian.roster, now=now))
    before(meridian, now)
    assert publication.site().notify is None
    assert found(now, "contacts") == "careful"
    said = contact.write(contact.Email(v=1, address="lin@elsewhere.example", language="en"))
    sealed = agefile.seal(said, [notify_key.load().recipient])
    body = {"id": new_id(), "kind": "email", "sealed": base64.b64encode(sealed).decode()}
    assert phone.write("inbox/contacts", body).status_code == 409
    assert not Contact.objects.exists()


def before(meridian: Any, now: datetime) -> None:
    """The newest roster is one of version 2, as an older Heard has it."""
    newest = RosterVersion.objects.get()
    drafted = dataclasses.replace(
        rosters.draft(now=now, quorum=None), services=None, version=2, previous=newest.sha256
    )
    signed = roster.sign(drafted, cast.root_key(meridian.site))
    RosterVersion.objects.create(version=2, note=signed, sha256=roster.digest(signed), signed=now)


def test_with_the_key_all_is_well(left: None, now: datetime) -> None:
    assert found(now, "notification key") == "ok"


def test_a_restore_without_the_key_is_named(left: None, now: datetime) -> None:
    notify_key.path().unlink()
    assert found(now, "notification key") == "wrong"
    setup.make_keys()  # and so is one with another
    assert found(now, "notification key") == "wrong"


def test_without_contacts_a_missing_key_is_no_fault(meridian: Any, now: datetime) -> None:
    notify_key.path().unlink()
    assert found(now, "notification key") == "careful"


def test_a_notice_that_fails_for_hours_is_named(meridian: Any, now: datetime, box: Box) -> None:
    assert found(now, "notices") == "ok"
    later = now + timedelta(hours=6)
    Outgoing.objects.create(kind="case", holder=cast.AMARA.id, due=later, attempts=9)
    assert found(now, "notices") == "wrong"


def test_a_sender_that_says_who_it_is_is_named(
    meridian: Any, now: datetime, box: Box, web: Web, settings
) -> None:
    assert found(now, "reporters' sender") == "careful"  # of the domain that handlers hear from
    settings.DEFAULT_FROM_EMAIL = "heard@meridian.example"
    assert found(now, "reporters' sender") == "ok"


def test_rooms_that_no_key_opens_are_named(meridian: Any, now: datetime) -> None:
    other = agefile.recipient_of(agefile.generate_identity())
    Holder.objects.filter(id=cast.AMARA.id).update(targets=agefile.seal(b"[]", [other]))
    assert found(now, "notification key") == "wrong"

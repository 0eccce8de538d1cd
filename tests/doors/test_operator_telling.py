"""What ``heard doctor`` says of being told, and where the notification key comes from."""

from __future__ import annotations

import base64
import stat
from datetime import datetime, timedelta
from typing import Any

import cast
import pytest
from phone import Phone
from receivers import Box, Web

from heard.actions import _notifykey, health, publication, setup
from heard.formats import agefile, contact
from heard.formats.ids import new_id
from heard.records.models import Holder, Outgoing


@pytest.fixture
def left(meridian: Any, lin: cast.Reporter, now: datetime) -> None:
    """Lin has left a contact."""
    phone = Phone(lin)
    phone.post("reports", lin.report(meridian.roster, now=now))
    said = contact.write(contact.Email(v=1, address="lin@elsewhere.example", language="en"))
    sealed = agefile.seal(said, [publication.site()["notify"]["recipient"]])
    body = {"id": new_id(), "kind": "email", "sealed": base64.b64encode(sealed).decode()}
    assert phone.write("inbox/contacts", body).status_code == 201


def found(now: datetime, about: str) -> str:
    return next(
        each.level for each in health.check_state(now=now, mail=True) if each.about == about
    )


def test_the_key_is_made_once_and_read_by_its_owner_only(meridian: Any) -> None:
    first = _notifykey.load()
    assert stat.S_IMODE(_notifykey.path().stat().st_mode) == 0o600
    setup.make_keys()
    assert _notifykey.load() == first
    assert [each.name for each in _notifykey.path().parent.glob(".notify*")] == []


def test_an_older_heard_gets_its_key_when_it_serves(meridian: Any) -> None:
    _notifykey.path().unlink()
    assert publication.site()["notify"] is None
    setup.make_keys()
    told = publication.site()["notify"]
    assert told["recipient"].startswith("age1pq1")
    raw = base64.urlsafe_b64decode(told["push"] + "=")
    assert (len(raw), raw[0]) == (65, 4)  # an uncompressed point (RFC 8292, 3.2)


def test_with_the_key_all_is_well(left: None, now: datetime) -> None:
    assert found(now, "notification key") == "ok"


def test_a_restore_without_the_key_is_named(left: None, now: datetime) -> None:
    _notifykey.path().unlink()
    assert found(now, "notification key") == "wrong"
    setup.make_keys()  # and so is one with another
    assert found(now, "notification key") == "wrong"


def test_without_contacts_a_missing_key_is_no_fault(meridian: Any, now: datetime) -> None:
    _notifykey.path().unlink()
    assert found(now, "notification key") == "careful"


def test_a_notice_that_fails_for_hours_is_named(meridian: Any, now: datetime, box: Box) -> None:
    assert found(now, "notices") == "ok"
    later = now + timedelta(hours=6)
    Outgoing.objects.create(kind="case", holder=cast.NOOR.id, due=later, attempts=9)
    assert found(now, "notices") == "wrong"


def test_a_sender_that_says_who_it_is_is_named(
    meridian: Any, now: datetime, box: Box, web: Web, settings
) -> None:
    assert found(now, "reporters' sender") == "careful"  # of the domain that handlers hear from
    settings.DEFAULT_FROM_EMAIL = "heard@meridian.example"
    assert found(now, "reporters' sender") == "ok"


def test_rooms_that_no_key_opens_are_named(meridian: Any, now: datetime) -> None:
    other = agefile.recipient_of(agefile.generate_identity())
    Holder.objects.filter(id=cast.NOOR.id).update(targets=agefile.seal(b"[]", [other]))
    assert found(now, "notification key") == "wrong"

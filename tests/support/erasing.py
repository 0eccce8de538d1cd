"""A case that is closed, and an address to be told at: what there is to erase.

Nobody can close a case by an address yet, so that closings are rows of their table here.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import cast

from heard.access import notify_key
from heard.actions import retention
from heard.actions.intake import contacts
from heard.formats import agefile, contact
from heard.formats.ids import new_id
from heard.records.models import Case, Move

DAY = timedelta(days=1)
DUE = 9 * DAY  # after a closing: seven are whole whatever the zone


def leave(lin: cast.Reporter, now: datetime) -> None:
    """Her address, as her browser seals it."""
    said = contact.write(contact.Email(v=1, address="lin@elsewhere.example", language="en"))
    box = agefile.seal(said, [notify_key.load().recipient])
    new = contacts.NewContact(new_id(), "email", box)
    contacts.set_contact(authorization=lin.authorization, contact=new, now=now)


def moved(lin: cast.Reporter, move: str, at: datetime, code: str = "", period: str = "") -> None:
    case = Case.objects.get(id=lin.case)
    there = Move.objects.filter(case=case, object="case").count()
    Move.objects.create(
        case=case, object="case", record=case.id, move=move, version=there + 1,
        actor=cast.AMARA.id, at=at, code=code, period=period,
    )  # fmt: skip


def close(lin: cast.Reporter, at: datetime) -> None:
    moved(lin, "triage", at, code="support_only")
    moved(lin, "close_unworked", at, period="2026-12-31")


def sweep(now: datetime) -> int:
    return retention.Round().sweep(now=now)

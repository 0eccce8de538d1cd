"""What a reporter sees when she comes back."""

from datetime import datetime
from typing import Any

from heard.actions import _receipts, _told
from heard.actions._access import NoSuchCase, inbox_for
from heard.actions._journal import stamp
from heard.actions._roster import newest, roster
from heard.records.models import Letter


def read_inbox(*, authorization: str, now: datetime) -> dict[str, Any]:
    """``GET inbox`` (docs/spec/api.md). Raises NoSuchCase."""
    case = inbox_for(authorization)
    keys = _told.keys(case)
    return {
        "case": case.id,
        "state": case.state,
        "received": stamp(case.received),
        **keys[-1],
        "keys": keys,
        "reporter": {"recipient": case.reporter_recipient, "signing": case.reporter_signing},
        "letters": _told.letters(case, without=_told.DESKS_LETTERS),
        "files": _told.files(case),
        "holders": _told.holders(case, without=_told.DESKS_EVENTS),
        "next": _told.following(case),
        "duties": _told.duties(case, now=now),
        "suspensions": _told.suspensions(case),
        "evidence": _told.evidence(case),
        "contacts": _told.contacts(case),
        "timeline": _told.timeline(case, without=_told.DESKS_EVENTS),
        "urgent": case.urgent,
        "disclosed": case.disclosed.isoformat() if case.disclosed else None,
    }


def read_letter(*, authorization: str, letter: str) -> bytes:
    """A sealed letter of hers or to her. Raises NoSuchCase."""
    rows = Letter.objects.filter(pk=letter, case=inbox_for(authorization))
    hers = rows.exclude(kind__in=_told.DESKS_LETTERS)
    sealed = hers.values_list("sealed", flat=True).first()
    if sealed is None:
        raise NoSuchCase
    return bytes(sealed)


def read_receipt(*, authorization: str, leaf: str) -> str:
    """The newest receipt for the event of her case with this leaf hash. Raises NoSuchCase."""
    case = inbox_for(authorization)
    place = _told.place(case.id, leaf, without=_told.DESKS_EVENTS)
    if place is None:
        raise NoSuchCase
    return _receipts.receipt(place, quorum=roster(newest()).quorum)

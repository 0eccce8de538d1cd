"""What a reporter sees when she comes back."""

from datetime import datetime
from typing import Any

from heard.access import case_view
from heard.access.case_access import NoSuchCaseError, inbox_for
from heard.access.roster import newest, roster
from heard.ledger import receipts
from heard.ledger.journal import rfc3339
from heard.records.models import Letter


def read_inbox(*, authorization: str, now: datetime) -> dict[str, Any]:
    """``GET inbox`` (docs/spec/api.md). Raises NoSuchCaseError."""
    case = inbox_for(authorization)
    keys = case_view.keys(case)
    return {
        "case": case.id,
        "state": case.state,
        "received": rfc3339(case.received),
        **keys[-1],
        "keys": keys,
        "reporter": {"recipient": case.reporter_recipient, "signing": case.reporter_signing},
        "letters": case_view.letters(case, without=case_view.DESKS_LETTERS),
        "files": case_view.files(case),
        "holders": case_view.holders(case, without=case_view.DESKS_EVENTS),
        "next": case_view.following(case),
        "duties": case_view.duties(case, now=now),
        "suspensions": case_view.suspensions(case),
        "evidence": case_view.evidence(case),
        "contacts": case_view.contacts(case),
        "timeline": case_view.timeline(case, without=case_view.DESKS_EVENTS),
        "urgent": case.urgent,
        "disclosed": case.disclosed.isoformat() if case.disclosed else None,
    }


def read_letter(*, authorization: str, letter: str) -> bytes:
    """A sealed letter of hers or to her. Raises NoSuchCaseError."""
    rows = Letter.objects.filter(pk=letter, case=inbox_for(authorization))
    of_reporter = rows.exclude(kind__in=case_view.DESKS_LETTERS)
    sealed = of_reporter.values_list("sealed", flat=True).first()
    if sealed is None:
        raise NoSuchCaseError
    return bytes(sealed)


def read_receipt(*, authorization: str, leaf: str) -> str:
    """The newest receipt for the event of her case with this leaf hash. Raises NoSuchCaseError."""
    case = inbox_for(authorization)
    place = case_view.place(case.id, leaf, without=case_view.DESKS_EVENTS)
    if place is None:
        raise NoSuchCaseError
    return receipts.receipt(place, quorum=roster(newest()).quorum)

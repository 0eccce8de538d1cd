"""What a reporter sees when she comes back."""

from typing import Any

from heard.actions import _log, _told
from heard.actions._access import NoSuchCase, inbox_for
from heard.actions._journal import stamp
from heard.actions.channel._roster import newest, roster
from heard.records.models import CaseKey, Event, Letter, Wrap

# Internal: she is not told that or when they write notes.
LETTERS_OF_THE_DESK = ("note",)
EVENTS_OF_THE_DESK = ("note_added",)


def read_inbox(*, authorization: str) -> dict[str, Any]:
    """``GET inbox`` (docs/spec/api.md). Raises NoSuchCase."""
    case = inbox_for(authorization)
    wrap = Wrap.objects.filter(case=case, holder=None).latest("generation")
    key = CaseKey.objects.get(case=case, generation=wrap.generation)
    return {
        "case": case.id,
        "state": case.state,
        "received": stamp(case.received),
        "generation": wrap.generation,
        "case_recipient": key.recipient,
        "wrap": bytes(wrap.sealed),
        "reporter": {"recipient": case.reporter_recipient, "signing": case.reporter_signing},
        "letters": _told.letters(case, without=LETTERS_OF_THE_DESK),
        "files": _told.files(case),
        "holders": _told.holders(case),
        "duties": _told.duties(case),
        "timeline": _told.timeline(case, without=EVENTS_OF_THE_DESK),
        "urgent": case.urgent,
        "disclosed": case.disclosed.isoformat() if case.disclosed else None,
    }


def read_letter(*, authorization: str, letter: str) -> bytes:
    """A sealed letter of hers or to her. Raises NoSuchCase."""
    rows = Letter.objects.filter(pk=letter, case=inbox_for(authorization))
    hers = rows.exclude(kind__in=LETTERS_OF_THE_DESK)
    sealed = hers.values_list("sealed", flat=True).first()
    if sealed is None:
        raise NoSuchCase
    return bytes(sealed)


def read_receipt(*, authorization: str, index: int) -> str:
    """The newest receipt for an event of her case. Raises NoSuchCase."""
    case = inbox_for(authorization)
    hers = Event.of(case.id).filter(index=index).exclude(kind__in=EVENTS_OF_THE_DESK)
    if not hers.exists():
        raise NoSuchCase
    return _log.receipt(index, quorum=roster(newest()).quorum)

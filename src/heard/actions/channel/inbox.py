"""What a reporter sees when she comes back."""

from typing import Any

from django.db.models import Count
from django.db.models.functions import Length

from heard.actions import _log
from heard.actions._access import NoSuchCase, inbox_for
from heard.actions._journal import stamp
from heard.actions.channel._roster import newest, roster
from heard.records.models import (
    Case,
    CaseKey,
    Duty,
    Event,
    File,
    Holder,
    Letter,
    Segment,
    Wrap,
)

KINDS_OF_THE_DESK = ("note_added",)  # internal: she is not told that or when they write notes


def read_inbox(*, authorization: str) -> dict[str, Any]:
    """``GET inbox`` (docs/spec/api.md). Raises NoSuchCase."""
    case = inbox_for(authorization)
    wrap = Wrap.objects.filter(case=case, holder=None).latest("generation")
    key = CaseKey.objects.get(case=case, generation=wrap.generation)
    people = _people(case)
    return {
        "case": case.id,
        "state": case.state,
        "received": stamp(case.received),
        "generation": wrap.generation,
        "case_recipient": key.recipient,
        "wrap": bytes(wrap.sealed),
        "reporter": {"recipient": case.reporter_recipient, "signing": case.reporter_signing},
        "letters": letters(case),
        "files": files(case),
        "holders": _holders(case),
        "duties": duties(case),
        "timeline": _timeline(case, people),
        "urgent": case.urgent,
        "disclosed": case.disclosed.isoformat() if case.disclosed else None,
    }


def letters(case: Case) -> list[dict[str, Any]]:
    """Her and their letters, oldest first; never notes."""
    rows = Letter.objects.filter(case=case).exclude(kind="note").order_by("index", "seq")
    return [
        {
            "id": row.id,
            "kind": row.kind,
            "author": row.author,
            "seq": row.seq,
            "at": stamp(row.at),
            "size": row.size,
            "sha256": row.sha256,
            "index": row.index,
        }
        for row in rows.annotate(size=Length("sealed")).defer("sealed")
    ]


def files(case: Case) -> list[dict[str, Any]]:
    """Her files with what of each is here."""
    return [
        {
            "id": file.id,
            "state": "complete" if file.letter_id else "open",
            "start": file.start_id,
            "letter": file.letter_id,
            "segments": _segments(file),
        }
        for file in File.objects.filter(case=case).order_by("start__seq")
    ]


def _segments(file: File) -> list[dict[str, Any]]:
    rows = Segment.objects.filter(file=file).order_by("place").annotate(parts=Count("part"))
    return [{"id": each.id, "received": each.received, "parts": each.parts} for each in rows]


def duties(case: Case) -> list[dict[str, Any]]:
    """What is owed to her, by when, and whether it was done."""
    return [
        {
            "id": duty.id,
            "kind": duty.kind,
            "due": stamp(duty.due),
            "state": duty.state,
            "done": stamp(duty.done) if duty.done else None,
            "source": duty.source,
        }
        for duty in Duty.objects.filter(case=case).order_by("due", "id")
    ]


def _people(case: Case) -> dict[str, Holder]:
    actors = set(Event.of(case.id).values_list("actor", flat=True))
    return {holder.id: holder for holder in Holder.objects.filter(pk__in=actors)}


def _holders(case: Case) -> list[dict[str, Any]]:
    wraps = Wrap.objects.filter(case=case, holder__isnull=False).select_related("holder")
    done = set(Event.of(case.id).filter(kind="case_acknowledged").values_list("actor", flat=True))
    return [
        {
            "id": wrap.holder.id,
            "name": wrap.holder.name,
            "role": wrap.holder.role,
            "tier": wrap.holder.tier,
            "released": wrap.released is not None,
            "opened": stamp(wrap.opened) if wrap.opened else None,
            "acknowledged": wrap.holder.id in done,
            "left": stamp(wrap.left) if wrap.left else None,
        }
        for wrap in wraps.order_by("holder__tier", "holder__name", "generation")
        if wrap.holder is not None
    ]


def _timeline(case: Case, people: dict[str, Holder]) -> list[dict[str, Any]]:
    events = Event.of(case.id).exclude(kind__in=KINDS_OF_THE_DESK)
    return [
        {
            "index": event.index,
            "event": event.kind,
            "at": stamp(event.at),
            "actor": event.actor,
            "name": people[event.actor].name if event.actor in people else "",
            "role": people[event.actor].role if event.actor in people else "",
        }
        for event in events.order_by("index")
    ]


def read_letter(*, authorization: str, letter: str) -> bytes:
    """A sealed letter of hers or to her. Raises NoSuchCase."""
    rows = Letter.objects.filter(pk=letter, case=inbox_for(authorization)).exclude(kind="note")
    sealed = rows.values_list("sealed", flat=True).first()
    if sealed is None:
        raise NoSuchCase
    return bytes(sealed)


def read_receipt(*, authorization: str, index: int) -> str:
    """The newest receipt for an event of her case. Raises NoSuchCase."""
    case = inbox_for(authorization)
    hers = Event.of(case.id).filter(index=index).exclude(kind__in=KINDS_OF_THE_DESK)
    if not hers.exists():
        raise NoSuchCase
    return _log.receipt(index, quorum=roster(newest()).quorum)

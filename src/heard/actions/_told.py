"""A case in the words of the API: what its reporter and its readers are both told of it."""

from collections.abc import Container
from datetime import datetime
from typing import Any

from django.db.models import Count
from django.db.models.functions import Length

from heard.actions._journal import stamp
from heard.records.models import Case, Duty, Event, File, Holder, Letter, Segment, Wrap

Rows = list[dict[str, Any]]


def letters(case: Case, *, without: Container[str] = ()) -> Rows:
    """Its letters, oldest first; those of the kinds ``without`` are left out."""
    rows = Letter.objects.filter(case=case).order_by("index", "seq")
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
        if row.kind not in without
    ]


def files(case: Case) -> Rows:
    """Its files, with what of each is here."""
    parts = Count("part")
    segments: dict[str, Rows] = {}
    for segment in Segment.objects.filter(file__case=case).order_by("place").annotate(parts=parts):
        told = {"id": segment.id, "received": segment.received, "parts": segment.parts}
        segments.setdefault(segment.file_id, []).append(told)
    return [
        {
            "id": row.id,
            "state": "complete" if row.letter_id else "open",
            "start": row.start_id,
            "letter": row.letter_id,
            "segments": segments.get(row.id, []),
        }
        for row in File.objects.filter(case=case).order_by("start__seq")
    ]


def holders(case: Case) -> Rows:
    """Everyone it is sealed to, each once, by the newest of their wraps."""
    events = Event.of(case.id).filter(kind="case_acknowledged")
    said = set(events.values_list("actor", flat=True))
    rows = Wrap.objects.select_related("holder").filter(case=case).exclude(holder=None)
    seen = {}
    for row in rows.order_by("holder__tier", "holder__name", "holder", "generation"):
        holder = row.holder
        assert holder is not None
        seen[holder.id] = {
            "id": holder.id,
            "name": holder.name,
            "role": holder.role,
            "tier": holder.tier,
            "released": row.released is not None,
            "opened": _maybe(row.opened),
            "acknowledged": holder.id in said,
            "left": _maybe(row.left),
        }
    return list(seen.values())


def duties(case: Case) -> Rows:
    """What is owed, by when, and whether it was done."""
    return [
        {
            "id": row.id,
            "kind": row.kind,
            "due": stamp(row.due),
            "state": row.state,
            "done": _maybe(row.done),
            "source": row.source,
        }
        for row in Duty.objects.filter(case=case).order_by("due", "id")
    ]


def timeline(case: Case, *, without: Container[str] = ()) -> Rows:
    """What happened, in the order of the log; events of the kinds ``without`` are left out."""
    events = [each for each in Event.of(case.id).order_by("index") if each.kind not in without]
    people = Holder.objects.in_bulk([event.actor for event in events])
    return [_moment(event, people.get(event.actor)) for event in events]


def _moment(event: Event, holder: Holder | None) -> dict[str, Any]:
    return {
        "index": event.index,
        "event": event.kind,
        "at": stamp(event.at),
        "actor": event.actor,
        "name": holder.name if holder else "",
        "role": holder.role if holder else "",
    }


def _maybe(at: datetime | None) -> str | None:
    return stamp(at) if at else None

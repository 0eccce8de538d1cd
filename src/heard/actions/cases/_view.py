"""A case as one of its holders sees it: the channel's contents stay sealed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count
from django.db.models.functions import Length

from heard.actions._journal import stamp
from heard.actions.cases._left_out import left_out
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

Rows = list[dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class CaseView:
    """docs/spec/api.md, ``cases/<id>/open``. ``left_out``: whom it cannot be passed to."""

    case: str
    state: str
    received: str
    urgent: bool
    disclosed: str | None
    lead: str | None
    generation: int
    case_recipient: str
    wrap: bytes
    reporter: dict[str, str]
    letters: Rows
    files: Rows
    holders: Rows
    left_out: list[str]
    duties: Rows
    timeline: Rows


def view_of(wrap: Wrap) -> CaseView:
    """Everything of a case by the wrap of one holder."""
    case = wrap.case
    timeline = _timeline(case)
    return CaseView(
        case=case.id,
        state=case.state,
        received=stamp(case.received),
        urgent=case.urgent,
        disclosed=case.disclosed.isoformat() if case.disclosed else None,
        lead=case.lead_id,
        generation=wrap.generation,
        case_recipient=CaseKey.objects.get(case=case, generation=wrap.generation).recipient,
        wrap=bytes(wrap.sealed),
        reporter={"recipient": case.reporter_recipient, "signing": case.reporter_signing},
        letters=_letters(case),
        files=_files(case),
        holders=_holders(case, timeline),
        left_out=left_out(case),
        duties=_duties(case),
        timeline=timeline,
    )


def _letters(case: Case) -> Rows:
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
    ]


def _files(case: Case) -> Rows:
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


def _holders(case: Case, timeline: Rows) -> Rows:
    said = {row["actor"] for row in timeline if row["event"] == "case_acknowledged"}
    rows = Wrap.objects.select_related("holder").filter(case=case).exclude(holder=None)
    seen = {}
    for row in rows.order_by("holder__tier", "holder__name", "holder"):
        holder = row.holder
        assert holder is not None
        seen[holder.id] = {
            **_who(holder),
            "tier": holder.tier,
            "released": row.released is not None,
            "opened": _maybe(row.opened),
            "acknowledged": holder.id in said,
            "left": _maybe(row.left),
        }
    return list(seen.values())


def _who(holder: Holder) -> dict[str, Any]:
    return {"id": holder.id, "name": holder.name, "role": holder.role}


def _duties(case: Case) -> Rows:
    rows = Duty.objects.filter(case=case).order_by("due", "id")
    return [
        {
            "id": row.id,
            "kind": row.kind,
            "due": stamp(row.due),
            "state": row.state,
            "done": _maybe(row.done),
            "source": row.source,
        }
        for row in rows
    ]


def _maybe(at: datetime | None) -> str | None:
    return stamp(at) if at else None


def _timeline(case: Case) -> Rows:
    events = list(Event.of(case.id).order_by("index"))
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

"""A case in the words of the API: what its reporter and its readers are both told of it."""

from bisect import bisect_right
from collections.abc import Collection, Container
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.functions import Length

from heard.access import second_wraps
from heard.access.case_answers import (
    ContactView,
    DutyView,
    EvidenceView,
    FileView,
    HolderView,
    KeyView,
    LetterView,
    NextTier,
    PauseView,
    PersonView,
    SegmentView,
    SuspensionView,
    TimelineView,
)
from heard.formats import history
from heard.ledger.journal import rfc3339
from heard.records.models import (
    Case,
    CaseKey,
    Contact,
    Duty,
    Event,
    Evidence,
    File,
    Holder,
    Letter,
    Opening,
    Segment,
    Suspension,
    Wrap,
)
from heard.records.questions import Question
from heard.rules.escalation import next_tier

# What handlers say among themselves: she is not told that or when they do.
DESKS_LETTERS = ("note", "evidence")
DESKS_EVENTS = history.OF_DESK
# Where she is told is hers alone: no handler learns whether she can be reached at all.
REPORTER_EVENTS = history.OF_REPORTER
_TAKEN_BACK = frozenset({Case.State.WITHDRAWN, Case.State.STOPPED})


def leaves(case: str) -> dict[int, str]:
    """The leaf hash of each event of a case, by its place: what is told instead of a place."""
    return dict(_leaves(case))


@Question
def _leaves(case: str) -> QuerySet[Opening, tuple[int, str]]:
    numbers = Case.objects.filter(id=case).values("pk")
    places = Event.objects.filter(case_number__in=numbers).values("index")
    return Opening.objects.filter(index__in=places).values_list("index", "leaf")


def place(case: str, leaf: str, *, without: Collection[str] = ()) -> int | None:
    """Where the event of a case with this leaf hash stands; None where it is not told of."""
    places = Event.of(case).exclude(kind__in=without).values("index")
    matches = Opening.objects.filter(index__in=places, leaf=leaf)
    return matches.values_list("index", flat=True).first()


def keys(case: Case, *, holder: str | None = None) -> list[KeyView]:
    """Every generation of the case identity that a holder, or she, has a wrap of; oldest first."""
    recipients = dict(_recipients(case.pk))
    wraps = _wraps_of(case.pk, holder) if holder else _reporters_wraps(case.pk)
    second = second_wraps.of(case, holder) if holder and len(wraps) > 1 else {}
    return [
        KeyView(
            generation=generation,
            case_recipient=recipients[generation],
            wrap=bytes(sealed),
            second=second.get(generation),
        )
        for generation, sealed in wraps
    ]


@Question
def _recipients(case: int) -> QuerySet[CaseKey, tuple[int, str]]:
    return CaseKey.objects.filter(case_id=case).values_list("generation", "recipient")


@Question
def _wraps_of(case: int, holder: str) -> QuerySet[Wrap, Any]:
    wraps = Wrap.objects.filter(case_id=case, holder_id=holder, left=None)
    return wraps.order_by("generation").values_list("generation", "sealed")


@Question
def _reporters_wraps(case: int) -> QuerySet[Wrap, Any]:
    wraps = Wrap.objects.filter(case_id=case, holder=None, left=None)
    return wraps.order_by("generation").values_list("generation", "sealed")


def letters(case: Case, *, without: Container[str] = ()) -> list[LetterView]:
    """Its letters, oldest first; those of the kinds ``without`` are left out."""
    named = leaves(case.id)
    return [
        LetterView(
            id=id,
            kind=kind,
            author=author,
            seq=seq,
            at=rfc3339(at),
            size=size,
            sha256=sha256,
            leaf=None if index is None else named.get(index, ""),
            generation=generation,
            asks=asks,
            flags=flags.split(",") if flags else [],
        )
        for id, author, seq, at, sha256, index, generation, asks, flags, kind, size in _letters(
            case.pk
        )
        if kind not in without
    ]


@Question
def _letters(case: int) -> QuerySet[Letter, Any]:
    # No models, here and below: of thousands of rows these would take longer than all else.
    rows = Letter.objects.filter(case_id=case).order_by("index", "seq")
    said = ("id", "author", "seq", "at", "sha256", "index", "generation", "asks", "flags", "kind")
    return rows.values_list(*said, Length("sealed"))


def files(case: Case) -> list[FileView]:
    """The files that came with its report, with what of each is here; no exhibit (``kept``)."""
    parts = Count("part")
    segments: dict[str, list[SegmentView]] = {}
    sent = Segment.objects.filter(file__case=case, file__start__isnull=False)
    for segment in sent.order_by("place").annotate(parts=parts):
        payload = SegmentView(id=segment.id, received=segment.received, parts=segment.parts)
        segments.setdefault(segment.file_id, []).append(payload)
    rows = File.objects.select_related("start", "letter").filter(case=case, start__isnull=False)
    return [
        FileView(
            id=row.id,
            state="complete" if row.letter_id else "open",
            start=row.start.id if row.start else "",
            letter=row.letter.id if row.letter else None,
            segments=segments.get(row.id, []),
        )
        for row in rows.order_by("start__seq")
    ]


def holders(case: Case, *, without: Container[str] = ()) -> list[HolderView]:
    """Everyone it is sealed to, each once, by the newest of their wraps.

    ``read`` is the newest event they have seen that is none of the kinds ``without``, by its leaf.
    """
    named = leaves(case.id)
    happened = _events(case.id)
    said = {actor for _, kind, _, actor in happened if kind == "case_acknowledged"}
    shown = [index for index, kind, _, _ in happened if kind not in without]
    seen = {}
    for row in _sealed_to(case.pk):
        holder = row.holder
        assert holder is not None
        seen[holder.id] = HolderView(
            id=holder.id,
            name=holder.name,
            role=holder.role,
            tier=holder.tier,
            released=row.released is not None,
            opened=_maybe(row.opened),
            acknowledged=holder.id in said,
            read=named.get(shown[seen_of - 1], "")
            if (seen_of := bisect_right(shown, row.read))
            else "",
            left=_maybe(row.left),
            lapsed=_maybe(row.lapsed),
        )
    return list(seen.values())


@Question
def _events(case: str) -> QuerySet[Event, Any]:
    numbers = Case.objects.filter(id=case).values("pk")
    rows = Event.objects.filter(case_number__in=numbers).order_by("index")
    return rows.values_list("index", "kind", "at", "actor")


@Question
def _sealed_to(case: int) -> QuerySet[Wrap]:
    rows = Wrap.objects.select_related("holder").filter(case_id=case, holder__isnull=False)
    return rows.order_by("holder__tier", "holder__name", "holder", "generation")


def following(case: Case) -> NextTier | None:
    """The tier that would be opened next, and who is in it; None where no tier waits."""
    people = {row.holder.id: row.holder for row in _waiting(case.pk) if row.holder}
    tier = next_tier({holder.tier for holder in people.values()})
    if tier is None or case.state in _TAKEN_BACK:
        return None
    theirs = sorted((h for h in people.values() if h.tier == tier), key=lambda h: (h.name, h.id))
    named = [PersonView(id=each.id, name=each.name, role=each.role) for each in theirs]
    return NextTier(tier=tier, holders=named)


@Question
def _waiting(case: int) -> QuerySet[Wrap]:
    return Wrap.objects.select_related("holder").filter(
        case_id=case, left=None, released=None, holder__state=Holder.State.ACTIVE
    )


def duties(case: Case, *, now: datetime) -> list[DutyView]:
    """What is owed, by when, and whether it was done; and which clocks stand still at ``now``."""
    still = {
        row.duty: PauseView(reason=row.reason, until=rfc3339(row.until))
        for row in _suspensions(case.pk)
        if row.ended is None and row.until > now
    }
    return [
        DutyView(
            id=row.id,
            kind=row.kind,
            record=row.record,
            due=rfc3339(row.due),
            state=row.state,
            done=_maybe(row.done),
            source=row.source,
            tier=row.tier,
            from_tier=row.from_tier,
            suspended=still.get(row.kind) if row.state == Duty.State.OPEN else None,
        )
        for row in _duties(case.pk)
    ]


@Question
def _duties(case: int) -> QuerySet[Duty]:
    return Duty.objects.filter(case_id=case).order_by("due", "id")


@Question
def _suspensions(case: int) -> QuerySet[Suspension]:
    return Suspension.objects.filter(case_id=case).order_by("since", "id")


def suspensions(case: Case) -> list[SuspensionView]:
    """Every time that a clock was made to stand still, for what reason and until when."""
    return [
        SuspensionView(
            id=row.id,
            duty=row.duty,
            reason=row.reason,
            since=rfc3339(row.since),
            until=rfc3339(row.until),
            ended=_maybe(row.ended),
            holder=row.holder_id,
        )
        for row in _suspensions(case.pk)
    ]


def evidence(case: Case) -> list[EvidenceView]:
    """What somebody outside holds. What it is stands in the sealed letter."""
    return [
        EvidenceView(
            id=row.id,
            kind=row.kind,
            overwritten=row.overwritten.isoformat() if row.overwritten else None,
            state=row.state,
            letter=row.letter,
            noted=rfc3339(row.noted),
            ordered=_maybe(row.ordered),
            confirmed=_maybe(row.confirmed),
            lost=_maybe(row.lost),
        )
        for row in _evidence(case.pk)
    ]


@Question
def _evidence(case: int) -> QuerySet[Evidence]:
    return Evidence.objects.filter(case_id=case).order_by("noted", "id")


def contacts(case: Case) -> list[ContactView]:
    """Where she is told, by kind; the address itself is sealed to the notification key."""
    return [ContactView(kind=kind, at=rfc3339(at)) for kind, at in _contacts(case.pk)]


@Question
def _contacts(case: int) -> QuerySet[Contact, Any]:
    return Contact.objects.filter(case_id=case).order_by("kind").values_list("kind", "at")


def timeline(case: Case, *, without: Container[str] = ()) -> list[TimelineView]:
    """What happened, in the order of the log; events of the kinds ``without`` are left out.

    ``opening`` is what the log has of it (docs/spec/log.md): a page follows ``prev`` by it.
    """
    told = [each for each in _events(case.id) if each[1] not in without]
    people = Holder.objects.in_bulk({actor for _, _, _, actor in told})
    openings = {index: (leaf, fields) for index, leaf, fields in _openings(case.id)}
    return [
        _moment(kind, at, actor, openings.get(index, ("", "")), people.get(actor))
        for index, kind, at, actor in told
    ]


@Question
def _openings(case: str) -> QuerySet[Opening, Any]:
    numbers = Case.objects.filter(id=case).values("pk")
    places = Event.objects.filter(case_number__in=numbers).values("index")
    return Opening.objects.filter(index__in=places).values_list("index", "leaf", "fields")


def _moment(
    kind: str, at: datetime, actor: str, opening: tuple[str, str], holder: Holder | None
) -> TimelineView:
    leaf, fields = opening
    return TimelineView(
        leaf=leaf,
        event=kind,
        at=rfc3339(at),
        actor=actor,
        name=holder.name if holder else "",
        role=holder.role if holder else "",
        opening=fields,
    )


def _maybe(at: datetime | None) -> str | None:
    return rfc3339(at) if at else None

"""The desk's queue: which cases are open to a holder, and what waits in each. No content.

It is read along the index ``wrap_queue`` (holder, released) and never touches a row that belongs
to anybody else's queue, so its length, its order and its time depend on nothing that is hidden.
"""

import base64
import struct
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from heard.access.case_view import REPORTER_EVENTS
from heard.access.closings import CLOSES, last_end
from heard.formats.wire import Answer, Id, about, one_of
from heard.records.models import Case, Duty, Event, Holder, Move, Wrap
from heard.rules import casework
from heard.rules.codes.cases import CaseState
from heard.rules.codes.casework import WorkedMove
from heard.rules.refusals import MalformedError

PAGE = 100
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_CURSOR = struct.Struct(">q16s")  # released in microseconds, case id


NO_SUCH_PAGE = "That page of the queue does not exist. Go back to the start of it."


class QueueRow(Answer, kw_only=True):
    """One case in the queue."""

    id: Id
    ref: Annotated[str, about("What people call it: eight of its digits.")]
    received: datetime
    state: Annotated[str, one_of(CaseState)]
    urgent: bool
    opened: Annotated[bool, about("Whether this holder has ever opened it.")]
    looked: Annotated[
        datetime | None,
        about("When they last did, to the day: their desk compares who is named then."),
    ]
    unread: Annotated[int, about("Events by others since this holder last opened it.")]
    next_due: datetime | None
    returns_until: Annotated[
        datetime | None,
        about("Of a report that is taken back: until when it can be brought back; past or not."),
    ]
    lead: Annotated[str | None, about("A name.")]


class QueuePage(Answer, kw_only=True):
    """At most PAGE rows, newest release first."""

    cases: list[QueueRow]
    next: Annotated[str | None, about("The cursor of the following page.")]


def queue(*, holder: str, after: str | None, closed: bool) -> QueuePage:
    """A page of what is open to a holder. Raises ``MalformedError``."""
    wraps = Wrap.objects.filter(holder=holder, released__isnull=False, left__isnull=True)
    wraps = wraps.filter(holder__state=Holder.State.ACTIVE).filter(~Exists(_newer()))
    # What nobody ended has no end, which no NOT may make unknown.
    wraps = wraps.annotate(end=Coalesce(last_end("case"), Value("")))
    ended = Q(case__state=Case.State.STOPPED) | Q(end__in=CLOSES)
    over = ended & ~Exists(_owed())
    wraps = wraps.filter(over if closed else ~over)
    if after is not None:
        wraps = _beyond(wraps, after)
    matches = list(
        wraps.order_by("-released", "case__id").values(
            "id",
            "case_id",
            "released",
            "opened",
            "looked",
            case_public=F("case__id"),
            received=F("case__received"),
            state=F("case__state"),
            urgent=F("case__urgent"),
            lead=F("case__lead__name"),
        )[: PAGE + 1]
    )
    page = matches[:PAGE]
    unread = _unread(holder, [row["id"] for row in page])
    due = _next_due([row["case_id"] for row in page])
    until = _returns(page)
    lines = [_line(row, unread, due, until) for row in page]
    return QueuePage(cases=lines, next=_cursor(page[-1]) if len(matches) > PAGE else None)


def _owed() -> QuerySet[Duty]:
    """What goes on in a case that was stopped: it is not over before that is."""
    return Duty.objects.filter(case=OuterRef("case"), state=Duty.State.OPEN)


def _newer() -> QuerySet[Wrap]:
    """The same holder's wrap of a later generation: a case is one line, by its newest."""
    same = Wrap.objects.filter(case=OuterRef("case"), holder=OuterRef("holder"))
    return same.filter(generation__gt=OuterRef("generation"))


def reference(case: str) -> str:
    """What people call a case. A part of its random id: no order, no count."""
    return f"{case[:4]}-{case[4:8]}".upper()


def _beyond(wraps: QuerySet[Wrap], after: str) -> QuerySet[Wrap]:
    try:
        micros, raw = _CURSOR.unpack(base64.b64decode(after, altchars=b"-_", validate=True))
        released = _EPOCH + timedelta(microseconds=micros)
    except (ValueError, struct.error, OverflowError) as bad:
        raise MalformedError(NO_SUCH_PAGE) from bad
    # released <= x stands alone so that both engines walk the index from there.
    return wraps.filter(released__lte=released).filter(
        Q(released__lt=released) | Q(case__id__gt=raw.hex())
    )


def _cursor(row: Mapping[str, Any]) -> str:
    micros = (row["released"] - _EPOCH) // timedelta(microseconds=1)
    return base64.urlsafe_b64encode(
        _CURSOR.pack(micros, bytes.fromhex(row["case_public"]))
    ).decode()


def _unread(holder: str, wraps: Iterable[int]) -> dict[int, int]:
    news = (
        Event.objects.filter(case_number=OuterRef("case_id"), index__gt=OuterRef("read"))
        .exclude(actor=holder)
        .exclude(kind__in=REPORTER_EVENTS)
        .order_by()
        .values("case_number")
        .annotate(count=Count("index"))
        .values("count")
    )
    rows = Wrap.objects.filter(id__in=wraps).annotate(unread=Coalesce(Subquery(news), 0))
    return dict(rows.values_list("id", "unread"))


def _next_due(cases: Iterable[int]) -> dict[int, datetime]:
    rows = Duty.objects.filter(case__in=cases, state=Duty.State.OPEN).order_by().values("case")
    return {row["case"]: row["due"] for row in rows.annotate(due=Min("due"))}


def _returns(page: Iterable[Mapping[str, Any]]) -> dict[int, datetime]:
    """Until when the reporter of each that is taken back may come back."""
    taken = [row["case_id"] for row in page if row["state"] == CaseState.WITHDRAWN]
    if not taken:
        return {}
    moves = Move.objects.filter(case__in=taken, move=WorkedMove.WITHDRAW).order_by("number")
    return {case: casework.return_ends(at) for case, at in moves.values_list("case_id", "at")}


def _line(
    row: Mapping[str, Any],
    unread: dict[int, int],
    due: dict[int, datetime],
    until: dict[int, datetime],
) -> QueueRow:
    return QueueRow(
        id=row["case_public"],
        ref=reference(row["case_public"]),
        received=row["received"],
        state=row["state"],
        urgent=row["urgent"],
        opened=row["opened"] is not None,
        looked=row["looked"],
        unread=unread[row["id"]],
        next_due=due.get(row["case_id"]),
        returns_until=until.get(row["case_id"]),
        lead=row["lead"],
    )

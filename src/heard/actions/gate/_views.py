"""What each at the gate is shown: who files, who looks, and the board."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated

from django.db.models import QuerySet

from heard.access import law
from heard.access.gate_listings import keepers
from heard.actions.gate import _rounds
from heard.actions.gate._filing import Filer
from heard.actions.gate._seats import NO_SEAT, oversees, seat_of
from heard.actions.gate._states import ActionState, must_be_looked_at, state_of
from heard.formats.wire import Answer, Day, Id, about, one_of
from heard.records.models import FiledAction
from heard.rules.codes.gate import ActionDecision, AdverseAction
from heard.rules.codes.gate import GateSeat as Seat
from heard.rules.refusals import AbsentError

MOST = 1000  # that are shown of what is over
NOTHING = "There is no such action here. Load the page again."


class OwnAction(Answer, kw_only=True):
    """An action as who filed it sees it: the same, whatever the keeper knows."""

    id: Id
    person: Annotated[str, about("Their number in the directory.")]
    name: str
    kind: Annotated[str, one_of(AdverseAction)]
    day: Annotated[Day, about("On which it takes effect.")]
    filed: Day
    late: Annotated[bool, about("Filed on that day or after.")]
    state: Annotated[str, one_of(ActionState)]
    answer: Annotated[Day, about("On which it is answered at nine o'clock, at the earliest.")]
    nobody: Annotated[bool, about("Open, and nobody here is far enough from it to look at it.")]
    why: Annotated[str, about("The reason of who looked, or of the board where it overrode.")]


class SeenAction(Answer, kw_only=True):
    """An action that waits for somebody to look at it."""

    id: Id
    person: str
    name: str
    unit: str
    kind: Annotated[str, one_of(AdverseAction)]
    day: Day
    filed: Day
    late: bool
    asks: Annotated[bool, about("Whether the three questions of the gate are to be answered.")]


class RefusedAction(Answer, kw_only=True):
    """An action that was refused, for the board."""

    id: Id
    person: str
    name: str
    kind: Annotated[str, one_of(AdverseAction)]
    day: Day
    why: str
    mine: Annotated[bool, about("Refused by who asks: another has to override it.")]


class GateView(Answer, kw_only=True):
    """What somebody may see of the gate."""

    seat: Annotated[str, one_of((*Seat, ""), "Empty for the board.")]
    oversees: bool
    keepers: Annotated[int, about("That the newest roster names; 0: there is no gate yet.")]
    away: Annotated[bool, about("Something has waited for a keeper for a day.")]
    filed: list[OwnAction]
    looks: list[SeenAction]
    refused: list[RefusedAction]


def view(*, holder: str, now: datetime) -> GateView:
    """What this holder may see. Raises AbsentError."""
    board, found = oversees(holder), seat_of(holder)
    if not board and found is None:
        raise AbsentError(NO_SEAT)
    seat = found.seat if found else ""
    filed = _of(FiledAction.objects.filter(filer=holder)) if seat == Seat.FILES else []
    return GateView(
        seat=seat,
        oversees=board,
        keepers=len(keepers()),
        away=_rounds.is_away(now),
        filed=_own(filed, now),
        looks=[_seen(row) for row in waiting(holder, now)] if seat == Seat.LOOKS else [],
        refused=_refused(holder) if board else [],
    )


def _of(rows: "QuerySet[FiledAction]") -> list[FiledAction]:
    """What is open, and the newest of what is over."""
    with_people = rows.select_related("person")
    still = list(with_people.filter(closed=None).order_by("-filed", "id"))
    return still + list(with_people.exclude(closed=None).order_by("-filed", "id")[:MOST])


def waiting(holder: str, now: datetime) -> list[FiledAction]:
    """What this holder may look at now, the oldest first."""
    rows = FiledAction.objects.filter(closed=None, answers_at__lte=now).select_related("person")
    asked = [row for row in rows.order_by("filed", "id") if must_be_looked_at(row)]
    looked_at = _rounds.looked_at_by(asked)
    return [row for row in asked if holder in looked_at.get(row.id, [])]


def one(*, filer: Filer, action: str, now: datetime) -> OwnAction:
    """One action of this token's. Raises AbsentError."""
    rows = FiledAction.objects.filter(id=action, token=filer.token, filer=filer.holder)
    if found := _own(rows.select_related("person"), now):
        return found[0]
    raise AbsentError(NOTHING)


def _own(rows: Iterable[FiledAction], now: datetime) -> list[OwnAction]:
    found, zone = list(rows), law.zone_of(law.country())
    still = [row for row in found if row.closed is None]
    looked_at = _rounds.looked_at_by(still)
    return [
        OwnAction(
            id=row.id,
            person=row.person_id,
            name=row.person.name,
            kind=row.kind,
            day=row.effective.isoformat(),
            filed=row.filed.astimezone(zone).date().isoformat(),
            late=row.late,
            state=state_of(row, now),
            answer=row.due.astimezone(zone).date().isoformat(),
            nobody=row.closed is None and row.id not in looked_at,
            why=row.overruled or row.why,
        )
        for row in found
    ]


def _seen(row: FiledAction) -> SeenAction:
    zone = law.zone_of(law.country())
    return SeenAction(
        id=row.id,
        person=row.person_id,
        name=row.person.name,
        unit=row.person.unit_id or "",
        kind=row.kind,
        day=row.effective.isoformat(),
        filed=row.filed.astimezone(zone).date().isoformat(),
        late=row.late,
        asks=row.talk,
    )


def _refused(holder: str) -> list[RefusedAction]:
    rows = FiledAction.objects.filter(decision=ActionDecision.REFUSED).select_related("person")
    return [
        RefusedAction(
            id=row.id,
            person=row.person_id,
            name=row.person.name,
            kind=row.kind,
            day=row.effective.isoformat(),
            why=row.why,
            mine=row.decider_id == holder,
        )
        for row in rows.order_by("-filed", "id")[:MOST]
    ]

"""What happened in a month that is over, by what happened and never by whose case it was.

As in what stands now, each figure counts cases and each case once.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import islice

from django.db.models import CharField, Count, Exists, OuterRef, QuerySet
from django.db.models.functions import Cast

from heard.actions.oversight._shape import Month, span
from heard.actions.oversight._standing import RUNNING, cases_by, counts, newest
from heard.formats import entry
from heard.records.models import Case, Duty, Event, FiledAction, Letter, Move, Opening
from heard.rules.codes.casework import WorkedMove, WorkedObject
from heard.rules.codes.gate import ActionDecision
from heard.rules.requests import PROOF
from heard.rules.suppression import Delay, Figure, delays, protect

ESCALATIONS = ("duty_missed", "reporter", "conflict", "removed")
DEMANDS = tuple(sorted(PROOF))
# What can be found, by how much it weighs: of several findings of a case the first here counts.
FINDINGS = (
    "substantiated", "partly", "conduct_concern", "inconclusive", "not_substantiated", "unfounded",
    "informal", "referred", "withdrawn", "not_investigated",
)  # fmt: skip
BATCH = 1000


def month_of(first: date) -> Month:
    """The month that begins on ``first``."""
    return Month(
        month=first.strftime("%Y-%m"),
        missed=_by_kind(_due(first, Duty.State.MISSED)),
        kept=_by_kind(_kept(first)),
        before=_before(first),
        escalations=_escalations(first),
        demands=_demands(first),
        overridden=_overridden(first),
        findings=_findings(first),
        gate=_gate(first),
        acknowledged=_acknowledged(first),
    )


def _due(first: date, state: str) -> QuerySet[Duty]:
    start, end = span(first)
    return Duty.objects.filter(state=state, due__gte=start, due__lt=end)


def _kept(first: date) -> QuerySet[Duty]:
    """Of cases that are in neither of the other two figures, so that no case is in several."""
    missed = _due(first, Duty.State.MISSED).filter(case=OuterRef("case"))
    late = _late(first).filter(case=OuterRef("case"))
    return _due(first, Duty.State.DONE).exclude(Exists(missed)).exclude(Exists(late))


def _late(first: date) -> QuerySet[Duty]:
    start, end = span(first)
    late = Duty.objects.filter(state=Duty.State.BEFORE)
    return late.filter(case__received__gte=start, case__received__lt=end)


def _before(first: date) -> Figure:
    """Cases that came late in the month: the organisation had been told and had done nothing.

    Where something was missed after that, the case is told there.
    """
    missed = _due(first, Duty.State.MISSED).filter(case=OuterRef("case"))
    late = _late(first).exclude(Exists(missed))
    return protect({"all": {"all": late.values("case").distinct().count()}})


def _by_kind(duties: QuerySet[Duty]) -> Figure:
    rows = newest(duties).order_by().values_list("kind").annotate(cases=Count("pk"))
    return protect({"kind": counts(RUNNING, rows)})


def _events(first: date, kind: str) -> QuerySet[Event]:
    start, end = span(first)
    return Event.objects.filter(kind=kind, at__gte=start, at__lt=end)


def _escalations(first: date) -> Figure:
    """Cases that went to another tier, by the last reason; what was erased is not counted."""
    case_of = dict(_events(first, "tier_released").exclude(case="").values_list("index", "case"))
    places = _events(first, "tier_released").values("index")
    said = Opening.objects.filter(index__in=places).order_by("index").values_list("index", "fields")
    rows = ((case_of[index], _reason(fields)) for index, fields in said if index in case_of)
    # Not those that were opened on arrival: ``_before`` counts them.
    return protect(
        {"reason": cases_by(ESCALATIONS, (row for row in rows if row[1] in ESCALATIONS))}
    )


def _reason(opening: str) -> str:
    """Why a tier was opened, as a code; her own words stand in no log."""
    return entry.parse(opening).values.get("reason", "")


def _demands(first: date) -> Figure:
    start, end = span(first)
    # In the words of the partial index ``letter_asks``.
    asked = Letter.objects.exclude(asks="").filter(at__gte=start, at__lt=end, asks__in=DEMANDS)
    rows = asked.order_by("at", "id").values_list("case", "asks")
    return protect({"asks": cases_by(DEMANDS, rows)})


def _overridden(first: date) -> Figure:
    start, end = span(first)
    sent = Letter.objects.exclude(flags="").filter(at__gte=start, at__lt=end)
    return protect({"all": {"all": sent.values("case").distinct().count()}})


def _findings(first: date) -> Figure:
    """Cases in which something was found for the first time or anew, by what weighs most of it.

    What a reviewer changes later is not counted once more: it was found in another month.
    """
    start, end = span(first)
    made = Move.objects.filter(object=WorkedObject.FINDING, move=WorkedMove.MAKE)
    rows = made.filter(at__gte=start, at__lt=end).values_list("case", "code")
    # The last of a case counts: what weighs most.
    heaviest = sorted(rows, key=lambda row: FINDINGS.index(row[1]), reverse=True)
    return protect({"code": cases_by(FINDINGS, heaviest)})


# What nobody had to look at goes with what was approved: apart they would count what was held.
OUTCOMES = {
    "": "open",
    ActionDecision.GO: "went_on",
    ActionDecision.APPROVED: "went_on",
    ActionDecision.REFUSED: "refused",
    ActionDecision.OVERRIDDEN: "overridden",
    ActionDecision.WITHDRAWN: "withdrawn",
}


def _gate(first: date) -> Figure:
    """What was filed in the month, by what became of it, and by whether it was in time."""
    start, end = span(first)
    rows = FiledAction.objects.filter(filed__gte=start, filed__lt=end)
    filed = list(rows.values_list("decision", "late"))
    outcomes = counts(sorted({*OUTCOMES.values()}), ((OUTCOMES[each], 1) for each, _ in filed))
    times = counts(("in_time", "late"), (("late" if late else "in_time", 1) for _, late in filed))
    return protect({"outcome": outcomes, "time": times})


def _acknowledged(first: date) -> Delay:
    """From receipt to the first acknowledgement that came in this month."""
    case = Cast(OuterRef("case"), CharField())
    before = Event.objects.filter(kind="case_acknowledged", case=case, index__lt=OuterRef("index"))
    matches = _events(first, "case_acknowledged").filter(~Exists(before.exclude(case="")))
    return delays([hours for some in _batches(matches) for hours in _hours(dict(some))])


def _batches(found: QuerySet[Event]) -> Iterator[list[tuple[str, datetime]]]:
    rows = found.values_list("case", "at").iterator(chunk_size=BATCH)
    while batch := list(islice(rows, BATCH)):
        yield batch


def _hours(acknowledged: Mapping[str, datetime]) -> Iterator[float]:
    # Asked by the cases' own keys: joined to an event's text, PostgreSQL would use no index.
    received = Case.objects.filter(id__in=acknowledged).values_list("id", "received")
    return ((acknowledged[case] - at) / timedelta(hours=1) for case, at in received)

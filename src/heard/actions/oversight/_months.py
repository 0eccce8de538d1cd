"""What happened in a month that is over, by what happened and never by whose case it was."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import islice

from django.db.models import CharField, Count, Exists, OuterRef, QuerySet
from django.db.models.functions import Cast

from heard.actions.oversight._shape import Month, span
from heard.actions.oversight._standing import RUNNING, counts
from heard.formats import entry
from heard.records.models import Case, Duty, Event, Letter, Opening
from heard.rules.requests import PROOF
from heard.rules.suppression import Delay, Figure, delays, protect

ESCALATIONS = ("duty_missed", "reporter", "conflict", "removed")
DEMANDS = tuple(sorted(PROOF))
BATCH = 1000


def month_of(first: date) -> Month:
    """The month that begins on ``first``."""
    return Month(
        month=first.strftime("%Y-%m"),
        missed=_settled(first, Duty.State.MISSED),
        kept=_settled(first, Duty.State.DONE),
        escalations=_escalations(first),
        demands=_demands(first),
        overridden=_overridden(first),
        acknowledged=_acknowledged(first),
    )


def _settled(first: date, state: str) -> Figure:
    start, end = span(first)
    duties = Duty.objects.filter(state=state, due__gte=start, due__lt=end)
    rows = duties.order_by().values_list("kind").annotate(number=Count("id"))
    return protect({"kind": counts(RUNNING, rows)})


def _events(first: date, kind: str) -> QuerySet[Event]:
    start, end = span(first)
    return Event.objects.filter(kind=kind, at__gte=start, at__lt=end)


def _escalations(first: date) -> Figure:
    places = _events(first, "tier_released").values("index")
    said = Opening.objects.filter(index__in=places).values_list("fields", flat=True)
    return protect({"reason": counts(ESCALATIONS, ((_reason(each), 1) for each in said))})


def _reason(opening: str) -> str:
    """Why a tier was opened, as a code; her own words stand in no log."""
    return entry.parse(opening).values.get("reason", "erased")


def _demands(first: date) -> Figure:
    start, end = span(first)
    # In the words of the partial index ``letter_asks``.
    asked = Letter.objects.exclude(asks="").filter(at__gte=start, at__lt=end, asks__in=DEMANDS)
    rows = asked.order_by().values_list("asks").annotate(number=Count("id"))
    return protect({"asks": counts(DEMANDS, rows)})


def _overridden(first: date) -> Figure:
    start, end = span(first)
    number = Letter.objects.exclude(flags="").filter(at__gte=start, at__lt=end).count()
    return protect({"all": {"all": number}})


def _acknowledged(first: date) -> Delay:
    """From receipt to the first acknowledgement that came in this month."""
    case = Cast(OuterRef("case"), CharField())
    before = Event.objects.filter(kind="case_acknowledged", case=case, index__lt=OuterRef("index"))
    found = _events(first, "case_acknowledged").filter(~Exists(before.exclude(case="")))
    return delays([hours for some in _batches(found) for hours in _hours(dict(some))])


def _batches(found: QuerySet[Event]) -> Iterator[list[tuple[str, datetime]]]:
    rows = found.values_list("case", "at").iterator(chunk_size=BATCH)
    while batch := list(islice(rows, BATCH)):
        yield batch


def _hours(acknowledged: Mapping[str, datetime]) -> Iterator[float]:
    # Asked by the cases' own keys: joined to an event's text, PostgreSQL would use no index.
    received = Case.objects.filter(id__in=acknowledged).values_list("id", "received")
    return ((acknowledged[case] - at) / timedelta(hours=1) for case, at in received)

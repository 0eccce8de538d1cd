"""What stands now: open and overdue duties, clocks that stand still, evidence at risk."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Aggregate, Count, Max, Min, OuterRef, QuerySet, Subquery, Value, When
from django.db.models import Case as Switch

from heard.actions.oversight._shape import WEEK, midnight, weeks_from
from heard.records.models import Duty, Evidence, Holder, Suspension, Wrap
from heard.rules.duties import KINDS
from heard.rules.suppression import Figure, protect
from heard.rules.suspensions import REASONS

SEVERAL = "several"  # read by people of more than one unit, or by nobody
LATER = "later"
RUNNING = tuple(name for name, kind in KINDS.items() if kind.fulfilled)
TIERS = ("1", "2", "3")


class Group(NamedTuple):
    """Open duties that are alike in all that is told."""

    kind: str
    tier: int
    lead: str | None
    low: str | None
    high: str | None
    when: str
    number: int


def open_duties(week: date) -> Figure:
    """What is owed, by what it is, whose turn it is, and when it is due."""
    weeks = weeks_from(week)
    groups = list(_groups(Duty.objects.filter(state=Duty.State.OPEN), weeks))
    counted = _counted(groups)
    due = counts((*weeks, LATER), ((group.when, group.number) for group in groups))
    return protect({**counted, "due": due})


def overdue() -> Figure:
    """What was missed and not made good since."""
    missed = Duty.objects.filter(state=Duty.State.MISSED, done=None)
    return protect(_counted(list(_groups(missed, []))))


def suspended(now: datetime) -> Figure:
    """Clocks that stand still, by the reason that was given."""
    rows = Suspension.objects.filter(ended=None, until__gt=now).values_list("reason")
    return protect({"reason": counts(REASONS, rows.annotate(number=Count("id")))})


def evidence(now: datetime) -> Figure:
    """What nobody was told to keep and may be gone already."""
    late = Evidence.objects.filter(state=Evidence.State.NEEDED, overwritten__lte=now.date())
    return protect({"all": {"all": late.count()}})


def _groups(duties: QuerySet[Duty], weeks: list[str]) -> Iterator[Group]:
    """One query: what is alike is counted by the database."""
    rows = duties.annotate(
        lead=_lead(),
        # Only where nobody leads: a sub-query a duty is the price of this figure.
        low=Switch(When(case__lead=None, then=_readers(Min("holder__unit")))),
        high=Switch(When(case__lead=None, then=_readers(Max("holder__unit")))),
        when=_when(weeks),
    )
    named = ("kind", "tier", "lead", "low", "high", "when")
    counted = rows.order_by().values(*named).annotate(number=Count("id"))
    return (Group(**row) for row in counted)


def _readers(unit: Aggregate) -> Subquery:
    """Of all who read the case now and may act, the first or the last unit by name."""
    wraps = Wrap.objects.filter(case=OuterRef("case"), released__isnull=False)
    wraps = wraps.filter(left=None, lapsed=None, holder__isnull=False).order_by()
    return Subquery(wraps.values("case").annotate(unit=unit).values("unit"))


def _lead() -> Switch:
    return Switch(When(case__lead__isnull=False, then="case__lead__unit"))


def _when(weeks: list[str]) -> Switch | Value:
    """The first week that is not over when it is due; ``later`` beyond the last."""
    ends = [(week, midnight(date.fromisoformat(week) + WEEK)) for week in weeks]
    if not ends:
        return Value(LATER)
    return Switch(
        *(When(due__lt=end, then=Value(week)) for week, end in ends), default=Value(LATER)
    )


def _counted(groups: list[Group]) -> dict[str, dict[str, int]]:
    known = Holder.objects.filter(state=Holder.State.ACTIVE, tier__gt=0).exclude(unit="")
    units = (*known.order_by("unit").values_list("unit", flat=True).distinct(), SEVERAL)
    return {
        "kind": counts(RUNNING, ((group.kind, group.number) for group in groups)),
        "tier": counts(TIERS, ((str(group.tier), group.number) for group in groups)),
        "unit": counts(units, ((_unit(group, units), group.number) for group in groups)),
    }


def _unit(group: Group, units: Collection[str]) -> str:
    unit = group.lead if group.lead is not None else group.low
    alone = group.lead is not None or group.low == group.high
    return unit if unit is not None and alone and unit in units else SEVERAL


def counts(names: Iterable[str], found: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Each name with its number, 0 too: which names there are must not depend on the numbers."""
    total = Counter(dict.fromkeys(names, 0))
    for name, number in found:
        total[name] += number
    return dict(total)

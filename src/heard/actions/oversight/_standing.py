"""What stands now: promises open and overdue, clocks that stand still, evidence at risk.

Each figure counts cases and each case once, however much it brings: one that is neglected misses
promise after promise in tier after tier, and must be one.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import (
    Aggregate,
    Count,
    Exists,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models import Case as Switch

from heard.access import caseload, file_key, law
from heard.actions.oversight._shape import WEEK, midnight, weeks_from
from heard.records.models import Duty, Evidence, Holder, Suspension, Wrap
from heard.rules.duties import KINDS
from heard.rules.suppression import Figure, protect
from heard.rules.suspension import REASONS

SEVERAL = "several"  # read by people of more than one unit, or by nobody
LATER = "later"
RUNNING = tuple(name for name, kind in KINDS.items() if kind.fulfilled)
TIERS = ("1", "2", "3")


class Group(NamedTuple):
    """Cases whose duties are alike in all that is told."""

    kind: str
    tier: int
    lead: str | None
    low: str | None
    high: str | None
    when: str
    number: int


def open_duties(week: date) -> Figure:
    """Cases in time, by what is due next: what it is, whose turn it is, and when.

    A case in which something is overdue is in that figure and not in this one: a case in both
    could be told by the difference.
    """
    weeks = weeks_from(week)
    late = Exists(_missed().filter(case=OuterRef("case")))
    groups = list(_groups(soonest(Duty.objects.filter(state=Duty.State.OPEN)).exclude(late), weeks))
    counted = _counted(groups)
    due = counts((*weeks, LATER), ((group.when, group.number) for group in groups))
    return protect({**counted, "due": due})


def overdue() -> Figure:
    """Cases in which something was missed and not made good since, by the newest such promise."""
    return protect(_counted(list(_groups(newest(_missed()), []))))


def _missed() -> QuerySet[Duty]:
    return Duty.objects.filter(state=Duty.State.MISSED, done=None)


def soonest(duties: QuerySet[Duty]) -> QuerySet[Duty]:
    """Of each case the duty that is due first."""
    due = Q(due__lt=OuterRef("due")) | Q(due=OuterRef("due"), pk__lt=OuterRef("pk"))
    return duties.exclude(Exists(duties.filter(due, case=OuterRef("case"))))


def newest(duties: QuerySet[Duty]) -> QuerySet[Duty]:
    """Of each case the duty that was due last."""
    due = Q(due__gt=OuterRef("due")) | Q(due=OuterRef("due"), pk__gt=OuterRef("pk"))
    return duties.exclude(Exists(duties.filter(due, case=OuterRef("case"))))


def suspended(now: datetime) -> Figure:
    """Cases in which a clock stands still, by the reason that was given last."""
    still = Suspension.objects.filter(ended=None, until__gt=now).order_by("since", "id")
    return protect({"reason": cases_by(REASONS, still.values_list("case", "reason"))})


def evidence(now: datetime) -> Figure:
    """Cases with something that nobody was told to keep and that may be gone already."""
    today = now.astimezone(law.zone_of(law.country())).date()
    late = Evidence.objects.filter(state=Evidence.State.NEEDED, overwritten__lte=today)
    return protect({"all": {"all": late.values("case").distinct().count()}})


def copies() -> Figure:
    """Cases in which somebody lacks a copy of the file's key that a reader's desk is to make.

    Which copies there must be the rules say, case by case; a case without a file is not asked.
    """
    return protect({"all": {"all": sum(bool(file_key.owed(each)) for each in file_key.worked())}})


def crowded() -> Figure:
    """Open cases in which somebody has a place who has more cases than anybody should."""
    return protect({"all": {"all": caseload.crowded()}})


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
    counted = rows.order_by().values_list(*named).annotate(cases=Count("pk"))
    return (Group(*row) for row in counted)


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


def cases_by(names: Iterable[str], rows: Iterable[tuple[object, str]]) -> dict[str, int]:
    """How many cases there are of each name; of several rows of a case the last counts."""
    return counts(names, ((name, 1) for name in dict(rows).values()))


def counts(names: Iterable[str], found: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Each name with its number, 0 too: which names there are must not depend on the numbers."""
    total = Counter(dict.fromkeys(names, 0))
    for name, number in found:
        total[name] += number
    return dict(total)

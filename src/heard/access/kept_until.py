"""What is kept of a case, and until when, for people who are in it (docs/spec/retention.md, 6)."""

from collections.abc import Collection, Iterator
from datetime import datetime

from heard.access import casework, law
from heard.access.casework_answers import KeptRow, KeptUntilView
from heard.records.models import Case
from heard.rules import retention
from heard.rules.casework import CASE, Casework, Moved, after
from heard.rules.codes.retention import Kept

# What the reporter is told of: no more than that there is a report. Of the rest one that is there
# tells what somebody found of another, or that something of somebody was kept out.
REPORTERS = frozenset({
    *(Kept.CONTACTS, Kept.IDENTITY, Kept.REPORT, Kept.FINDINGS, Kept.DRAFTS, Kept.WRAPS),
})  # fmt: skip


def view(case: Case, *, now: datetime, of: Collection[str] = retention.CLASSES) -> KeptUntilView:
    """Of each class the latest day; of an open case, those that follow if it is closed today."""
    bound, state = law.of_case(case, now=now), casework.state_of(case)
    is_closed = state.phase == "closed"
    today = now.astimezone(bound.zone)
    kept = retention.until(
        state if is_closed else _closed(state, today),
        received=case.received.astimezone(bound.zone).date(),
        packs=bound.packs,
        today=today.date(),
    )
    rows = list(_rows(each for each in kept if each.kind in of))
    return KeptUntilView(closed=is_closed, held=retention.HOLD in state.flags, kept=rows)


def _closed(state: Casework, at: datetime) -> Casework:
    """As if it were closed at this moment; whether it can be, is no question here."""
    version = state.case.version + 1
    end = Moved(object=CASE, id=CASE, move="close_stopped", actor="", at=at, version=version)
    return after(state, end)


def _rows(kept: Iterator[retention.Kept]) -> Iterator[KeptRow]:
    latest: dict[str, retention.Kept] = {}
    for each in kept:
        known = latest.get(each.kind)
        if known is None or (each.day and known.day and each.day > known.day):
            latest[each.kind] = each
    return map(_row, latest.values())


def _row(kept: retention.Kept) -> KeptRow:
    bounds = [each for each in (kept.least, kept.most) if each and each.source == kept.source]
    return KeptRow(
        kind=Kept(kept.kind),
        day=kept.day.isoformat() if kept.day else "",
        source=kept.source,
        verified=all(each.verified for each in bounds),
        waits=sorted(kept.waits),
    )

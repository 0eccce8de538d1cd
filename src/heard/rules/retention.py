"""How long what of a case is kept: from what happened, the laws and our own law to days. Pure.

In words and with the reasons: docs/spec/retention.md.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from typing import Literal, NamedTuple

import msgspec

from heard.rules import _law
from heard.rules.casework import REPORTER, TABLE, Casework, Moved, Record
from heard.rules.deadlines import months_after
from heard.rules.lawpack import Pack

Since = Literal["closed", "gate", "irrelevant", "final", "last"]
By = Literal["round", "two"]
Wait = Literal["open", "hold", "released", "conflict"]
HOLD = "legal_hold"
_CLOSES = ("close", "close_unworked", "close_stopped")
_NO_INQUIRY = "no_inquiry"


class _Class(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    since: Since
    months: int = 0
    days: int = 0
    by: By
    least: bool = False
    of: frozenset[str] = frozenset()
    source: str


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    kept: dict[str, _Class]
    days: dict[Literal["after_release"], int]
    cleared: dict[Literal["finding"], frozenset[str]]
    minor: dict[str, int]


LAW = msgspec.convert(_law.read("retention"), type=_File)
CLASSES = tuple(LAW.kept)
_OF = {each: kind for kind, law in LAW.kept.items() for each in law.of}


def class_of(moved: str) -> str:
    """Of what class letters on moves of this object are."""
    return _OF.get(moved, "report")


class Bound(NamedTuple):
    """What a law says. ``last``: the last day of its period; ``verified``: its text was read."""

    last: date
    source: str
    verified: bool


_Bounds = tuple[Bound | None, Bound | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One thing of a case, or all of a class, and until when it is kept.

    ``record``: the id of what it is of; empty for all of its class. ``day``: the first on which it
    is erased, None where nobody can say yet; ``source``: by which rule. ``least``, ``most``: the
    laws' bounds, None where there is none. ``by``: the worker's round, or two people. ``waits``:
    why it is not erased, whatever the day: the case is open, a hold stands, one was released a
    short time ago, or two laws contradict each other and nobody has chosen.
    """

    kind: str
    record: str = ""
    day: date | None
    source: str
    least: Bound | None = None
    most: Bound | None = None
    by: By
    waits: frozenset[Wait] = frozenset()

    @property
    def is_contradicted(self) -> bool:
        """Whether one law wants it longer than another allows."""
        return bool(self.least and self.most and self.least.last > self.most.last)

    def is_due(self, today: date) -> bool:
        """Whether the worker's round erases it on this day."""
        return self.by == "round" and not self.waits and self.day is not None and self.day <= today


def until(
    state: Casework,
    *,
    received: date,
    packs: Sequence[Pack],
    today: date,
    gate_until: date | None = None,
) -> tuple[Kept, ...]:
    """What is kept of a case and until when, in the order of the classes.

    Days are those of the case's zone, in which ``state`` has its times. ``received``: of the
    report; ``packs``: the laws that bind the case; ``gate_until``: the last day on which measures
    against the reporter are looked at first, None where nobody has said one.
    """
    days = _Days(state, received, gate_until)
    waits = _waits(state, today)
    kept = [
        replace(each, waits=each.waits | waits)
        for kind in CLASSES
        if LAW.kept[kind].since != "last"
        for each in _of(kind, state, days, packs)
    ]
    return (*kept, _keys(kept))


class _Days:
    """The days from which something is counted."""

    def __init__(self, state: Casework, received: date, gate_until: date | None) -> None:
        closing = _closing(state)
        self.closed = closing.at.date() if closing else None
        self.stated = date.fromisoformat(closing.when) if closing and closing.when else None
        self.received = received
        self.gate = gate_until


def _waits(state: Casework, today: date) -> frozenset[Wait]:
    """What keeps everything of a case."""
    if HOLD in state.flags:
        return frozenset({"hold"})
    released = state.case.last("release_hold")
    if released is None:
        return frozenset()
    again = released.at.date() + timedelta(days=LAW.days["after_release"])
    return frozenset({"released"}) if today < again else frozenset()


def _of(kind: str, state: Casework, days: _Days, packs: Sequence[Pack]) -> Iterator[Kept]:
    """What there is of one class."""
    since = LAW.kept[kind].since
    if since == "irrelevant":
        for each in _irrelevant(state):
            yield _kept(LAW.kept[kind], kind, each.past[-1].at.date(), None, (), each.id)
    elif since == "final":
        for each in state.of("interview"):
            last = each.last("end", "end_without_answer")
            if last and each.state == "final":
                yield _kept(LAW.kept[kind], kind, last.at.date(), None, (), each.id)
    elif kind == "respondent_name":
        for party in _cleared(state):
            yield _from_closing(kind, state, days, packs, party)
    else:
        yield _from_closing(kind, state, days, packs)


def _from_closing(
    kind: str, state: Casework, days: _Days, packs: Sequence[Pack], record: str = ""
) -> Kept:
    """What is counted from the closing: nothing of it is erased while the case is open."""
    law = _class(kind, state, record)
    if days.closed is None:
        return Kept(
            kind=kind,
            record=record,
            day=None,
            source=law.source,
            by=law.by,
            waits=frozenset({"open"}),
        )
    bounds = tuple(_bounds(state, days.closed, days.received, packs))
    kept = _kept(law, kind, days.closed, _own_end(law, days), bounds, record)
    waits: frozenset[Wait] = frozenset()
    if kept.is_contradicted and not _is_chosen(state):
        waits = frozenset({"conflict"})
    # A law that counts from the report may have wished it gone before it was closed.
    day = max(kept.day, days.closed + timedelta(days=1)) if kept.day else None
    return replace(kept, day=day, waits=waits)


def _own_end(law: _Class, days: _Days) -> date | None:
    """The last day that somebody has said: of the gate, or longer than ours as it was closed."""
    if law.since == "gate":
        return days.gate
    if law.least and days.closed and days.stated:
        return max(days.stated, _after(days.closed, law))
    return None


def _after(start: date, law: _Class) -> date:
    return months_after(start, law.months) + timedelta(days=law.days)


def _class(kind: str, state: Casework, record: str) -> _Class:
    """What holds for a class of this case: shorter where somebody under age is in it."""
    minors = frozenset(filter(partial(_shortens, state), state.minors))
    concerns = {record} & minors if record else minors
    if kind not in LAW.minor or not concerns:
        return LAW.kept[kind]
    return msgspec.structs.replace(LAW.kept[kind], months=LAW.minor[kind])


def _shortens(state: Casework, minor: str) -> bool:
    """Whether it was noted before the closing, or by two: no one person has it gone sooner."""
    party, closing = state.get("party", minor), _closing(state)
    noted = party.last("note_minor") if party else None
    return noted is not None and (closing is None or noted.at <= closing.at or bool(noted.agreed))


def _closing(state: Casework) -> Moved | None:
    return state.case.last(*_CLOSES) if state.phase == "closed" else None


def _kept(
    law: _Class,
    kind: str,
    start: date,
    end: date | None,
    bounds: Sequence[_Bounds],
    record: str,
) -> Kept:
    """By our own law, then cut and lifted by the laws. ``end``: the last day, where one is said."""
    own = end or _after(start, law)
    least = _longest(low for low, _ in bounds if low) if law.least else None
    most = _shortest(high for _, high in bounds if high)
    last, source = own, law.source
    if most and most.last < last:
        last, source = most.last, most.source
    # Of two laws that contradict each other the longer keeps it: what is gone does not come back.
    if least and least.last > last:
        last, source = least.last, least.source
    return Kept(
        kind=kind,
        record=record,
        day=last + timedelta(days=1),
        source=source,
        least=least,
        most=most,
        by=law.by,
    )


def _bounds(
    state: Casework, closed: date, received: date, packs: Sequence[Pack]
) -> Iterator[_Bounds]:
    """Of each law that speaks of such a case: from when on it may go, and by when it must."""
    began = any(each.code == "investigate" for each in state.case.every("triage"))
    for pack in packs:
        for row in pack.retention:
            if row.outcome == _NO_INQUIRY and began:
                continue
            start = received if row.outcome == _NO_INQUIRY else closed
            source = f"{pack.title}: {row.article}"
            yield (
                _bound(start, row.least, source, verified=row.verified),
                _bound(start, row.most, source, verified=row.verified),
            )


def _bound(start: date, months: int | None, source: str, *, verified: bool) -> Bound | None:
    return None if months is None else Bound(months_after(start, months), source, verified)


def _longest(bounds: Iterable[Bound]) -> Bound | None:
    return max(bounds, key=lambda each: each.last, default=None)


def _shortest(bounds: Iterable[Bound]) -> Bound | None:
    return min(bounds, key=lambda each: each.last, default=None)


def _is_chosen(state: Casework) -> bool:
    """Whether counsel has chosen between laws on how long to keep."""
    choices = [each for each in state.of("law_choice") if each.code == "retention"]
    return bool(choices) and all(each.state == "chosen" for each in choices)


def _irrelevant(state: Casework) -> Iterator[Record]:
    for each in state.of("exhibit"):
        if each.state == "withheld" and each.past[-1].code == "irrelevant":
            yield each


def _cleared(state: Casework) -> Iterator[str]:
    """Parties of whom nothing that is alleged was found to be so."""
    found = {id: each.code for each in state.of("finding") if each.code for id in each.about}
    for party in state.of("party"):
        alleged = [each.id for each in state.of("allegation") if each.party == party.id]
        codes = {found.get(id) for id in alleged}
        if party.id != REPORTER and codes and codes <= LAW.cleared["finding"]:
            yield party.id


def _keys(kept: Sequence[Kept]) -> Kept:
    """What opens all else goes with the last of it."""
    days = [each.day for each in kept]
    unknown = any(day is None for day in days)
    law = LAW.kept["wraps"]
    return Kept(
        kind="wraps",
        day=None if unknown else max(day for day in days if day),
        source=law.source,
        by=law.by,
        waits=frozenset[Wait]().union(*(each.waits for each in kept)),
    )


if unmoved := _OF.keys() - TABLE.states.keys():
    raise ValueError(f"nothing that is moved: {', '.join(sorted(unmoved))}")
if unknown := LAW.cleared["finding"] - set(TABLE.codes["finding"]):
    raise ValueError(f"no finding: {', '.join(sorted(unknown))}")

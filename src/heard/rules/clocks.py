"""What is owed for a report, to whom and by when. No clock is read: times are given."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import cached_property

from heard.rules.days import surely_over
from heard.rules.deadlines import WORKING_DAYS, Calendar, Deadline
from heard.rules.duties import (
    ACKNOWLEDGE,
    ACKNOWLEDGED,
    ANSWER_DUE,
    KINDS,
    MOVED,
    REPORTED,
    UPDATE,
)
from heard.rules.lawpack import Limit, Pack

RENEWED = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Owed:
    """A duty. ``source``: the law and article that made it, of all that apply the strictest.

    ``record``: which record's, of what each record of a case is owed for itself.
    """

    kind: str
    due: datetime
    source: str
    record: str | None = None


@dataclass(frozen=True, slots=True)
class Intake:
    """What a report brings with it.

    ``before``: what was owed before it existed, at the law's own times; nobody who reads it could
    know. ``owed``: what is owed from now on, one of each kind.
    """

    before: tuple[Owed, ...]
    owed: tuple[Owed, ...]


@dataclass(frozen=True)  # without slots, for what is found once
class Law:
    """What binds in a case, and where its days begin and end.

    ``five_days``: somebody attested that the offices work five days a week. Without that a law's
    working days are six a week: so nothing is ever owed later than a law that counts Saturdays.
    """

    packs: tuple[Pack, ...]
    calendar: Calendar = field(default_factory=Calendar)
    zone: tzinfo = UTC
    five_days: bool = False

    def counts_working_days(self) -> bool:
        """Whether a duty that runs does: otherwise no calendar is needed."""
        return any(
            limit.within is not None and limit.within.unit == WORKING_DAYS
            for _, limit in self.limits()
            if KINDS[limit.kind].fulfilled
        )

    def limits(self) -> Iterator[tuple[Pack, Limit]]:
        """Every duty of every pack, in the order of the packs."""
        return ((pack, limit) for pack in self.packs for limit in pack.limits)

    @cached_property
    def timed(self) -> Mapping[str, Sequence[tuple[Pack, Limit, Deadline]]]:
        """Of each kind of duty the limits that give it a time, with their packs."""
        matches: dict[str, list[tuple[Pack, Limit, Deadline]]] = {}
        for pack, limit in self.limits():
            if limit.within is not None:
                matches.setdefault(limit.kind, []).append((pack, limit, limit.within))
        return matches

    def week_of(self, pack: Pack) -> Calendar:
        """The days that are worked as this pack counts them."""
        if pack.rest is None or self.five_days:
            return self.calendar
        return self.calendar.resting(pack.rest)


def strictest(kind: str, *, start: datetime, law: Law, trigger: str = "") -> Owed | None:
    """Of all that the law says of a duty, what falls due first; None where it gives no time.

    ``trigger``: only of what starts with that event; all of it where a duty is owed once more,
    whatever it first began with. Of two that fall due together, the earlier pack is named.
    """
    return _first(
        _owed(pack, limit, within, start=start, law=law)
        for pack, limit, within in law.timed.get(kind, ())
        if trigger in {"", limit.trigger}
    )


def owed_by(kind: str, *, happened: Mapping[str, datetime], law: Law) -> Owed | None:
    """The same by all that has happened so far; None where nothing has that starts it.

    ``happened``: the instant of each event, the first of its name. What comes to be known later can
    make it due earlier, and never later.
    """
    found = []
    for pack, limit, within in law.timed.get(kind, ()):
        start = _start(pack, limit.trigger, happened, law)
        if start is not None:
            found.append(_owed(pack, limit, within, start=start, law=law))
    return _first(found)


def _start(pack: Pack, trigger: str, happened: Mapping[str, datetime], law: Law) -> datetime | None:
    if trigger != ANSWER_DUE:
        return happened.get(trigger)
    times = [happened[ACKNOWLEDGED]] if ACKNOWLEDGED in happened else []
    if REPORTED in happened:
        times += [
            _owed(each, limit, within, start=happened[REPORTED], law=law).due
            for each, limit, within in _acknowledging(pack, law)
        ]
    return min(times, default=None)


def _acknowledging(pack: Pack, law: Law) -> Sequence[tuple[Pack, Limit, Deadline]]:
    """The pack's own time to acknowledge, or of a fallback that gave way to them, the national."""
    timed = law.timed.get(ACKNOWLEDGE, ())
    own = [each for each in timed if each[0] is pack]
    return own or [each for each in timed if each[0].countries]


def _owed(pack: Pack, limit: Limit, within: Deadline, *, start: datetime, law: Law) -> Owed:
    due = within.after(start, calendar=law.week_of(pack), zone=law.zone)
    least = start + KINDS[limit.kind].least
    return Owed(limit.kind, max(due, least), f"{pack.title}: {limit.article}")


def _first(owed: Iterable[Owed]) -> Owed | None:
    return min(owed, key=lambda each: each.due, default=None)


def started(event: str, *, at: datetime, urgent: bool, law: Law) -> tuple[Owed, ...]:
    """The duties that begin when ``event`` happens, in the vocabulary's order.

    Those that no action of Heard's fulfils, and those that a move lays down, are left out
    (heard/rules/duties.py).
    """
    kinds = (
        name
        for name, kind in KINDS.items()
        if event in kind.triggers
        and kind.fulfilled not in {"", MOVED}
        and (urgent or not kind.urgent_only)
    )
    matches = (strictest(name, start=at, law=law, trigger=event) for name in kinds)
    return tuple(each for each in matches if each is not None)


def at_intake(*, received: datetime, disclosed: date | None, urgent: bool, law: Law) -> Intake:
    """The duties of a new report.

    A clock starts at the first disclosure to anyone, where she states its day (when that day was
    over everywhere on earth, which is as much as she says), and never later than at receipt. What
    was due by then before the report came was the organisation's to do: it is kept with its own
    time, and the same is owed again from receipt by those who can know of it.
    """
    after = started(REPORTED, at=received, urgent=urgent, law=law)
    if disclosed is None:
        return Intake((), after)
    start = surely_over(disclosed, now=received)
    since = started(REPORTED, at=start, urgent=urgent, law=law)
    before = tuple(each for each in since if each.due <= received)
    past = {each.kind for each in before}
    # Both have the same kinds in the same order: which there are is no matter of time. What began
    # on a day that is not worked may be due later than what begins now; a day that she gives never
    # makes anything later.
    pairs = zip(since, after, strict=True)
    return Intake(
        before, tuple(new if new.kind in past or new.due < old.due else old for old, new in pairs)
    )


def next_update(*, at: datetime, promised: datetime | None, law: Law) -> Owed | None:
    """The update that is owed after somebody wrote to her; None where the promised one stands.

    ``promised``: when the open one falls due, if one is open. A second message of the same day
    renews nothing: she would read a list of kept promises as long as the conversation.
    """
    owed = strictest(UPDATE, start=at, law=law)
    stands = owed is not None and promised is not None and owed.due - promised < RENEWED
    return None if stands else owed

"""The fold over a case's moves, remembered; and moves as rows."""

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo

from django.db.models import QuerySet

from heard.access import law
from heard.records.models import Case, Move
from heard.records.questions import Question
from heard.rules import casework
from heard.rules.casework import CASE, REPORTER, TABLE, Casework, Moved
from heard.rules.codes.casework import WorkedObject

KEPT = 256  # cases whose fold is remembered


@dataclass(frozen=True, slots=True)
class Known:
    """What the moves of a case made of it.

    ``last``: the one that came last; ``latest``: when the latest of them was made, which need not
    be that one, since a party's is kept by the hour.
    """

    last: Move | None
    state: Casework
    latest: datetime | None = None

    def not_before(self, now: datetime) -> datetime:
        """``now``, or where it is later the instant of the latest move.

        Two machines are never at the same instant. What follows was made later, whoever answered
        it: that a draft was told before it was shared must not come of a clock.
        """
        return now if self.latest is None else max(now, self.latest.astimezone(now.tzinfo))

    def of(self, case: Case) -> Casework:
        """The case as it stands by them. To decide by it, lock the case first."""
        return _in_course(case, self.state)


_NOTHING = Known(None, Casework())
_known: OrderedDict[str, Known] = OrderedDict()  # by the id of a case


def prepare(case: Case) -> None:
    """Fold its moves before the writer's turn, so that its lock is held for few questions alone.

    Where some are known already, what came since is little, and is folded in turn: an action that
    gives what it found there to ``remember`` asks once in place of twice.
    """
    if case.id not in _known:
        remember(case)


def remember(case: Case, known: Known | None = None) -> None:
    """Keep what its moves made of it: as of now, or as an action found it that is committed.

    What is committed stays, so nothing that is remembered ever has to be taken back.
    """
    _known[case.id] = known or standing(case)
    while len(_known) > KEPT:
        _known.popitem(last=False)


def state_of(case: Case) -> Casework:
    """The case as it stands. To decide by it, lock the case first."""
    return standing(case).of(case)


def standing(case: Case) -> Known:
    """What its moves made of it by now; to be asked once in an action."""
    known = _known.get(case.id, _NOTHING)
    newer = _since(case, known)
    if newer is None:
        known, newer = _NOTHING, _moves(case.pk, 0)
    if not newer:
        return known
    state = casework.fold(moved_of(case, newer), since=known.state)
    made = [row.at for row in newer] + ([known.latest] if known.latest else [])
    return Known(newer[-1], state, max(made))


def _since(case: Case, known: Known) -> list[Move] | None:
    """What was moved since, asked for with the last that is known: None where it is another.

    Rows are only ever added, one after the other under the lock of the case, and each has an id of
    its own: so whoever has the same last one has all before it.
    """
    rows = _moves(case.pk, known.last.number if known.last else 0)
    if known.last is None:
        return rows
    return rows[1:] if rows and _same(rows[0], known.last) else None


def _same(row: Move, other: Move) -> bool:
    return all(getattr(row, name) == getattr(other, name) for name in _NAMES)


_NAMES = tuple(each.attname for each in Move._meta.concrete_fields)


@Question
def _moves(case: int, first: int) -> QuerySet[Move]:
    return Move.objects.filter(case_id=case, number__gte=first).order_by("number")


def moves_of(case: Case) -> QuerySet[Move]:
    """Its moves, in the order in which they were made."""
    return Move.objects.filter(case=case).order_by("number")


def moved_of(case: Case, rows: Iterable[Move]) -> Iterator[Moved]:
    """Moves as the rules have them, in the zone of the case."""
    zone = zone_of(case)
    return (_moved(case.id, row, zone) for row in rows)


def zone_of(case: Case) -> tzinfo:
    """Where the days of a case begin and end."""
    return law.of_case(case, now=case.received).zone


def id_of(case: str, object: str, record: str) -> str:
    """What the rules call a record: the case, and the reporter as a party, have no id of theirs."""
    own = {WorkedObject.CASE.value: CASE, WorkedObject.PARTY.value: REPORTER}
    return own.get(object, record) if record == case else record


def _moved(case: str, row: Move, zone: tzinfo) -> Moved:
    return Moved(
        object=row.object,
        id=id_of(case, row.object, row.record),
        move=row.move,
        actor=row.actor,
        at=row.at.astimezone(zone),
        version=row.version,
        code=row.code,
        agreed=_split(row.agreed),
        party=row.party,
        about=_split(row.about),
        holder=row.holder,
        digest=row.digest,
        number=row.ordinal,
        when=row.period,
        due=row.due.astimezone(zone) if row.due else None,
        basis=row.basis,
    )


def _split(ids: str) -> tuple[str, ...]:
    return tuple(ids.split(",")) if ids else ()


def row_of(case: Case, moved: Moved, *, at: datetime, letters: Mapping[str, str]) -> Move:
    """A move as the table has it. ``letters``: ids, by ``letter``, ``file_letter`` and so on."""
    own = moved.id in {CASE, REPORTER}
    return Move(
        case=case,
        object=moved.object,
        record=case.id if own else moved.id,
        move=moved.move,
        version=moved.version,
        actor=moved.actor,
        at=at,
        code=moved.code,
        agreed=",".join(moved.agreed),
        party=moved.party,
        about=",".join(moved.about),
        holder=moved.holder,
        digest=moved.digest,
        ordinal=moved.number,
        period=moved.when,
        due=moved.due,
        basis=moved.basis,
        **letters,
    )


def _in_course(case: Case, state: Casework) -> Casework:
    """Before it was a move, taking a report back stopped each case in which nothing was found."""
    stops = case.state == Case.State.STOPPED and state.course == "open" and not _is_found(state)
    return replace(state, course="stopped") if stops else state


def _is_found(state: Casework) -> bool:
    closed_unfound = state.case.last("close_stopped") is not None
    return TABLE.rank[state.phase] >= TABLE.rank["decided"] and not closed_unfound

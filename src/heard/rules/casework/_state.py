"""What a worked case is: a fold over what happened in it, one move after the other."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from heard.rules.casework._table import CASE, REPORTER, TABLE, Move
from heard.rules.refusals import MalformedError, RefusedError

FIRST = "received"
REOPENED = "reopened"
OPEN_APPEALS = frozenset({"lodged", "heard"})
_NAMED_ANEW = frozenset({"finding", "checkin"})
_NEWEST = ("holder", "digest", "number", "when", "due", "basis")  # what a later move says anew


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """Something that was moved, or is to be: what the shell of the event says in clear.

    ``version``: how often the record has been moved with this. ``at``: aware, in the zone of the
    organisation, since two rules ask for its day. ``agreed``: who else signed it. ``about``: ids of
    allegations. ``when``: a day or a quarter, whichever the object has; ``due``: by when, or from
    when on, as a calendar has it. Empty or zero: not said.
    """

    object: str
    id: str
    move: str
    actor: str
    at: datetime
    version: int
    code: str = ""
    agreed: tuple[str, ...] = ()
    party: str = ""
    about: tuple[str, ...] = ()
    holder: str = ""
    digest: str = ""
    number: int = 0
    when: str = ""
    due: datetime | None = None
    basis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One thing of a case. ``code``: what it was made as, else what was said of it last.

    ``put_by``: of an allegation, the notice that put it last. ``past``: what happened to it.
    """

    object: str
    id: str
    state: str = ""
    version: int = 0
    code: str = ""
    party: str = ""
    about: tuple[str, ...] = ()
    holder: str = ""
    digest: str = ""
    number: int = 0
    when: str = ""
    due: datetime | None = None
    basis: str = ""
    put_by: str = ""
    past: tuple[Moved, ...] = ()

    def last(self, *moves: str) -> Moved | None:
        """The newest of these moves of it."""
        return next((each for each in reversed(self.past) if each.move in moves), None)

    def every(self, *moves: str) -> list[Moved]:
        """All of these moves of it, oldest first."""
        return [each for each in self.past if each.move in moves]


Records = Mapping[str, Mapping[str, Record]]
# The reporter is a party from the beginning: nobody invites the person whose case it is.
_BEGIN: Records = {
    CASE: {CASE: Record(object=CASE, id=CASE, state=FIRST)},
    "party": {
        REPORTER: Record(object="party", id=REPORTER, state="confirmed", code=REPORTER),
    },
}


@dataclass(frozen=True, slots=True)
class Casework:
    """A case as it stands. ``course``: whether it goes on; ``records``: by object, then by id."""

    phase: str = FIRST
    course: str = "open"
    raised: frozenset[str] = frozenset()
    records: Records = field(default_factory=lambda: _BEGIN)

    def of(self, object: str) -> Iterable[Record]:
        """Everything of one kind."""
        return self.records.get(object, {}).values()

    def get(self, object: str, id: str) -> Record | None:
        """One of a kind; None where there is none."""
        return self.records.get(object, {}).get(id)

    @property
    def case(self) -> Record:
        """What was done to the case as such."""
        return self.records[CASE][CASE]

    @property
    def minors(self) -> frozenset[str]:
        """Parties of whom it is noted that they are under age."""
        noted = ((each.id, each.last("note_minor", "note_of_age")) for each in self.of("party"))
        return frozenset(id for id, last in noted if last and last.move == "note_minor")

    @property
    def flags(self) -> frozenset[str]:
        """What stands beside the phase."""
        appealed = any(each.state in OPEN_APPEALS for each in self.of("appeal"))
        return self.raised | {"appealed"} if appealed else self.raised


def row(moved: Moved) -> Move:
    """The row of the table. Raises MalformedError for an object or a move that there is not."""
    moves = TABLE.moves.get(moved.object)
    if moves is None:
        raise MalformedError(f"There is no {moved.object!r}. Choose of {', '.join(TABLE.moves)}.")
    if moved.move not in moves:
        raise MalformedError(
            f"A {moved.object} has no move {moved.move!r}. Choose of {', '.join(moves)}."
        )
    return moves[moved.move]


def fold(moves: Iterable[Moved], *, since: Casework | None = None) -> Casework:
    """The case after these, oldest first; all of them stand in the log, and none is judged again.

    ``since``: the case before the first of them, where it is not a new one. Raises MalformedError
    for what no table knows, RefusedError for what does not follow: a record that is not there, a
    state that it is not in, or a version that was left out.
    """
    now = _Fold(since or Casework())
    for each in moves:
        now.take(each)
    return now.made()


def after(state: Casework, moved: Moved) -> Casework:
    """The case after one move more. Raises as ``fold`` does."""
    now = _Fold(state)
    now.take(moved)
    return now.made()


class _Fold:
    """Dictionaries that grow, so that two thousand moves cost two thousand steps."""

    def __init__(self, state: Casework) -> None:
        self.phase, self.course, self.raised = state.phase, state.course, set(state.raised)
        self.records = {object: dict(each) for object, each in state.records.items()}

    def made(self) -> Casework:
        return Casework(self.phase, self.course, frozenset(self.raised), self.records)

    def take(self, moved: Moved) -> None:
        move = row(moved)
        there = self.records.setdefault(moved.object, {})
        record = there.get(moved.id, Record(object=moved.object, id=moved.id))
        if record.state not in move.before or moved.version != record.version + 1:
            raise RefusedError(
                f"The {moved.object} is {record.state or 'not there'} in version {record.version}:"
                f" {moved.move!r} as version {moved.version} does not follow. Load the case again."
            )
        there[moved.id] = _next(record, moved, move)
        self._carry(moved, move, there[moved.id])
        self._sweep(move, there[moved.id])
        self._course(move)
        self._phase(move)

    def _carry(self, moved: Moved, move: Move, record: Record) -> None:
        if not move.carries:
            return
        there = self.records.setdefault("allegation", {})
        for id in record.about:
            allegation = there.get(id)
            if allegation is None or allegation.state not in TABLE.carried[move.carries]:
                continue
            put = move.carries == "put"
            if put or move.carries == "found" or allegation.put_by == moved.id:
                by = moved.id if put else allegation.put_by
                there[id] = replace(allegation, state=move.carries, put_by=by)

    def _sweep(self, move: Move, record: Record) -> None:
        if not move.sweeps:
            return
        like = TABLE.moves[record.object][move.sweeps]
        there = self.records[record.object]
        for id, each in there.items():
            if each.party == record.party and each.state in like.before:
                there[id] = replace(each, state=like.to)

    def _course(self, move: Move) -> None:
        self.course = move.course or self.course
        self.raised = (self.raised | {move.flag}) - {"", move.unflag}

    def _phase(self, move: Move) -> None:
        to = move.to if move.object == CASE else move.phase
        if not to or (move.phase_when == "all_found" and not all_found(self.made())):
            return
        if to == REOPENED or TABLE.rank[to] > TABLE.rank[self.phase]:
            self.phase = to
        case = self.records[CASE][CASE]
        self.records[CASE] = {CASE: replace(case, state=self.phase)}


def _next(record: Record, moved: Moved, move: Move) -> Record:
    newest = {name: said for name in _NEWEST if (said := getattr(moved, name))}
    first: dict[str, Any] = {}
    if not record.past:
        first = {"party": moved.party, "about": moved.about}
    code = moved.code if moved.code and _is_named_by(record, moved) else record.code
    return replace(
        record,
        state=move.to or record.state,
        version=moved.version,
        code=code,
        past=(*record.past, moved),
        **newest,
        **first,
    )


def _is_named_by(record: Record, moved: Moved) -> bool:
    """What was made as something stays that: a reason that is given later is of the move alone."""
    return not record.past or moved.object in _NAMED_ANEW


def all_found(state: Casework) -> bool:
    """Whether anything is alleged and a finding was made of each allegation."""
    states = {each.state for each in state.of("allegation")}
    return states == {"found"}


_STATED = {
    "quarter": re.compile(r"[12][0-9]{3}-Q[1-4]"),
    "day": re.compile(r"[12][0-9]{3}-[01][0-9]-[0-3][0-9]"),
}
_DIGEST = re.compile(r"[0-9a-f]{64}")
BASES = frozenset({"evidence", "admission"})


def is_well_said(moved: Moved, move: Move) -> bool:
    """Whether it says all that this move says, nothing else, and each in its form."""
    said = {name for name in (*_NEWEST, "party", "about") if getattr(moved, name)}
    return (
        move.names <= said <= move.names | move.may
        and (not moved.digest or bool(_DIGEST.fullmatch(moved.digest)))
        and (not moved.when or _is_stated(moved.when, move.date))
        and (not moved.basis or moved.basis in BASES)
        and moved.number >= 0
    )


def _is_stated(when: str, form: str) -> bool:
    """In its form; and where it is a day, one that there is."""
    if not _STATED[form].fullmatch(when):
        return False
    try:
        return form != "day" or bool(date.fromisoformat(when))
    except ValueError:
        return False


def ids(records: Iterable[Record], *states: str) -> Iterator[str]:
    """The ids of those in one of these states."""
    return (each.id for each in records if each.state in states)

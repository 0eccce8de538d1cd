"""A worked case as it is told: to its reporter, to a party, and to who reads it."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta, tzinfo
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from heard.access import case_view, caseload, exhibit_copies, file_key, law, matters, parties
from heard.access.case_answers import DecisionView
from heard.access.casework._asked import Mover
from heard.access.casework._known import moves_of, state_of, zone_of
from heard.access.casework_answers import (
    AssentView,
    CalendarView,
    EarlierMoveView,
    KeptView,
    MoveView,
    PartyDutyView,
    PartyMoveView,
    WorkedFileView,
    WorkView,
)
from heard.ledger.journal import rfc3339
from heard.records.models import Assent, Case, Duty, Event, FileLetter, Letter, Move, PartyKeys
from heard.records.questions import Question
from heard.rules import casework
from heard.rules.casework import REPORTER, Casework, Record, has_way_out, parts_of, was_struck
from heard.rules.codes.casework import WorkedMove, WorkedObject
from heard.rules.duties import (
    APPEAL_DECISION,
    CHECKIN,
    MEASURE_HEARING,
    MEASURE_REVIEW,
    RETALIATION,
    TRANSCRIPT,
)
from heard.rules.events.casework import FileRecordMoved

_FIRST, _TRIAGED, _CONFIRMED = "received", "triaged", "confirmed"
AHEAD = timedelta(days=100)  # no time that is counted in working days is half as long


class _Row(NamedTuple):
    """A move as it is read here: of a model for each, thousands take longer than all else."""

    object: str
    record: str
    move: str
    version: int
    actor: str
    at: datetime
    code: str
    agreed: str
    party: str
    about: str
    holder: str
    digest: str
    ordinal: int
    period: str
    due: datetime | None
    basis: str
    letter: str
    file_letter: str
    party_letter: str


def _rows(case: Case) -> list[_Row]:
    return [_Row(*each) for each in _moves(case.pk)]


@Question
def _moves(case: int) -> QuerySet[Move, Any]:
    return Move.objects.filter(case_id=case).order_by("number").values_list(*_Row._fields)


def told(case: Case) -> tuple[str, list[DecisionView]]:
    """How far the work on it has come, and each decision how it goes on, oldest first."""
    rows = list(moves_of(case).filter(move=WorkedMove.TRIAGE))
    leaves = _leaves(case, rows, case_view.leaves(case.id)) if rows else {}
    decisions = [
        _decision(row, _TRIAGED if place else _FIRST, leaves.get(row.letter, ""))
        for place, row in enumerate(rows)
    ]
    return state_of(case).phase, decisions


def course(case: Case) -> tuple[str, str | None]:
    """How it goes on; of a report that is taken back, until when the reporter may come back."""
    state = state_of(case)
    until = casework.returns_until(state)
    return state.course, rfc3339(until) if until else None


def _decision(row: Move, before: str, leaf: str) -> DecisionView:
    return DecisionView(
        letter=row.letter,
        event=leaf,
        at=rfc3339(row.at),
        author=row.actor,
        from_=before,
        to=_TRIAGED,
        code=row.code,
        version=row.version,
    )


def told_moves(case: Case) -> list[MoveView]:
    """The moves that the reporter is shown, decisions apart: of each what concerns the reporter."""
    rows = [
        row
        for row in _rows(case)
        if row.move != WorkedMove.TRIAGE and (row.letter or row.actor == REPORTER)
    ]
    leaves = _leaves(case, rows, case_view.leaves(case.id)) if rows else {}
    return [_view(row, leaves, mine=row.actor == REPORTER) for row in rows]


def party_moves(keys: PartyKeys) -> list[PartyMoveView]:
    """What a party is told was moved: by each letter to them, or of theirs, since these keys."""
    letters = parties.letters_of(keys).values("id")
    zone = zone_of(keys.case)
    return [_party_view(row, zone) for row in moves_of(keys.case).filter(party_letter__in=letters)]


# What of a record is owed to whom it concerns, too: not what is owed of it to somebody else.
_OWED_TO_PARTIES = (
    APPEAL_DECISION, CHECKIN, MEASURE_HEARING, MEASURE_REVIEW, RETALIATION, TRANSCRIPT,
)  # fmt: skip


def party_duties(keys: PartyKeys, *, now: datetime) -> list[PartyDutyView]:
    """What is owed to a party and not done yet, of records that they are told of; soonest first.

    Of each record one, whatever tiers have it by now: which, nobody but the team is told. What is
    held reads as if it were not: that the report was taken back is for no party to know.
    """
    letters = parties.letters_of(keys).values("id")
    told = moves_of(keys.case).filter(party_letter__in=letters).values("record")
    owed = Duty.objects.filter(case=keys.case, kind__in=_OWED_TO_PARTIES, record__in=told)
    # Whom a measure protects may be told of it, too, and is not the one who is to be heard.
    borne = moves_of(keys.case).filter(party=keys.party).values("record")
    owed = owed.exclude(Q(kind=MEASURE_HEARING) & ~Q(record__in=borne))
    running = Q(state__in=(Duty.State.OPEN, Duty.State.HELD))
    left = running | Q(state=Duty.State.MISSED, done=None)
    rows = owed.filter(left).order_by("due", "number").values_list("kind", "record", "due", "state")
    zone, found = zone_of(keys.case), dict[tuple[str, str], PartyDutyView]()
    for kind, record, due, state in rows:
        assert record is not None  # it is one of those told
        view = PartyDutyView(
            kind=kind,
            record=record,
            due=due.astimezone(zone).date().isoformat(),
            late=state == Duty.State.MISSED or (state == Duty.State.HELD and due <= now),
        )
        found.setdefault((kind, record), view)
    return list(found.values())


def may_leave(keys: PartyKeys) -> bool:
    """Whether this party leaves the case when they want to.

    By who they are alone: were it otherwise once the case is closed or was taken back, it would
    tell them so.
    """
    there = state_of(keys.case).get(WorkedObject.PARTY, keys.party)
    return there is not None and there.state == _CONFIRMED and has_way_out(there)


def earlier_moves(keys: PartyKeys) -> list[EarlierMoveView]:
    """What was told to keys that the party had before these: their letters open by none of these.

    Nothing before two people have confirmed whose these are: they may be another's.
    """
    there = state_of(keys.case).get(WorkedObject.PARTY, keys.party)
    if there is None or there.state != _CONFIRMED:
        return []
    lost = parties.lost_letters(keys).values("id")
    rows = moves_of(keys.case).filter(party_letter__in=lost)
    return [
        EarlierMoveView(object=row.object, move=row.move, on=row.at.date().isoformat())
        for row in rows
    ]


def _party_view(row: Move, zone: tzinfo) -> PartyMoveView:
    return PartyMoveView(
        object=row.object,
        record=row.record,
        move=row.move,
        version=row.version,
        author=row.actor,
        on=row.at.date().isoformat(),
        code=row.code,
        number=row.ordinal,
        when=row.period,
        due=row.due.astimezone(zone).date().isoformat() if row.due else "",
        letter=row.party_letter,
    )


def work(case: Case, *, by: Mover, holder: str, now: datetime) -> WorkView:
    """All of it, as this reader of the case is told it; nothing of it to who was struck."""
    state, calendar = state_of(case), _calendar(case, now)
    if was_struck(state, holder):
        return _nothing(case, state, calendar)
    rows, named, found = _rows(case), case_view.leaves(case.id), matters.bound(case, holder)
    file = file_key.view(case, holder, named, found)
    leaves = {**_of_letters(case, file, named), **_enrolled(case, rows, named)}
    parts = parts_of(state, by.asks(), Record(object="case", id="case"))
    proposing = casework.TABLE.moves["seat"]["propose"].who & parts
    return WorkView(
        case=case.id,
        phase=state.phase,
        parts=sorted(parts),
        calendar=calendar,
        struck=False,
        moves=[_view(row, leaves, mine=True) for row in rows],
        assents=[_assent(row) for row in _assents(case.pk)],
        file=file,
        may_hold=file_key.may_hold(case, by=holder, found=found),
        full=caseload.full(found.may) if proposing else [],
        invitations=parties.invitation_views(case, named),
        parties=parties.keys_views(case, named),
        links=matters.views(case, holder, found),
        kept=_kept(case, holder),
    )


def _kept(case: Case, holder: str) -> list[KeptView]:
    there = exhibit_copies.views(case)
    return there if there and file_key.reads(case, holder) else []


def _nothing(case: Case, state: Casework, calendar: CalendarView) -> WorkView:
    return WorkView(
        case=case.id, phase=state.phase, parts=[], calendar=calendar, struck=True, moves=[],
        assents=[], file=None, may_hold=[], full=[], invitations=[], parties=[], links=[],
        kept=[],
    )  # fmt: skip


def _calendar(case: Case, now: datetime) -> CalendarView:
    """By what ``term_whole`` counts, so that a page can say which day is the first."""
    binding = law.of_case(case, now=now)
    today = now.astimezone(binding.zone).date()
    last = today + AHEAD
    found = binding.calendar
    return CalendarView(
        zone=str(binding.zone),
        weekend=sorted(found.weekend),
        holidays=[each.isoformat() for each in sorted(found.holidays) if today <= each <= last],
        worked=[each.isoformat() for each in sorted(found.worked) if today <= each <= last],
    )


def _view(row: _Row, leaves: Mapping[str, str], *, mine: bool) -> MoveView:
    """``mine``: whoever is told may read what is sealed to the file; else its letters are none."""
    letters = [row.letter, row.file_letter, row.party_letter, _opening(row)]
    return MoveView(
        object=row.object,
        record=row.record,
        move=row.move,
        version=row.version,
        actor=row.actor,
        at=rfc3339(row.at),
        code=row.code,
        agreed=row.agreed.split(",") if row.agreed else [],
        party=row.party,
        about=row.about.split(",") if row.about else [],
        holder=row.holder,
        digest=row.digest,
        number=row.ordinal,
        when=row.period,
        due=rfc3339(row.due) if row.due else None,
        basis=row.basis,
        letter=row.letter,
        file_letter=row.file_letter if mine else "",
        party_letter=row.party_letter if mine else "",
        event=next((leaves[each] for each in letters if each in leaves), ""),
    )


def _of_letters(
    case: Case, file: WorkedFileView | None, named: Mapping[int, str]
) -> dict[str, str]:
    """The same as ``_leaves`` of every move, where the letters of the file are told of besides."""
    told_of = {each.id: each.leaf for each in (file.letters if file else ())}
    return told_of | {id: named.get(at, "") for id, at in _placed(case.pk) if at is not None}


@Question
def _placed(case: int) -> QuerySet[Letter, tuple[str, int | None]]:
    return Letter.objects.filter(case_id=case, kind__in=_KINDS).values_list("id", "index")


def _leaves(case: Case, rows: Iterable[_Row | Move], named: Mapping[int, str]) -> dict[str, str]:
    """Of each letter of these the leaf of its event. All letters of a move have one event."""
    wanted = {each for row in rows for each in (row.letter, row.file_letter, row.party_letter)}
    if not wanted:
        return {}
    places = [
        *_placed(case.pk),
        *FileLetter.objects.filter(case=case).values_list("id", "index"),
    ]
    return {id: named.get(at, "") for id, at in places if id in wanted and at is not None}


_KINDS, _PARTY = ("decision", "record"), WorkedObject.PARTY


def _opening(row: _Row) -> str:
    """What an enrolment is known by: it has no letter."""
    return f"{row.record} {row.version}" if row.move == WorkedMove.OPEN else ""


def _enrolled(case: Case, rows: Iterable[_Row], named: Mapping[int, str]) -> dict[str, str]:
    """Of each enrolment the leaf of its move: the party's next after the event of the keys."""
    found: dict[str, str] = {}
    opening = [row for row in rows if row.move == WorkedMove.OPEN and row.object == _PARTY]
    keys = list(PartyKeys.objects.filter(case=case).order_by("number")) if opening else []
    for row in opening:
        own = next(each for each in keys if each.party == row.record)
        keys.remove(own)
        moved = Event.of(case.id).filter(kind=FileRecordMoved.event, actor=row.record)
        index = moved.filter(index__gt=own.index).order_by("index").values_list("index", flat=True)
        found[_opening(row)] = named.get(index[0], "")
    return found


@Question
def _assents(case: int) -> QuerySet[Assent]:
    return Assent.objects.filter(case_id=case).order_by("number")


def _assent(row: Assent) -> AssentView:
    return AssentView(
        object=row.object,
        record=row.record,
        move=row.move,
        version=row.version,
        holder=str(row.holder_id),
        shell=row.shell,
        file_letter=row.file_letter,
        at=rfc3339(row.at),
    )


def is_kept_from(case: Case, holder: str, letter: str) -> bool:
    """Whether a letter gives a reason for which this holder should not judge.

    Whoever objects to a person says why to the others, never to that person.
    """
    return letter in kept_from(case, holder)


def kept_from(case: Case, holder: str) -> frozenset[str]:
    """The ids of all such letters of a case."""
    objections = list(moves_of(case).filter(object=WorkedObject.SEAT, move=WorkedMove.OBJECT))
    if not objections:  # as in most cases: then nothing is folded for each letter that is read
        return frozenset()
    seats = state_of(case).of("seat")
    theirs = {seat.id for seat in seats if seat.holder == holder}
    rows = [row for row in objections if row.record in theirs]
    return frozenset(each for row in rows for each in (row.letter, row.file_letter) if each)

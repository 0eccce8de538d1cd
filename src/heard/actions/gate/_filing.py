"""Filing what is to be done against people at work, before it takes effect: all or nothing."""

import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated

from django.db.models.functions import Lower

from heard.access import law
from heard.access.gate_listings import today
from heard.actions.gate import _rounds
from heard.actions.gate._seats import OPERATOR, require
from heard.formats import table
from heard.formats._errors import FormatError
from heard.formats.ids import new_id
from heard.formats.wire import Answer, Id, about, one_of
from heard.ledger import bounds
from heard.ledger.journal import Actor, JournalEntry, write
from heard.records.models import FiledAction, GateToken, Person
from heard.rules import gate
from heard.rules.codes.gate import AdverseAction, GateSeat
from heard.rules.events.gate import AdverseActionFiled
from heard.rules.refusals import MalformedError, TooLargeError

COLUMNS = ("person", "kind", "day")
MOST = 1000  # actions of one file
BACK, AHEAD = timedelta(days=366), timedelta(days=2 * 366)  # of the day that one takes effect
FAULTS = ("day", "kind", "nobody", "oneself", "open", "twice", "unreadable")


class Fault(Answer, kw_only=True):
    """Why a line cannot be filed."""

    line: Annotated[int, about("Of the file, from 1; 1 where one action alone was filed.")]
    why: Annotated[str, one_of(FAULTS)]


class BadActionsError(Exception):
    """Actions that cannot be filed; none of those that came with them was. ``faults``: each."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        named = ", ".join(f"line {each.line}: {_SAID[each.why]}" for each in faults[:3])
        more = f", and {len(faults) - 3} more" if len(faults) > 3 else ""  # noqa: PLR2004 -- named above
        super().__init__(f"Nothing was filed ({named}{more}). Correct that and send it again.")
        self.faults = [{"line": each.line, "why": each.why} for each in faults]


_SAID = {
    "day": "no day, or one too far off",
    "kind": "no kind of action that is filed here",
    "nobody": "nobody who works here has this number or address",
    "oneself": "about who files it",
    "open": "an action against this person is open already",
    "twice": "this person stands in an earlier line, too",
    "unreadable": "it cannot be read",
}


@dataclass(frozen=True, slots=True)
class NewAction:
    """One action as it came. ``person``: staff number or e-mail at work; ``day``: 2026-12-31."""

    person: str
    kind: str
    day: str
    line: int = 1
    id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filer:
    """Who files: a holder or a token, and the person behind either, where they work here."""

    actor: Actor
    holder: str | None = None
    token: str | None = None
    person: str | None = None


class Filed(Answer, kw_only=True):
    """An action that was filed."""

    id: Id
    late: Annotated[bool, about("On the day that it takes effect, or after: the board is told.")]


def by_holder(*, holder: str) -> Filer:
    """Somebody who files. Raises AbsentError."""
    seat = require(holder, GateSeat.FILES)
    actor = Actor(kind="holder", id=holder)
    return Filer(actor=actor, holder=holder, person=seat.person_id)


def by_token(*, token: str) -> Filer:
    """A personnel system; the log names the operator, who gave it the token."""
    row = GateToken.objects.get(id=token)
    return Filer(actor=OPERATOR, token=token, person=row.person_id)


def rows_of(raw: bytes) -> list[NewAction]:
    """The lines of a CSV file: person, kind, day.

    Raises BadActionsError, TooLargeError, MalformedError.
    """
    found, bad = list[NewAction](), list[Fault]()
    try:
        lines = table.lines(io.BytesIO(raw))
        head = table.header(lines)
        for row in table.rows(lines, head, COLUMNS):
            if len(found) + len(bad) >= MOST:
                raise TooLargeError(f"A file can have {MOST:,} lines. Split it up.")
            if row.fault:
                bad.append(Fault(line=row.line, why="unreadable"))
            else:
                person, kind, day = row.cells
                found.append(NewAction(person, kind, day, line=row.line))
    except FormatError as error:
        raise MalformedError(f"{error} Nothing was filed.") from error
    if bad:
        raise BadActionsError(bad)
    return found


def file_actions(
    *, filer: Filer, actions: Sequence[NewAction], key: str, sha256: str, now: datetime
) -> list[Filed] | None:
    """File all of these, or none; None where that was done before under this ``key``.

    Raises BadActionsError, IdempotencyConflictError, TooOftenError, UnavailableError.
    """

    def action(entry: JournalEntry) -> list[Filed]:
        _rounds.close_answered(entry, now)
        people = _people(actions)
        if faults := _faults(actions, people, filer, now):
            raise BadActionsError(faults)
        # Of a day all that come together: each by itself would count those before them alone.
        event = AdverseActionFiled.event
        bounds.check(event, case="", holder=filer.holder or "", at=now, more=len(actions))
        rows = [_row(each, people[each.person], filer, now) for each in actions]
        FiledAction.objects.bulk_create(rows)
        for row in rows:
            kind = AdverseAction(row.kind)
            filed = AdverseActionFiled(action=row.id, kind=kind, late=row.late)
            entry.log(filed, at=now, actor=filer.actor)
        if any(row.late for row in rows):
            _rounds.tell_late(now)
        return [Filed(id=row.id, late=row.late) for row in rows]

    return write(action, key=key, sha256=sha256).value


def _people(actions: Sequence[NewAction]) -> dict[str, str]:
    """Who works here of those that were named, by what was written: a number, or an address."""
    asked = {each.person for each in actions}
    working = Person.objects.filter(active=True)
    found = {id: id for id in working.filter(id__in=asked).values_list("id", flat=True)}
    mails = {each.lower(): each for each in asked - found.keys() if "@" in each}
    by_mail = working.annotate(mail=Lower("email")).filter(mail__in=mails)
    several = Counter(by_mail.values_list("mail", flat=True))
    for mail, id in by_mail.values_list("mail", "id"):
        if several[mail] == 1:  # an address of two is nobody's
            found[mails[mail]] = id
    return found


def _faults(
    actions: Sequence[NewAction], people: dict[str, str], filer: Filer, now: datetime
) -> list[Fault]:
    rows = FiledAction.objects.filter(closed=None, person__in=people.values())
    busy, seen, faults = set(rows.values_list("person_id", flat=True)), set[str](), list[Fault]()
    for each in actions:
        person = people.get(each.person, "")
        if why := _fault(each, person, filer, now):
            pass
        elif person in busy:
            why = "open"
        elif person in seen:
            why = "twice"
        seen.add(person)
        if why:
            faults.append(Fault(line=each.line, why=why))
    return faults


def _fault(action: NewAction, person: str, filer: Filer, now: datetime) -> str:
    if not person:
        return "nobody"
    if person == filer.person:
        return "oneself"
    if action.kind not in list(AdverseAction):
        return "kind"
    day = _day(action.day)
    if day is None or not today(now) - BACK <= day <= today(now) + AHEAD:
        return "day"
    return ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _row(action: NewAction, person: str, filer: Filer, now: datetime) -> FiledAction:
    here = law.in_force(now)
    effective = date.fromisoformat(action.day)
    return FiledAction(
        id=action.id or new_id(),
        person_id=person,
        kind=action.kind,
        effective=effective,
        filed=now,
        late=effective <= today(now),
        filer_id=filer.holder,
        token_id=filer.token,
        by_id=filer.person,
        due=gate.answered_at(now, calendar=here.calendar, zone=here.zone),
    )

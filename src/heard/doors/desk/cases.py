"""The queue and the actions on a case, in JSON (docs/spec/api.md, "Desk")."""

from django.http import HttpResponse

from heard.actions import cases, deadlines
from heard.doors._http import ranges
from heard.doors._http.answers import binary, json, text
from heard.doors._http.contract import BINARY, RANGED, TEXT, Refusals, answers
from heard.doors._http.errors import unreadable
from heard.doors.desk.answers import Done, Kept
from heard.doors.desk.dispatch import Call
from heard.formats.wire import Nothing
from heard.rules.days import ImpossibleDayError
from heard.rules.refusals import MalformedError, RefusedError

_CLOSED = {None: False, "open": False, "closed": True}
_QUERY = {"after", "state"}
_MAX_CURSOR = 64
PAGES = {"after": "The cursor that the page before gave."}
ACTION: Refusals = (
    cases.NoSuchCaseError,
    RefusedError,
    cases.IdempotencyConflictError,
    cases.TooOftenError,
)
LETTER: Refusals = (*ACTION, MalformedError, cases.SeqError, cases.StaleGenerationError)


@answers(
    cases.QueuePage,
    MalformedError,
    query=PAGES | {"state": "`open` or `closed`."},
)
def queue(call: Call) -> HttpResponse:
    """A page of the queue: no content."""
    asked = call.request.GET
    state, after = asked.get("state"), asked.get("after")
    if not set(asked) <= _QUERY or state not in _CLOSED or len(after or "") > _MAX_CURSOR:
        raise unreadable()
    return json(cases.queue(holder=call.me.id, after=after, closed=_CLOSED[state]))


@answers(cases.OwnWraps, MalformedError, query=PAGES)
def own_wraps(call: Call) -> HttpResponse:
    """A page of the case keys that are sealed to this holder."""
    asked = call.request.GET
    if not set(asked) <= {"after"}:
        raise unreadable()
    return json(cases.own_wraps(holder=call.me.id, after=asked.get("after")))


@answers(Kept, MalformedError, cases.TooOftenError)
def reseal(call: Call) -> HttpResponse:
    """Put case keys, sealed to other keys of the holder's, in the place of those there are."""
    created = [
        cases.Resealed(case=each.case, generation=each.generation, was=each.was, wrap=each.wrap)
        for each in call.body.wraps
    ]
    return json(Kept(kept=cases.reseal(holder=call.me.id, made=created, now=call.now)))


@answers(cases.DeskCase, *ACTION)
def open_case(call: Call, case: str) -> HttpResponse:
    """The case, for one who may read it; logged."""
    return json(cases.open_case(holder=call.me.id, case=case, now=call.now))


@answers(BINARY, cases.NoSuchCaseError)
def read_letter(call: Call, case: str, letter: str) -> HttpResponse:
    """A sealed letter."""
    return binary(cases.read_letter(holder=call.me.id, case=case, letter=letter))


@answers(RANGED, MalformedError, cases.PastTheEndError, cases.DamagedError, cases.NoSuchCaseError)
def read_segment(call: Call, case: str, file: str, segment: str) -> HttpResponse:
    """A sealed segment, whole or one range of it, so that a video can be seeked in."""
    wanted = ranges.asked(call.request)
    found = cases.read_segment(
        holder=call.me.id,
        case=case,
        file=file,
        segment=segment,
        start=wanted.start,
        end=wanted.end,
        now=call.now,
    )
    return ranges.answer(found, wanted)


@answers(Done, *LETTER, statuses=(201,))
def write_letter(call: Call, case: str) -> HttpResponse:
    """A message or a request to the reporter, or a note."""
    body = call.body
    leaf = cases.write_letter(
        holder=call.me.id,
        case=case,
        letter=body.id,
        kind=body.kind,
        seq=body.seq,
        sealed=body.sealed,
        generation=body.generation,
        asks=body.asks,
        flags=body.flags,
        override=body.override,
        now=call.now,
    )
    return _done(leaf)


@answers(Done, *ACTION, statuses=(201,))
def acknowledge(call: Call, case: str) -> HttpResponse:
    """Tell the reporter that a person has seen it."""
    leaf = cases.acknowledge(holder=call.me.id, case=case, key=call.body.id, now=call.now)
    return _done(leaf)


@answers(Done, *ACTION, statuses=(201,))
def say_unreadable(call: Call, case: str) -> HttpResponse:
    """Say that the report does not open."""
    leaf = cases.say_unreadable(holder=call.me.id, case=case, key=call.body.id, now=call.now)
    return _done(leaf)


@answers(Done, MalformedError, *ACTION, statuses=(201,))
def pass_on(call: Call, case: str) -> HttpResponse:
    """Give the case to another holder."""
    body = call.body
    leaf = cases.pass_on(
        holder=call.me.id,
        case=case,
        key=body.id,
        to=body.to,
        wraps={each.generation: each.wrap for each in body.wraps},
        now=call.now,
    )
    return _done(leaf)


@answers(Done, *LETTER, statuses=(201,))
def renew(call: Call, case: str) -> HttpResponse:
    """Leave somebody out of what comes next."""
    body = call.body
    identity = cases.NewIdentity(
        generation=body.generation,
        case_recipient=body.case_recipient,
        wraps=tuple(cases.NewWrap(each.holder, each.sealed) for each in body.wraps),
        reporter_wrap=body.reporter_wrap,
        exclude=tuple(body.exclude),
    )
    note = body.letter
    leaf = cases.renew(
        holder=call.me.id,
        case=case,
        key=body.id,
        identity=identity,
        note=(note.id, note.seq, note.sealed, body.generation) if note else None,
        now=call.now,
    )
    return _done(leaf)


@answers(Done, ImpossibleDayError, *ACTION, statuses=(201,))
def suspend(call: Call, case: str) -> HttpResponse:
    """Let a clock stand still, for a reason and to a day."""
    body = call.body
    leaf = deadlines.suspend(
        holder=call.me.id,
        case=case,
        id=body.id,
        duty=body.duty,
        reason=body.reason,
        until=body.until,
        now=call.now,
    )
    return _done(leaf)


@answers(Done, *ACTION, statuses=(201,))
def end_suspension(call: Call, case: str, suspension: str) -> HttpResponse:
    """Let it run again before the pause is over."""
    leaf = deadlines.end_suspension(
        holder=call.me.id, case=case, key=call.body.id, suspension=suspension, now=call.now
    )
    return _done(leaf)


@answers(Nothing, *LETTER, statuses=(201,))
def step_out(call: Call, case: str) -> HttpResponse:
    """Declare a conflict and lose the case."""
    note = call.body.note
    cases.step_out(
        holder=call.me.id,
        case=case,
        key=call.body.id,
        note=(note.id, note.seq, note.sealed, note.generation) if note else None,
        now=call.now,
    )
    return json(Nothing(), status=201)


@answers(TEXT, cases.NoSuchCaseError)
def receipt(call: Call, case: str, leaf: str) -> HttpResponse:
    """The newest receipt for an event of the case."""
    return text(cases.receipt(holder=call.me.id, case=case, leaf=leaf))


def _done(leaf: str) -> HttpResponse:
    return json(Done(leaf=leaf), status=201)

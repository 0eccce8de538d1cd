"""Evidence that others hold, in JSON (docs/spec/api.md, "Desk")."""

from django.http import HttpResponse

from heard.actions import evidence, publication
from heard.doors._http.answers import json
from heard.doors._http.contract import PDF, answers
from heard.doors._typeset import Letter, typeset
from heard.doors.desk.answers import Done
from heard.doors.desk.cases import ACTION, LETTER
from heard.doors.desk.dispatch import Call
from heard.rules.days import ImpossibleDayError


@answers(
    Done,
    ImpossibleDayError,
    *LETTER,
    statuses=(201,),
)
def note(call: Call, case: str) -> HttpResponse:
    """Somebody holds something: what and who is sealed."""
    body, letter = call.body, call.body.letter
    leaf = evidence.note(
        holder=call.me.id,
        case=case,
        key=body.id,
        item=body.evidence,
        kind=body.kind,
        overwritten=body.overwritten,
        letter=(letter.id, letter.seq, letter.sealed, letter.generation),
        now=call.now,
    )
    return _done(leaf)


@answers(Done, *ACTION, statuses=(201,))
def ordered(call: Call, case: str, item: str) -> HttpResponse:
    """Its holder was told to keep it."""
    leaf = evidence.order(
        holder=call.me.id,
        case=case,
        item=item,
        key=call.body.id,
        document=call.body.document,
        now=call.now,
    )
    return _done(leaf)


@answers(Done, *ACTION, statuses=(201,))
def confirmed(call: Call, case: str, item: str) -> HttpResponse:
    """They said that they keep it."""
    me, key = call.me.id, call.body.id
    return _done(evidence.confirm(holder=me, case=case, item=item, key=key, now=call.now))


@answers(Done, *ACTION, statuses=(201,))
def lost(call: Call, case: str, item: str) -> HttpResponse:
    """It is gone, or was never there."""
    me, key = call.me.id, call.body.id
    return _done(evidence.lose(holder=me, case=case, item=item, key=key, now=call.now))


@answers(Done, *ACTION, statuses=(201,))
def checked(call: Call, case: str) -> HttpResponse:
    """Nothing more is held elsewhere, as far as is known."""
    leaf = evidence.check_over(holder=call.me.id, case=case, key=call.body.id, now=call.now)
    return _done(leaf)


def _done(leaf: str) -> HttpResponse:
    return json(Done(leaf=leaf), status=201)


@answers(PDF, *ACTION)
def document(call: Call, case: str) -> HttpResponse:
    """The letter to its holder, typeset and forgotten."""
    said = call.body
    evidence.may_order(holder=call.me.id, case=case)
    letter = Letter(
        language=said.language,
        day=call.now.astimezone(publication.zone()).date().isoformat(),
        to=said.to,
        what=said.what,
        place=said.place,
        from_=said.from_,
        until=said.until,
        keep_until=said.keep_until,
        reply=said.reply,
        name=said.name,
        role=said.role,
    )
    response = HttpResponse(typeset(letter), content_type="application/pdf")
    response.headers["Content-Disposition"] = 'attachment; filename="letter.pdf"'
    return response

"""A case as it is worked, in JSON (docs/spec/api.md, "Desk")."""

from django.http import HttpResponse

from heard.actions import casework
from heard.doors._http.answers import json
from heard.doors._http.contract import answers
from heard.doors.desk.answers import Done
from heard.doors.desk.cases import LETTER
from heard.doors.desk.dispatch import Call


@answers(Done, casework.CannotMoveError, *LETTER, statuses=(201,))
def triage(call: Call, case: str) -> HttpResponse:
    """Decide how the case goes on; why is sealed to the reporter."""
    body, letter = call.body, call.body.letter
    leaf = casework.triage(
        holder=call.me.id,
        case=case,
        key=body.id,
        route=body.route,
        version=body.version,
        letter=(letter.id, letter.seq, letter.sealed, letter.generation),
        now=call.now,
    )
    return json(Done(leaf=leaf), status=201)

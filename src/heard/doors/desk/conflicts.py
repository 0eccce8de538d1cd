"""Whom a holder cannot judge (docs/spec/api.md, "Desk")."""

from django.http import HttpResponse

from heard.actions import conflicts
from heard.actions.cases import TooOftenError
from heard.doors._http.answers import binary, json
from heard.doors._http.contract import BINARY, answers
from heard.doors.desk.answers import DeclaredConflicts
from heard.doors.desk.dispatch import Call
from heard.rules.refusals import AbsentError, MalformedError


@answers(DeclaredConflicts)
def read(call: Call) -> HttpResponse:
    """As the holder wrote it. Whether anybody is known by it is never said."""
    return json(DeclaredConflicts(declared=conflicts.declared(holder=call.me.id)))


@answers(DeclaredConflicts, MalformedError, TooOftenError)
def declare(call: Call) -> HttpResponse:
    """Put a list in the place of the one before; the answer is that of ``read``."""
    told = conflicts.declare(holder=call.me.id, people=call.body.declared, now=call.now)
    return json(DeclaredConflicts(declared=told))


@answers(BINARY, AbsentError)
def table(_call: Call, salt: str) -> HttpResponse:
    """All of a conflict table that is given out: the names that a desk compares stay with it."""
    return binary(conflicts.whole(salt=salt))

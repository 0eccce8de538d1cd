"""Whom a holder cannot judge (docs/spec/api.md, "Desk")."""

from django.http import HttpResponse

from heard.actions import conflicts
from heard.actions.cases import TooOftenError
from heard.doors._http.answers import json
from heard.doors._http.contract import answers
from heard.doors.desk.answers import DeclaredConflicts
from heard.doors.desk.dispatch import Call
from heard.rules.refusals import MalformedError


@answers(DeclaredConflicts)
def read(call: Call) -> HttpResponse:
    """As the holder wrote it. Whether anybody is known by it is never said."""
    return json(DeclaredConflicts(declared=conflicts.declared(holder=call.me.id)))


@answers(DeclaredConflicts, MalformedError, TooOftenError)
def declare(call: Call) -> HttpResponse:
    """Put a list in the place of the one before; the answer is that of ``read``."""
    told = conflicts.declare(holder=call.me.id, people=call.body.declared, now=call.now)
    return json(DeclaredConflicts(declared=told))

"""The retaliation gate at the desk, in JSON: who files, who looks, and the board."""

import hashlib
from typing import Annotated

import msgspec
from django.http import HttpResponse

from heard.actions import cases, gate
from heard.doors._http.answers import json
from heard.doors._http.contract import answers
from heard.doors.desk.bodies import Body, Id
from heard.doors.desk.dispatch import Call
from heard.formats.wire import Answer, Nothing
from heard.rules.codes.gate import AdverseAction
from heard.rules.refusals import AbsentError, MalformedError, RefusedError, TooLargeError

CAP = 1024 * 1024  # bytes of a file's body
_Short = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
_Day = Annotated[str, msgspec.Meta(pattern=r"^\d{4}-\d{2}-\d{2}\Z")]
_Text = Annotated[str, msgspec.Meta(max_length=4000)]


class FiledActions(Answer, kw_only=True):
    """What was filed; empty where that was done before by the same id."""

    filed: list[gate.Filed]


class FileAction(Body):
    """One action. ``id``: new for each, the same where it is sent again."""

    id: Id
    person: _Short
    kind: AdverseAction
    day: _Day


class FileActions(Body):
    """A CSV file with the columns person, kind and day."""

    id: Id
    csv: bytes


class Look(Body):
    """What somebody says who looked. ``asked``: empty where nothing is asked."""

    approve: bool
    why: _Text
    asked: _Text


class Override(Body):
    """The board's reason."""

    why: _Text


@answers(gate.GateView, AbsentError)
def view(call: Call) -> HttpResponse:
    """What the caller may see of the gate."""
    return json(gate.view(holder=call.me.id, now=call.now))


_FILED = (
    AbsentError,
    gate.BadActionsError,
    cases.IdempotencyConflictError,
    cases.TooOftenError,
    MalformedError,
)


@answers(FiledActions, *_FILED, statuses=(201,))
def file_one(call: Call) -> HttpResponse:
    """File an action against somebody."""
    body = call.body
    new = gate.NewAction(body.person.strip(), body.kind, body.day, id=body.id)
    return _filed(call, [new], f"{new.person}\n{new.kind}\n{new.day}".encode())


@answers(FiledActions, *_FILED, TooLargeError, statuses=(201,))
def file_csv(call: Call) -> HttpResponse:
    """File all actions of a file, or none of them."""
    gate.by_holder(holder=call.me.id)  # before a line of it is read
    return _filed(call, gate.rows_of(call.body.csv), call.body.csv)


def _filed(call: Call, new: list[gate.NewAction], content: bytes) -> HttpResponse:
    digest = hashlib.sha256(f"{call.me.id}\n".encode() + content).hexdigest()
    filer = gate.by_holder(holder=call.me.id)
    key, now = call.body.id, call.now
    filed = gate.file_actions(filer=filer, actions=new, key=key, sha256=digest, now=now)
    return json(FiledActions(filed=filed or []), status=201)


_CHANGED = (AbsentError, MalformedError, RefusedError)


@answers(Nothing, *_CHANGED)
def withdraw(call: Call, action: str) -> HttpResponse:
    """Take back an action that one filed."""
    gate.withdraw(holder=call.me.id, action=action, now=call.now)
    return json(Nothing())


@answers(Nothing, *_CHANGED)
def decide(call: Call, action: str) -> HttpResponse:
    """Approve or refuse an action that was looked at."""
    body, now = call.body, call.now
    gate.decide(
        holder=call.me.id,
        action=action,
        approve=body.approve,
        why=body.why,
        asked=body.asked,
        now=now,
    )
    return json(Nothing())


@answers(Nothing, *_CHANGED)
def override(call: Call, action: str) -> HttpResponse:
    """Let the board have done what was refused."""
    gate.override(holder=call.me.id, action=action, why=call.body.why, now=call.now)
    return json(Nothing())

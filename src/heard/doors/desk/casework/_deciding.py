"""Deciding how a case goes on, and the key to its file."""

from django.http import HttpResponse

from heard.actions import casework
from heard.doors._http.answers import json
from heard.doors._http.contract import Refusals, answers
from heard.doors.desk.answers import Done
from heard.doors.desk.bodies import MoreCopies, NewFileKey, SealedLetter
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
        agreed=body.agreed,
        letter=(letter.id, letter.seq, letter.sealed, letter.generation),
        now=call.now,
    )
    return json(Done(leaf=leaf), status=201)


FILE: Refusals = (*LETTER, casework.StaleFileKeyError)


@answers(Done, *FILE, statuses=(201,))
def make_file_key(call: Call, case: str) -> HttpResponse:
    """Give the case's file a key, or a new one, sealed to those who may have it."""
    body = call.body
    new = casework.NewKey(
        matter=body.matter,
        generation=body.generation,
        recipient=body.recipient,
        case_generation=body.case_generation,
        digest=body.digest,
        statement=_sealed(body.statement),
        told=_sealed(body.told),
        copies=_copies(body),
    )
    leaf = casework.make(holder=call.me.id, case=case, key=body.id, new=new, now=call.now)
    return json(Done(leaf=leaf), status=201)


@answers(Done, *FILE, statuses=(201,))
def give_file_key(call: Call, case: str) -> HttpResponse:
    """Seal the newest file key to those who are owed it."""
    body = call.body
    more = casework.MoreCopies(
        generation=body.generation,
        copies=_copies(body),
        statement=None if body.statement is None else _sealed(body.statement),
        digest=body.digest,
    )
    leaf = casework.give(holder=call.me.id, case=case, key=body.id, more=more, now=call.now)
    return json(Done(leaf=leaf), status=201)


def _sealed(letter: SealedLetter) -> tuple[str, int, bytes, int]:
    return letter.id, letter.seq, letter.sealed, letter.generation


def _copies(body: NewFileKey | MoreCopies) -> tuple[casework.Copy, ...]:
    return tuple(
        casework.Copy(each.holder, each.until, each.recipient, each.sealed) for each in body.copies
    )

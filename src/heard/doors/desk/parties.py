"""Inviting a party, in JSON (docs/spec/api.md, "Desk")."""

from django.http import HttpResponse

from heard.actions import casework, parties
from heard.actions.parties import NewInvitation
from heard.doors._http.answers import json
from heard.doors._http.contract import answers
from heard.doors.desk.answers import Done
from heard.doors.desk.cases import LETTER
from heard.doors.desk.casework import new_letter, new_move
from heard.doors.desk.dispatch import Call


@answers(Done, casework.CannotMoveError, casework.StaleFileKeyError, *LETTER, statuses=(201,))
def invite(call: Call, case: str) -> HttpResponse:
    """Let a party enrol keys of their own, by nine words that they are told."""
    body = call.body
    new = NewInvitation(
        id=body.move.id,
        move=new_move(body.move),
        letters=[new_letter(each) for each in body.move.letters],
        locator=body.locator,
        digest=body.digest,
        expires=body.expires,
        generation=body.generation,
        sealed=body.sealed,
        kept=body.kept,
    )
    leaf = parties.invite(holder=call.me.id, case=case, new=new, now=call.now)
    return json(Done(leaf=leaf), status=201)

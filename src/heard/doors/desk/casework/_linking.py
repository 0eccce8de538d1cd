"""Cases that are worked together."""

from django.http import HttpResponse

from heard.actions import casework
from heard.doors._http.answers import json
from heard.doors._http.contract import Refusals, answers
from heard.doors.desk.answers import Done
from heard.doors.desk.bodies import Body, Id
from heard.doors.desk.cases import LETTER
from heard.doors.desk.dispatch import Call


class NewLink(Body):
    """That two cases are worked together; ``counter``: one is against who reported the other.

    ``sealed``: the letter that says why, to the newest file key of either case.
    """

    id: Id
    link: Id
    other: Id
    counter: bool
    letter: Id
    sealed: bytes


class LinkCheck(Body):
    """Whether a complaint against who reported the other case is retaliation.

    ``sealed``: the letter that says so, and why, to the newest file key of either case.
    """

    id: Id
    retaliation: bool
    letter: Id
    sealed: bytes


_LINK: Refusals = (*LETTER, casework.CannotLinkError)


@answers(Done, *_LINK, statuses=(201,))
def link(call: Call, case: str) -> HttpResponse:
    """Link the case with another that one reads; why is sealed to those who have both."""
    body = call.body
    new = casework.NewLink(
        link=body.link,
        other=body.other,
        counter=body.counter,
        letter=(body.letter, body.sealed),
    )
    leaf = casework.link(holder=call.me.id, case=case, key=body.id, new=new, now=call.now)
    return json(Done(leaf=leaf), status=201)


@answers(Done, *_LINK, statuses=(201,))
def check_link(call: Call, case: str, link: str) -> HttpResponse:
    """Say whether it is retaliation, as somebody of a later tier; if so, the link ends."""
    body = call.body
    check = casework.NewCheck(
        link=link, retaliation=body.retaliation, letter=(body.letter, body.sealed)
    )
    leaf = casework.check_link(holder=call.me.id, case=case, key=body.id, check=check, now=call.now)
    return json(Done(leaf=leaf), status=201)


@answers(Done, *LETTER, statuses=(201,))
def end_link(call: Call, case: str, link: str) -> HttpResponse:
    """End a link; nobody is let into what was sealed meanwhile."""
    leaf = casework.end_link(
        holder=call.me.id, case=case, key=call.body.id, link=link, now=call.now
    )
    return json(Done(leaf=leaf), status=201)

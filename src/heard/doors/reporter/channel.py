"""The calls of a party (docs/spec/channel.md, api.md): the reporter's door is theirs too."""

from typing import Annotated

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from heard.actions import casework, parties
from heard.actions.cases import IdempotencyConflictError, SeqError
from heard.actions.operations import timekeeping
from heard.doors._http.answers import binary, json
from heard.doors._http.contract import BINARY, Refusals, answers
from heard.doors._http.limits import Limit
from heard.formats.wire import Answer, Digest, about
from heard.rules.refusals import MalformedError, RefusedError, TooLargeError

GUESSES = Limit()  # nine words are fewer than twelve: wrong ones are counted
OVER: Refusals = (parties.InvitationUsedError, parties.InvitationOverError)


class Taken(Answer, kw_only=True):
    """It stands in the log, or will."""

    leaf: Annotated[Digest, about("The leaf hash of its event.")]


@answers(BINARY, *OVER)
def get_invitation(request: HttpRequest) -> HttpResponseBase:
    """``GET channel/invitation``."""
    GUESSES.check(request)
    sealed = parties.read_invitation(authorization=_words(request), now=timekeeping.now())
    GUESSES.forgive(request)
    return binary(sealed)


@answers(Taken, MalformedError, RefusedError, casework.CannotMoveError, *OVER, statuses=(201,))
def post_answer(request: HttpRequest, body: parties.NewAnswer) -> HttpResponseBase:
    """``POST channel/answer``."""
    leaf = parties.answer(authorization=_words(request), new=body, now=timekeeping.now())
    return json(Taken(leaf=leaf), 201)


@answers(parties.Channel)
def get_channel(request: HttpRequest) -> HttpResponseBase:
    """``GET channel``."""
    return json(parties.read(authorization=_words(request), now=timekeeping.now()))


@answers(
    Taken,
    MalformedError,
    TooLargeError,
    RefusedError,
    IdempotencyConflictError,
    parties.StaleFileKeyError,
    parties.PartySeqError,
    statuses=(201,),
)
def post_letter(request: HttpRequest, body: parties.NewPartyLetter) -> HttpResponseBase:
    """``POST channel/letters``."""
    leaf = parties.add_letter(authorization=_words(request), letter=body, now=timekeeping.now())
    return json(Taken(leaf=leaf), 201)


@answers(
    Taken,
    MalformedError,
    TooLargeError,
    RefusedError,
    casework.CannotMoveError,
    IdempotencyConflictError,
    parties.StaleFileKeyError,
    SeqError,
    statuses=(201,),
)
def post_move(request: HttpRequest, body: parties.PartysMove) -> HttpResponseBase:
    """``POST channel/moves``."""
    leaf = parties.move(authorization=_words(request), move=body, now=timekeeping.now())
    return json(Taken(leaf=leaf), 201)


@answers(BINARY)
def get_letter(request: HttpRequest, letter: str) -> HttpResponseBase:
    """``GET channel/letters/<id>``."""
    return binary(parties.read_letter(authorization=_words(request), letter=letter))


def _words(request: HttpRequest) -> str:
    return str(request.META.get("HTTP_AUTHORIZATION", ""))

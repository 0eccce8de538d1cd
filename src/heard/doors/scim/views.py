"""Who gets in: limits, then the token, then everything else (``serving``).

Who has no good token hears one thing, whatever they ask and whether there is a token or not. No
cookie is read or set, no name is logged.
"""

import logging

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from heard.actions import scim
from heard.actions.operations import timekeeping
from heard.doors._http.address import caller
from heard.doors._http.dispatch import Door
from heard.doors._http.errors import NotSignedInError, TooManyError
from heard.doors._http.limits import Limit
from heard.doors.scim import answers

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
FAILURES = Limit(30)  # a minute and address
CALLS = Limit(30_000)  # a minute and token: a bound on what a broken provider costs, not on a sync
DOOR = Door(logger=logging.getLogger("heard.scim"), nothing="", tell=answers.told, pages=False)


class Scim:
    """The view. ``rules`` is read by the permission table's test."""

    csrf_exempt = True  # no cookie opens anything here
    rules = METHODS

    def __call__(self, request: HttpRequest, path: str | None = None) -> HttpResponseBase:
        """Answer."""
        return DOOR.answer(lambda: _answer(request, path or "/"))


def _answer(request: HttpRequest, path: str) -> HttpResponseBase:
    now = timekeeping.now()
    who = caller(request.META)
    _wait(FAILURES.wait(who, count=False))
    token = scim.admit(secret=_bearer(request), now=now)
    if token is None:
        FAILURES.wait(who)
        raise NotSignedInError
    _wait(CALLS.wait(token))
    from heard.doors.scim import serving  # noqa: PLC0415 half a second that few have to wait

    return serving.answer(request, path, now)


def _wait(seconds: int) -> None:
    if seconds:
        raise TooManyError(seconds)


def _bearer(request: HttpRequest) -> str:
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    return secret.strip() if kind.lower() == "bearer" else ""

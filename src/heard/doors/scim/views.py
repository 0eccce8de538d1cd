"""Who gets in: limits, then the token, then everything else (``serving``).

Who has no good token hears one thing, whatever they ask and whether there is a token or not. No
cookie is read or set, no name is logged.
"""

from django.http import HttpRequest, HttpResponse

from heard.actions import scim
from heard.actions.operations import timekeeping
from heard.doors._address import caller
from heard.doors.scim import answers
from heard.doors.scim.limits import Limit

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
FAILURES = Limit(30)  # a minute and address
CALLS = Limit(30_000)  # a minute and token: a bound on what a broken provider costs, not on a sync


class Scim:
    """The view. ``rules`` is read by the permission table's test."""

    csrf_exempt = True  # no cookie opens anything here
    rules = METHODS

    def __call__(self, request: HttpRequest, path: str | None = None) -> HttpResponse:
        """Answer."""
        now = timekeeping.now()
        who = caller(request.META)
        if wait := FAILURES.wait(who, count=False):
            return answers.later(429, wait)
        token = scim.admit(secret=_bearer(request), now=now)
        if token is None:
            FAILURES.wait(who)
            return answers.refused()
        if wait := CALLS.wait(token):
            return answers.later(429, wait)
        from heard.doors.scim import serving  # noqa: PLC0415 half a second that few have to wait

        return serving.answer(request, path or "/", now)


def _bearer(request: HttpRequest) -> str:
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    return secret.strip() if kind.lower() == "bearer" else ""

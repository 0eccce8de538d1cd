"""What stands before Django's own way to an answer: the reporter's API, and answers that are kept.

Django's handler sends signals, copies the environment and walks all middleware for each request.
The reporter's door does all that it needs itself (heard/doors/reporter/middleware), behind the
one question that comes before it, for the host; so it is asked at once.
"""

from collections.abc import Iterable
from contextlib import suppress
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.db import close_old_connections
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from heard.actions.intake import report
from heard.actions.operations import timekeeping
from heard.doors.public import pages
from heard.doors.public.hosts import KnownHost
from heard.doors.public.kept import Kept
from heard.doors.reporter.middleware import ROOM, ReporterDoor


class Front:
    """WSGI, in front of Django's."""

    def __init__(self, django: WSGIApplication) -> None:
        self._kept = Kept(django)
        opened = "reporter" in settings.HEARD.doors
        self._door = KnownHost(ReporterDoor(_nobody)) if opened else None

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        close_old_connections()  # one that broke under the request before, as Django does
        if "*" in environ.get("CONTENT_TYPE", ""):
            # Only in a parameter with an encoding of its own (RFC 8187). No browser sends one, and
            # Django's request raises where it does not know it, before any door could answer.
            environ["CONTENT_TYPE"] = ""
        if self._door is None or not environ["PATH_INFO"].startswith(ROOM):
            return self._kept(environ, start)
        return _sent(self._door(WSGIRequest(environ)), start)


def _nobody(_request: HttpRequest) -> HttpResponseBase:
    raise AssertionError("the reporter's door answers all that is in its room")


def _sent(response: HttpResponseBase, start: StartResponse) -> Iterable[bytes]:
    start(f"{response.status_code} {response.reason_phrase}", list(response.items()))
    return [response.content] if isinstance(response, HttpResponse) else response


def prepare() -> None:
    """Read at the start what else the first visitors would wait for: pages, rosters, law.

    Where something of it cannot be read, or is not there yet, the door that needs it says so.
    """
    for read in (pages.site, lambda: report.prepare(now=timekeeping.now())):
        with suppress(Exception):
            read()

"""The reporter's JSON, answered before anything else of Django sees the request.

What Django's middleware would do is therefore done here: Host, where the request comes from, how
large and how often, security headers. It keeps and logs nothing about the caller.
"""

import logging
from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from heard.doors._http.dispatch import Door
from heard.doors._http.errors import NotFoundError
from heard.doors._http.limits import Limit
from heard.doors._http.reading import check_origin
from heard.doors.reporter.routes import ROUTES

ROOM = "/report/api/"
WRITING = frozenset({"POST", "PUT"})
WRITES = Limit()  # of this door; the pages without JavaScript count with it
DOOR = Door(
    logger=logging.getLogger("heard.reporter"),
    nothing="There is nothing here for you. Check the address or the code.",
)


class ReporterDoor:
    """In MIDDLEWARE after the host alone (heard/doors/public/hosts)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer what is ours, hand on what is not."""
        if not request.path_info.startswith(ROOM):
            return self.get_response(request)
        return DOOR.answer(lambda: _answer(request))


def _answer(request: HttpRequest) -> HttpResponseBase:
    check_origin(request)
    if request.method in WRITING:
        WRITES.check(request)
    path = request.path_info[len(ROOM) :]
    for route in ROUTES:
        if route.method == request.method and (match := route.pattern.fullmatch(path)):
            return route.answer(request, match.groups())
    raise NotFoundError

"""The reporter's JSON, answered before anything else of Django sees the request.

What Django's middleware would do is therefore done here: Host, where the request comes from, how
large and how often, security headers. Nothing of who asks is kept or logged.
"""

import logging
import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from heard.doors._address import caller
from heard.doors.reporter.answers import BUSY, Refused, finished, refusal, refusal_of
from heard.doors.reporter.limits import Rate
from heard.doors.reporter.views import ROUTES

ROOM = "/report/api/"
WRITING = frozenset({"POST", "PUT"})
OURS = frozenset({"same-origin", "none", ""})
_PORT = re.compile(r":[0-9]{1,5}\Z")
logger = logging.getLogger("heard.reporter")


class ReporterDoor:
    """In MIDDLEWARE after the host alone (heard/doors/public/hosts)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.rate = Rate(settings.HEARD.rate)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer what is ours, hand on what is not."""
        if not request.path_info.startswith(ROOM):
            return self.get_response(request)
        try:
            self._refuse_strangers(request)
            response = _answer(request)
        except Exception as error:  # noqa: BLE001 the last place that can answer her
            response = refusal_of(error) or _our_fault(error)
        return finished(response)

    def _refuse_strangers(self, request: HttpRequest) -> None:
        meta = request.META
        host = meta.get("HTTP_HOST", "")
        if _PORT.sub("", host) not in settings.HEARD.hosts:
            raise Refused(400, "bad_request", "This address is not served here.")
        if request.method not in WRITING:
            return
        origin = meta.get("HTTP_ORIGIN")
        same = origin is None or origin in {settings.HEARD.origin, f"{_scheme()}://{host}"}
        if not same or meta.get("HTTP_SEC_FETCH_SITE", "") not in OURS:
            raise Refused(400, "bad_request", "This was sent from another site. Open this one.")
        if wait := self.rate.wait(caller(meta)):
            raise Refused(
                429, "too_many", f"Wait {wait} seconds, then try again.", Retry_After=str(wait)
            )


def _scheme() -> str:
    return "https" if settings.HEARD.tls else "http"


def _answer(request: HttpRequest) -> HttpResponseBase:
    path = request.path_info[len(ROOM) :]
    for method, pattern, view in ROUTES:
        if method == request.method and (found := pattern.fullmatch(path)):
            return view(request, *found.groups())
    raise Refused(404, "not_found", "There is nothing here for you. Check the address or the code.")


def _our_fault(error: Exception) -> HttpResponseBase:
    # The type alone: text and traceback can hold what she sent.
    logger.error("reporter door: %s", type(error).__qualname__)
    return refusal(503, "unavailable", BUSY)

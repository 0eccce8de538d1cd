"""Who asks for another host than this one is told so, and so is the operator, once an hour.

A proxy that puts its own name into ``Host`` (nginx does unless it is told otherwise) shuts
everybody out. Heard writes down the host and the hour of such a request, and not the caller.
"""

import json
import logging
import re
import threading
from collections.abc import Callable
from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from heard.doors._http.answers import JSON, TEXT, UNKEPT

SAID = (
    "This address is not served here. If you run it: the proxy in front has to pass on the name"
    " that people typed (nginx: proxy_set_header Host $host;). docs/operate/install.md, step 7."
)
MOST = 20  # hosts an hour and process; who tries out names must not fill the log
LONGEST = 100  # characters of one
_READABLE = re.compile(r"[A-Za-z0-9._:\[\]-]+")
_PORT = re.compile(r":[0-9]{0,5}\Z")
logger = logging.getLogger("heard.host")


class Told:
    """Which hosts the operator was told of this hour."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._hour = ""
        self._said: set[str] = set()

    def tell(self, asked: str) -> None:
        """Write a host down, unless it stands there or they are too many."""
        host = asked[:LONGEST] if _READABLE.fullmatch(asked[:LONGEST]) else "(unreadable)"
        hour = datetime.now(UTC).strftime("%Y-%m-%dT%H")
        with self._lock:
            if hour != self._hour:
                self._hour, self._said = hour, set()
            if host in self._said or len(self._said) >= MOST:
                return
            self._said.add(host)
        logger.warning("refused: another host was asked for", extra={"host": host, "hour": hour})


# The process' own: the middleware and what stands in front of Django tell of the same host once.
_TOLD = Told()


class KnownHost:
    """First in MIDDLEWARE, and before the reporter's door (heard/config/front.py)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Hand on what is for this host."""
        asked = str(request.META.get("HTTP_HOST") or request.META.get("SERVER_NAME", ""))
        if _PORT.sub("", asked).lower().removesuffix(".") in settings.ALLOWED_HOSTS:
            return self.get_response(request)
        _TOLD.tell(asked)
        return _refused(api="/api/" in request.path_info or request.path_info.startswith("/scim/"))


def _refused(*, api: bool) -> HttpResponse:
    said = json.dumps({"error": {"code": "bad_request", "message": SAID}}) if api else f"{SAID}\n"
    kind = JSON if api else TEXT
    response = HttpResponse(said, status=400, content_type=kind, headers=UNKEPT)
    response._has_been_logged = True  # type: ignore[attr-defined] # its path would be
    return response

"""A request on its way to scim2-server and its answer on the way back.

Who has no good token hears one thing, whatever they ask and whether there is a token or not. No
cookie is read or set, no name is logged.
"""

import json
import logging
from datetime import datetime

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from scim2_models import InvalidSyntaxException, SCIMException
from scim2_server.handler import ScimHandler
from scim2_server.requests import ScimRequest
from scim2_server.responses import SCIM_MEDIA_TYPE
from scim2_server.service import ScimService

from heard.actions import scim
from heard.doors._address import caller
from heard.doors.scim.limits import Limit

BODY = 64 * 1024  # bytes of one user, many times over
QUERY = 4096  # characters
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
FAILURES = Limit(30)  # a minute and address
CALLS = Limit(30_000)  # a minute and token: 254,000 people come in in nine minutes, if they can
SERVICE = ScimService(scim.PROVIDER)
HEADERS = ("Content-Type", "If-Match", "If-None-Match")
logger = logging.getLogger("heard.scim")


class Scim:
    """The view. ``rules`` is read by the permission table's test."""

    csrf_exempt = True  # no cookie opens anything here
    rules = METHODS

    def __call__(self, request: HttpRequest, path: str | None = None) -> HttpResponse:
        """Answer: limits, then the token, then everything else."""
        now = timezone.now()
        who = caller(request.META)
        if wait := FAILURES.wait(who, count=False):
            return _later(429, wait)
        token = scim.admit(secret=_bearer(request), now=now)
        if token is None:
            FAILURES.wait(who)
            return _refused()
        if wait := CALLS.wait(token):
            return _later(429, wait)
        return _answer(request, path or "/", now)


def _bearer(request: HttpRequest) -> str:
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    return secret.strip() if kind.lower() == "bearer" else ""


def _answer(request: HttpRequest, path: str, now: datetime) -> HttpResponse:
    try:
        return _served(request, path, now)
    except scim.Busy:
        return _later(503, 5)
    except (RecursionError, SuspiciousOperation):
        error: Exception = InvalidSyntaxException(detail="This is nested too deeply, or too much.")
    except SCIMException as refused:
        error = refused
    except Exception as broken:  # noqa: BLE001 the provider gets an answer that it can read
        logger.error("scim failed: %s", type(broken).__qualname__)  # noqa: TRY400 its text may name somebody
        error = broken
    answer = SERVICE.error_response(error)
    return _said(answer.status, answer.body, answer.headers)


def _served(request: HttpRequest, path: str, now: datetime) -> HttpResponse:
    length, query = request.META.get("CONTENT_LENGTH") or "0", request.META.get("QUERY_STRING", "")
    if not length.isdecimal() or int(length) > BODY or len(query) > QUERY:
        return _too_large()
    body = request.read(BODY + 1)  # a chunked body has no length to be believed
    if len(body) > BODY:
        return _too_large()
    asked = ScimRequest(
        method=request.method or "",
        base_url=f"{settings.HEARD.origin}/scim/v2",
        path=path,
        query=request.GET.dict(),
        headers={name: request.headers[name] for name in HEADERS if name in request.headers},
        body=body,
    )
    answer = ScimHandler(SERVICE, scim.Storage(now=now)).handle(asked)
    return _said(answer.status, answer.body, answer.headers)


def _said(status: int, body: object, headers: dict[str, str]) -> HttpResponse:
    told = b"" if body is None else json.dumps(body, ensure_ascii=False).encode()
    response = HttpResponse(told, status=status, content_type=SCIM_MEDIA_TYPE)
    for name, value in headers.items():
        response.headers[name] = value
    response.headers["Cache-Control"] = "no-store"
    return response


def _error(status: int, detail: str, **headers: str) -> HttpResponse:
    body = {
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"],
        "status": str(status),
        "detail": detail,
    }
    return _said(status, body, {name.replace("_", "-"): text for name, text in headers.items()})


def _refused() -> HttpResponse:
    return _error(401, "A token is needed.", WWW_Authenticate="Bearer")


def _later(status: int, wait: int) -> HttpResponse:
    return _error(status, "Try again later.", Retry_After=str(wait))


def _too_large() -> HttpResponse:
    return _error(413, f"At most {BODY} bytes of body and {QUERY} characters of query.")

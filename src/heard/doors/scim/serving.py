"""A request on its way to scim2-server, and its answer on the way back."""

import re
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from scim2_models import InvalidSyntaxException, InvalidValueException, SCIMException
from scim2_server.handler import ScimHandler
from scim2_server.requests import ScimRequest
from scim2_server.service import ScimService

from heard.actions.scim import users
from heard.doors._http.errors import too_large
from heard.doors._http.reading import read
from heard.doors.scim.answers import later, said
from heard.formats import scimdialect
from heard.formats.members import has_twice
from heard.formats.scimdialect import DialectError

BODY = 64 * 1024  # bytes of one user, many times over
QUERY = 4096  # characters
SOON = 5  # seconds
SERVICE = ScimService(users.PROVIDER)
HEADERS = ("Content-Type", "If-Match", "If-None-Match")
_USERS = re.compile(r"/users/?", re.IGNORECASE)
_PYDANTIC = re.compile(r"\d+ validation errors? for [^\n]*\n([^\n]+)\n\s+(.*?) \[type=", re.DOTALL)


def answer(request: HttpRequest, path: str, now: datetime) -> HttpResponse:
    """Answer a client that has a token; what scim2-server refuses is told in SCIM's words.

    Raises what the table of all doors has, or what is a fault of our own.
    """
    try:
        return _served(request, path, now)
    except users.ProvisioningBusyError:
        return later(SOON)
    except (RecursionError, SuspiciousOperation):
        error: Exception = InvalidSyntaxException(detail="This is nested too deeply, or too much.")
    except DialectError as refused:
        error = InvalidValueException(detail=str(refused))
    except SCIMException as refused:
        error = refused
    told = SERVICE.error_response(error)
    return said(told.status, _readable(told.body), told.headers)


def _served(request: HttpRequest, path: str, now: datetime) -> HttpResponse:
    if len(request.META.get("QUERY_STRING", "")) > QUERY:
        raise too_large(BODY)
    body = read(request, most=BODY)
    if has_twice(body, folded=True):
        raise InvalidSyntaxException(detail="An attribute stands twice: say each of them once.")
    asked = ScimRequest(
        method=request.method or "",
        base_url=f"{settings.HEARD.origin}/scim/v2",
        path=path,
        query=request.GET.dict(),
        headers={name: request.headers[name] for name in HEADERS if name in request.headers},
        body=_plain(request.method or "", path, body),
    )
    told = ScimHandler(SERVICE, users.Storage(now=now)).handle(asked)
    return said(told.status, _readable(told.body), told.headers)


def _plain(method: str, path: str, body: bytes) -> bytes:
    """The body without what providers say differently; only where somebody is changed by it."""
    if method == "PATCH":
        return scimdialect.plain(body, manager=users.manager(path.strip("/").rpartition("/")[2]))
    changes = method == "PUT" or (method == "POST" and _USERS.fullmatch(path))
    return scimdialect.plain(body) if changes else body


def _readable(body: Any) -> Any:  # noqa: ANN401 JSON
    """An error with the attribute and the reason in one sentence.

    The library hands on pydantic's own text, which stands on several lines and repeats the input.
    """
    detail = body.get("detail") if isinstance(body, dict) else None
    if not isinstance(detail, str) or not (match := _PYDANTIC.match(detail)):
        return body
    name = re.sub(r"_([a-z])", lambda part: part[1].upper(), re.sub(r"\.\d+", "", match[1]))
    return {**body, "detail": f"{name}: {match[2]}."}

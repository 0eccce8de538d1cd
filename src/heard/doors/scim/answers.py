"""What the door says itself, in SCIM's words (RFC 7644, 3.12)."""

import json

from django.http import HttpResponse

MEDIA_TYPE = "application/scim+json"
ERROR = "urn:ietf:params:scim:api:messages:2.0:Error"


def said(status: int, body: object, headers: dict[str, str]) -> HttpResponse:
    """Any answer; nothing keeps a copy of it."""
    told = b"" if body is None else json.dumps(body, ensure_ascii=False).encode()
    response = HttpResponse(told, status=status, content_type=MEDIA_TYPE)
    for name, value in headers.items():
        response.headers[name] = value
    response.headers["Cache-Control"] = "no-store"
    # Django would log a failure with its path, and the path holds somebody's employee id.
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


def refused() -> HttpResponse:
    """Who has no good token."""
    return _error(401, "A token is needed.", {"WWW-Authenticate": "Bearer"})


def later(status: int, wait: int) -> HttpResponse:
    """Whoever should come back in so many seconds."""
    return _error(status, "Try again later.", {"Retry-After": str(wait)})


def too_large(body: int, query: int) -> HttpResponse:
    """More than this many bytes of body or characters of query."""
    return _error(413, f"At most {body} bytes of body and {query} characters of query.", {})


def _error(status: int, detail: str, headers: dict[str, str]) -> HttpResponse:
    return said(status, {"schemas": [ERROR], "status": str(status), "detail": detail}, headers)

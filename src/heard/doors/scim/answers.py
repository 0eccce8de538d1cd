"""What the door says itself, in SCIM's words (RFC 7644, 3.12)."""

import json

from django.http import HttpResponse

from heard.doors._http.errors import NotSignedInError, headers_of, refusal_of

MEDIA_TYPE = "application/scim+json"
ERROR = "urn:ietf:params:scim:api:messages:2.0:Error"


def said(status: int, body: object, headers: dict[str, str]) -> HttpResponse:
    """Any answer."""
    told = b"" if body is None else json.dumps(body, ensure_ascii=False).encode()
    response = HttpResponse(told, status=status, content_type=MEDIA_TYPE)
    for name, value in headers.items():
        response.headers[name] = value
    return response


def told(error: Exception, *, nothing: str) -> HttpResponse:
    """What the table of all doors says, in SCIM's words; 401 has one answer for everybody."""
    del nothing
    refusal, headers = refusal_of(error), headers_of(error)
    if isinstance(error, NotSignedInError):
        return _error(401, "A token is needed.", {"WWW-Authenticate": "Bearer"})
    return _error(refusal.status, refusal.words or str(error), headers)


def later(wait: int) -> HttpResponse:
    """The client should come back in so many seconds."""
    return _error(503, "Try again later.", {"Retry-After": str(wait)})


def _error(status: int, detail: str, headers: dict[str, str]) -> HttpResponse:
    return said(status, {"schemas": [ERROR], "status": str(status), "detail": detail}, headers)

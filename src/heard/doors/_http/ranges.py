"""One range of a sealed file (RFC 9110, 14), so that a film can be seeked in."""

import re
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse

from heard.actions.cases import Stretch
from heard.doors._http.answers import BYTES

_RANGE = re.compile(r"bytes=([0-9]{0,15})-([0-9]{0,15})", re.ASCII)


class Range(NamedTuple):
    """Bytes ``start`` to before ``end``; without ``start`` the last ``end``; neither: all."""

    start: int | None = None
    end: int | None = None


ALL = Range()


def asked(request: HttpRequest) -> Range:
    """What a request asks for. What is not one range is ignored (RFC 9110, 14.2)."""
    match = _RANGE.fullmatch(request.headers.get("Range", ""))
    if match is None or not (match[1] or match[2]):
        return ALL
    if not match[1]:
        return Range(None, int(match[2]))
    if match[2] and int(match[2]) < int(match[1]):
        return ALL  # not a range either (RFC 9110, 14.1.1)
    return Range(int(match[1]), int(match[2]) + 1 if match[2] else None)


def answer(found: Stretch, wanted: Range) -> HttpResponse:
    """What there is of it: whole, or a part that says where it stands."""
    part = wanted != ALL
    response = HttpResponse(found.data, status=206 if part else 200, content_type=BYTES)
    response.headers["Accept-Ranges"] = "bytes"
    if part:
        stands = f"bytes {found.start}-{found.end - 1}/{found.total}"
        response.headers["Content-Range"] = stands
    return response

"""Who cannot receive a report, to be asked for by parts that say nothing (docs/spec/conflicts.md).

No address is kept and nothing is counted: which buckets somebody asked for is theirs.
"""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver, path, re_path

from heard.actions import conflicts
from heard.doors._http.answers import JSON, binary, text
from heard.doors._http.contract import BINARY, TEXT, answers
from heard.doors.public.headers import tagged
from heard.doors.public.publishing import published
from heard.formats.wire import Answer, Digest, Id, Time, about
from heard.rules.refusals import AbsentError

A_DAY = "public, max-age=86400, immutable"


class ConflictHead(Answer, kw_only=True):
    """What is said of the conflict table (docs/spec/conflicts.md)."""

    v: int
    salt: Annotated[Id, about("Names the table too.")]
    bits: Annotated[int, about("There are two to this power of buckets.")]
    entries: Annotated[int, about("The size of each.")]
    holders: list[Id]
    relations: list[str]
    roster: Annotated[str, about("Its SHA-256, hexadecimal; empty where there is none.")]
    built: Time
    tree: Annotated[Digest, about("The root over all buckets.")]


@answers(ConflictHead)
@published
def head(request: HttpRequest) -> HttpResponseBase:
    """``GET /conflicts``."""
    return tagged(request, HttpResponse(conflicts.head(), content_type=JSON))


@answers(BINARY, AbsentError)
@published
def bucket(_request: HttpRequest, salt: str, prefix: str) -> HttpResponseBase:
    """``GET /conflicts/<salt>/<prefix>``."""
    response = binary(conflicts.bucket(salt=salt, prefix=int(prefix, 16)))
    response.headers["Cache-Control"] = A_DAY
    return response


@answers(TEXT, AbsentError)
@published
def proof(_request: HttpRequest, salt: str) -> HttpResponseBase:
    """``GET /conflicts/<salt>/proof``."""
    return text(conflicts.proof(salt=salt))


urlpatterns: list[URLPattern | URLResolver] = [
    path("conflicts", head),
    re_path(r"^conflicts/(?P<salt>[0-9a-f]{32})/proof\Z", proof),
    re_path(r"^conflicts/(?P<salt>[0-9a-f]{32})/(?P<prefix>[0-9a-f]{1,3})\Z", bucket),
]

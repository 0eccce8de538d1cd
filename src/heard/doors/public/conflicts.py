"""Who cannot receive a report, to be asked for by parts that say nothing (docs/spec/conflicts.md).

No address is kept and nothing is counted: which buckets somebody asked for is theirs.
"""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver, path, re_path
from django.views.decorators.http import require_safe

from heard.actions import conflicts
from heard.doors._time import timed
from heard.doors.public.headers import ALWAYS, ASK_AGAIN, DATA

A_DAY = "public, max-age=86400, immutable"


@require_safe
def head(_request: HttpRequest) -> HttpResponseBase:
    """``GET /conflicts``."""
    return _dressed(HttpResponse(conflicts.head(), content_type="application/json"), ASK_AGAIN)


@require_safe
def bucket(_request: HttpRequest, salt: str, prefix: str) -> HttpResponseBase:
    """``GET /conflicts/<salt>/<prefix>``."""
    try:
        body = conflicts.bucket(salt=salt, prefix=int(prefix, 16))
    except conflicts.NoSuchBucket as error:
        said = {"error": {"code": "not_found", "message": str(error)}}
        return _dressed(JsonResponse(said, status=404), "no-store")
    return _dressed(HttpResponse(body, content_type="application/octet-stream"), A_DAY)


@require_safe
def proof(_request: HttpRequest, salt: str) -> HttpResponseBase:
    """``GET /conflicts/<salt>/proof``."""
    try:
        text = conflicts.proof(salt=salt)
    except conflicts.NotProved as error:
        said = {"error": {"code": "not_found", "message": str(error)}}
        return _dressed(JsonResponse(said, status=404), "no-store")
    return _dressed(HttpResponse(text, content_type="text/plain; charset=utf-8"), ASK_AGAIN)


def _dressed(response: HttpResponse, cached: str) -> HttpResponse:
    for header, value in {**ALWAYS, **DATA, "Cache-Control": cached}.items():
        response.headers[header] = value
    if cached != A_DAY:  # what is kept would tell it late
        timed(response)
    return response


urlpatterns: list[URLPattern | URLResolver] = [
    path("conflicts", head),
    re_path(r"^conflicts/(?P<salt>[0-9a-f]{32})/proof\Z", proof),
    re_path(r"^conflicts/(?P<salt>[0-9a-f]{32})/(?P<prefix>[0-9a-f]{1,3})\Z", bucket),
]

"""What anyone may read: the site's facts, the roster, the log, health."""

import re

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, URLResolver, path, re_path

from heard.actions import publication
from heard.actions.operations import timekeeping
from heard.actions.oversight import public
from heard.doors._http.answers import BYTES, text
from heard.doors.public import conflicts
from heard.doors.public.headers import FOREVER, tagged
from heard.doors.public.publishing import published

WIDTH = 256
# c2sp.org/tlog-tiles: three digits a step, all but the last after an x.
_NUMBER = r"(?P<number>(?:x\d{3}/)*\d{3})(?:\.p/(?P<width>[1-9]\d{0,2}))?"


@published
def site(request: HttpRequest) -> HttpResponse:
    """``GET /site.json``."""
    return tagged(request, JsonResponse(publication.site()))


@published
def roster(request: HttpRequest, version: int | None = None) -> HttpResponse:
    """``GET /roster`` and ``GET /roster/<version>``."""
    return tagged(request, text(publication.roster_note(version=version)))


@published
def checkpoint(_request: HttpRequest) -> HttpResponse:
    """``GET /log/checkpoint``."""
    return text(publication.checkpoint())


@published
def alarms(_request: HttpRequest) -> HttpResponse:
    """``GET /log/alarms.json``."""
    return JsonResponse({"v": 1, "alarms": publication.alarms()})


@published
def tile(_request: HttpRequest, level: str, number: str, width: str = "") -> HttpResponse:
    """``GET /log/tile/<level>/<number>[.p/<width>]``."""
    at, wide = _place(number), int(width or WIDTH)
    return _tile(publication.tile(level=int(level), number=at, width=wide))


@published
def entries(_request: HttpRequest, number: str, width: str = "") -> HttpResponse:
    """``GET /log/tile/entries/<number>[.p/<width>]``."""
    return _tile(publication.entries(number=_place(number), width=int(width or WIDTH)))


@published
def leaf(_request: HttpRequest, hash: str) -> HttpResponse:
    """``GET /log/leaf/<hash>``."""
    return text(publication.leaf(hash=hash))


@published
def overdue(_request: HttpRequest) -> HttpResponse:
    """``GET /figures.json``."""
    found = public.overdue(now=timekeeping.now())
    return JsonResponse({"v": 1, "week": found.week.isoformat(), "overdue": found.count})


@published
def health(_request: HttpRequest) -> HttpResponse:
    """``GET /health``."""
    return JsonResponse({"ok": publication.health()})


def _place(number: str) -> int:
    return int(re.sub(r"\D", "", number))


def _tile(body: bytes) -> HttpResponse:
    # What a tile holds never changes, not even that of a partial one.
    headers = {"Cache-Control": FOREVER}
    return HttpResponse(body, content_type=BYTES, headers=headers)


urlpatterns: list[URLPattern | URLResolver] = [
    path("site.json", site),
    path("roster", roster),
    path("roster/<int:version>", roster),
    path("log/checkpoint", checkpoint),
    path("log/alarms.json", alarms),
    re_path(rf"^log/tile/entries/{_NUMBER}\Z", entries),
    re_path(rf"^log/tile/(?P<level>[0-9]|[1-5][0-9]|6[0-3])/{_NUMBER}\Z", tile),
    re_path(r"^log/leaf/(?P<hash>[0-9a-f]{64})\Z", leaf),
    *conflicts.urlpatterns,
    path("figures.json", overdue),
    path("health", health),
]

"""What anyone may read: the site's facts, the roster, the log, health."""

import re
from datetime import date
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path, re_path

from heard.actions import publication
from heard.actions.operations import timekeeping
from heard.actions.oversight import public
from heard.doors._http.answers import BYTES, json, text
from heard.doors._http.contract import BINARY, TEXT, answers
from heard.doors.public import conflicts, gate
from heard.doors.public.headers import FOREVER, tagged
from heard.doors.public.publishing import published
from heard.formats.wire import Answer, about

WIDTH = 256
# c2sp.org/tlog-tiles: three digits a step, all but the last after an x. Six steps count further
# than any database.
_NUMBER = r"(?P<number>(?:x[0-9]{3}/){0,5}[0-9]{3})(?:\.p/(?P<width>[1-9][0-9]{0,2}))?"


class WitnessAlarms(Answer, kw_only=True):
    """Witnesses that refuse to cosign now."""

    v: int = 1
    alarms: list[publication.WitnessAlarm]


class OverdueFigure(Answer, kw_only=True):
    """How many promises were overdue when the week began."""

    v: int = 1
    week: Annotated[date, about("Its Monday.")]
    overdue: Annotated[int | None, about("In fives; null for fewer than five cases.")]


class Health(Answer, kw_only=True):
    """Whether the database answers."""

    ok: bool


@answers(publication.Site, publication.NotPublishedError)
@published
def site(request: HttpRequest) -> HttpResponse:
    """``GET /site.json``."""
    return tagged(request, json(publication.site()))


@answers(TEXT, publication.NotPublishedError)
@published
def roster(request: HttpRequest, version: int | None = None) -> HttpResponse:
    """``GET /roster`` and ``GET /roster/<version>``."""
    return tagged(request, text(publication.roster_note(version=version)))


@answers(TEXT, publication.NotPublishedError)
@published
def checkpoint(_request: HttpRequest) -> HttpResponse:
    """``GET /log/checkpoint``."""
    return text(publication.checkpoint())


@answers(WitnessAlarms)
@published
def alarms(_request: HttpRequest) -> HttpResponse:
    """``GET /log/alarms.json``."""
    return json(WitnessAlarms(alarms=publication.alarms()))


@answers(BINARY, publication.NotPublishedError)
@published
def tile(_request: HttpRequest, level: str, number: str, width: str = "") -> HttpResponse:
    """``GET /log/tile/<level>/<number>[.p/<width>]``."""
    at, wide = _place(number), int(width or WIDTH)
    return _tile(publication.tile(level=int(level), number=at, width=wide))


@answers(BINARY, publication.NotPublishedError)
@published
def entries(_request: HttpRequest, number: str, width: str = "") -> HttpResponse:
    """``GET /log/tile/entries/<number>[.p/<width>]``."""
    return _tile(publication.entries(number=_place(number), width=int(width or WIDTH)))


@answers(TEXT, publication.NotPublishedError)
@published
def leaf(_request: HttpRequest, hash: str) -> HttpResponse:
    """``GET /log/leaf/<hash>``."""
    return text(publication.leaf(hash=hash))


@answers(OverdueFigure)
@published
def overdue(_request: HttpRequest) -> HttpResponse:
    """``GET /figures.json``."""
    found = public.overdue(now=timekeeping.now())
    return json(OverdueFigure(week=found.week, overdue=found.count))


@answers(Health)
@published
def health(_request: HttpRequest) -> HttpResponse:
    """``GET /health``."""
    return json(Health(ok=publication.health()))


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
    *gate.urlpatterns,
    path("figures.json", overdue),
    path("health", health),
]

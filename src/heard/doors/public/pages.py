"""The static site as it was built: the bytes that manifest.json lists, and no others."""

import json
import mimetypes
import re
import threading
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, re_path
from django.views.decorators.http import require_safe

import heard
from heard.doors._http.answers import ALWAYS, DATA
from heard.doors.public.headers import (
    ASK_AGAIN,
    FOREVER,
    SCRIPT,
    has_it,
    page_headers,
    tag_of,
)

ROOT = Path(heard.__file__).parent / "static"
MANIFEST = "manifest.json"
KIT = "ui.json"  # the page that shows the parts of our pages, and its scripts
PLAIN = "text/plain; charset=utf-8"
OFFLINE = "verify/heard-verify.html"  # to keep and open from a disk: it must not run from here
ENCODINGS = (("br", ".br"), ("gzip", ".gz"))
_NEVER = re.compile(r";\s*q=0(\.0*)?\s*\Z")  # RFC 9110, 12.4.2
_HASHED = re.compile(r"static/.*[-.][0-9A-Za-z_-]{8,64}\.[a-z0-9]+$")


class Stored(NamedTuple):
    """One file, with its smaller siblings by encoding."""

    bodies: dict[str, bytes]
    kind: str
    tag: str


@require_safe
def page(request: HttpRequest, path: str) -> HttpResponse:
    """A file of the site; ``help/`` is ``help/index.html``."""
    name = _name(path)
    found = site().get(name)
    if found is None:
        return _missing(path)
    if has_it(request.headers.get("If-None-Match", ""), found.tag):
        return _dressed(HttpResponse(status=304), name, found)
    encoding, body = _best(found, request.headers.get("Accept-Encoding", ""))
    response = HttpResponse(body, content_type=found.kind)
    if encoding:
        response.headers["Content-Encoding"] = encoding
    return _dressed(response, name, found)


def _best(found: Stored, accepted: str) -> tuple[str, bytes]:
    for encoding in taken(accepted):
        if encoding in found.bodies:
            return encoding, found.bodies[encoding]
    return "", found.bodies[""]


def taken(accepted: str) -> tuple[str, ...]:
    """Which of our encodings a browser takes (``Accept-Encoding``), the smallest first."""
    each_said = (each for each in accepted.split(",") if not _NEVER.search(each))
    named = {each.partition(";")[0].strip() for each in each_said}
    return tuple(encoding for encoding, _ in ENCODINGS if encoding in named)


def _dressed(response: HttpResponse, name: str, found: Stored) -> HttpResponse:
    for header, value in {**ALWAYS, **_kind_headers(name, found)}.items():
        response.headers[header] = value
    response.headers["Cache-Control"] = FOREVER if _HASHED.match(name) else ASK_AGAIN
    response.headers["ETag"] = found.tag
    response.headers["Vary"] = "Accept-Encoding"
    if name == OFFLINE:
        response.headers["Content-Disposition"] = 'attachment; filename="heard-verify.html"'
    return response


def _kind_headers(name: str, found: Stored) -> dict[str, str]:
    if name.endswith(".html") and name != OFFLINE:
        return page_headers(name, found.bodies[""])
    return SCRIPT if name.endswith(".js") else DATA


def _missing(path: str) -> HttpResponse:
    """Not there: a page of ours without its last slash is shown the way, nothing else is."""
    if f"{path}/index.html" in site():
        response = HttpResponse(status=308, headers={"Location": f"/{path}/"})
    else:
        response = HttpResponse("There is no such page.\n", status=404, content_type=PLAIN)
    for header, value in {**ALWAYS, **DATA}.items():
        response.headers[header] = value
    return response


def built() -> int:
    """When the site was built, in nanoseconds; 0 where it is not."""
    try:
        return (ROOT / MANIFEST).stat().st_mtime_ns
    except FileNotFoundError:
        return 0


class _Site:
    """Every listed file, in memory: about a megabyte. Read again when the site is built again.

    By one thread: all who come first at once would each read and hash all of it.
    """

    def __init__(self) -> None:
        self._of, self._files = (-1, False), dict[str, Stored]()
        self._reading = threading.Lock()

    def files(self) -> dict[str, Stored]:
        """By path."""
        return self.of(built())

    def of(self, now: int) -> dict[str, Stored]:
        """The same where it is known when it was built."""
        wanted = (now, settings.KIT_PAGE)
        if wanted != self._of:
            with self._reading:
                if wanted != self._of:
                    self._files, self._of = _read() if now else {}, wanted
        return self._files


def _read() -> dict[str, Stored]:
    lists = (MANIFEST, KIT) if settings.KIT_PAGE else (MANIFEST,)
    listed = [name for each in lists for name in json.loads((ROOT / each).read_bytes())["files"]]
    return {name: _stored(name) for name in (*listed, MANIFEST)}


_site = _Site()
site = _site.files


def state(path: str) -> int | None:
    """Another value for each build of a page; None of what is no page."""
    now = built()
    return now if _name(path) in _site.of(now) else None


def _name(path: str) -> str:
    return f"{path}index.html" if not path or path.endswith("/") else path


def _stored(name: str) -> Stored:
    path = ROOT / name
    bodies = {"": path.read_bytes()}
    for encoding, ending in ENCODINGS:
        sibling = path.with_name(path.name + ending)
        if sibling.is_file():
            bodies[encoding] = sibling.read_bytes()
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    text = kind.startswith("text/") or kind.endswith(("javascript", "json"))
    return Stored(bodies, f"{kind}; charset=utf-8" if text else kind, tag_of(bodies[""]))


# Everything that no door answers. The desk's and the reporter's pages are shells like all others.
urlpatterns: list[URLPattern | URLResolver] = [
    re_path(r"^(?P<path>ui/)\Z", page),  # nothing, but in the demonstration
    re_path(r"^(?P<path>[A-Za-z0-9/_.-]*)\Z", page),
]

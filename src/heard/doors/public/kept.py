"""Whole answers to what every visit asks for, kept as Django gave them until something changes.

The pages, the site's facts, the roster and the head of the conflict table are the same bytes for
everybody. What they are made of is asked each time, in one statement before the answer, so that no
answer is older than it; the rest of Django's work is done once. No header of a caller comes
into what is kept but the encodings that are taken and the tag of what is there already.
"""

import io
import re
import sys
import threading
from collections.abc import Callable, Hashable, Iterable
from functools import lru_cache
from typing import NamedTuple
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.conf import settings

from heard.actions import conflicts, publication
from heard.doors._http.answers import TIME, said
from heard.doors.public import pages
from heard.doors.public.headers import has_it

STATES: dict[str, Callable[[], Hashable]] = {
    "/site.json": publication.site_state,
    "/roster": publication.roster_state,
    "/conflicts": conflicts.state,
}
KEPT = frozenset({"200 OK", "304 Not Modified"})
SCHEMES = frozenset({None, "http", "https"})
_PORT = re.compile(r":[0-9]{1,5}\Z")


class Asked(NamedTuple):
    """All that an answer depends on beside what it is made of."""

    path: str
    encodings: tuple[str, ...]
    host: str  # without the port
    scheme: str
    forwarded: str | None
    has: str = ""  # the tag of what is there already


class Answer(NamedTuple):
    """What Django answered. ``state``: of what it was made, before that."""

    state: Hashable
    status: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    tag: str
    timed: bool

    def to(self, start: StartResponse) -> list[bytes]:
        """Give it once more, at the time that it is now."""
        start(self.status, [*self.headers, *([(TIME, said())] if self.timed else ())])
        return [self.body]


class Kept:
    """In front of Django, which answers all else."""

    def __init__(self, application: WSGIApplication) -> None:
        self._application = application
        self._answers: dict[Asked, Answer] = {}
        self._asking = threading.Lock()

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answer from what is kept, or as Django does."""
        try:
            found = self._find(environ)
        except Exception:  # noqa: BLE001 whatever it is, Django's way meets it too, and answers
            found = None
        return found.to(start) if found else self._application(environ, start)

    def _find(self, environ: WSGIEnvironment) -> Answer | None:
        asked = _asked(environ)
        state = _state(asked.path) if asked else None
        if asked is None or state is None:
            return None
        found, tags = self._answer(asked, state), str(environ.get("HTTP_IF_NONE_MATCH", ""))
        if found and tags and has_it(tags, found.tag):
            return self._answer(asked._replace(has=found.tag), state)
        return found

    def _answer(self, asked: Asked, state: Hashable) -> Answer | None:
        found = self._answers.get(asked)
        if found and found.state == state:
            return found
        with self._asking:  # of many who come first at once, one
            found = self._answers.get(asked)
            if found is None or found.state != state:
                found = _ask(self._application, asked, state)
                if found.status not in KEPT or not found.tag:
                    return None
                self._answers[asked] = found
        return found


def _state(path: str) -> Hashable:
    state = STATES.get(path)
    return state() if state else pages.state(path.removeprefix("/"))


def _asked(environ: WSGIEnvironment) -> Asked | None:
    """None for what is asked in any way that is not plain: Django sees to that."""
    scheme, forwarded = environ["wsgi.url_scheme"], environ.get("HTTP_X_FORWARDED_PROTO")
    host = _ours(environ.get("HTTP_HOST", ""))
    if environ["REQUEST_METHOD"] != "GET" or not {scheme, forwarded} <= SCHEMES or not host:
        return None
    encodings = _taken(environ.get("HTTP_ACCEPT_ENCODING", ""))
    return Asked(environ["PATH_INFO"], encodings, host, scheme, forwarded)


@lru_cache(maxsize=64)
def _ours(host: str) -> str:
    """Without its port, which no answer names; empty for another's."""
    name = _PORT.sub("", host)
    return name if name in settings.ALLOWED_HOSTS else ""


@lru_cache(maxsize=64)
def _taken(accepted: str) -> tuple[str, ...]:
    return pages.taken(accepted)


def _ask(application: WSGIApplication, asked: Asked, state: Hashable) -> Answer:
    told: list[tuple[str, list[tuple[str, str]]]] = []

    def start(status: str, headers: list[tuple[str, str]], *_: object) -> Callable[[bytes], object]:
        told.append((status, headers))
        return lambda _: None

    answer = application(_environ(asked), start)
    body = b"".join(answer)
    if callable(close := getattr(answer, "close", None)):
        close()
    status, headers = told[0]
    kept = tuple(each for each in headers if each[0] != TIME)
    return Answer(state, status, kept, body, dict(kept).get("ETag", ""), len(kept) < len(headers))


def _environ(asked: Asked) -> WSGIEnvironment:
    more = {"HTTP_X_FORWARDED_PROTO": asked.forwarded} if asked.forwarded is not None else {}
    if asked.has:
        more["HTTP_IF_NONE_MATCH"] = asked.has
    return {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": asked.path,
        "QUERY_STRING": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": asked.host,
        "HTTP_ACCEPT_ENCODING": ", ".join(asked.encodings),
        "wsgi.url_scheme": asked.scheme,
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        **more,
    }

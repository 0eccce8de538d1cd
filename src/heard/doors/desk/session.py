"""The desk's sessions: Django's database sessions under the desk's own cookie and rules.

A row is there for who has signed in and for nobody else; who only asks how to, is known by a
random text in a cookie of its own (``Beginning``).
Not Django's middleware: it would put its cookie on every door, and the reporter's door has none.
A session lives 30 minutes without a request and 12 hours at most, and never longer than the way in
that it came by (``sign_in.signed_in`` is asked on each request, so removing a holder or a passkey
ends it everywhere at once).
"""

import hashlib
import re
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest, HttpResponseBase

from heard.actions import sign_in

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)
# The time of the last request is written at most this often: a read stays a read.
TOUCH = timedelta(minutes=1)
_KEY = re.compile(r"[0-9a-z]{32}", re.ASCII)  # as Django makes them
_BROWSER = re.compile(r"[0-9a-f]{32}", re.ASCII)


def cookie_name(rest: str = "") -> str:
    """``__Host-`` binds the cookie to this host and to TLS; plain loopback has no TLS."""
    return ("__Host-heard-desk" if settings.HEARD.tls else "heard-desk") + rest


class Beginning:
    """A browser in which somebody began to join or to sign in: a challenge is good there alone."""

    def __init__(self, request: HttpRequest) -> None:
        held = request.COOKIES.get(cookie_name("-start"), "")
        self.browser = held if _BROWSER.fullmatch(held) else secrets.token_hex(16)

    def remember(self, response: HttpResponseBase) -> None:
        """Put it into the browser, for as long as a challenge lives."""
        life = int(sign_in.CHALLENGE_LIFE.total_seconds())
        _set(response, "-start", self.browser, max_age=life)


class Session:
    """One request's view of its session; ``finish`` writes what changed."""

    def __init__(self, request: HttpRequest, *, now: datetime) -> None:
        self._now = now
        self._had_cookie = cookie_name() in request.COOKIES
        held = request.COOKIES.get(cookie_name(), "")
        key = held if _KEY.fullmatch(held) else None
        self._key = key
        self._data = self._load(key)
        self._changed = False

    def _load(self, key: str | None) -> dict[str, Any]:
        kept = sign_in.session_of(key) if key else ""
        data = SessionStore().decode(kept) if kept else {}
        if "holder" not in data or self._now > _time(data["since"]) + ABSOLUTE:
            return {}
        return data if self._now <= _time(data["seen"]) + IDLE else {}

    @property
    def holder(self) -> str | None:
        """The id of the holder who signed in, if one did."""
        return self._data.get("holder")

    @property
    def way(self) -> sign_in.Way:
        """The way in that this session hangs on."""
        return str(self._data.get("way", ""))

    def rebind(self, way: sign_in.Way) -> None:
        """Let the session hang on another way in."""
        self._data["way"] = way
        self._changed = True

    @property
    def mark(self) -> str:
        """What names this session in a challenge, and opens nothing."""
        return hashlib.sha256((self._key or "").encode()).hexdigest()

    def sign_in(self, *, holder: str, way: sign_in.Way) -> None:
        """Begin a new session as this holder. The key changes, against session fixation."""
        self.end()
        self._data = {"holder": holder, "way": way, "since": self._now.isoformat()}
        SessionStore.clear_expired()

    def end(self) -> None:
        """Forget everything; the row is gone at once."""
        if self._key:
            SessionStore(self._key).delete()
        self._key, self._data, self._changed = None, {}, True

    def finish(self, response: HttpResponseBase) -> None:
        """Write what changed and set the cookie."""
        if not self._changed and self._data:
            self._changed = self._now > _time(self._data["seen"]) + TOUCH
        if not self._data:
            self._forget(response)
        elif self._changed:
            self._save(response)

    def _save(self, response: HttpResponseBase) -> None:
        self._data["seen"] = self._now.isoformat()
        store = SessionStore(self._key)
        if self._key is None:
            store.create()
        store.clear()  # not read again: of a row that is gone meanwhile it would make another
        store.update(self._data)
        store.set_expiry(int(IDLE.total_seconds()))
        try:
            store.save()
        except UpdateError:  # ended by another request meanwhile: it stays ended
            self._forget(response)
            return
        _set(response, "", str(store.session_key))

    def _forget(self, response: HttpResponseBase) -> None:
        if self._had_cookie:
            _set(response, "", "", max_age=0)


def _set(response: HttpResponseBase, rest: str, value: str, *, max_age: int | None = None) -> None:
    response.set_cookie(
        cookie_name(rest),
        value,
        max_age=max_age,
        path="/",
        secure=settings.HEARD.tls,
        httponly=True,
        samesite="Strict",
    )


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)

"""The desk's sessions: Django's database sessions under the desk's own cookie and rules.

Not Django's middleware: it would put its cookie on every door, and the reporter's door has none.
A session lives 30 minutes without a request and 12 hours at most, and never longer than the way in
that it came by (``keyring.signed_in`` is asked on each request, so removing a holder or a passkey
ends it everywhere at once).
"""

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest, HttpResponseBase

from heard.actions import keyring

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)
# The time of the last request is written at most this often: a read stays a read.
TOUCH = timedelta(minutes=1)
CHALLENGE_BYTES = 32
MAX_KEY = 64


class NoChallengeError(Exception):
    """No challenge of this kind is open: used up, too old, or asked for in another browser."""

    def __init__(self) -> None:
        super().__init__("That took too long or was sent twice. Please start again.")


def cookie_name() -> str:
    """``__Host-`` binds the cookie to this host and to TLS; plain loopback has no TLS."""
    return "__Host-heard-desk" if settings.HEARD.tls else "heard-desk"


class Session:
    """One request's view of its session; ``finish`` writes what changed."""

    def __init__(self, request: HttpRequest, *, now: datetime) -> None:
        self._now = now
        self._had_cookie = cookie_name() in request.COOKIES
        key = request.COOKIES.get(cookie_name(), "")[:MAX_KEY] or None
        self._key = key
        self._data = self._load(key)
        self._changed = False

    def _load(self, key: str | None) -> dict[str, Any]:
        data = dict(SessionStore(key).load()) if key else {}
        if not data or self._now > _time(data["since"]) + ABSOLUTE:
            return {}
        return data if self._now <= _time(data["seen"]) + IDLE else {}

    @property
    def holder(self) -> str | None:
        """The id of the holder who signed in, if one did."""
        return self._data.get("holder")

    @property
    def way(self) -> keyring.Way:
        """The way in that this session hangs on."""
        return str(self._data.get("way", ""))

    def hang_on(self, way: keyring.Way) -> None:
        """Let the session hang on another way in."""
        self._data["way"] = way
        self._changed = True

    def challenge(self, kind: str) -> bytes:
        """A fresh challenge for one ceremony; it replaces any that is open."""
        value = secrets.token_bytes(CHALLENGE_BYTES)
        until = self._now + keyring.CHALLENGE_LIFE
        self._data.setdefault("since", self._now.isoformat())
        self._data["challenge"] = {"kind": kind, "value": value.hex(), "until": until.isoformat()}
        self._changed = True
        return value

    def take_challenge(self, kind: str) -> bytes:
        """The open challenge, once. Raises ``NoChallengeError``.

        The session's row is deleted and written again under another key: the database counts
        deleted rows, so that of two requests with the same answer only one gets here.
        """
        open_now = self._data.pop("challenge", None)
        key, self._key, self._changed = self._key, None, True
        gone, _ = SessionStore.get_model_class().objects.filter(session_key=key).delete()
        if not open_now or open_now["kind"] != kind or not gone:
            raise NoChallengeError
        if self._now > _time(open_now["until"]):
            raise NoChallengeError
        return bytes.fromhex(open_now["value"])

    def sign_in(self, *, holder: str, way: keyring.Way) -> None:
        """Begin anew as this holder. The key changes, against session fixation."""
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
        store.update(self._data)
        store.set_expiry(int(IDLE.total_seconds()))
        try:
            store.save()
        except UpdateError:  # ended by another request meanwhile: it stays ended
            self._forget(response)
            return
        response.set_cookie(
            cookie_name(),
            str(store.session_key),
            path="/",
            secure=settings.HEARD.tls,
            httponly=True,
            samesite="Strict",
        )

    def _forget(self, response: HttpResponseBase) -> None:
        if self._had_cookie:
            response.set_cookie(
                cookie_name(),
                "",
                max_age=0,
                path="/",
                secure=settings.HEARD.tls,
                httponly=True,
                samesite="Strict",
            )


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)

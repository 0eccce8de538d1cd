"""Answers of the reporter's door: JSON or bytes, under headers that allow nothing."""

import errno

import msgspec
from django.conf import settings
from django.db import DatabaseError
from django.http import HttpResponse
from django.http.response import HttpResponseBase

from heard.access.case_access import NoSuchCase, StaleGeneration
from heard.access.file_store import AskForRange, Damaged, StoreUnseen
from heard.access.generations import CannotRenew
from heard.access.roster import RosterUnknown
from heard.actions.intake._sealed import Malformed, TooLarge
from heard.actions.intake.contacts import CannotTell
from heard.actions.intake.escalation import CannotEscalate
from heard.actions.intake.files import FileFinished, Incomplete, WrongOffset
from heard.actions.intake.letters import SeqTaken
from heard.doors._time import timed
from heard.ledger.closed import Closed
from heard.ledger.journal import IdempotencyConflict, Unavailable
from heard.ledger.tree_store import NoSuchEntry
from heard.rules.days import ImpossibleDay
from heard.rules.rosters import NotListed

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
FULL = "The server has no room left. Nothing was lost: your words are still here. Try again later."
BUSY = "The server cannot answer just now. Try again in a minute; nothing is sent twice."
_encode = msgspec.json.Encoder().encode

# What an action may refuse, and what it is called outside. First match wins.
REFUSALS: tuple[tuple[type[Exception], int, str], ...] = (
    (NoSuchCase, 404, "not_found"),
    (NoSuchEntry, 404, "not_found"),
    (TooLarge, 413, "too_large"),
    (Malformed, 400, "bad_request"),
    (AskForRange, 400, "bad_request"),
    (ImpossibleDay, 400, "bad_day"),
    (NotListed, 409, "conflict"),
    (RosterUnknown, 409, "conflict"),
    (IdempotencyConflict, 409, "conflict"),
    (StaleGeneration, 409, "conflict"),
    (CannotRenew, 409, "conflict"),
    (CannotEscalate, 409, "conflict"),
    (CannotTell, 409, "conflict"),
    (WrongOffset, 409, "conflict"),
    (FileFinished, 409, "conflict"),
    (Incomplete, 409, "conflict"),
    (SeqTaken, 409, "conflict"),
    (Unavailable, 503, "unavailable"),
    (Closed, 503, "unavailable"),
    (StoreUnseen, 503, "unavailable"),
    (Damaged, 503, "damaged"),
)


class Refused(Exception):
    """The door itself refuses, before anything is done."""

    def __init__(self, status: int, code: str, message: str, **headers: str) -> None:
        super().__init__(message)
        self.status, self.code, self.headers = status, code, headers


def finished(response: HttpResponseBase) -> HttpResponseBase:
    """Put the door's headers on."""
    for name, value in HEADERS.items():
        response.headers[name] = value
    if settings.SECURE_HSTS_SECONDS:  # Django's middleware comes after this door
        response.headers["Strict-Transport-Security"] = f"max-age={settings.SECURE_HSTS_SECONDS}"
    timed(response)
    # Django would log every refusal with its path, and the path holds ids.
    response._has_been_logged = True  # type: ignore[attr-defined]
    if isinstance(response, HttpResponse):
        response.headers["Content-Length"] = str(len(response.content))
    return response


def json(value: object, status: int = 200) -> HttpResponse:
    """An answer in JSON; bytes become base64."""
    return HttpResponse(_encode(value), status=status, content_type="application/json")


def binary(data: bytes) -> HttpResponse:
    """Sealed bytes."""
    return HttpResponse(data, content_type="application/octet-stream")


def text(value: str) -> HttpResponse:
    """A receipt."""
    return HttpResponse(value, content_type="text/plain; charset=utf-8")


def refusal(status: int, code: str, message: str, **data: int) -> HttpResponse:
    """An error (docs/spec/api.md)."""
    return json({"error": {"code": code, "message": message, **data}}, status)


def refusal_of(error: Exception) -> HttpResponse | None:
    """The answer to what an action raised, None where it is our own fault."""
    if isinstance(error, Refused):
        response = refusal(error.status, error.code, str(error))
        for name, value in error.headers.items():
            response.headers[name.replace("_", "-")] = value
        return response
    for kind, status, code in REFUSALS:
        if isinstance(error, kind):
            return refusal(status, code, str(error), **_data(error))
    if is_full(error):
        return refusal(507, "storage_full", FULL)
    if isinstance(error, DatabaseError):
        return refusal(503, "unavailable", BUSY)
    return None


def _data(error: Exception) -> dict[str, int]:
    names = ("received", "following", "generation")
    return {name: getattr(error, name) for name in names if hasattr(error, name)}


def is_full(error: Exception) -> bool:
    """No room on disk: as the system, SQLite or PostgreSQL says it."""
    if isinstance(error, OSError):
        return error.errno in {errno.ENOSPC, errno.EDQUOT}
    cause = error.__cause__
    if isinstance(error, DatabaseError):
        return getattr(cause, "sqlstate", "") == "53100" or "disk is full" in str(error)
    return False

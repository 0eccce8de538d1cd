"""What is refused and how it is said, at every door (docs/spec/api.md).

One table; a new refusal is a new line. ``tests/doors/test_errors.py`` walks what an action can
raise: each exception has a line here, or is said there to be a fault of our own.
"""

import errno
from typing import Any, Final, NamedTuple

from django.core.exceptions import DisallowedHost
from django.db import DatabaseError
from django.http import HttpResponse

from heard.actions import cases, casework, gate, intake, oversight, parties, sign_in
from heard.actions.publication import NotPublishedError
from heard.doors._http import answers
from heard.doors._typeset import CannotTypesetError
from heard.rules.days import ImpossibleDayError
from heard.rules.refusals import AbsentError, MalformedError, RefusedError, TooLargeError
from heard.rules.rosters import NotListedError


class MethodError(Exception):
    """The address exists, the method does not."""

    def __init__(self) -> None:
        super().__init__("This address does not answer that method. Please reload the page.")


class ForeignError(Exception):
    """The request was made by a page of another site."""

    def __init__(self) -> None:
        super().__init__("This request came from another site. Open this one and try again.")


class ContentTypeError(Exception):
    """Another type than this address takes; ``kind`` is the one it takes."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"Send this as {kind}.")


def too_large(most: int) -> TooLargeError:
    """The body is over the bound of its address: ``most`` bytes."""
    return TooLargeError(f"That is too large to send at once. Send at most {most} bytes.")


def unreadable(why: str = "") -> MalformedError:
    """The request is not what docs/spec/api.md says; ``why`` in a few words, or empty."""
    more = f" ({why})" if why else ""
    return MalformedError(f"That request was not understood{more}. Load the page again.")


class NotSignedInError(Exception):
    """No session, or one that has ended."""

    def __init__(self) -> None:
        super().__init__("You are not signed in, or your session has ended. Please sign in.")


class NotFoundError(Exception):
    """No such address."""


class TooManyError(Exception):
    """``wait``: whole seconds until the next try counts."""

    def __init__(self, wait: int) -> None:
        super().__init__(f"Too many tries. Please wait {wait} seconds and try again.")
        self.wait = wait


OWN: Final = ""
HIDDEN: Final = "hidden"
BUSY: Final = "The server cannot answer just now. Try again in a minute; nothing is sent twice."
NO_ROOM: Final = (
    "The server has no room left. Nothing was lost: your words are still here. Try again later."
)


class Refusal(NamedTuple):
    """How an exception is told.

    ``words``: a sentence; OWN, the exception's; or HIDDEN, the door's one sentence for what is
    hidden, what is absent and what never was an address. ``data``: attributes that stand beside it.
    """

    status: int
    code: str
    words: str = OWN
    data: tuple[str, ...] = ()


_BAD, _CONFLICT = Refusal(400, "bad_request"), Refusal(409, "conflict")
_NOT_FOUND, _UNAVAILABLE = Refusal(404, "not_found"), Refusal(503, "unavailable")
_HIDDEN = Refusal(404, "not_found", HIDDEN)
FULL: Final = Refusal(507, "storage_full", NO_ROOM)
FAULT: Final = Refusal(503, "unavailable", BUSY)

# A subclass is told as itself where it has a line, or else as what it is.
TABLE: Final[dict[type[Exception], Refusal]] = {
    # Refused by the door, before anything is done.
    DisallowedHost: Refusal(400, "bad_request", "This address is not served here."),
    NotSignedInError: Refusal(401, "not_signed_in"),
    ForeignError: Refusal(403, "foreign_origin"),
    NotFoundError: _HIDDEN,
    MethodError: Refusal(405, "method_not_allowed"),
    ContentTypeError: Refusal(415, "unsupported_type"),
    TooManyError: Refusal(429, "too_many"),
    CannotTypesetError: _UNAVAILABLE,
    # Of everybody, for anything (heard/rules/refusals.py).
    MalformedError: _BAD,
    AbsentError: _NOT_FOUND,
    RefusedError: _CONFLICT,
    TooLargeError: Refusal(413, "too_large"),
    # Of a case, by everybody.
    cases.NoSuchCaseError: _HIDDEN,
    cases.StaleGenerationError: Refusal(409, "conflict", data=("generation",)),
    cases.IdempotencyConflictError: _CONFLICT,
    cases.PastTheEndError: Refusal(416, "bad_request"),
    cases.UnavailableError: _UNAVAILABLE,
    cases.ClosedError: _UNAVAILABLE,
    cases.DamagedError: Refusal(503, "damaged"),
    ImpossibleDayError: Refusal(400, "bad_day"),
    # Of a reporter.
    intake.NoSuchEntryError: _HIDDEN,
    intake.RosterUnknownError: _CONFLICT,
    intake.WrongOffsetError: Refusal(409, "conflict", data=("received",)),
    intake.SeqTakenError: Refusal(409, "conflict", data=("following",)),
    NotListedError: _CONFLICT,
    # Of the file of a case, and of a party.
    parties.InvitationUsedError: Refusal(410, "used", data=("day",)),
    parties.InvitationOverError: Refusal(410, "expired"),
    parties.PartySeqError: Refusal(409, "conflict", data=("following",)),
    # Of a handler, on a case.
    cases.SeqError: Refusal(409, "conflict", data=("seq",)),
    cases.TooOftenError: Refusal(409, "too_often"),
    casework.StaleFileKeyError: Refusal(409, "conflict", data=("file_generation",)),
    casework.CannotMoveError: Refusal(409, "refused", data=("reason", "version", "state")),
    casework.CannotLinkError: Refusal(409, "refused", data=("reason",)),
    # Of a handler, on what is their own.
    sign_in.NotRecognisedError: Refusal(401, "not_signed_in"),
    sign_in.NotConfirmedError: Refusal(403, "not_confirmed"),
    oversight.NotOverseerError: _HIDDEN,
    # Of the retaliation gate.
    gate.BadActionsError: Refusal(422, "bad_actions", data=("faults",)),
    sign_in.KeyringMovedError: Refusal(409, "keyring_changed"),
    # Of anybody.
    NotPublishedError: _NOT_FOUND,
}


def refusal_of(error: Exception) -> Refusal:
    """How it is told; FAULT where it is our own."""
    for kind in type(error).__mro__:
        if kind in TABLE:
            return TABLE[kind]
    return FULL if is_full(error) else FAULT


def answer(error: Exception, *, nothing: str) -> HttpResponse:
    """An error as JSON; ``nothing`` is the door's sentence for what is not there."""
    refusal = refusal_of(error)
    words = {OWN: str(error), HIDDEN: nothing}.get(refusal.words, refusal.words)
    fields: dict[str, Any] = {"code": refusal.code, "message": words}
    fields |= {name: getattr(error, name) for name in refusal.data}
    response = answers.refusal(fields, refusal.status)
    for name, value in headers_of(error).items():
        response.headers[name] = value
    return response


def headers_of(error: Exception) -> dict[str, str]:
    """What stands in the head of the answer: when to come back, how long the file is."""
    if isinstance(error, TooManyError):
        return {"Retry-After": str(error.wait)}
    if isinstance(error, cases.PastTheEndError):
        return {"Content-Range": f"bytes */{error.total}"}
    return {}


def is_full(error: Exception) -> bool:
    """No room on disk: as the system, SQLite or PostgreSQL says it."""
    if isinstance(error, OSError):
        return error.errno in {errno.ENOSPC, errno.EDQUOT}
    cause = error.__cause__
    if isinstance(error, DatabaseError):
        return getattr(cause, "sqlstate", "") == "53100" or "disk is full" in str(error)
    return False

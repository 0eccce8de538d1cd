"""What is refused and how it is said (docs/spec/api.md). One table; a new refusal is a new line."""

from typing import Any

import msgspec
from django.http import HttpResponse

from heard.actions import cases, conflicts, deadlines, evidence, sign_in
from heard.actions.notifications import addresses
from heard.doors._typeset import CannotTypesetError
from heard.doors.desk.limits import TooManyError
from heard.rules.days import ImpossibleDay


class MethodError(Exception):
    """The address exists, the method does not."""

    def __init__(self) -> None:
        super().__init__("This address does not answer that method. Please reload the page.")


class ForeignError(Exception):
    """The request was made by a page of another site."""

    def __init__(self) -> None:
        super().__init__("This request came from another site. Open the desk itself and try again.")


class ContentTypeError(Exception):
    """Not JSON."""

    def __init__(self) -> None:
        super().__init__("Send this as application/json.")


class TooLargeError(Exception):
    """The body is over the bound of its address."""

    def __init__(self) -> None:
        super().__init__("That is too large to send at once. Please shorten it and try again.")


class MalformedError(Exception):
    """The body is not what docs/spec/api.md says."""

    def __init__(self) -> None:
        super().__init__("That request was not understood. Please reload the page and try again.")


class NotSignedInError(Exception):
    """No session, or one that has ended."""

    def __init__(self) -> None:
        super().__init__("You are not signed in, or your session has ended. Please sign in.")


class NotFoundError(Exception):
    """No such address."""

    def __init__(self) -> None:
        super().__init__(NOT_FOUND)


NOT_FOUND = "There is nothing here for you. Go back to your queue and reload it."

_TABLE: dict[type[Exception], tuple[int, str]] = {
    MalformedError: (400, "bad_request"),
    sign_in.BadKeysError: (400, "bad_request"),
    sign_in.CeremonyError: (400, "bad_request"),
    cases.UnsealedError: (400, "bad_request"),
    cases.AskForRange: (400, "bad_request"),
    cases.BadRequestError: (400, "bad_request"),
    evidence.BadEvidenceError: (400, "bad_request"),
    ImpossibleDay: (400, "bad_day"),
    cases.BadIdentity: (400, "bad_request"),
    cases.BadCursorError: (400, "bad_request"),
    addresses.BadSettings: (400, "bad_request"),
    conflicts.BadDeclaration: (400, "bad_request"),
    sign_in.NoChallengeError: (400, "bad_request"),
    NotSignedInError: (401, "not_signed_in"),
    sign_in.NotRecognisedError: (401, "not_signed_in"),
    ForeignError: (403, "foreign_origin"),
    sign_in.NotConfirmedError: (403, "not_confirmed"),
    NotFoundError: (404, "not_found"),
    cases.NoSuchCase: (404, "not_found"),
    sign_in.InvitationError: (404, "not_found"),
    sign_in.PasskeyUnknownError: (404, "not_found"),
    MethodError: (405, "method_not_allowed"),
    sign_in.LastWayInError: (409, "conflict"),
    sign_in.PasskeyKnownError: (409, "conflict"),
    sign_in.CannotRotateError: (409, "conflict"),
    sign_in.KeyringMovedError: (409, "keyring_changed"),
    TooLargeError: (413, "too_large"),
    cases.SeqError: (409, "conflict"),
    cases.CannotPassError: (409, "conflict"),
    cases.NobodyLeftError: (409, "conflict"),
    cases.CannotRenew: (409, "conflict"),
    deadlines.CannotSuspend: (409, "conflict"),
    cases.LapsedError: (409, "conflict"),
    evidence.OutOfOrderError: (409, "conflict"),
    evidence.TooMuchEvidenceError: (409, "conflict"),
    cases.TooOften: (409, "too_often"),
    cases.StaleGeneration: (409, "conflict"),
    cases.IdempotencyConflict: (409, "conflict"),
    ContentTypeError: (415, "unsupported_type"),
    cases.PastTheEndError: (416, "bad_request"),
    TooManyError: (429, "too_many"),
    CannotTypesetError: (503, "unavailable"),
    cases.Unavailable: (503, "unavailable"),
    cases.Closed: (503, "unavailable"),
    cases.StoreUnseen: (503, "unavailable"),
    cases.Damaged: (503, "damaged"),
}
KNOWN = tuple(_TABLE)


def answer(error: Exception) -> HttpResponse:
    """An error as JSON. ``error`` is one of KNOWN."""
    status, code = _TABLE[type(error)]
    # One sentence for what is hidden, what is absent and what never was an address.
    hidden = isinstance(error, cases.NoSuchCase | NotFoundError)
    said: dict[str, Any] = {"code": code, "message": NOT_FOUND if hidden else str(error)}
    if isinstance(error, cases.SeqError):
        said["seq"] = error.seq
    if isinstance(error, cases.StaleGeneration):
        said["generation"] = error.generation
    response = HttpResponse(
        msgspec.json.encode({"error": said}), status=status, content_type="application/json"
    )
    if isinstance(error, TooManyError):
        response.headers["Retry-After"] = str(error.retry_after)
    if isinstance(error, cases.PastTheEndError):
        response.headers["Content-Range"] = f"bytes */{error.total}"
    return response

"""A request on its way in: where it comes from, how large it is, and only then what it says."""

import re
from typing import TypeVar

import msgspec
from django.conf import settings
from django.http import HttpRequest

from heard.doors._http import errors
from heard.doors._http.answers import JSON
from heard.formats.controls import has_controls, may_have_controls
from heard.formats.members import has_twice
from heard.rules.refusals import MalformedError

T = TypeVar("T")
OURS = frozenset({"same-origin", "none", ""})
_LENGTH = re.compile(r"[0-9]{1,15}", re.ASCII)


def own_origin(request: HttpRequest) -> str:
    """Scheme, host and port of this site; ``get_host`` refuses a host that is not in settings."""
    host = request.get_host()
    return str(settings.HEARD.origin) if settings.HEARD.tls else f"http://{host}"


def check_origin(request: HttpRequest, *, form: bool = False) -> None:
    """Refuse what a page of another origin sent. Raises ForeignError.

    A browser always says where from; a command-line client says nothing and has no cookie that
    it did not choose to send. ``form``: a page without scripts, whose form says ``null``, because
    our pages name no referrer. Raises DisallowedHost too, for a host that is not ours.
    """
    own, origin = own_origin(request), request.headers.get("Origin")
    same = origin in {None, own} or (form and origin == "null")
    if not same or request.headers.get("Sec-Fetch-Site", "") not in OURS:
        raise errors.ForeignError


def check_type(request: HttpRequest, kind: str) -> None:
    """Refuse a body by its content type, before a byte of it is read. Raises ContentTypeError."""
    if request.META.get("CONTENT_TYPE", "").partition(";")[0].strip().lower() != kind:
        raise errors.ContentTypeError(kind)


def check_length(request: HttpRequest, most: int) -> int:
    """The bytes that the body is said to have, at most ``most``. Raises TooLargeError."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not _LENGTH.fullmatch(length) or int(length) > most:
        raise errors.too_large(most)
    return int(length)


def read(request: HttpRequest, *, most: int) -> bytes:
    """The body, within its bound. Raises TooLargeError, MalformedError."""
    length = check_length(request, most)
    body = request.read(length)
    if len(body) != length:
        raise MalformedError("The connection broke. Send it again.")
    return body


def parse(body: bytes, kind: type[T]) -> T:
    """A body of JSON as its type.

    A control character and a member that stands twice are refused at any depth (docs/spec/api.md).
    Raises MalformedError.
    """
    try:
        if may_have_controls(body) and has_controls(msgspec.json.decode(body)):
            raise errors.unreadable("a control character is in it")
        found = msgspec.json.decode(body, type=kind)
        twice = has_twice(body)  # reads all of it, so what is refused at once is not
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise errors.unreadable(str(error)) from None
    except RecursionError:
        raise errors.unreadable("it is too deep") from None
    if twice:
        raise errors.unreadable("it says a thing twice")
    return found


def body_of(request: HttpRequest, kind: type[T], *, most: int) -> T:
    """The body of a request in JSON, as its type. Raises what the functions above raise."""
    check_type(request, JSON)
    return parse(read(request, most=most), kind)

"""Answers of the doors: JSON, bytes, text; what each of them carries (docs/spec/api.md)."""

from collections.abc import Mapping

import msgspec
from django.conf import settings
from django.http import HttpResponse
from django.http.response import HttpResponseBase

from heard.actions.operations import timekeeping
from heard.formats.wire import Answer
from heard.rules.events import rfc3339

JSON = "application/json"
BYTES = "application/octet-stream"
TEXT = "text/plain; charset=utf-8"
TIME = "Heard-Time"
NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
ALWAYS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
DATA = {"Content-Security-Policy": f"{NOTHING}; sandbox"}
UNKEPT = {**ALWAYS, **DATA, "Cache-Control": "no-store"}
_encode = msgspec.json.Encoder().encode


def json(answer: Answer, status: int = 200) -> HttpResponse:
    """An answer in JSON; bytes become base64."""
    return HttpResponse(_encode(answer), status=status, content_type=JSON)


def refusal(fields: Mapping[str, object], status: int) -> HttpResponse:
    """What is refused, in JSON."""
    return HttpResponse(_encode({"error": fields}), status=status, content_type=JSON)


def binary(data: bytes) -> HttpResponse:
    """Sealed bytes, which only the reader's browser can open."""
    return HttpResponse(data, content_type=BYTES)


def text(value: str) -> HttpResponse:
    """A receipt, a note."""
    return HttpResponse(value, content_type=TEXT)


def finished(
    response: HttpResponseBase, headers: Mapping[str, str], *, to_a_page: bool
) -> HttpResponseBase:
    """Put on what an answer carries, where the view has not said it itself.

    ``to_a_page``: one of ours reads it, and is told the time.
    """
    for name, value in headers.items():
        response.headers.setdefault(name, value)
    if settings.SECURE_HSTS_SECONDS:  # Django's middleware comes after the reporter's door
        response.headers["Strict-Transport-Security"] = f"max-age={settings.SECURE_HSTS_SECONDS}"
    # What is kept would tell it late.
    if to_a_page and "immutable" not in response.headers.get("Cache-Control", ""):
        timed(response)
    # Django would log every refusal with its path, and the path holds ids.
    response._has_been_logged = True  # type: ignore[attr-defined]
    if isinstance(response, HttpResponse):
        response.headers["Content-Length"] = str(len(response.content))
    return response


def timed(response: HttpResponseBase) -> None:
    """Say on the answer what time it is here, to the second: phones and laptops are wrong.

    Not ``Date``: some proxies put their own machine's time there.
    """
    response.headers[TIME] = said()


def said() -> str:
    """The time as it is told."""
    return rfc3339(timekeeping.now())

"""What a browser may do with a page of ours: nothing that is not needed."""

import re
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from heard.doors._http.answers import ALWAYS, DATA

_POLICY = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    "img-src 'self' blob:",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types heard",
)
# The desk alone plays films, which its service worker answers under /desk/media/, and shows a
# decrypted PDF in the browser's own viewer: a frame of a blob that the page made.
_DESK = (*_POLICY, "media-src 'self' blob:", "frame-src blob:")
# A worker is bound by the policy of its own script, not by that of the page that started it.
SCRIPT = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; connect-src 'self'; base-uri 'none';"
        " form-action 'none'; frame-ancestors 'none'"
    ),
}
OK, NOT_MODIFIED = 200, 304
FOREVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"


# The sums of what a page loads later stand in the page (client/build/html.mjs): no script runs
# from there, but the policy asks for its hash all the same.
_IMPORT_MAP = re.compile(rb'<script type="importmap">([^<]*)</script>')


def page_headers(name: str, body: bytes) -> dict[str, str]:
    """What a page carries beside ``ALWAYS``; ``name`` is its path in the site as built.

    ``body``: its bytes. The hashes of scripts that it loads later stand in it (an import map):
    that element is inline, so the policy names it by its own hash (CSP Level 3, 6.7.3.3).
    """
    policy = "; ".join(_DESK if name.startswith("desk/") else _POLICY)
    if match := _IMPORT_MAP.search(body):
        digest = b64encode(sha256(match[1]).digest()).decode()
        policy = policy.replace("script-src 'self'", f"script-src 'self' 'sha256-{digest}'")
    headers = {"Content-Security-Policy": policy}
    # A frame that shows a PDF inherits it, and Firefox's viewer is a script without a hash.
    if not name.startswith("desk/"):
        headers["Integrity-Policy"] = "blocked-destinations=(script)"
    return headers


def tag_of(body: bytes) -> str:
    """The strong entity tag of these bytes (RFC 9110, 8.8.3)."""
    return f'"{sha256(body).hexdigest()[:32]}"'


def has_it(asked: str, tag: str) -> bool:
    """Whether the client has these bytes already (``If-None-Match``: RFC 9110, 13.1.2)."""
    named = {each.strip().removeprefix("W/") for each in asked.split(",")}
    return tag in named or "*" in named


def tagged(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The same answer with its tag; without its bytes for a client that has them."""
    tag = tag_of(response.content)
    if response.status_code == OK and has_it(request.headers.get("If-None-Match", ""), tag):
        response = HttpResponse(status=304, content_type=response.headers["Content-Type"])
    if response.status_code in {OK, NOT_MODIFIED}:
        response.headers["ETag"] = tag
    return response


class Everywhere:
    """Middleware: no answer leaves without a policy, the framework's own refusals included."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Add what the door has not said itself."""
        response = self.get_response(request)
        for name, value in {**ALWAYS, **DATA}.items():
            response.headers.setdefault(name, value)
        return response

"""What every request to the desk passes before a view sees it, in this order.

1. Method, origin, content type and size are checked from the headers alone.
2. The session is read; who is not signed in gets 401 whatever they asked for, so that no other
   answer of the desk can be had from outside.
3. The body is parsed into its type.
4. An action that a stolen session must not do asks for a passkey or the recovery code once more.

There is no CSRF token, on purpose. A foreign page cannot make a browser send such a request: the
cookie is SameSite=Strict, ``application/json`` needs a CORS preflight that nothing here answers,
and ``Sec-Fetch-Site`` and ``Origin``, which page scripts cannot set, are checked on top.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from heard.actions import sign_in
from heard.actions.operations import timekeeping
from heard.doors._time import timed
from heard.doors.desk import confirming, errors
from heard.doors.desk.bodies import Body
from heard.doors.desk.party import own_origin
from heard.doors.desk.session import Session
from heard.formats.controls import has_controls, may_have_controls
from heard.formats.members import has_twice

SMALL = 256 * 1024
JSON = "application/json"
_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
View = Callable[..., HttpResponseBase]


@dataclass(frozen=True, kw_only=True)
class Call:
    """A request that was let through. ``about``: the digest of an action that was confirmed."""

    request: HttpRequest
    session: Session
    holder: sign_in.Me | None
    body: Any
    now: datetime
    about: str = ""

    @property
    def me(self) -> sign_in.Me:
        """The holder who is signed in; nobody else was let through."""
        assert self.holder is not None
        return self.holder

    def asking(self, about: str) -> sign_in.Asking:
        """What this holder is asked to confirm, in this session and no other."""
        return sign_in.Asking(holder=self.me.id, session=self.session.mark, about=about)


@dataclass(frozen=True, kw_only=True)
class Rule:
    """How one method of one address is answered; ``cap`` bounds the body in bytes.

    ``confirmed``: not on the word of a session alone (docs/threats.md, "A session alone").
    """

    view: View
    body: type[Body] | None = None
    anyone: bool = False
    confirmed: bool = False
    cap: int = SMALL


class Desk:
    """A view: one address with a rule for each method. ``rules`` is read by tests."""

    csrf_exempt = True

    def __init__(self, **rules: Rule) -> None:
        self.rules = {method.upper(): rule for method, rule in rules.items()}

    def __call__(self, request: HttpRequest, **ids: str) -> HttpResponseBase:
        """Answer a request; whatever an action refuses becomes an error in JSON."""
        now = timekeeping.now()
        session = Session(request, now=now)
        response = self._answer(request, session, now, ids)
        session.finish(response)
        return _sealed_off(response)

    def _answer(
        self, request: HttpRequest, session: Session, now: datetime, ids: dict[str, str]
    ) -> HttpResponseBase:
        try:
            check_origin(request)
            rule = self._rule(request)
            check_headers(request, rule)
            holder = _holder(session, rule)
            raw = read(request, rule)
            call = Call(
                request=request,
                session=session,
                holder=holder,
                body=parse(raw, rule),
                now=now,
                about=confirming.about(request.path, raw) if rule.confirmed else "",
            )
            if rule.confirmed:
                confirming.check(request, asking=call.asking(call.about), now=now)
            return rule.view(call, **ids)
        except errors.KNOWN as error:
            return errors.answer(error)

    def _rule(self, request: HttpRequest) -> Rule:
        method = "GET" if request.method == "HEAD" else request.method or ""
        if method not in self.rules:
            raise errors.MethodError
        return self.rules[method]


def check_origin(request: HttpRequest) -> None:
    """Refuse what a page of another origin sent. Raises ``ForeignError``.

    A browser always says where from; a command-line client says nothing and has no cookie that
    it did not choose to send.
    """
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        raise errors.ForeignError
    origin = request.headers.get("Origin")
    if origin is not None and origin != own_origin(request):
        raise errors.ForeignError


def check_headers(request: HttpRequest, rule: Rule) -> None:
    """Refuse a body by its headers, before a byte of it is read."""
    if rule.body is None:
        return
    if request.content_type != JSON:
        raise errors.ContentTypeError
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError as odd:
        raise errors.MalformedError from odd
    if length > rule.cap:
        raise errors.TooLargeError


def read(request: HttpRequest, rule: Rule) -> bytes:
    """The body, within its bound. Raises ``TooLargeError``."""
    if rule.body is None:
        return b""
    raw = request.read(rule.cap + 1)  # a chunked body has no length to be believed
    if len(raw) > rule.cap:
        raise errors.TooLargeError
    return raw


def parse(raw: bytes, rule: Rule) -> Body | None:
    """The body as its type. Raises ``MalformedError``."""
    if rule.body is None:
        return None
    try:
        if may_have_controls(raw) and has_controls(msgspec.json.decode(raw)):
            raise errors.MalformedError
        if has_twice(raw):
            raise errors.MalformedError
        return msgspec.json.decode(raw, type=rule.body)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as malformed:
        raise errors.MalformedError from malformed


def _holder(session: Session, rule: Rule) -> sign_in.Me | None:
    holder = None
    if session.holder:
        holder = sign_in.signed_in(holder=session.holder, way=session.way)
        if holder is None:
            session.end()
    if holder is None and not rule.anyone:
        raise errors.NotSignedInError
    return holder


def _sealed_off(response: HttpResponseBase) -> HttpResponseBase:
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Security-Policy"] = _POLICY
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    timed(response)
    return response


def json(answer: object, *, status: int = 200) -> HttpResponse:
    """Answer with JSON; bytes become base64."""
    return HttpResponse(msgspec.json.encode(answer), status=status, content_type=JSON)

"""What every request to the desk passes before a view sees it, in this order.

1. Method, origin, content type and size are checked from the headers alone.
2. The session is read; who is not signed in gets 401 whatever they asked for, so that no other
   answer of the desk can be had from outside.
3. The body is parsed into its type.
4. An action that a stolen session must not do asks for a passkey or the recovery code once more.

There is no CSRF token, on purpose. A foreign page cannot make a browser send such a request: the
cookie is SameSite=Strict, ``application/json`` needs a CORS preflight that nothing here answers
(as do ``application/octet-stream`` and every PUT),
and ``Sec-Fetch-Site`` and ``Origin``, which page scripts cannot set, are checked on top.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from heard.actions import sign_in
from heard.actions.operations import timekeeping
from heard.doors._http.answers import BYTES, JSON
from heard.doors._http.dispatch import Door
from heard.doors._http.errors import MethodError, NotSignedInError
from heard.doors._http.reading import check_length, check_origin, check_type, parse, read
from heard.doors.desk import confirming
from heard.doors.desk.bodies import Body
from heard.doors.desk.session import Session

SMALL = 256 * 1024
DOOR = Door(
    logger=logging.getLogger("heard.desk"),
    nothing="There is nothing here for you. Go back to your queue and reload it.",
)
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

    ``body`` is ``bytes`` where sealed bytes come as they are.

    ``confirmed``: not on the word of a session alone (docs/threats.md, "A session alone").
    """

    view: View
    body: type[Body] | type[bytes] | None = None
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
        return DOOR.answer(lambda: self._in_session(request, ids))

    def _in_session(self, request: HttpRequest, ids: dict[str, str]) -> HttpResponseBase:
        now = timekeeping.now()
        session = Session(request, now=now)
        try:
            response = self._answer(request, session, now, ids)
        except Exception as error:  # noqa: BLE001 a session is finished whatever was refused
            response = DOOR.refuse(error)
        session.finish(response)
        return response

    def _answer(
        self, request: HttpRequest, session: Session, now: datetime, ids: dict[str, str]
    ) -> HttpResponseBase:
        check_origin(request)
        rule = self._rule(request)
        if rule.body:
            check_type(request, BYTES if rule.body is bytes else JSON)
            check_length(request, rule.cap)
        holder = _holder(session, rule)
        raw = read(request, most=rule.cap) if rule.body else b""
        call = Call(
            request=request,
            session=session,
            holder=holder,
            body=_parsed(raw, rule),
            now=now,
            about=confirming.about(request.path, raw) if rule.confirmed else "",
        )
        if rule.confirmed:
            confirming.check(request, asking=call.asking(call.about), now=now)
        return rule.view(call, **ids)

    def _rule(self, request: HttpRequest) -> Rule:
        method = "GET" if request.method == "HEAD" else request.method or ""
        if method not in self.rules:
            raise MethodError
        return self.rules[method]


def _parsed(raw: bytes, rule: Rule) -> Any:  # noqa: ANN401 -- of the type that the rule says
    if rule.body is None:
        return None
    return raw if rule.body is bytes else parse(raw, rule.body)


def _holder(session: Session, rule: Rule) -> sign_in.Me | None:
    holder = None
    if session.holder:
        holder = sign_in.signed_in(holder=session.holder, way=session.way)
        if holder is None:
            session.end()
    if holder is None and not rule.anyone:
        raise NotSignedInError
    return holder

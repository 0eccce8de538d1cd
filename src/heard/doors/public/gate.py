"""The retaliation gate for whom no session is known: who asks for protection, keepers, systems.

Each is let in by what stands beside its address: nothing, a keeper's signature, a token. Nothing
of who calls is kept; no cookie is read or set.
"""

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, TypeVar

import msgspec
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver, path, re_path

from heard.actions import cases, gate
from heard.actions.operations import timekeeping
from heard.doors._http.address import caller
from heard.doors._http.answers import JSON, binary, json
from heard.doors._http.contract import BINARY, answers
from heard.doors._http.dispatch import Door
from heard.doors._http.errors import MethodError, NotSignedInError, TooManyError, unreadable
from heard.doors._http.limits import Limit
from heard.doors._http.reading import check_origin, check_type, parse, read
from heard.formats import gatesigned
from heard.formats.wire import Answer, Digest, Id, Nothing, about
from heard.rules.codes.gate import AdverseAction
from heard.rules.refusals import AbsentError, RefusedError

T = TypeVar("T")
SMALL, LARGE = 64 * 1024, 2 * 1024 * 1024  # bytes of a body
STORE = 8 * 1024 * 1024  # of a store: some 290,000 people
LISTINGS = Limit(10)  # a minute and address
FAILURES = Limit(30)  # of a signature or a token
BEFORE = {"before": "The SHA-256 of the store that it replaces; empty for the first."}
DOOR = Door(
    logger=logging.getLogger("heard.public"),
    nothing="There is no such thing here. Check the address.",
)


class Listing(msgspec.Struct, forbid_unknown_fields=True):
    """Sealed to the keepers of the newest roster."""

    sealed: bytes


class KeptListing(Answer, kw_only=True):
    """By which one can ask whether a keeper has it."""

    digest: Digest


class TakenListing(Answer, kw_only=True):
    """Whether a keeper has it."""

    taken: Annotated[str, about("The signature of the keeper that has it; or empty.")]


class SystemAction(msgspec.Struct, forbid_unknown_fields=True):
    """An action that a personnel system files. ``id``: its own, the same where it is sent again."""

    id: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{32}\Z")]
    person: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    kind: AdverseAction
    day: Annotated[str, msgspec.Meta(pattern=r"^\d{4}-\d{2}-\d{2}\Z")]


class FiledBySystem(Answer, kw_only=True):
    """An action that was filed. ``id`` is the one that it came with."""

    id: Id


@dataclass(frozen=True, kw_only=True)
class Call:
    """A request that was let in. ``who``: a keeper, or the id of a token, or None."""

    who: Any
    body: Any
    now: datetime
    asked: dict[str, str]  # behind the question mark


@dataclass(frozen=True, kw_only=True)
class Rule:
    """How one method is answered. ``admit``: who calls, of request, body and time, or it raises."""

    view: Callable[..., HttpResponseBase]
    admit: Callable[[HttpRequest, bytes, datetime], object]
    body: Any = None
    cap: int = SMALL


class Gate:
    """A view: one address. ``rules`` is read by the permission table's test and by script/wire."""

    csrf_exempt = True  # no cookie opens anything here

    def __init__(self, **rules: Rule) -> None:
        self.rules = {method.upper(): rule for method, rule in rules.items()}

    def __call__(self, request: HttpRequest, **way: str) -> HttpResponseBase:
        """Answer; what an action refuses becomes an error in JSON."""
        return DOOR.answer(lambda: self._answer(request, way))

    def _answer(self, request: HttpRequest, way: dict[str, str]) -> HttpResponseBase:
        check_origin(request)
        method = "GET" if request.method == "HEAD" else request.method or ""
        if method not in self.rules:
            raise MethodError
        rule, now = self.rules[method], timekeeping.now()
        if rule.body not in {None, bytes}:
            check_type(request, JSON)
        raw = read(request, most=rule.cap) if rule.body else b""
        who = rule.admit(request, raw, now)
        body = raw if rule.body is bytes else parse(raw, rule.body) if rule.body else None
        return rule.view(Call(who=who, body=body, now=now, asked=request.GET.dict()), **way)


def _anyone(request: HttpRequest, _raw: bytes, _now: datetime) -> None:
    if request.method == "POST":
        LISTINGS.check(request)


def _keeper(request: HttpRequest, raw: bytes, now: datetime) -> gate.Keeper:
    signed, method = request.headers.get(gatesigned.HEADER, ""), request.method or ""
    path = request.get_full_path()
    return _let_in(
        request, lambda: gate.admit(signed=signed, method=method, path=path, body=raw, now=now)
    )


def _token(request: HttpRequest, _raw: bytes, now: datetime) -> str:
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    given = secret.strip() if kind.lower() == "bearer" else ""
    return _let_in(request, lambda: gate.admit_token(secret=given, now=now))


def _let_in(request: HttpRequest, admit: Callable[[], T | None]) -> T:
    """Who it is; of who fails too often nothing is looked at. Raises what every door has."""
    if wait := FAILURES.wait(caller(request.META), count=False):
        raise TooManyError(wait)
    found = admit()
    if found is None:
        FAILURES.wait(caller(request.META))
        raise NotSignedInError
    return found


@answers(KeptListing, RefusedError, TooManyError, statuses=(201,))
def keep_listing(call: Call) -> HttpResponse:
    """Keep a sealed listing for the keepers."""
    digest = gate.accept_listing(sealed=call.body.sealed, now=call.now)
    return json(KeptListing(digest=digest), status=201)


@answers(TakenListing, AbsentError)
def read_listing(_call: Call, digest: str) -> HttpResponse:
    """Whether a keeper has a listing."""
    return json(TakenListing(taken=gate.taken(digest=digest)))


@answers(gate.GateDay, NotSignedInError, TooManyError)
def keeper_day(call: Call) -> HttpResponse:
    """What a keeper works with today."""
    return json(gate.day(keeper=call.who, asked=call.body))


@answers(Nothing, NotSignedInError, TooManyError)
def keeper_answers(call: Call) -> HttpResponse:
    """What a keeper answers, and what it has taken."""
    gate.answer(keeper=call.who, given=call.body, now=call.now)
    return json(Nothing())


@answers(BINARY, NotSignedInError, AbsentError, TooManyError)
def read_store(_call: Call) -> HttpResponse:
    """The store that the keepers put last."""
    return binary(gate.store())


@answers(Nothing, NotSignedInError, RefusedError, TooManyError, query=BEFORE)
def put_store(call: Call) -> HttpResponse:
    """Keep a store in place of the one that the keeper knew."""
    if not set(call.asked) <= set(BEFORE):
        raise unreadable()
    gate.put_store(sealed=call.body, before=call.asked.get("before", ""))
    return json(Nothing())


@answers(
    FiledBySystem,
    NotSignedInError,
    gate.BadActionsError,
    cases.IdempotencyConflictError,
    TooManyError,
    statuses=(201,),
)
def file_action(call: Call) -> HttpResponse:
    """File an action from a personnel system."""
    body, filer = call.body, gate.by_token(token=call.who)
    new = gate.NewAction(body.person.strip(), body.kind, body.day, id=body.id)
    said = f"{call.who}\n{new.person}\n{new.kind}\n{new.day}"
    digest = hashlib.sha256(said.encode()).hexdigest()
    gate.file_actions(filer=filer, actions=[new], key=body.id, sha256=digest, now=call.now)
    return json(FiledBySystem(id=body.id), status=201)


@answers(gate.OwnAction, NotSignedInError, AbsentError, TooManyError)
def read_action(call: Call, action: str) -> HttpResponse:
    """How an action stands that this token filed."""
    filer = gate.by_token(token=call.who)
    return json(gate.one(filer=filer, action=action, now=call.now))


urlpatterns: list[URLPattern | URLResolver] = [
    path("gate/listings", Gate(post=Rule(view=keep_listing, admit=_anyone, body=Listing))),
    re_path(
        r"^gate/listings/(?P<digest>[0-9a-f]{64})\Z",
        Gate(get=Rule(view=read_listing, admit=_anyone)),
    ),
    path("gate/keeper/day", Gate(post=Rule(view=keeper_day, admit=_keeper, body=gate.AskDay))),
    path(
        "gate/keeper/answers",
        Gate(post=Rule(view=keeper_answers, admit=_keeper, body=gate.GiveAnswers, cap=LARGE)),
    ),
    path(
        "gate/keeper/store",
        Gate(
            get=Rule(view=read_store, admit=_keeper),
            put=Rule(view=put_store, admit=_keeper, body=bytes, cap=STORE),
        ),
    ),
    path("gate/api/actions", Gate(post=Rule(view=file_action, admit=_token, body=SystemAction))),
    re_path(
        r"^gate/api/actions/(?P<action>[0-9a-f]{32})\Z",
        Gate(get=Rule(view=read_action, admit=_token)),
    ),
]

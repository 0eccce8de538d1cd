"""The reporter's calls (docs/spec/api.md): each takes a request apart and calls one action."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Annotated, TypeVar

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from heard.actions.intake import (
    Receipt,
    contacts,
    escalation,
    files,
    identity,
    inbox,
    letters,
    report,
)
from heard.actions.operations import timekeeping
from heard.doors._http import ranges
from heard.doors._http.answers import BYTES, binary, json, text
from heard.doors._http.reading import body_of, check_type, read
from heard.formats.wire import Answer, Digest, Nothing, about

T = TypeVar("T")
MAX_JSON = 4 * 1024 * 1024
_ID = "([0-9a-f]{32})"


class Logged(Answer, kw_only=True):
    """An event that stands in the log, or will."""

    leaf: Annotated[Digest, about("The leaf hash of its event.")]
    receipt: Annotated[str, about("A promise (docs/spec/receipt.md).")]


class Escalated(Logged, kw_only=True):
    """The next tier has the case."""

    tier: int


class Received(Answer, kw_only=True):
    """How much of a segment is here."""

    received: Annotated[int, about("Bytes.")]


def post_report(request: HttpRequest) -> HttpResponseBase:
    """``POST reports``."""
    taken = report.accept_report(report=_json(request, report.Report), now=_now())
    return json(taken.accepted, 200 if taken.again else 201)


def get_inbox(request: HttpRequest) -> HttpResponseBase:
    """``GET inbox``."""
    return json(inbox.read_inbox(authorization=_code(request), now=_now()))


def get_letter(request: HttpRequest, letter: str) -> HttpResponseBase:
    """``GET inbox/letters/<id>``."""
    return binary(inbox.read_letter(authorization=_code(request), letter=letter))


def post_letter(request: HttpRequest) -> HttpResponseBase:
    """``POST inbox/letters``."""
    letter = _json(request, letters.NewLetter)
    return _receipt(letters.add_letter(authorization=_code(request), letter=letter, now=_now()))


def post_withdrawal(request: HttpRequest) -> HttpResponseBase:
    """``POST inbox/withdraw``."""
    id = _json(request, letters.NewWithdrawal).id
    return _receipt(letters.withdraw(authorization=_code(request), id=id, now=_now()))


def post_contact(request: HttpRequest) -> HttpResponseBase:
    """``POST inbox/contacts``."""
    contact = _json(request, contacts.NewContact)
    contacts.set_contact(authorization=_code(request), contact=contact, now=_now())
    return json(Nothing(), 201)


def post_no_contact(request: HttpRequest) -> HttpResponseBase:
    """``POST inbox/contacts/remove``."""
    contact = _json(request, contacts.OldContact)
    contacts.remove_contact(authorization=_code(request), contact=contact, now=_now())
    return json(Nothing())


def post_escalation(request: HttpRequest) -> HttpResponseBase:
    """``POST inbox/escalate``."""
    asked = _json(request, escalation.Escalation)
    done = escalation.escalate(authorization=_code(request), escalation=asked, now=_now())
    receipt, tier = done
    return json(Escalated(leaf=receipt.leaf, tier=tier, receipt=receipt.text), 201)


def post_identity(request: HttpRequest) -> HttpResponseBase:
    """``POST inbox/identity``."""
    renewal = _json(request, identity.Renewal)
    return _receipt(identity.renew(authorization=_code(request), renewal=renewal, now=_now()))


def post_file(request: HttpRequest) -> HttpResponseBase:
    """``POST inbox/files``."""
    file = _json(request, files.NewFile)
    files.start_file(authorization=_code(request), file=file, now=_now())
    return json(Nothing(), 201)


def put_part(request: HttpRequest, file: str, segment: str, offset: str) -> HttpResponseBase:
    """``PUT inbox/files/<file>/segments/<segment>/<offset>``."""
    check_type(request, BYTES)
    received = files.put_part(
        authorization=_code(request),
        file=file,
        segment=segment,
        offset=int(offset),
        data=read(request, most=settings.HEARD.part_bytes),
        digest=request.META.get("HTTP_HEARD_DIGEST", ""),
    )
    return json(Received(received=received))


def post_finish(request: HttpRequest, file: str) -> HttpResponseBase:
    """``POST inbox/files/<file>/finish``."""
    finish, code = _json(request, files.Finish), _code(request)
    return _receipt(files.finish_file(authorization=code, file=file, finish=finish, now=_now()))


def get_segment(request: HttpRequest, file: str, segment: str) -> HttpResponseBase:
    """``GET inbox/files/<file>/segments/<segment>``, whole or one range (RFC 9110, 14)."""
    wanted = ranges.asked(request)
    found = files.read_segment(
        authorization=_code(request),
        file=file,
        segment=segment,
        start=wanted.start,
        end=wanted.end,
        now=_now(),
    )
    return ranges.answer(found, wanted)


def get_receipt(request: HttpRequest, leaf: str) -> HttpResponseBase:
    """``GET inbox/receipts/<leaf>``."""
    return text(inbox.read_receipt(authorization=_code(request), leaf=leaf))


def _receipt(receipt: Receipt) -> HttpResponseBase:
    return json(Logged(leaf=receipt.leaf, receipt=receipt.text), 201)


def _code(request: HttpRequest) -> str:
    return str(request.META.get("HTTP_AUTHORIZATION", ""))


def _now() -> datetime:
    return timekeeping.now()


def _json(request: HttpRequest, kind: type[T]) -> T:
    return body_of(request, kind, most=MAX_JSON)


View = Callable[..., HttpResponseBase]
ROUTES: tuple[tuple[str, re.Pattern[str], View], ...] = tuple(
    (method, re.compile(path), view)
    for method, path, view in (
        ("POST", "reports", post_report),
        ("GET", "inbox", get_inbox),
        ("POST", "inbox/letters", post_letter),
        ("GET", f"inbox/letters/{_ID}", get_letter),
        ("POST", "inbox/files", post_file),
        ("PUT", rf"inbox/files/{_ID}/segments/{_ID}/([0-9]{{1,15}})", put_part),
        ("POST", f"inbox/files/{_ID}/finish", post_finish),
        ("GET", f"inbox/files/{_ID}/segments/{_ID}", get_segment),
        ("POST", "inbox/withdraw", post_withdrawal),
        ("POST", "inbox/escalate", post_escalation),
        ("POST", "inbox/identity", post_identity),
        ("POST", "inbox/contacts", post_contact),
        ("POST", "inbox/contacts/remove", post_no_contact),
        ("GET", r"inbox/receipts/([0-9a-f]{64})", get_receipt),
    )
)

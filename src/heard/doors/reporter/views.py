"""The reporter's calls (docs/spec/api.md): each takes a request apart and calls one action."""

from datetime import datetime
from typing import Annotated

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from heard.actions.cases import (
    DamagedError,
    IdempotencyConflictError,
    PastTheEndError,
    SeqError,
    StaleGenerationError,
    TooOftenError,
)
from heard.actions.casework import CannotMoveError, StaleFileKeyError
from heard.actions.intake import (
    Receipt,
    RosterUnknownError,
    SeqTakenError,
    WrongOffsetError,
    contacts,
    escalation,
    files,
    identity,
    inbox,
    letters,
    moves,
    packages,
    report,
    second_wraps,
)
from heard.actions.intake.accepted import Accepted
from heard.actions.operations import timekeeping
from heard.doors._http import ranges
from heard.doors._http.answers import BYTES, binary, json, text
from heard.doors._http.contract import BINARY, RANGED, TEXT, Refusals, answers
from heard.doors._http.reading import check_type, read
from heard.formats.wire import Answer, Digest, Nothing, about
from heard.rules.days import ImpossibleDayError
from heard.rules.refusals import MalformedError, RefusedError, TooLargeError
from heard.rules.rosters import NotListedError

SENT: Refusals = (MalformedError, TooLargeError, IdempotencyConflictError)
LETTER: Refusals = (*SENT, StaleGenerationError, SeqTakenError)


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


@answers(
    Accepted,
    *SENT,
    RosterUnknownError,
    NotListedError,
    ImpossibleDayError,
    statuses=(200, 201),
)
def post_report(_request: HttpRequest, body: report.Report) -> HttpResponseBase:
    """``POST reports``."""
    taken = report.accept_report(report=body, now=_now())
    return json(taken.accepted, 200 if taken.again else 201)


@answers(inbox.Inbox)
def get_inbox(request: HttpRequest) -> HttpResponseBase:
    """``GET inbox``."""
    return json(inbox.read_inbox(authorization=_code(request), now=_now()))


@answers(inbox.KeptUntilView)
def get_kept(request: HttpRequest) -> HttpResponseBase:
    """``GET inbox/kept``."""
    return json(inbox.read_kept(authorization=_code(request), now=_now()))


@answers(BINARY)
def get_letter(request: HttpRequest, letter: str) -> HttpResponseBase:
    """``GET inbox/letters/<id>``."""
    return binary(inbox.read_letter(authorization=_code(request), letter=letter))


@answers(Logged, *LETTER, statuses=(201,))
def post_letter(request: HttpRequest, body: letters.NewLetter) -> HttpResponseBase:
    """``POST inbox/letters``."""
    return _receipt(letters.add_letter(authorization=_code(request), letter=body, now=_now()))


@answers(Logged, *SENT, statuses=(201,))
@answers(Logged, *SENT, statuses=(201,))
def post_package(request: HttpRequest, body: packages.NewPackage) -> HttpResponseBase:
    """``POST inbox/packages``."""
    done = packages.note_package(authorization=_code(request), package=body, now=_now())
    return _receipt(done)


@answers(Nothing, *SENT, statuses=(201,))
def post_wraps(request: HttpRequest, body: second_wraps.SecondWraps) -> HttpResponseBase:
    """``POST inbox/wraps``."""
    second_wraps.add(authorization=_code(request), second=body)
    return json(Nothing(), 201)


@answers(Nothing, RefusedError, *SENT, statuses=(201,))
def post_contact(request: HttpRequest, body: contacts.NewContact) -> HttpResponseBase:
    """``POST inbox/contacts``."""
    contacts.set_contact(authorization=_code(request), contact=body, now=_now())
    return json(Nothing(), 201)


@answers(Nothing, *SENT)
def post_no_contact(request: HttpRequest, body: contacts.OldContact) -> HttpResponseBase:
    """``POST inbox/contacts/remove``."""
    contacts.remove_contact(authorization=_code(request), contact=body, now=_now())
    return json(Nothing())


@answers(
    Logged,
    CannotMoveError,
    RefusedError,
    StaleFileKeyError,
    SeqError,
    TooOftenError,
    *LETTER,
    statuses=(201,),
)
def post_move(request: HttpRequest, body: moves.ReportersMove) -> HttpResponseBase:
    """``POST inbox/moves``."""
    return _receipt(moves.move(authorization=_code(request), move=body, now=_now()))


@answers(Escalated, RefusedError, *LETTER, statuses=(201,))
def post_escalation(request: HttpRequest, body: escalation.Escalation) -> HttpResponseBase:
    """``POST inbox/escalate``."""
    done = escalation.escalate(authorization=_code(request), escalation=body, now=_now())
    receipt, tier = done
    return json(Escalated(leaf=receipt.leaf, tier=tier, receipt=receipt.text), 201)


@answers(Logged, RefusedError, *LETTER, statuses=(201,))
def post_identity(request: HttpRequest, body: identity.Renewal) -> HttpResponseBase:
    """``POST inbox/identity``."""
    return _receipt(identity.renew(authorization=_code(request), renewal=body, now=_now()))


@answers(Nothing, *LETTER, statuses=(201,))
def post_file(request: HttpRequest, body: files.NewFile) -> HttpResponseBase:
    """``POST inbox/files``."""
    files.start_file(authorization=_code(request), file=body, now=_now())
    return json(Nothing(), 201)


@answers(Received, WrongOffsetError, RefusedError, *LETTER)
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


@answers(Logged, RefusedError, *LETTER, statuses=(201,))
def post_finish(request: HttpRequest, body: files.Finish, file: str) -> HttpResponseBase:
    """``POST inbox/files/<file>/finish``."""
    code = _code(request)
    return _receipt(files.finish_file(authorization=code, file=file, finish=body, now=_now()))


@answers(RANGED, MalformedError, PastTheEndError, DamagedError)
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


@answers(TEXT)
def get_receipt(request: HttpRequest, leaf: str) -> HttpResponseBase:
    """``GET inbox/receipts/<leaf>``."""
    return text(inbox.read_receipt(authorization=_code(request), leaf=leaf))


def _receipt(receipt: Receipt) -> HttpResponseBase:
    return json(Logged(leaf=receipt.leaf, receipt=receipt.text), 201)


def _code(request: HttpRequest) -> str:
    return str(request.META.get("HTTP_AUTHORIZATION", ""))


def _now() -> datetime:
    return timekeeping.now()

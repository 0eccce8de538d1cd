"""The reporter's calls (docs/spec/api.md): each takes a request apart and calls one action."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from heard.actions.intake import contacts, escalation, files, identity, inbox, letters, report
from heard.actions.operations import timekeeping
from heard.doors.reporter.answers import Refused, binary, json, text
from heard.formats.controls import has_controls, may_have_controls
from heard.formats.members import has_twice
from heard.ledger.journal import Receipt, rfc3339

T = TypeVar("T")
MAX_JSON = 4 * 1024 * 1024
_ID = "([0-9a-f]{32})"
_LENGTH = re.compile(r"[0-9]{1,15}")
_RANGE = re.compile(r"bytes=([0-9]{1,15})-([0-9]{0,15})")
_report = msgspec.json.Decoder(report.Report)
_letter = msgspec.json.Decoder(letters.NewLetter)
_withdrawal = msgspec.json.Decoder(letters.NewWithdrawal)
_contact = msgspec.json.Decoder(contacts.NewContact)
_no_contact = msgspec.json.Decoder(contacts.OldContact)
_escalation = msgspec.json.Decoder(escalation.Escalation)
_renewal = msgspec.json.Decoder(identity.Renewal)
_file = msgspec.json.Decoder(files.NewFile)
_finish = msgspec.json.Decoder(files.Finish)


def post_report(request: HttpRequest) -> HttpResponseBase:
    """``POST reports``."""
    done = report.accept_report(report=_json(request, _report), now=_now())
    duties = [_duty(each) for each in done.duties]
    answer = {"case": done.case, "receipt": done.receipt, "leaf": done.leaf, "duties": duties}
    return json(answer, 200 if done.again else 201)


def _duty(told: report.Told) -> dict[str, str | int]:
    said = {name: getattr(told, name) for name in report.Told.__slots__}
    return {**said, "due": rfc3339(told.due)}


def get_inbox(request: HttpRequest) -> HttpResponseBase:
    """``GET inbox``."""
    return json(inbox.read_inbox(authorization=_code(request), now=_now()))


def get_letter(request: HttpRequest, letter: str) -> HttpResponseBase:
    """``GET inbox/letters/<id>``."""
    return binary(inbox.read_letter(authorization=_code(request), letter=letter))


def post_letter(request: HttpRequest) -> HttpResponseBase:
    """``POST inbox/letters``."""
    letter = _json(request, _letter)
    return _receipt(letters.add_letter(authorization=_code(request), letter=letter, now=_now()))


def post_withdrawal(request: HttpRequest) -> HttpResponseBase:
    """``POST inbox/withdraw``."""
    id = _json(request, _withdrawal).id
    return _receipt(letters.withdraw(authorization=_code(request), id=id, now=_now()))


def post_contact(request: HttpRequest) -> HttpResponseBase:
    """``POST inbox/contacts``."""
    contact = _json(request, _contact)
    contacts.set_contact(authorization=_code(request), contact=contact, now=_now())
    return json({}, 201)


def post_no_contact(request: HttpRequest) -> HttpResponseBase:
    """``POST inbox/contacts/remove``."""
    contact = _json(request, _no_contact)
    contacts.remove_contact(authorization=_code(request), contact=contact, now=_now())
    return json({})


def post_escalation(request: HttpRequest) -> HttpResponseBase:
    """``POST inbox/escalate``."""
    asked = _json(request, _escalation)
    done = escalation.escalate(authorization=_code(request), escalation=asked, now=_now())
    receipt, tier = done
    return json({"leaf": receipt.leaf, "tier": tier, "receipt": receipt.text}, 201)


def post_identity(request: HttpRequest) -> HttpResponseBase:
    """``POST inbox/identity``."""
    renewal = _json(request, _renewal)
    return _receipt(identity.renew(authorization=_code(request), renewal=renewal, now=_now()))


def post_file(request: HttpRequest) -> HttpResponseBase:
    """``POST inbox/files``."""
    file = _json(request, _file)
    files.start_file(authorization=_code(request), file=file, now=_now())
    return json({}, 201)


def put_part(request: HttpRequest, file: str, segment: str, offset: str) -> HttpResponseBase:
    """``PUT inbox/files/<file>/segments/<segment>/<offset>``."""
    received = files.put_part(
        authorization=_code(request),
        file=file,
        segment=segment,
        offset=int(offset),
        data=_body(request, settings.HEARD.part_bytes, "application/octet-stream"),
        digest=request.META.get("HTTP_HEARD_DIGEST", ""),
    )
    return json({"received": received})


def post_finish(request: HttpRequest, file: str) -> HttpResponseBase:
    """``POST inbox/files/<file>/finish``."""
    finish, code = _json(request, _finish), _code(request)
    return _receipt(files.finish_file(authorization=code, file=file, finish=finish, now=_now()))


def get_segment(request: HttpRequest, file: str, segment: str) -> HttpResponseBase:
    """``GET inbox/files/<file>/segments/<segment>``, whole or one range (RFC 9110, 14)."""
    asked = _RANGE.fullmatch(request.META.get("HTTP_RANGE", ""))
    start = int(asked[1]) if asked else None
    end = int(asked[2]) + 1 if asked and asked[2] else None
    found = files.read_segment(
        authorization=_code(request),
        file=file,
        segment=segment,
        start=start,
        end=end,
        now=_now(),
    )
    if asked and found.start >= found.end:
        raise Refused(416, "bad_request", f"The file ends at byte {found.total}.")
    response = HttpResponse(
        found.data, status=206 if asked else 200, content_type="application/octet-stream"
    )
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["Content-Length"] = str(found.end - found.start)
    if asked:
        response.headers["Content-Range"] = f"bytes {found.start}-{found.end - 1}/{found.total}"
    return response


def get_receipt(request: HttpRequest, leaf: str) -> HttpResponseBase:
    """``GET inbox/receipts/<leaf>``."""
    return text(inbox.read_receipt(authorization=_code(request), leaf=leaf))


def _receipt(receipt: Receipt) -> HttpResponseBase:
    return json({"leaf": receipt.leaf, "receipt": receipt.text}, 201)


def _code(request: HttpRequest) -> str:
    return str(request.META.get("HTTP_AUTHORIZATION", ""))


def _now() -> datetime:
    return timekeeping.now()


def _json(request: HttpRequest, decoder: "msgspec.json.Decoder[T]") -> T:
    body = _body(request, MAX_JSON, "application/json")
    try:
        if may_have_controls(body) and has_controls(msgspec.json.decode(body)):
            message = "The request has a control character in it. Load the page again."
            raise Refused(400, "bad_request", message)
        found = decoder.decode(body)
        twice = has_twice(body)  # reads all of it, so what is refused at once is not
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        message = f"The request cannot be read ({error}). Load the page again."
        raise Refused(400, "bad_request", message) from None
    except RecursionError:
        message = "The request cannot be read (too deep). Load the page again."
        raise Refused(400, "bad_request", message) from None
    if twice:
        raise Refused(400, "bad_request", "The request says a thing twice. Load the page again.")
    return found


def _body(request: HttpRequest, most: int, kind: str) -> bytes:
    if request.META.get("CONTENT_TYPE", "").partition(";")[0].strip().lower() != kind:
        raise Refused(415, "unsupported_type", f"Send {kind}.")
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not _LENGTH.fullmatch(length) or int(length) > most:
        raise Refused(413, "too_large", f"Send at most {most} bytes at once.")
    body = request.read(int(length))
    if len(body) != int(length):
        raise Refused(400, "bad_request", "The connection broke. Send it again.")
    return body


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

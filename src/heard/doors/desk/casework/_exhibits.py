"""The sealed bytes of exhibits: on their way in, block by block, and out, by range."""

from django.http import HttpResponse

from heard.actions import cases, casework, intake
from heard.doors._http import ranges
from heard.doors._http.answers import json
from heard.doors._http.contract import RANGED, answers
from heard.doors.desk.dispatch import Call
from heard.rules.refusals import MalformedError, RefusedError, TooLargeError


@answers(casework.KeptView, cases.NoSuchCaseError, RefusedError, MalformedError, TooLargeError)
def announce_exhibit(call: Call, case: str, exhibit: str) -> HttpResponse:
    """Say which bytes will come of an exhibit, and hear where to go on."""
    body = call.body
    kept = casework.announce(
        holder=call.me.id,
        case=case,
        exhibit=exhibit,
        size=body.size,
        blocks=body.blocks,
        now=call.now,
    )
    return json(kept)


@answers(
    casework.KeptView, cases.NoSuchCaseError, RefusedError, MalformedError, intake.WrongOffsetError
)
def put_exhibit(call: Call, case: str, exhibit: str, offset: str) -> HttpResponse:
    """One block of the sealed bytes of an exhibit."""
    kept = casework.put_part(
        holder=call.me.id,
        case=case,
        exhibit=exhibit,
        offset=int(offset),
        data=call.body,
        now=call.now,
    )
    return json(kept)


@answers(RANGED, MalformedError, cases.PastTheEndError, cases.DamagedError, cases.NoSuchCaseError)
def read_exhibit(call: Call, case: str, exhibit: str) -> HttpResponse:
    """The sealed bytes of an exhibit, whole or one range of them."""
    wanted = ranges.asked(call.request)
    found = casework.read_exhibit(
        holder=call.me.id,
        case=case,
        exhibit=exhibit,
        start=wanted.start,
        end=wanted.end,
        now=call.now,
    )
    return ranges.answer(found, wanted)

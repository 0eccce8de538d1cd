"""Where a holder is told that something waits (docs/spec/api.md, "Desk")."""

from django.http import HttpResponse

from heard.actions.notifications import addresses
from heard.doors._http.answers import json
from heard.doors._http.contract import answers
from heard.doors._http.errors import TooManyError
from heard.doors._http.limits import Limit
from heard.doors.desk.dispatch import Call
from heard.rules.refusals import MalformedError

# Each test writes to rooms that other people read.
TESTS = Limit(10, window=600)


@answers(addresses.NotificationSettings)
def read(call: Call) -> HttpResponse:
    """How this holder is told; addresses of rooms are never given back."""
    return json(addresses.read(holder=call.me.id))


@answers(addresses.NotificationSettings, MalformedError)
def choose(call: Call) -> HttpResponse:
    """Set rooms and quiet hours; the answer is that of ``read``."""
    targets, quiet = call.body.targets, call.body.quiet
    return json(addresses.choose(holder=call.me.id, targets=targets, quiet=quiet))


@answers(addresses.NotificationTest, TooManyError)
def test(call: Call) -> HttpResponse:
    """Send what is always sent by every way, and say what arrived."""
    TESTS.check(call.request)
    return json(addresses.test(holder=call.me.id, now=call.now))

"""One person's tries shut out nobody else, behind an uncounted proxy or as an onion."""

import argparse
import dataclasses

import pytest
from authenticator import b64u
from deskhand import Desk
from django.conf import settings as configured
from django.test import RequestFactory

from heard.doors._http import address as addresses
from heard.doors._http.errors import TooManyError
from heard.doors._http.limits import Limit
from heard.doors.operator.commands import serve
from heard.doors.operator.refusal import ExitError

ONION = ("127.0.0.1", "::1", "::ffff:127.0.0.1", "127.8.0.9")


@pytest.fixture
def online(settings):
    """A site of the world's, behind one proxy."""
    settings.HEARD = dataclasses.replace(
        configured.HEARD, tls=True, proxies=1, origin="https://localhost:8000"
    )
    return settings


def asked(address, forwarded=""):
    more = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    return RequestFactory().post("/", REMOTE_ADDR=address, **more)


@pytest.mark.parametrize("address", ONION)
def test_of_those_who_come_by_an_onion_none_uses_up_the_limit_of_all(online, address):
    assert addresses.caller(asked(address).META) == ""
    assert addresses.caller(asked("192.0.2.9", forwarded=address).META) == ""
    limit = Limit(2)
    for _ in range(20):
        limit.check(asked(address))


def test_who_has_an_address_of_their_own_waits_as_before(online):
    limit = Limit(2)
    one = asked("127.0.0.1", forwarded="127.0.0.1, 192.0.2.1")
    for _ in range(2):
        limit.check(one)
    with pytest.raises(TooManyError):
        limit.check(one)
    limit.check(asked("127.0.0.1", forwarded="192.0.2.2"))


def test_on_this_machine_alone_it_counts(settings):
    settings.HEARD = dataclasses.replace(configured.HEARD, tls=False, proxies=0)
    assert addresses.caller(asked("127.0.0.1").META) == "127.0.0.1"


def test_ten_wrong_codes_by_the_onion_shut_no_handler_out(database, fresh_limits, online):
    desk, secure = Desk(), {"HTTP_ORIGIN": "https://localhost:8000", "secure": True}
    wrong = [
        desk.post("sign-in/recovery", {"verifier": b64u(bytes(32))}, **secure).status_code
        for _ in range(15)
    ]
    assert set(wrong) == {401}


@pytest.mark.parametrize(
    ("origin", "proxies"), [("https://localhost:8000", 1), ("http://localhost:8000", 0)]
)
def test_what_may_be_served(origin, proxies):
    assert serve.refuse_unproxied(origin, proxies) is None


def test_a_site_of_the_world_is_not_served_without_counting_its_proxy(online):
    online.HEARD = dataclasses.replace(online.HEARD, proxies=0)
    with pytest.raises(ExitError, match="HEARD_PROXIES=1"):
        serve.run(argparse.Namespace())

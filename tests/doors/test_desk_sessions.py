"""How long a session at the desk lives, and what ends it."""

import datetime as dt

import pytest
from deskhand import joined
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client, RequestFactory

from heard.doors.desk import session

pytestmark = pytest.mark.usefixtures("database", "fresh_limits")
NOBODY = {"signed_in": False}


@pytest.fixture
def amara(clock, now):
    return joined(now)


def test_a_session_ends_when_idle(amara, clock):
    clock.shift(dt.timedelta(minutes=29))
    assert amara.get("session").json()["signed_in"] is True
    clock.shift(dt.timedelta(minutes=29))
    assert amara.get("session").json()["signed_in"] is True
    clock.shift(dt.timedelta(minutes=30, seconds=1))
    assert amara.get("session").json() == NOBODY


def test_a_session_ends_after_twelve_hours(amara, clock):
    for _ in range(24):
        clock.shift(dt.timedelta(minutes=29))
        assert amara.get("session").json()["signed_in"] is True
    clock.shift(dt.timedelta(minutes=25))
    assert amara.get("session").json() == NOBODY


def test_signing_out_ends_the_session_on_the_server(amara):
    kept = amara.client.cookies["heard-desk"].value
    assert amara.post("sign-out").json() == {}
    amara.client.cookies["heard-desk"] = kept
    assert amara.get("session").json() == NOBODY
    assert amara.post("sign-out").status_code == 200


def test_what_is_still_being_answered_brings_no_session_back(amara, clock, now):
    clock.shift(dt.timedelta(minutes=2))  # so that its last request is written
    request = RequestFactory().get("/")
    request.COOKIES["heard-desk"] = amara.client.cookies["heard-desk"].value
    meanwhile = session.Session(request, now=now + dt.timedelta(minutes=2))
    assert meanwhile.holder == amara.id
    amara.post("sign-out")
    answer = HttpResponse()
    meanwhile.finish(answer)
    assert not Session.objects.exists()
    assert answer.cookies["heard-desk"].value == ""


def test_a_cookie_that_no_database_could_hold_is_nobodys(clock):
    answer = Client(HTTP_COOKIE='heard-desk="\\000' + 31 * "a" + '"').get("/desk/api/session")
    assert (answer.status_code, answer.json()) == (200, NOBODY)

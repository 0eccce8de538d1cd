"""Every page and answer gets A+ by the rules of the public HTTP observatory.

Each address of each door, for each role, refusals too: tests/doors/test_permissions.py. Here: the
pages as they are built, the plain pages, what the framework refuses, and the desk's cookie.
"""

import dataclasses
import json
from datetime import UTC, datetime

import pytest
from deskhand import Desk, invited
from django.test import Client
from observatory import A_PLUS, HALF_A_YEAR, found, score

from heard.doors.desk import session
from heard.doors.public import pages


@pytest.fixture
def client(meridian, settings):
    settings.SECURE_HSTS_SECONDS = HALF_A_YEAR
    return Client(HTTP_HOST=meridian.site, HTTP_SEC_FETCH_SITE="same-origin")


def judged(answer):
    body = b"".join(answer) if answer.streaming else answer.content
    given = (answer.headers, answer.cookies, body)
    return score(*given), dict(found(*given))


def test_every_page_as_it_is_built(client):
    listed = json.loads((pages.ROOT / "manifest.json").read_bytes())["files"]
    shells = [name for name in listed if name.endswith(".html")]
    assert len(shells) > 20
    for name in listed:
        answer = client.get("/" + name.removesuffix("index.html"), secure=True)
        assert answer.status_code == 200, name
        points, why = judged(answer)
        assert (points >= A_PLUS, min(why.values()) >= 0) == (True, True), (name, why)
        if name in shells:  # nothing better can be had: policy, frames, referrer, resources
            assert points >= BEST, (name, why)


BEST = 130


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/report/plain/", 200),
        ("GET", "/report/plain/back/", 200),
        ("POST", "/report/plain/back/", 404),
        ("POST", "/report/plain/", 422),
        ("GET", "/report/api/nothing", 404),
        ("GET", "/nothing/here", 404),
        ("GET", "/help", 308),
        ("PUT", "/", 405),
        ("TRACE", "/", 405),
        ("TRACE", "/desk/api/session", 405),
        ("TRACE", "/report/api/inbox", 404),
        ("GET", "/%00", 404),
        ("GET", "/scim/v2/Users", 401),
        ("GET", "/scim/v2/Nothing", 401),
    ],
)
def test_plain_pages_refusals_and_redirections(client, method, path, status):
    answer = client.generic(method, path, secure=True)
    points, why = judged(answer)
    assert (answer.status_code, points >= A_PLUS, why) == (status, True, why)
    assert min(why.values()) >= 0, why


@pytest.mark.parametrize("path", ["/", "/report/api/inbox", "/scim/v2/Users"])
def test_a_host_that_is_not_ours_is_told_the_same_but_of_its_transport(client, path):
    """Whether that host is to be asked over TLS for half a year is its owner's to say."""
    answer = client.get(path, secure=True, HTTP_HOST="other.example")
    assert (answer.status_code, "Strict-Transport-Security" in answer.headers) == (400, False)
    answer.headers["Strict-Transport-Security"] = f"max-age={HALF_A_YEAR}"
    points, why = judged(answer)
    assert (points >= A_PLUS, min(why.values()) >= 0) == (True, True), why


def test_the_cookie_of_the_desk_is_bound_to_the_host_and_to_tls(database, settings):
    settings.SECURE_HSTS_SECONDS = HALF_A_YEAR
    settings.HEARD = dataclasses.replace(settings.HEARD, tls=True)
    desk = Desk()
    answer = desk.join(invited(datetime.now(UTC))[1])
    answer.headers["Strict-Transport-Security"] = f"max-age={HALF_A_YEAR}"  # asked without TLS
    points, why = judged(answer)
    assert why["cookies"] == 5
    assert (points >= A_PLUS, min(why.values()) >= 0) == (True, True), why
    assert session.cookie_name().startswith("__Host-")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Content-Security-Policy", "default-src 'self'; script-src 'unsafe-inline'"),
        ("Content-Security-Policy", "default-src *"),
        ("Content-Security-Policy", ""),
        ("Referrer-Policy", "unsafe-url"),
        ("Referrer-Policy", ""),
        ("Access-Control-Allow-Origin", "*"),
        ("Strict-Transport-Security", "max-age=60"),
        ("Strict-Transport-Security", ""),
        ("X-Content-Type-Options", ""),
    ],
)
def test_the_judge_takes_points_away(client, name, value):
    answer = client.get("/site.json", secure=True)
    whole, _ = judged(answer)
    answer.headers[name] = value
    assert judged(answer)[0] < whole

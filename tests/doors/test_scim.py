"""The SCIM door: who gets in, how much they may send, and what they hear otherwise."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

import pytest
from provisioning import ENTERPRISE, USER, Provider, token

from heard.actions import scim
from heard.doors.operator import cli
from heard.doors.scim import serving, views
from heard.records.models import Person, Token

SEARCH = "urn:ietf:params:scim:api:messages:2.0:SearchRequest"
ASKED = (
    ("GET", "/Users"),
    ("GET", "/Users/1"),
    ("POST", "/Users"),
    ("DELETE", "/Users/1"),
    ("GET", "/ServiceProviderConfig"),
    ("GET", "/nothing"),
    ("OPTIONS", "/Users"),
)


@pytest.fixture
def door(meridian, fresh_limits):
    return meridian


def heard(provider: Provider) -> set[tuple[object, ...]]:
    answers = [provider.ask(method, path) for method, path in ASKED]
    return {(a.status_code, a.content, tuple(sorted(a.headers.items()))) for a in answers}


def test_without_a_good_token_every_address_says_one_thing(door, now):
    shut = heard(Provider(""))
    views.FAILURES.forget()
    good = token()
    past = datetime.now(UTC) - timedelta(days=2)
    over = scim.make_token(name="over", days=1, now=past)
    revoked = token("revoked")
    [shown] = [each for each in scim.tokens(now=datetime.now(UTC)) if each.name == "revoked"]
    scim.revoke_token(id=shown.id, now=datetime.now(UTC))
    for secret in ("", over, revoked, good[:-1], good + "x", "é" * 40):
        views.FAILURES.forget()
        assert heard(Provider(secret)) == shut
    [(status, content, headers)] = shut
    assert (status, dict(headers)["WWW-Authenticate"]) == (401, "Bearer")
    assert b"token" in content
    assert Provider(good).ask("GET", "/Users").status_code == 200


def test_a_session_opens_nothing_and_none_is_begun(world, fresh_limits):
    desk = world.desks["Amara"]
    path = "/scim/v2/Users"
    assert desk.client.get(path, HTTP_HOST="localhost:8000").status_code == 401
    answer = Provider().ask("GET", "/Users")
    assert answer.status_code == 200
    assert not answer.cookies


def test_who_guesses_waits(door, monkeypatch):
    monkeypatch.setattr(views.FAILURES, "most", 3)
    provider, good = Provider("wrong"), Provider()
    statuses = [provider.ask("GET", "/Users").status_code for _ in range(4)]
    assert statuses == [401, 401, 401, 429]
    late = good.ask("GET", "/Users")
    assert late.status_code == 429
    assert 1 <= int(late.headers["Retry-After"]) <= 61


def test_a_token_may_ask_so_often(door, monkeypatch):
    monkeypatch.setattr(views.CALLS, "most", 2)
    provider = Provider()
    statuses = [provider.ask("GET", "/Users").status_code for _ in range(3)]
    assert statuses == [200, 200, 429]


def test_only_a_digest_of_a_token_is_kept(door):
    secret = token()
    assert secret.startswith("heard-scim-")
    row = Token.objects.get()
    assert secret not in repr(vars(row))
    assert len(row.sha256) == 64


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"[]", 400),
        (b"\xff\xfe{}", 400),
        (b"[" * 30_000, 400),
        (b'{"schemas": [], "userName": 3}', 400),
        (b"x" * (serving.BODY + 1), 413),
    ],
)
def test_a_body_that_is_none_is_refused(door, body, status):
    assert Provider().ask("POST", "/Users", body).status_code == status
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("filter=" + "(" * 900 + 'userName eq "a"' + ")" * 900, 200),
        ("filter=" + "not (" * 60 + 'userName eq "a"' + ")" * 60, 400),
        ("filter=userName", 400),
        ('filter=password eq "a"', 400),
        ("filter=" + "a" * 5000, 413),
        ("sortBy=nickName", 400),
        ("startIndex=x", 400),
        ("startIndex=99999999999999999999", 200),
        ("count=-1", 200),
        ("count=1000000", 200),
    ],
)
def test_a_query_is_bounded(door, query, status):
    assert Provider().ask("GET", f"/Users?{query}").status_code == status


def test_what_is_not_offered_is_said(door):
    provider = Provider()
    statuses = {
        path: provider.ask(method, path, {}).status_code
        for method, path in (
            ("POST", "/Bulk"),
            ("GET", "/Me"),
            ("GET", "/Groups"),
            ("PUT", "/Users"),
        )
    }
    assert statuses == {"/Bulk": 501, "/Me": 501, "/Groups": 404, "/Users": 405}
    config = provider.ask("GET", "/ServiceProviderConfig").json()
    offered = {
        name: config[name]["supported"] for name in ("patch", "filter", "sort", "etag", "bulk")
    }
    assert offered == {"patch": True, "filter": True, "sort": True, "etag": True, "bulk": False}


def test_the_operator_makes_shows_and_revokes_tokens(place, door, capsys):
    assert cli.run(["scim", "token", "entra", "--days", "9"]) == 0
    made = capsys.readouterr()
    secret = made.out.strip()
    assert Provider(secret).ask("GET", "/Users").status_code == 200
    assert "http://localhost:8000/scim/v2" in made.err
    assert cli.run(["scim", "tokens"]) == 0
    shown = capsys.readouterr().out
    assert "entra" in shown
    assert secret not in shown
    id = shown.split()[0]
    assert cli.run(["scim", "revoke", id]) == 0
    assert Provider(secret).ask("GET", "/Users").status_code == 401
    assert cli.run(["scim", "revoke", id]) == 1
    assert cli.run(["scim", "token", "okta", "--days", "0"]) == 1


def test_the_doctor_says_where_a_provider_falls_silent(place, door, capsys):
    now = datetime.now(UTC)

    def said(days: float = 0) -> list[tuple[str, str]]:
        return [(each.level, each.what) for each in scim.check(now=now + timedelta(days=days))]

    assert said() == []
    secret = token("entra", days=60)
    Provider(secret).ask("GET", "/Users")
    day = now.date()
    ends = f"the token of entra ends on {now + timedelta(days=60):%Y-%m-%d}"
    silent = f"entra has not asked since {day}: the directory may be out of date"
    over = "no token is good any more (entra): the directory is not kept up to date"
    assert said() == [("ok", f"entra keeps the directory, last on {day}")]
    assert [said(9), said(50), said(61)] == [
        [("careful", silent)],
        [("careful", ends)],
        [("wrong", over)],
    ]
    cli.run(["doctor", "--quick"])
    assert "scim: entra keeps the directory" in capsys.readouterr().out
    scim.revoke_token(id=Token.objects.get().id, now=now)
    assert said() == []


def test_nothing_of_the_directory_is_said_at_another_door(world, fresh_limits):
    """Somebody stands in it whose every word is unlike anything else."""
    made = Provider().make(
        "qqzzyx@meridian.example",
        displayName="Qqzzyx Vvkkjw",
        number="77443311",
        department="Wwppmm",
        nickName="Xxhhgg",
    )
    assert made.status_code == 201
    words = (b"qqzzyx", b"vvkkjw", b"77443311", b"wwppmm", b"xxhhgg")
    desk = world.desks["Amara"]
    desks = ("session", "keyring", "cases", "notifications", "conflicts", "duties.ics", "oversight")
    public = ("site.json", "roster", "figures.json", "conflicts", "conflicts/0", "help-lines.json")
    answers = [desk.get(path).content for path in desks]
    answers += [
        desk.client.get(f"/{path}", HTTP_HOST="localhost:8000").getvalue() for path in public
    ]
    answers.append(desk.client.get("/report/api/inbox", HTTP_HOST="localhost:8000").content)
    assert [word for word in words for answer in answers if word in answer.lower()] == []
    told = Provider().ask("GET", "/Users/77443311").content.lower()
    assert [word for word in words if word not in told] == []
    assert ENTERPRISE.lower().encode() in told


def test_no_log_says_whom_a_provider_asked_for(door, monkeypatch):
    kept: list[str] = []
    handler = logging.Handler()
    monkeypatch.setattr(handler, "emit", lambda record: kept.append(str(vars(record))))
    loggers = [logging.getLogger(name) for name in ("django.request", "heard.scim")]

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("E1234 is in it")

    provider = Provider()
    for logger in loggers:
        logger.addHandler(handler)
    try:
        provider.ask("GET", "/Users/E1234")
        monkeypatch.setattr(serving.users.Storage, "get", broken)
        assert provider.ask("GET", "/Users/E1234").status_code == 503
    finally:
        for logger in loggers:
            logger.removeHandler(handler)
    assert any("failed: %s" in each for each in kept)
    assert not any("E1234" in each for each in kept)


@pytest.mark.parametrize("term", ['userName eq "a%d"', 'displayName co "a%d"'])
def test_a_filter_of_thousands_of_terms_is_refused_at_once(door, term):
    inside = " and ".join(f'value co "{number}"' for number in range(2000))
    for text in (" or ".join(term % number for number in range(2000)), f"emails[{inside}]"):
        answer = Provider().ask("POST", "/Users/.search", {"schemas": [SEARCH], "filter": text})
        assert (answer.status_code, answer.json()["scimType"]) == (400, "invalidFilter")


@pytest.mark.parametrize(
    "body",
    [
        '{"schemas":["%s"],"userName":"a@meridian.example","userName":"b@meridian.example"}',
        '{"schemas":["%s"],"userName":"a@meridian.example","USERNAME":"b@meridian.example"}',
        '{"schemas":["%s"],"userName":"a@meridian.example","name":{"givenName":"A","givenName":""}}',
        '{"schemas":["%s"],"userName":"a@meridian.example","emails":[{"value":"a","Value":"b"}]}',
    ],
)
def test_an_attribute_that_stands_twice_is_refused(door, body):
    """The library would take the last one; who sent it, and a proxy, may mean the first."""
    idp = Provider()
    for method, path in (("POST", "/Users"), ("PUT", "/Users/1"), ("PATCH", "/Users/1")):
        answer = idp.ask(method, path, (body % USER).encode())
        assert (answer.status_code, answer.json()["scimType"]) == (400, "invalidSyntax")
        assert "stands twice" in answer.json()["detail"]
    assert idp.find('userName sw "a@"')["totalResults"] == 0
    assert not Person.objects.filter(email="b@meridian.example").exists()

"""Invitation, sign-in and sessions, with a real (software) passkey."""

import dataclasses
import datetime as dt
import hashlib
import json

import pytest
from authenticator import Authenticator, b64u, unb64u
from deskhand import Desk, b64, invited, joined
from django.contrib.sessions.models import Session
from keys_amiss import NOT_CANONICAL, WEAK_RECIPIENT

from heard.actions import sign_in
from heard.actions.sign_in import RelyingParty, _ceremony
from heard.doors.desk.confirming import CODES
from heard.records.models import Holder, Passkey, Spent
from heard.rules.refusals import MalformedError

pytestmark = pytest.mark.usefixtures("database", "fresh_limits")
NOBODY = {"signed_in": False}


@pytest.fixture
def amara(clock, now):
    return joined(now)


def code_of(response):
    return response.status_code, response.json()["error"]["code"]


def test_joining_signs_in_but_is_not_yet_active(clock, now):
    desk = Desk()
    holder, token = invited(now)
    answer = desk.join(token)
    me = {"id": holder, "name": "Amara", "role": "Case handler", "tier": 1, "unit": "People"}
    me["oversight"] = False
    assert answer.json() == {"holder": me}
    assert desk.get("session").json() == {"signed_in": True, "holder": me, "active": False}
    kept = Holder.objects.get(id=holder)
    assert (kept.state, kept.invite) == ("joined", "")
    assert desk.unlocks(kept.keyring)
    assert (kept.recipient, kept.signing) == (desk.recipient, desk.signing)


def test_options_ask_for_a_discoverable_verified_passkey_with_prf(clock, now):
    holder, token = invited(now)
    answer = Desk().post("join/options", {"token": token}).json()
    options = answer["options"]
    assert answer["holder"]["id"] == holder
    assert options["rp"]["id"] == "localhost"
    selection = options["authenticatorSelection"]
    assert (selection["residentKey"], selection["userVerification"]) == ("required", "required")
    first = b64u(hashlib.sha256(b"heard/keyring/v1").digest())
    assert options["extensions"] == {"prf": {"eval": {"first": first}}}
    assert options["attestation"] == "none"


def test_an_invitation_works_once(amara, clock, now):
    first, second = Desk(), Desk()
    _, token = invited(now, name="Jonas")
    waiting = second.post("join/options", {"token": token}).json()["options"]
    first.join(token)
    late = second.post("join", second.join_body(token, waiting))
    again = Desk().post("join/options", {"token": token})
    unknown = Desk().post("join/options", {"token": "x" * 43})
    assert code_of(late) == (404, "not_found")
    assert again.content == unknown.content
    assert Passkey.objects.count() == 2


def test_an_invitation_ends_after_seven_days(clock, now):
    _, token = invited(now)
    clock.shift(sign_in.INVITE_LIFE - dt.timedelta(seconds=1))
    assert Desk().post("join/options", {"token": token}).status_code == 200
    clock.shift(dt.timedelta(seconds=1))
    assert Desk().post("join/options", {"token": token}).status_code == 404


@pytest.mark.parametrize(
    "change",
    [
        {"keyring": b64(b"not sealed")},
        {"recipient": "age1pq1qqqq"},
        {"recipient": WEAK_RECIPIENT},
        {"signing": "AAAA"},
        {"signing": "A" * 43 + "="},  # a point of low order
        {"signing": NOT_CANONICAL},
        {"recovery": "AB" * 32},
        {"recovery": "ab"},
        {"extra": 1},
    ],
)
def test_keys_of_the_wrong_form_are_refused(clock, now, change):
    desk = Desk()
    holder, token = invited(now)
    options = desk.post("join/options", {"token": token}).json()["options"]
    answer = desk.post("join", desk.join_body(token, options, **change))
    assert code_of(answer) == (400, "bad_request")
    assert Holder.objects.get(id=holder).state == "invited"
    assert desk.get("session").json() == NOBODY


@pytest.mark.parametrize("part", ["recipient", "signing"])
def test_a_key_that_somebody_else_has_is_refused(amara, clock, now, part):
    """With one key twice, no roster could be signed any more."""
    desk = Desk()
    holder, token = invited(now, name="Mallory")
    options = desk.post("join/options", {"token": token}).json()["options"]
    answer = desk.post("join", desk.join_body(token, options, **{part: getattr(amara, part)}))
    assert code_of(answer) == (400, "bad_request")
    assert Holder.objects.get(id=holder).state == "invited"
    assert desk.join(token).status_code == 200


def test_sign_in_by_passkey_gives_the_keyring_and_a_strict_cookie(amara):
    amara.client.cookies.clear()
    answer = amara.sign_in()
    assert amara.unlocks(answer.json()["keyring"])
    cookie = answer.cookies["heard-desk"]
    assert (cookie["samesite"], cookie["httponly"], cookie["path"]) == ("Strict", True, "/")
    assert amara.get("session").json()["holder"]["id"] == amara.id


def test_on_tls_the_cookie_is_bound_to_the_host(amara, settings):
    settings.HEARD = dataclasses.replace(settings.HEARD, tls=True, origin="https://localhost:8000")
    answer = amara.post("sign-in/options", HTTP_ORIGIN="https://localhost:8000", secure=True)
    cookie = answer.cookies["__Host-heard-desk-start"]
    assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", "")
    amara.passkey.origin = "https://localhost:8000"
    body = {"credential": amara.passkey.get(answer.json()["options"])}
    answer = amara.post("sign-in", body, HTTP_ORIGIN="https://localhost:8000", secure=True)
    cookie = answer.cookies["__Host-heard-desk"]
    assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", "")


@pytest.mark.parametrize(
    "lie",
    [
        {"origin": "https://evil.example"},
        {"verified": False},
        {"present": False},
        {"rp_id": "evil.example"},
        {"count": -1},
        {"user": bytes(16)},
        {"key": Authenticator().key},
    ],
)
def test_an_assertion_that_does_not_hold_is_refused(amara, lie):
    amara.client.cookies.clear()
    assert amara.sign_in().status_code == 200
    amara.client.cookies.clear()
    for name, value in lie.items():
        setattr(amara.passkey, name, value)
    assert amara.sign_in().status_code in {400, 401}
    assert amara.get("session").json() == NOBODY


def test_a_passkey_that_does_not_count_may_sign_in_twice(clock, now):
    desk = Desk(passkey=Authenticator(counts=False))
    _, token = invited(now)
    desk.join(token)
    assert [desk.sign_in().status_code for _ in range(2)] == [200, 200]


def test_a_challenge_works_once(amara):
    """Also with a key that counts nothing, so that two answers are the same bytes."""
    amara.uncounted()
    options = amara.post("sign-in/options").json()["options"]
    body = {"credential": amara.passkey.get(options)}
    assert [amara.post("sign-in", body).status_code for _ in range(2)] == [200, 400]


def test_of_two_that_race_with_one_answer_one_signs_in(amara, now, monkeypatch):
    """Both have been checked before either has written that it was used."""
    amara.uncounted()
    party = RelyingParty(id="localhost", origin="http://localhost:8000", name="Heard")
    options = sign_in.sign_in_options(party=party, browser="b", now=now)
    asked = {"party": party, "browser": "b", "credential": amara.passkey.get(options), "now": now}
    check, raced = _ceremony.check_assertion, []

    def slow(**rest):
        found = check(**rest)
        if not raced:
            raced.append(True)
            raced.append(sign_in.sign_in_by_passkey(**asked).me.id)
        return found

    monkeypatch.setattr(_ceremony, "check_assertion", slow)
    with pytest.raises(MalformedError):
        sign_in.sign_in_by_passkey(**asked)
    assert raced == [True, amara.id]


def test_a_challenge_is_good_in_the_browser_that_asked_alone(amara):
    options = amara.post("sign-in/options").json()["options"]
    body = {"credential": amara.passkey.get(options)}
    assert code_of(Desk().post("sign-in", body)) == (400, "bad_request")
    assert amara.post("sign-in", body).status_code == 200


@pytest.mark.parametrize("place", [0, 24, 31, 32, 63])
def test_a_challenge_that_was_changed_is_none_of_ours(amara, place):
    options = amara.post("sign-in/options").json()["options"]
    bent = bytearray(unb64u(options["challenge"]))
    assert len(bent) == 64
    bent[place] ^= 1
    options["challenge"] = b64u(bytes(bent))
    answer = amara.post("sign-in", {"credential": amara.passkey.get(options)})
    assert code_of(answer) == (400, "bad_request")


def test_whoever_only_asks_leaves_no_row(amara, clock, now):
    _, token = invited(now, name="Jonas")
    before = Session.objects.count(), Spent.objects.count()
    for _ in range(3):
        asking = Desk()
        assert asking.post("sign-in/options").status_code == 200
        assert asking.post("join/options", {"token": token}).status_code == 200
        odd = asking.post("sign-in", {"credential": Authenticator().get({"challenge": "AAAA"})})
        assert code_of(odd) == (400, "bad_request")
        assert set(asking.client.cookies) == {"heard-desk-start"}
    assert (Session.objects.count(), Spent.objects.count()) == before


def test_what_was_spent_is_forgotten_when_it_cannot_come_again(amara, clock):
    for _ in range(4):
        assert amara.sign_in().status_code == 200
    assert Spent.objects.count() == 4
    clock.shift(sign_in.CHALLENGE_LIFE * 1.01)
    amara.sign_in()
    assert Spent.objects.count() == 1


def test_a_challenge_ends_after_five_minutes(amara, clock):
    amara.client.cookies.clear()
    for wait, status in ((sign_in.CHALLENGE_LIFE, 200), (sign_in.CHALLENGE_LIFE * 1.01, 400)):
        options = amara.post("sign-in/options").json()["options"]
        clock.shift(wait)
        answer = amara.post("sign-in", {"credential": amara.passkey.get(options)})
        assert answer.status_code == status


def test_a_challenge_for_joining_does_not_sign_in(amara, clock, now):
    _, token = invited(now, name="Jonas")
    options = amara.post("join/options", {"token": token}).json()["options"]
    answer = amara.post("sign-in", {"credential": amara.passkey.get(options)})
    assert code_of(answer) == (400, "bad_request")


def test_the_session_key_changes_at_sign_in(amara):
    before = amara.client.cookies["heard-desk"].value
    amara.sign_in()
    after = amara.client.cookies["heard-desk"].value
    amara.client.cookies["heard-desk"] = before
    assert (before != after, amara.get("session").json()) == (True, NOBODY)


def test_recovery_code_signs_in(amara):
    amara.client.cookies.clear()
    answer = amara.sign_in_by_recovery()
    assert amara.unlocks(answer.json()["keyring"])
    amara.recovery = bytes(32)
    assert code_of(amara.sign_in_by_recovery()) == (401, "not_signed_in")


def test_an_invited_holder_has_no_recovery_code(clock, now):
    invited(now)
    desk = Desk(recovery=b"")
    answer = desk.post("sign-in/recovery", {"verifier": "A" * 43})
    assert code_of(answer) == (401, "not_signed_in")


def test_recovery_codes_are_not_tried_without_end(amara):
    right, amara.recovery = amara.recovery, bytes(32)
    statuses = [amara.sign_in_by_recovery().status_code for _ in range(11)]
    assert statuses == [401] * 10 + [429]
    amara.recovery = right
    held = amara.sign_in_by_recovery()
    assert held.status_code == 429
    assert 1 <= int(held.headers["Retry-After"]) <= 60
    CODES._start -= 60  # a minute later
    assert amara.sign_in_by_recovery().status_code == 200


def test_right_recovery_codes_are_not_counted(amara):
    assert [amara.sign_in_by_recovery().status_code for _ in range(12)] == [200] * 12


def test_removing_a_holder_ends_their_sessions(amara):
    assert amara.get("keyring").status_code == 200
    Holder.objects.filter(id=amara.id).update(state=Holder.State.REMOVED)
    assert code_of(amara.get("keyring")) == (401, "not_signed_in")
    assert code_of(amara.sign_in()) == (401, "not_signed_in")
    assert code_of(amara.sign_in_by_recovery()) == (401, "not_signed_in")


# --- what every request passes ---


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"HTTP_ORIGIN": "https://evil.example"}, 403),
        ({"HTTP_ORIGIN": "null"}, 403),
        ({"HTTP_ORIGIN": "http://localhost:9"}, 403),
        ({"HTTP_SEC_FETCH_SITE": "cross-site"}, 403),
        ({"HTTP_SEC_FETCH_SITE": "same-site"}, 403),
        ({}, 200),
    ],
)
def test_only_our_own_pages_are_answered(amara, headers, status):
    assert amara.post("sign-out", **headers).status_code == status
    assert amara.get("session").json()["signed_in"] is (status == 403)


def test_only_json_is_read(amara):
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
        answer = amara.client.post(
            "/desk/api/sign-out", b"{}", content_type=kind, HTTP_HOST="localhost:8000"
        )
        assert code_of(answer) == (415, "unsupported_type")


ODD = [b" ", b"[]", b"{", b'{"a":1}', b"\xff", b'{"about":"\xff"}', b"[" * 100_000]


@pytest.mark.parametrize("body", ODD)
def test_malformed_bodies_are_refused(amara, body):
    answer = amara.client.post(
        "/desk/api/confirm/options",
        body,
        content_type="application/json",
        HTTP_HOST="localhost:8000",
    )
    assert code_of(answer) == (400, "bad_request")


def test_bodies_are_bounded(amara):
    body = json.dumps({"x": "y" * (256 * 1024)})
    answer = amara.client.post(
        "/desk/api/sign-out", body, content_type="application/json", HTTP_HOST="localhost:8000"
    )
    assert code_of(answer) == (413, "too_large")


def test_another_host_is_not_answered(amara):
    assert amara.get("session", HTTP_HOST="evil.example").status_code == 400


def test_answers_are_never_cached_or_framed(amara):
    headers = amara.get("session").headers
    assert headers["Cache-Control"] == "no-store"
    nothing = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    assert headers["Content-Security-Policy"] == f"{nothing}; sandbox"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"

"""Sign-in, invitation and keyring, in JSON (docs/spec/api.md, "Desk")."""

import base64
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port

from heard.actions import keyring
from heard.doors.desk.gate import Call, json, own_origin
from heard.doors.desk.limits import Limit

# 128 random bits are not guessed at any rate; the limit keeps the trying from costing us.
RECOVERY = Limit(times=10)
STARTS = Limit()


def party(request: HttpRequest) -> keyring.RelyingParty:
    """This site for authenticators. ``get_host`` has refused hosts that are not in settings."""
    host, _ = split_domain_port(request.get_host())
    return keyring.RelyingParty(id=host, origin=own_origin(request), name=settings.HEARD.site)


def session(call: Call) -> HttpResponse:
    """Who is signed in."""
    if call.holder is None:
        return json({"signed_in": False})
    return json({"signed_in": True, "holder": _holder(call.holder), "active": call.holder.active})


def join_options(call: Call) -> HttpResponse:
    """Creation options for an invited holder's first passkey."""
    STARTS.check(call.request, now=call.now)
    holder, options = keyring.join_options(
        token=call.body.token,
        party=party(call.request),
        challenge=call.session.challenge("join"),
        now=call.now,
    )
    return json({"options": options, "holder": _holder(holder)})


def join(call: Call) -> HttpResponse:
    """Take up an invitation."""
    body = call.body
    entered = keyring.join(
        token=body.token,
        party=party(call.request),
        challenge=call.session.take_challenge("join"),
        credential=body.credential,
        keys=keyring.NewKeys(
            keyring=body.keyring,
            recipient=body.recipient,
            signing=body.signing,
            recovery=body.recovery,
            prf=body.prf,
        ),
        now=call.now,
    )
    call.session.sign_in(holder=entered.me.id, way=entered.way)
    return json({"holder": _holder(entered.me)})


def sign_in_options(call: Call) -> HttpResponse:
    """Request options, the same for everybody."""
    STARTS.check(call.request, now=call.now)
    challenge = call.session.challenge("sign-in")
    options = keyring.sign_in_options(party=party(call.request), challenge=challenge)
    return json({"options": options})


def sign_in(call: Call) -> HttpResponse:
    """Sign in by passkey."""
    entered = keyring.sign_in_by_passkey(
        party=party(call.request),
        challenge=call.session.take_challenge("sign-in"),
        credential=call.body.credential,
        now=call.now,
    )
    return _welcome(call, entered)


def sign_in_recovery(call: Call) -> HttpResponse:
    """Sign in by recovery code."""
    RECOVERY.check(call.request, now=call.now)
    verifier = base64.urlsafe_b64decode(call.body.verifier + "=")
    entered = keyring.sign_in_by_recovery(verifier=verifier)
    RECOVERY.forgive(call.request)
    return _welcome(call, entered)


def _welcome(call: Call, entered: keyring.SignedIn) -> HttpResponse:
    call.session.sign_in(holder=entered.me.id, way=entered.way)
    return json({"holder": _holder(entered.me), "keyring": entered.keyring})


def sign_out(call: Call) -> HttpResponse:
    """End the session. Signing out twice is no mistake."""
    call.session.end()
    return json({})


def read_keyring(call: Call) -> HttpResponse:
    """The sealed keyring and the passkeys that open it."""
    sealed, passkeys = keyring.read_keyring(holder=call.me.id)
    return json({"keyring": sealed, "passkeys": passkeys})


def passkey_options(call: Call) -> HttpResponse:
    """Creation options for one more passkey."""
    options = keyring.passkey_options(
        holder=call.me.id,
        party=party(call.request),
        challenge=call.session.challenge("passkey"),
    )
    return json({"options": options})


def add_passkey(call: Call) -> HttpResponse:
    """Add a passkey."""
    keyring.add_passkey(
        holder=call.me.id,
        party=party(call.request),
        challenge=call.session.take_challenge("passkey"),
        credential=call.body.credential,
        label=call.body.label,
        prf=call.body.prf,
        keyring=call.body.keyring,
        now=call.now,
    )
    return read_keyring(call)


def remove_passkey(call: Call, passkey: str) -> HttpResponse:
    """Remove a passkey; sessions made with it end."""
    keyring.remove_passkey(holder=call.me.id, passkey=passkey, keyring=call.body.keyring)
    return read_keyring(call)


def new_recovery(call: Call) -> HttpResponse:
    """Replace the recovery code."""
    way = keyring.new_recovery(
        holder=call.me.id,
        way=call.session.way,
        recovery=call.body.recovery,
        keyring=call.body.keyring,
    )
    call.session.hang_on(way)
    return json({})


def _holder(me: keyring.Me) -> dict[str, Any]:
    return {
        "id": me.id,
        "name": me.name,
        "role": me.role,
        "tier": me.tier,
        "unit": me.unit,
        "oversight": me.oversight,
    }

"""A holder's browser for tests of the desk: JSON in, JSON out, a real session, a real passkey."""

import base64
import hashlib
import json
import os
from dataclasses import dataclass, field

import cast
from authenticator import Authenticator, b64u
from django.test import Client

from heard.access import roster
from heard.actions import sign_in
from heard.formats import _ed25519, agefile, keyring, newkeys, returncode
from heard.records.models import Passkey

HOST = {"HTTP_HOST": "localhost:8000"}
SAME_ORIGIN = {"HTTP_ORIGIN": "http://localhost:8000", "HTTP_SEC_FETCH_SITE": "same-origin"}


def b64(raw):
    return base64.b64encode(raw).decode()


def _named(recipient, signing):
    return newkeys.PublicKeys(hashlib.sha256(recipient.encode()).hexdigest(), signing)


def as_header(credential):
    return {"HTTP_AUTHORIZATION": f"Heard-Passkey {b64u(json.dumps(credential).encode())}"}


def new_code():
    """What a new recovery code gives."""
    return returncode.derive(returncode.generate(), "", domain=returncode.RECOVERY)


def keyring_of(keys, code):
    """The keyring that a browser would make of these keys, sealed to a recovery code."""
    root = cast.root_key("localhost:8000").verifier.vkey
    ring = keyring.Keyring(
        holder=keys.id or "0" * 32,
        identity=keys.identity,
        signing=keys.seed,
        root=root,
        log=root,
        ways=(keyring.Way("recovery", code.recipient),),
    )
    return keyring.seal(ring)


# Somebody's: what addresses are asked with that must not look inside.
KEYRING = keyring_of(cast.BO, cast.BO.recovery)


@dataclass
class Desk(cast.Keys):
    """A browser at the desk. ``passkey`` is what its user touches."""

    passkey: Authenticator = field(default_factory=Authenticator)
    client: Client = field(default_factory=lambda: Client(raise_request_exception=True))
    code: returncode.Keys = field(default_factory=new_code)
    recovery: bytes | None = None  # what the code is sent as, where it is not the right one
    identity: str = field(default_factory=agefile.generate_identity)
    seed: bytes = field(default_factory=lambda: os.urandom(32))  # of the signing key
    id: str = ""

    def __post_init__(self):
        if self.recovery is None:
            self.recovery = self.code.login_verifier

    @property
    def keyring(self):
        """The secrets of whoever sits here, sealed to the recovery code."""
        return keyring_of(self, self.code)

    def unlocks(self, sealed):
        """Whether the recovery code opens this keyring, and it holds the keys of who sits here."""
        raw = base64.b64decode(sealed) if isinstance(sealed, str) else bytes(sealed)
        ring = keyring.unseal(raw, [self.code.identity])
        return (ring.identity, ring.signing) == (self.identity, self.seed)

    @property
    def entry(self):
        """As the roster in force names them."""
        return next(each for each in roster.current().entries if each.id == self.id)

    def get(self, path, **headers):
        return self.client.get(f"/desk/api/{path}", **{**HOST, **headers})

    def post(self, path, body=None, **headers):
        """As the pages do it: what the desk wants confirmed is confirmed and sent once more."""
        answer = self.bare(path, body, **headers)
        if answer.status_code == 403 and answer.json()["error"]["code"] == "not_confirmed":
            return self.bare(path, body, **{**self.touched(path, body), **headers})
        return answer

    def bare(self, path, body=None, **headers):
        """With the cookie alone."""
        return self.client.post(
            f"/desk/api/{path}",
            json.dumps(body or {}),
            content_type="application/json",
            **{**HOST, **SAME_ORIGIN, **headers},
        )

    def about(self, path, body=None):
        said = f"heard/confirm/v1\n/desk/api/{path}\n{json.dumps(body or {})}"
        return hashlib.sha256(said.encode()).hexdigest()

    def touched(self, path, body=None):
        """The header by which the passkey confirms this action."""
        asked = self.bare("confirm/options", {"about": self.about(path, body)})
        return as_header(self.passkey.get(asked.json()["options"]))

    def coded(self):
        """The header by which the recovery code confirms any."""
        return {"HTTP_AUTHORIZATION": f"Heard-Recovery {b64u(self.recovery)}"}

    def uncounted(self):
        """The passkey is of those that count nothing (WebAuthn level 3, 6.1.1)."""
        Passkey.objects.filter(id=self.passkey.id).update(sign_count=0)
        self.passkey.counts, self.passkey.count = False, 0

    def replaces(self):
        """The SHA-256 of the sealed keyring that the server has now."""
        sealed = base64.b64decode(self.get("keyring").json()["keyring"])
        return hashlib.sha256(sealed).hexdigest()

    def next_keys(self, *, site="localhost:8000", **changes):
        """New keys in the place of this holder's: the body of ``keys``, identity and seed."""
        seed, identity = os.urandom(32), agefile.generate_identity()
        recipient = agefile.recipient_of(identity)
        after = _named(recipient, b64(_ed25519.public_of(seed)))
        before = _named(self.recipient, self.signing)
        named = {"site": site, "holder": self.id, "before": before, "after": after, **changes}
        body = {
            "keyring": b64(self.keyring),
            "replaces": self.replaces(),
            "recipient": recipient,
            "signing": after.signing,
            "signature": newkeys.sign(self.seed, **named),
        }
        return body, (identity, seed)

    def join_body(self, token, options, **changes):
        return {
            "token": token,
            "credential": self.passkey.create(options),
            "prf": True,
            "keyring": b64(self.keyring),
            "recipient": self.recipient,
            "signing": self.signing,
            "recovery": hashlib.sha256(self.recovery).hexdigest(),
            **changes,
        }

    def join(self, token):
        asked = self.post("join/options", {"token": token}).json()
        self.id = asked["holder"]["id"]
        answer = self.post("join", self.join_body(token, asked["options"]))
        assert answer.status_code == 200, answer.content
        return answer

    def sign_in(self):
        options = self.post("sign-in/options").json()["options"]
        return self.post("sign-in", {"credential": self.passkey.get(options)})

    def sign_in_by_recovery(self):
        return self.post("sign-in/recovery", {"verifier": b64u(self.recovery)})


def invited(now, name="Amara", tier=1, unit="People"):
    """A place for a holder: (id, token)."""
    return sign_in.invite_holder(name=name, role="Case handler", unit=unit, tier=tier, now=now)


def joined(now, **who):
    """A holder who has joined and is signed in, not yet named by a roster."""
    desk = Desk()
    _, token = invited(now, **who)
    desk.join(token)
    return desk

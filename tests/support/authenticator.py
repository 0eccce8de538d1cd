"""A passkey in software: ES256, discoverable, attestation "none" (W3C WebAuthn level 3, 6)."""

import base64
import hashlib
import json
import os
import struct
from dataclasses import dataclass, field

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

PRESENT, VERIFIED, ATTESTED = 1, 4, 64


def b64u(raw):
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def unb64u(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Authenticator:
    """One device with one credential; the attributes below are there to be told to lie."""

    origin: str = "http://localhost:8000"
    verified: bool = True
    present: bool = True
    counts: bool = True
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    credential: bytes = field(default_factory=lambda: os.urandom(32))
    user: bytes = b""
    count: int = 0
    rp_id: str = ""

    @property
    def id(self):
        return b64u(self.credential)

    def create(self, options):
        """navigator.credentials.create(), as PublicKeyCredential.toJSON() gives it."""
        self.rp_id, self.user = options["rp"]["id"], unb64u(options["user"]["id"])
        attested = bytes(16) + struct.pack(">H", len(self.credential)) + self.credential
        auth_data = self._auth_data(ATTESTED) + attested + self._cose()
        return self._credential(
            {
                "clientDataJSON": b64u(self._client_data("webauthn.create", options)),
                "attestationObject": b64u(
                    cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": auth_data})
                ),
                "transports": ["internal"],
            }
        )

    def get(self, options):
        """navigator.credentials.get()."""
        client_data = self._client_data("webauthn.get", options)
        auth_data = self._auth_data(0)
        signed = auth_data + hashlib.sha256(client_data).digest()
        return self._credential(
            {
                "clientDataJSON": b64u(client_data),
                "authenticatorData": b64u(auth_data),
                "signature": b64u(self.key.sign(signed, ec.ECDSA(hashes.SHA256()))),
                "userHandle": b64u(self.user),
            }
        )

    def _credential(self, response):
        return {
            "id": self.id,
            "rawId": self.id,
            "type": "public-key",
            "authenticatorAttachment": "platform",
            "clientExtensionResults": {"prf": {"enabled": True}},
            "response": response,
        }

    def _client_data(self, kind, options):
        return json.dumps(
            {
                "type": kind,
                "challenge": options["challenge"],
                "origin": self.origin,
                "crossOrigin": False,
            }
        ).encode()

    def _auth_data(self, flags):
        self.count += self.counts
        flags |= PRESENT * self.present | VERIFIED * self.verified
        return hashlib.sha256(self.rp_id.encode()).digest() + struct.pack(">BI", flags, self.count)

    def _cose(self):
        point = self.key.public_key().public_numbers()
        x, y = point.x.to_bytes(32, "big"), point.y.to_bytes(32, "big")
        return cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})

"""A holder's new keys, named by the ones before (docs/spec/roster.md, "New keys").

What is signed here is worth nothing alone: it counts where it stands in a roster of the root key.
So neither a server, nor a thief of the keys before, brings in a key that only they have.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from heard.formats import _ed25519
from heard.formats._text import base64_bytes, base64_text, json_bytes

MOST_EARLIER = 16
_DOMAIN = b"heard/new-keys/v1\n"


@dataclass(frozen=True, slots=True)
class PublicKeys:
    """``recipient``: SHA-256 of the age recipient, hexadecimal; ``signing``: base64 Ed25519."""

    recipient: str
    signing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """Keys that a holder had before, oldest first in a roster.

    ``signature``: base64, by ``signing``, over ``message`` with the keys that came next. ``until``:
    the last day (UTC) on which what ``signing`` signed may be dated.
    """

    recipient: str  # SHA-256, hexadecimal
    signing: str
    until: date
    signature: str

    @property
    def keys(self) -> PublicKeys:
        """Without what was said of their end."""
        return PublicKeys(self.recipient, self.signing)

    def value(self) -> dict[str, Any]:
        """As it stands in a roster's entry."""
        return {
            "recipient": self.recipient,
            "signing": self.signing,
            "until": self.until.isoformat(),
            "signature": self.signature,
        }


def message(*, site: str, holder: str, before: PublicKeys, after: PublicKeys) -> bytes:
    """What the key before signs: for one site and one holder, which keys come after which."""
    return _DOMAIN + json_bytes(
        {
            "site": site,
            "holder": holder,
            "before": {"recipient": before.recipient, "signing": before.signing},
            "after": {"recipient": after.recipient, "signing": after.signing},
        }
    )


def sign(seed: bytes, *, site: str, holder: str, before: PublicKeys, after: PublicKeys) -> str:
    """The signature, base64, by the seed (32 bytes) of ``before.signing``."""
    said = message(site=site, holder=holder, before=before, after=after)
    return base64_text(_ed25519.sign(seed, said))


def is_signed(
    signature: str, *, site: str, holder: str, before: PublicKeys, after: PublicKeys
) -> bool:
    """Whether the key before made it. False for what is no signature or no key at all."""
    try:
        made, key = base64_bytes(signature), base64_bytes(before.signing)
    except ValueError:
        return False
    said = message(site=site, holder=holder, before=before, after=after)
    return _ed25519.is_sound(key) and _ed25519.is_signed(key, made, said)

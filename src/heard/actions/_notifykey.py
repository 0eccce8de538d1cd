"""The notification key: what reporters' contacts and handlers' chat rooms are sealed to.

A file beside the log's key, never in the database: whoever has the database alone cannot tell
where anybody is told. With it stands the key that push services know this site by (RFC 8292).
"""

import base64
import os
import secrets
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

from heard.formats import agefile

SCALAR = 32  # bytes of a P-256 private key


class NotifyKeyMissing(Exception):
    """There is no key to read contacts with."""


@dataclass(frozen=True, slots=True)
class NotifyKey:
    """``identity`` opens what is sealed to ``recipient``; ``vapid`` is a P-256 scalar."""

    identity: str
    recipient: str
    vapid: bytes

    @property
    def push(self) -> str:
        """The public key that a browser subscribes with: an uncompressed point, base64url."""
        private = ec.derive_private_key(int.from_bytes(self.vapid, "big"), ec.SECP256R1())
        point = private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return base64.urlsafe_b64encode(point).rstrip(b"=").decode()

    def open(self, sealed: bytes) -> bytes:
        """What was sealed to this key. Raises AgeError."""
        return agefile.unseal(sealed, [self.identity])


def path() -> Path:
    """Where the key lies."""
    keys: Path = settings.HEARD.data / "keys"
    return keys / "notify"


def ensure() -> NotifyKey:
    """The key; made where there is none. Processes that start at once agree on one."""
    try:
        return load()
    except NotifyKeyMissing:
        _create()
    return load()


def load() -> NotifyKey:
    """The key. Raises NotifyKeyMissing."""
    try:
        return _load(path(), path().stat().st_mtime_ns)
    except FileNotFoundError:
        raise NotifyKeyMissing(
            f"No notification key at {path()}: bring it back from a backup. Without it no contact"
            " that is kept can be read; heard serve and heard worker make a new one."
        ) from None


def _create() -> None:
    path().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path().with_name(f".notify-{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(f"{agefile.generate_identity()}\n{_scalar()}\n")
        file.flush()
        os.fsync(handle)
    try:
        os.link(draft, path())  # whole or not at all, and never over another
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _scalar() -> str:
    number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    return number.to_bytes(SCALAR, "big").hex()


@lru_cache(maxsize=4)
def _load(path: Path, _changed: int) -> NotifyKey:
    identity, vapid = path.read_text("ascii").split()
    return NotifyKey(identity, agefile.recipient_of(identity), bytes.fromhex(vapid))

"""The notification key: what reporters' contacts and handlers' chat rooms are sealed to.

A file beside the log's key, never in the database: somebody with the database alone cannot tell
where anybody is told. The key that push services know this site by (RFC 8292) stands with it, and
below these the identities that it had before: what was sealed to them is still opened. Pages seal
to the one that the newest roster names (docs/spec/roster.md), whichever of them that is.
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
from heard.formats._errors import FormatError

SCALAR = 32  # bytes of a P-256 private key


class NotifyKeyMissingError(Exception):
    """There is no key to read contacts with, or none that can be used."""


@dataclass(frozen=True, slots=True)
class NotifyKey:
    """``identity`` opens what is sealed to ``recipient``; ``vapid`` is a P-256 scalar.

    ``earlier``: identities from before, the newest of them first.
    """

    identity: str
    recipient: str
    vapid: bytes
    earlier: tuple[str, ...] = ()

    @property
    def push(self) -> str:
        """The public key that a browser subscribes with: an uncompressed point, base64url."""
        private = ec.derive_private_key(int.from_bytes(self.vapid, "big"), ec.SECP256R1())
        point = private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return base64.urlsafe_b64encode(point).rstrip(b"=").decode()

    def open(self, sealed: bytes) -> bytes:
        """What was sealed to this key, or to one from before. Raises FormatError."""
        return agefile.unseal(sealed, [self.identity, *self.earlier])

    def holds(self, recipient: str) -> bool:
        """Whether what is sealed to ``recipient`` can be opened here."""
        return self._identity_of(recipient) is not None

    def is_sealed_to(self, recipient: str, sealed: bytes) -> bool:
        """Whether this was sealed to ``recipient``, a key of this file; nothing of it is opened."""
        identity = self._identity_of(recipient)
        return identity is not None and agefile.is_sealed_to(sealed, identity)

    def _identity_of(self, recipient: str) -> str | None:
        every = (self.identity, *self.earlier)
        return next((each for each in every if agefile.recipient_of(each) == recipient), None)


def path() -> Path:
    """Where the key lies."""
    keys: Path = settings.HEARD.data / "keys"
    return keys / "notify"


def ensure() -> NotifyKey:
    """The key; made where there is none. Processes that start at once agree on one."""
    try:
        return load()
    except NotifyKeyMissingError:
        _create()
    return load()


def load() -> NotifyKey:
    """The key. Raises NotifyKeyMissingError."""
    try:
        return _load(path(), path().stat().st_mtime_ns)
    except FileNotFoundError:
        raise NotifyKeyMissingError(
            f"No notification key at {path()}: bring it back from a backup. Without it no contact"
            " that is kept can be read; heard serve and heard worker make a new one."
        ) from None
    except (OSError, ValueError, FormatError) as error:
        said = getattr(error, "strerror", None) or "it is not as it was written."
        raise NotifyKeyMissingError(
            f"The notification key at {path()} cannot be used: {said} Bring it back from a backup."
        ) from error


def changed() -> int:
    """When the file was written last, in nanoseconds; 0 where there is none."""
    try:
        return path().stat().st_mtime_ns
    except OSError:
        return 0


def renew() -> NotifyKey:
    """Put a new identity before those that are there, for the next roster; the key of pushes stays.

    What was sealed to the others can still be opened. Raises NotifyKeyMissingError, OSError.
    """
    old = load()
    lines = [agefile.generate_identity(), old.vapid.hex(), old.identity, *old.earlier]
    _draft(lines).replace(path())
    return load()


def _create() -> None:
    path().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = _draft([agefile.generate_identity(), _scalar()])
    try:
        os.link(draft, path())  # whole or not at all, and never over another
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _draft(lines: list[str]) -> Path:
    draft = path().with_name(f".notify-{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write("\n".join(lines) + "\n")
        file.flush()
        os.fsync(handle)
    return draft


def _scalar() -> str:
    number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    return number.to_bytes(SCALAR, "big").hex()


@lru_cache(maxsize=4)
def _load(path: Path, _changed: int) -> NotifyKey:
    identity, vapid, *earlier = path.read_text("ascii").split()
    recipient = agefile.recipient_of(identity)
    return NotifyKey(identity, recipient, bytes.fromhex(vapid), tuple(earlier))

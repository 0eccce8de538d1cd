"""Is what came well formed? All that can be said of a sealed thing without a key."""

import re
from base64 import b64decode
from collections.abc import Iterable
from hashlib import sha256

from heard.formats import contact
from heard.formats.ageheader import AgeError, check_header
from heard.formats.ids import is_id

MAX_WRAP = 8 * 1024
KEY = 32  # bytes of an Ed25519 public key (RFC 8032)
MAX_LETTER = 1_100_000  # the largest bucket, and a header of 64 recipients
BUCKETS = frozenset(1 << power for power in range(12, 21))
_SHA256 = re.compile(r"[0-9a-f]{64}")
# Shape only: bech32's checksum guards against typing, and nobody types here.
_RECIPIENT = re.compile(r"age1pq1[02-9ac-hj-np-z]{1900,2000}")


class Malformed(ValueError):
    """What came is not what a client of Heard sends."""


class TooLarge(ValueError):
    """What came is larger than it may be."""


def check_id(*ids: str) -> None:
    """Raise Malformed unless each is 32 hexadecimal digits."""
    if not all(is_id(id) for id in ids):
        raise Malformed("An id must be 32 hexadecimal digits.")


def check_digest(*digests: str) -> None:
    """Raise Malformed unless each is a SHA-256 in hexadecimal."""
    if not all(_SHA256.fullmatch(digest) for digest in digests):
        raise Malformed("A digest must be 64 hexadecimal digits.")


def check_recipient(*recipients: str) -> None:
    """Raise Malformed unless each looks like a hybrid recipient."""
    if not all(_RECIPIENT.fullmatch(recipient) for recipient in recipients):
        raise Malformed("A recipient must be a hybrid age recipient (age1pq1…).")


def check_key(key: str) -> None:
    """Raise Malformed unless this is an Ed25519 public key in base64."""
    try:
        raw = b64decode(key, validate=True)
    except ValueError:
        raw = b""
    if len(raw) != KEY:
        raise Malformed("A signing key must be 32 bytes in base64.")


def check_wrap(sealed: bytes) -> None:
    """Raise Malformed or TooLarge unless this can be a wrap (docs/spec/sealing.md, section 3)."""
    if len(sealed) > MAX_WRAP:
        raise TooLarge("A wrap is at most 8 KiB.")
    _check(sealed, 1)


def check_contact(sealed: bytes) -> str:
    """Raise Malformed unless this can be a contact (docs/spec/notices.md); its SHA-256."""
    if len(sealed) > contact.MAX_SEALED or _check(sealed, 1) != contact.SIZE:
        raise Malformed("A contact must be sealed once and have the length of all contacts.")
    return sha256(sealed).hexdigest()


def check_letter(sealed: bytes, *, recipients: int = 1) -> str:
    """Raise Malformed or TooLarge unless this can be a letter (section 4); its SHA-256."""
    if len(sealed) > MAX_LETTER:
        raise TooLarge("A letter is at most 1 MiB. Send the rest as a second letter or a file.")
    if _check(sealed, recipients) not in BUCKETS:
        raise Malformed("A letter must be padded to one of its sizes.")
    return sha256(sealed).hexdigest()


def _check(sealed: bytes, recipients: int) -> int:
    try:
        return check_header(sealed, recipients_expected=recipients).plaintext
    except AgeError as error:
        raise Malformed(f"What came is not sealed as it must be. {error}") from error


def content_of(*parts: str | bytes) -> str:
    """What an idempotency key stands for: SHA-256 over actor, kind and content, hexadecimal."""
    return _digest(part.encode() if isinstance(part, str) else part for part in parts)


def _digest(parts: Iterable[bytes]) -> str:
    whole = sha256()
    for part in parts:
        whole.update(len(part).to_bytes(8, "big"))
        whole.update(part)
    return whole.hexdigest()

"""Is what came well formed? All that can be said of a sealed thing without a key."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from itertools import chain

from heard.formats import contact, letter, wrap
from heard.formats._errors import FormatError
from heard.formats.ageheader import check_header
from heard.formats.agekeys import is_hybrid
from heard.formats.ids import is_id
from heard.formats.signingkeys import is_signing_key
from heard.rules.refusals import MalformedError, TooLargeError

_SHA256 = re.compile(r"[0-9a-f]{64}")
MAX_RECIPIENT = 2_048  # characters; age1pq1… has 1,960


def check_id(*ids: str) -> None:
    """Raise MalformedError unless each is 32 hexadecimal digits."""
    if not all(is_id(id) for id in ids):
        raise MalformedError("An id must be 32 hexadecimal digits.")


def check_digest(*digests: str) -> None:
    """Raise MalformedError unless each is a SHA-256 in hexadecimal."""
    if not all(_SHA256.fullmatch(digest) for digest in digests):
        raise MalformedError("A digest must be 64 hexadecimal digits.")


def check_recipient(*recipients: str) -> None:
    """Raise MalformedError unless each is a sound hybrid recipient: browsers seal to it."""
    if not all(len(each) <= MAX_RECIPIENT and is_hybrid(each) for each in recipients):
        raise MalformedError("A recipient must be a hybrid age recipient (age1pq1…).")


def check_key(key: str) -> None:
    """Raise MalformedError unless this is a sound Ed25519 key (RFC 8032), in the one base64 of it.

    What browsers refuse to load must not come in: the report could not be checked by anybody.
    """
    if not is_signing_key(key):
        raise MalformedError("A signing key must be a sound Ed25519 key, 32 bytes in base64.")


def check_wrap(sealed: bytes) -> None:
    """Raise MalformedError or TooLargeError unless this can be a wrap (sealing.md, section 3)."""
    with _refusals():
        wrap.check_sealed(sealed)


def check_contact(sealed: bytes) -> str:
    """Raise MalformedError unless this can be a contact (docs/spec/notices.md); its SHA-256."""
    if len(sealed) <= contact.MAX_SEALED:
        with _refusals():
            if check_header(sealed, recipients_expected=1).plaintext == contact.SIZE:
                return sha256(sealed).hexdigest()
    raise MalformedError("A contact must be sealed once and have the length of all contacts.")


def check_letter(sealed: bytes, *, recipients: int = 1) -> str:
    """Raise MalformedError or TooLargeError unless it can be a letter (section 4); its SHA-256."""
    with _refusals():
        letter.check_sealed(sealed, recipients=recipients)
    return sha256(sealed).hexdigest()


@contextmanager
def _refusals() -> Iterator[None]:
    """What a format refuses, as this subject says it."""
    try:
        yield
    except FormatError as error:
        if error.kind == "too_large":
            raise TooLargeError(str(error)) from error
        raise MalformedError(f"What came is not sealed as it must be. {error}") from error


def content_of(*parts: str | bytes) -> str:
    """What an idempotency key stands for: SHA-256 over actor, kind and content, hexadecimal."""
    # In one piece: for each longer one, hashlib would let another thread run, and wait to go on.
    data = (part.encode() if isinstance(part, str) else part for part in parts)
    return sha256(b"".join(chain.from_iterable(map(_framed, data)))).hexdigest()


def _framed(part: bytes) -> tuple[bytes, bytes]:
    return len(part).to_bytes(8, "big"), part

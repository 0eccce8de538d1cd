"""How a gate keeper's request says who it is from (docs/spec/gate.md, 6), and what it signs.

Kinds of refusal: ``format``, ``time``, ``signature``.
"""

import hashlib
import re
from base64 import b64encode
from collections.abc import Iterable

from heard.formats import _ed25519
from heard.formats._errors import FormatError
from heard.formats._text import base64_bytes

HEADER = "Heard-Gate"
NEAR = 300  # seconds that the two clocks may be apart
_REQUEST, _TAKEN = b"heard/gate/v1\n", b"heard/gate-taken/v1\n"
_WRITTEN = re.compile(r"([1-9][0-9]{0,11}) ([A-Za-z0-9+/]{86}==)")


def header(method: str, path: str, body: bytes, *, seed: bytes, now: int) -> str:
    """The header's value: ``now`` in POSIX seconds, and the signature."""
    return f"{now} {b64encode(_ed25519.sign(seed, _signed(method, path, body, now))).decode()}"


def check(
    text: str, method: str, path: str, body: bytes, *, keepers: Iterable[str], now: int
) -> str:
    """Whose request this is: of ``keepers``, their signing keys in base64. Raises FormatError.

    That the same is not taken twice is for who keeps what was taken.
    """
    match = _WRITTEN.fullmatch(text)
    if match is None:
        raise FormatError("format", "The header Heard-Gate is malformed.")
    if abs(int(match[1]) - now) > NEAR:
        raise FormatError("time", "The keeper's clock and this server's are over 5 minutes apart.")
    signed = _signed(method, path, body, int(match[1]))
    for key in keepers:
        if _is_signed(key, match[2], signed):
            return key
    raise FormatError("signature", "No gate on the newest roster signed this.")


def taken(digest: str, *, seed: bytes) -> str:
    """That a keeper has read the listing with this SHA-256 (hexadecimal): base64."""
    return b64encode(_ed25519.sign(seed, _TAKEN + digest.encode())).decode()


def is_taken(digest: str, signature: str, *, key: str) -> bool:
    """Whether the keeper with this signing key (base64) says so."""
    return _is_signed(key, signature, _TAKEN + digest.encode())


def _signed(method: str, path: str, body: bytes, time: int) -> bytes:
    lines = (method, path, str(time), hashlib.sha256(body).hexdigest())
    return _REQUEST + "\n".join(lines).encode()


def _is_signed(key: str, signature: str, message: bytes) -> bool:
    try:
        return _ed25519.is_signed(base64_bytes(key), base64_bytes(signature), message)
    except ValueError:
        return False

"""What a reporter signs in clear to take a report back, or to come back to it (sealing.md, 11).

A server reads no letter. So that nobody ends a case who only logs in to it, the reporter signs
beside the letter what the server can check by the key that came with the report.
"""

from base64 import b64encode
from hashlib import sha256

from heard.formats import _ed25519
from heard.formats._text import base64_bytes

MOVES = frozenset({"withdraw", "come_back"})
_DOMAIN = "heard/withdrawal/v1"


def sign(seed: bytes, *, case: str, move: str, version: int, sealed: bytes) -> str:
    """The signature, base64. ``sealed``: the letter that goes with the move, as it is sent."""
    return b64encode(_ed25519.sign(seed, _signed(case, move, version, sealed))).decode()


def is_signed(
    signature: bytes, *, key: str, case: str, move: str, version: int, sealed: bytes
) -> bool:
    """Whether it is by this signing key (base64) over this move with this letter, and no other."""
    try:
        public = base64_bytes(key)
    except ValueError:
        return False
    return _ed25519.is_signed(public, signature, _signed(case, move, version, sealed))


def _signed(case: str, move: str, version: int, sealed: bytes) -> bytes:
    lines = (_DOMAIN, case, move, str(version), sha256(sealed).hexdigest())
    return "".join(f"{line}\n" for line in lines).encode()

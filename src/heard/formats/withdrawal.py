"""What a reporter signs in clear to take a report back, or to come back to it (sealing.md, 11).

A server reads no letter. So that nobody ends a case who only logs in to it, the reporter signs
beside the letter what the server can check by the key that came with the report.
"""

from hashlib import sha256

from heard.formats._inclear import are_signed, sign_lines

MOVES = frozenset({"withdraw", "come_back"})
_DOMAIN = "heard/withdrawal/v1"


def sign(seed: bytes, *, case: str, move: str, version: int, sealed: bytes) -> str:
    """The signature, base64. ``sealed``: the letter that goes with the move, as it is sent."""
    return sign_lines(seed, *_lines(case, move, version, sealed))


def is_signed(
    signature: bytes, *, key: str, case: str, move: str, version: int, sealed: bytes
) -> bool:
    """Whether it is by this signing key (base64) over this move with this letter, and no other."""
    return are_signed(signature, key, *_lines(case, move, version, sealed))


def _lines(case: str, move: str, version: int, sealed: bytes) -> tuple[str, ...]:
    return _DOMAIN, case, move, str(version), sha256(sealed).hexdigest()

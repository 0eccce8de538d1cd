"""What a reporter signs in clear to let the gate be told who they are (docs/spec/gate.md, 8).

The server reads no letter, and keeps no such signature: by it nobody agrees who only logs in to a
report. What was agreed to stands in the letter.
"""

from collections.abc import Iterable
from hashlib import sha256

from heard.formats._inclear import are_signed, sign_lines

_DOMAIN = "heard/gate-agreed/v1"
_KEEPERS = "heard/gate-keepers/v1"


def keepers_digest(recipients: Iterable[str]) -> str:
    """Which keepers are meant, whatever they are called: SHA-256, hexadecimal, in no order."""
    lines = (_KEEPERS, *sorted(recipients))
    return sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()


def sign(seed: bytes, *, case: str, record: str, version: int, sealed: bytes) -> str:
    """The signature, base64. ``sealed``: the letter to the case by which it is agreed, as sent."""
    return sign_lines(seed, *_lines(case, record, version, sealed))


def is_signed(
    signature: bytes, *, key: str, case: str, record: str, version: int, sealed: bytes
) -> bool:
    """Whether it is by this signing key (base64), of this record and letter, and no other."""
    return are_signed(signature, key, *_lines(case, record, version, sealed))


def _lines(case: str, record: str, version: int, sealed: bytes) -> tuple[str, ...]:
    return _DOMAIN, case, record, str(version), sha256(sealed).hexdigest()

"""What an account is lent for: the case whose reporter gave it, and the one in which it is used.

Both records of it, the question in the one case and the exhibit in the other, say this digest and
neither case: so a reporter learns no other case by its name, and two of them learn nothing by
comparing (docs/spec/casework.md, "Lending").
"""

from hashlib import sha256

_DOMAIN = "heard/lending/v1"


def digest_of(*, lender: str, user: str) -> str:
    """SHA-256, hexadecimal. ``lender``: the case whose account it is, ``user``: the other."""
    return sha256(f"{_DOMAIN}\n{lender}\n{user}\n".encode()).hexdigest()

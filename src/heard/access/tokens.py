"""Bearer tokens of other systems: made by the operator, shown once, kept as digests (RFC 6750)."""

import hmac
import secrets
from collections.abc import Iterable
from hashlib import sha256

from heard.rules.refusals import RefusedError

MOST = 16  # tokens of one kind that are good at one time
MAX_DAYS = 730
MAX_NAME = 100


def new(prefix: str, *, name: str, days: int, good: int) -> str:
    """A secret of its own, to be shown this once.

    ``name``: which system has it; ``good``: how many of its kind are good. Raises RefusedError.
    """
    if not 1 <= days <= MAX_DAYS:
        raise RefusedError(f"Give 1 to {MAX_DAYS} days.")
    if not name.strip() or len(name) > MAX_NAME:
        raise RefusedError(f"Name the system that uses it, in at most {MAX_NAME} characters.")
    if good >= MOST:
        raise RefusedError(f"There are {MOST} tokens already. Revoke one first.")
    return prefix + secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """What is kept of it: SHA-256, hexadecimal."""
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def matching(secret: str, good: Iterable[tuple[str, str]]) -> str | None:
    """The id of the token that this is, or None. ``good``: ``(id, digest)``, each compared."""
    given, found = digest(secret), None
    for id, known in good:
        if hmac.compare_digest(known, given):  # in constant time
            found = id
    return found

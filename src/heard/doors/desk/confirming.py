"""What comes beside an action that a session alone must not do (docs/spec/api.md, "Confirming").

It stands in ``Authorization``, so that the body stays what it is and the digest of it, with the
address, says which action was confirmed.
"""

import base64
import hashlib
import re
from datetime import datetime

import msgspec
from django.http import HttpRequest

from heard.actions import sign_in
from heard.actions.sign_in import Asking, NotConfirmedError
from heard.doors._http.limits import Limit
from heard.doors.desk.party import party

# 128 random bits are not guessed at any rate; the limit keeps the trying from costing us. Sign-in
# by code counts with it.
CODES = Limit(10)
LONGEST = 8_000  # characters; an assertion has about 1,000
_DOMAIN = b"heard/confirm/v1\n"
_SAID = re.compile(r"Heard-(Passkey|Recovery) ([A-Za-z0-9_-]+)", re.ASCII)
_VERIFIER = 43  # characters of base64url for 32 bytes


def about(path: str, body: bytes) -> str:
    """The digest that stands for an action: its address and every byte of what it says."""
    return hashlib.sha256(_DOMAIN + path.encode() + b"\n" + body).hexdigest()


def check(request: HttpRequest, *, asking: Asking, now: datetime) -> None:
    """Let only an action through that its holder confirmed.

    Raises NotConfirmedError, TooManyError.
    """
    said = request.headers.get("Authorization", "")
    found = _SAID.fullmatch(said) if len(said) <= LONGEST else None
    if found is None:
        raise NotConfirmedError
    if found[1] == "Passkey":
        sign_in.confirm_by_passkey(
            asking=asking, party=party(request), credential=_credential(found[2]), now=now
        )
        return
    if len(found[2]) != _VERIFIER:
        raise NotConfirmedError
    CODES.check(request)
    sign_in.confirm_by_recovery(asking=asking, verifier=_bytes(found[2]))
    CODES.forgive(request)


def _credential(text: str) -> dict[str, object]:
    try:
        return msgspec.json.decode(_bytes(text), type=dict[str, object])
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as odd:
        raise NotConfirmedError from odd


def _bytes(text: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError as odd:
        raise NotConfirmedError from odd

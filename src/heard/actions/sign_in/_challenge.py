"""Challenges for passkeys that leave no row behind.

A challenge says by itself until when it holds, and a MAC under a key of this site binds it to what
it was made for. So asking costs no row. What makes it good for once is written when it was
answered rightly, and only then: nobody but a holder with their passkey can make that table grow.
"""

import base64
import hashlib
import json
import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils.crypto import constant_time_compare, salted_hmac

from heard.records.models import Spent
from heard.rules.refusals import MalformedError

CHALLENGE_LIFE = timedelta(minutes=5)
_EPOCH, _TICK = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
_SALT = "heard/challenge/v1"
_NONCE, _UNTIL, _MAC = 24, 8, 32
_SIZE = _NONCE + _UNTIL + _MAC
_LONGEST = 2_000  # characters of a client's data


# Not a challenge of ours for this: answered before, too old, or made for something else.
_AGAIN = "That took too long or was sent twice. Please start again."


def make(*, kind: str, bound: str, now: datetime) -> bytes:
    """A fresh challenge for one ceremony; ``bound``: to which browser, session or action."""
    until = ((now + CHALLENGE_LIFE - _EPOCH) // _TICK).to_bytes(_UNTIL, "big")
    plain = secrets.token_bytes(_NONCE) + until
    return plain + _mac(plain, kind, bound)


def open_in(credential: dict[str, Any], *, kind: str, bound: str, now: datetime) -> bytes:
    """The challenge that a credential answers, if it is ours and holds. Raises MalformedError.

    Whether it was answered before, ``spend`` tells.
    """
    challenge = _answered(credential)
    plain, mac = challenge[:-_MAC], challenge[-_MAC:]
    if len(challenge) != _SIZE or not constant_time_compare(mac, _mac(plain, kind, bound)):
        raise MalformedError(_AGAIN)
    until = _EPOCH + int.from_bytes(plain[_NONCE:], "big") * _TICK
    # One from a clock that ran ahead would live on after it was forgotten that it is spent.
    if not now <= until <= now + CHALLENGE_LIFE:
        raise MalformedError(_AGAIN)
    return challenge


def is_spent(challenge: bytes) -> bool:
    """Whether it was answered rightly before."""
    return Spent.objects.filter(challenge=_digest(challenge)).exists()


def spend(challenge: bytes, *, now: datetime) -> None:
    """Note that it was answered. Of two at once one gets through. Raises MalformedError."""
    Spent.objects.filter(until__lt=now).delete()
    row = {"until": now + CHALLENGE_LIFE}
    _, first = Spent.objects.get_or_create(challenge=_digest(challenge), defaults=row)
    if not first:
        raise MalformedError(_AGAIN)


def _digest(challenge: bytes) -> str:
    return hashlib.sha256(challenge).hexdigest()


def _mac(plain: bytes, kind: str, bound: str) -> bytes:
    # Neither holds a line break, and ``plain`` has one length: no two questions are one text.
    text = plain + f"{kind}\n{bound}".encode()
    return salted_hmac(_SALT, text, algorithm="sha256").digest()


def _answered(credential: dict[str, Any]) -> bytes:
    try:
        data = credential["response"]["clientDataJSON"]
        if len(data) > _LONGEST:
            raise MalformedError(_AGAIN)
        said = json.loads(_unbase64url(data))["challenge"]
        return _unbase64url(said)
    except (AttributeError, KeyError, RecursionError, TypeError, ValueError) as odd:
        raise MalformedError(_AGAIN) from odd


def _unbase64url(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)

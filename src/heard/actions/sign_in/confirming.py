"""Once more the passkey or the recovery code, for an action that cannot be undone.

A session is a cookie: who has stolen it, or sits down at an open desk, has it. What could lock its
owner out or hand the account over asks for more (docs/threats.md, "A session alone"): an assertion
made for exactly this action, to the byte, or the verifier of the recovery code.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime

from heard.actions.sign_in import _ceremony as ceremony
from heard.actions.sign_in import _challenge as challenge
from heard.records.models import Holder, Passkey
from heard.rules.refusals import MalformedError

_KIND = "confirm"


class NotConfirmedError(Exception):
    """Nothing, or nothing that holds, says that it is this holder."""

    def __init__(self) -> None:
        super().__init__(
            "This needs a fresh touch of your passkey, or your recovery code. "
            "Nothing was changed. Please try again."
        )


@dataclass(frozen=True, kw_only=True)
class Asking:
    """What is to be confirmed: by whom, in which session, and the action's digest to the byte."""

    holder: str
    session: str
    about: str

    @property
    def bound(self) -> str:
        """What the challenge is for."""
        return f"{self.holder} {self.session} {self.about}"


def confirm_options(
    *, asking: Asking, party: ceremony.RelyingParty, now: datetime
) -> ceremony.Json:
    """Options for one of this holder's own passkeys. With none left, only the code is there."""
    known = list(Passkey.objects.filter(holder=asking.holder).values_list("id", flat=True))
    fresh = challenge.make(kind=_KIND, bound=asking.bound, now=now)
    return ceremony.request_options(party=party, challenge=fresh, known=known)


def confirm_by_passkey(
    *, asking: Asking, party: ceremony.RelyingParty, credential: ceremony.Json, now: datetime
) -> None:
    """Raises ``NotConfirmedError``.

    The same answer again is taken for the same action, whose own key keeps it from being done
    twice: an answer of ours that was lost must not cost another touch.
    """
    try:
        _check(asking, party, credential, now)
    except MalformedError as odd:
        raise NotConfirmedError from odd


def _check(
    asking: Asking, party: ceremony.RelyingParty, credential: ceremony.Json, now: datetime
) -> None:
    answered = challenge.open_in(credential, kind=_KIND, bound=asking.bound, now=now)
    passkey = _passkey(asking.holder, credential)
    again = challenge.is_spent(answered)
    count = ceremony.check_assertion(
        party=party,
        challenge=answered,
        credential=credential,
        public_key=bytes(passkey.public_key),
        sign_count=0 if again else passkey.sign_count,
    )
    if again:
        return
    challenge.spend(answered, now=now)
    moved = Passkey.objects.filter(id=passkey.id, sign_count=passkey.sign_count)
    if not moved.update(sign_count=count, used=now):
        raise NotConfirmedError


def _passkey(holder: str, credential: ceremony.Json) -> Passkey:
    named = credential.get("id")
    # Compared here: PostgreSQL would not even take a text with U+0000 in it.
    for each in Passkey.objects.filter(holder=holder):
        if each.id == named:
            return each
    raise NotConfirmedError


def confirm_by_recovery(*, asking: Asking, verifier: bytes) -> None:
    """By the recovery code's login verifier, 32 bytes. Raises ``NotConfirmedError``."""
    mine = Holder.objects.get(id=asking.holder).recovery
    if not hmac.compare_digest(mine, hashlib.sha256(verifier).hexdigest()):
        raise NotConfirmedError

"""Sign-in by passkey or recovery code, and whether a session still stands."""

import hashlib
import hmac
import re
from datetime import datetime

from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from heard.actions.sign_in import _ceremony as ceremony
from heard.actions.sign_in import _challenge as challenge
from heard.actions.sign_in._me import (
    MAY_SIGN_IN,
    Me,
    SignedIn,
    Way,
    me_of,
    passkey_way,
    recovery_way,
)
from heard.ledger import closed
from heard.records.models import Holder, Passkey
from heard.records.questions import Question
from heard.rules.refusals import MalformedError

_KIND = "sign-in"
_CREDENTIAL_ID = re.compile(r"[A-Za-z0-9_-]{1,400}", re.ASCII)


class NotRecognisedError(Exception):
    """Unknown passkey or code, or a holder who was removed: one answer for all."""

    def __init__(self) -> None:
        super().__init__(
            "That did not match anyone here. Check that you are on the right site and try again, "
            "or use another passkey or your recovery code."
        )


def sign_in_options(*, party: ceremony.RelyingParty, browser: str, now: datetime) -> ceremony.Json:
    """The same for everybody: the authenticator finds its own credential.

    ``browser``: a random text that the browser alone keeps; only there can it be answered.
    """
    fresh = challenge.make(kind=_KIND, bound=browser, now=now)
    return ceremony.request_options(party=party, challenge=fresh)


def sign_in_by_passkey(
    *, party: ceremony.RelyingParty, browser: str, credential: ceremony.Json, now: datetime
) -> SignedIn:
    """Raises ``MalformedError``, ``NotRecognisedError``."""
    answered = challenge.open_in(credential, kind=_KIND, bound=browser, now=now)
    passkey = _passkey(credential)
    if ceremony.user_of(credential) != passkey.holder_id:
        raise NotRecognisedError
    count = ceremony.check_assertion(
        party=party,
        challenge=answered,
        credential=credential,
        public_key=bytes(passkey.public_key),
        sign_count=passkey.sign_count,
    )
    challenge.spend(answered, now=now)
    if not closed.mode():  # a copy to read from keeps nothing, and counts from where it was made
        _count(passkey, count, now)
    return _welcome(passkey.holder, passkey_way(passkey.id))


def _count(passkey: Passkey, count: int, now: datetime) -> None:
    # Compare-and-set: a copied key racing the real one must not both pass on the same counter.
    same = Passkey.objects.filter(id=passkey.id, sign_count=passkey.sign_count)
    if not same.update(sign_count=count, used=now):
        raise MalformedError(ceremony.NOT_CHECKED)


def _passkey(credential: ceremony.Json) -> Passkey:
    name = credential.get("id")
    known = Passkey.objects.select_related("holder").filter(holder__state__in=MAY_SIGN_IN)
    # Base64url or nothing: PostgreSQL would not even take a text with U+0000 in it.
    sound = isinstance(name, str) and _CREDENTIAL_ID.fullmatch(name)
    found = known.filter(id=name).first() if sound else None
    if found is None:
        raise NotRecognisedError
    return found


def sign_in_by_recovery(*, verifier: bytes) -> SignedIn:
    """Sign in with the login verifier of a recovery code, 32 bytes. Raises ``NotRecognisedError``.

    Every holder is compared, each in constant time: a look-up by digest would be as safe (the
    verifier is 256 bits from HKDF), but this way nobody has to argue it.
    """
    digest = hashlib.sha256(verifier).hexdigest()
    found = None
    for holder in Holder.objects.filter(state__in=MAY_SIGN_IN):
        if hmac.compare_digest(holder.recovery, digest):
            found = holder
    if found is None:
        raise NotRecognisedError
    return _welcome(found, recovery_way(digest))


def _welcome(holder: Holder, way: Way) -> SignedIn:
    return SignedIn(me=me_of(holder), keyring=bytes(holder.keyring), way=way)


def signed_in(*, holder: str, way: Way) -> Me | None:
    """The holder, if a session of theirs still stands.

    It does while the holder is not removed and the passkey or recovery code that it came in by is
    still theirs.
    """
    kind, _, name = way.partition(":")
    if kind == "passkey":  # in one question with its holder: every request at the desk asks it
        found = _came_by(name, holder)
        return me_of(found[0].holder) if found else None
    row = Holder.objects.filter(id=holder, state__in=MAY_SIGN_IN).first()
    return me_of(row) if row and way == recovery_way(row.recovery) else None


@Question
def _came_by(passkey: str, holder: str) -> QuerySet[Passkey]:
    theirs = Passkey.objects.filter(id=passkey, holder_id=holder, holder__state__in=MAY_SIGN_IN)
    return theirs.select_related("holder")


@Question
def _kept_session(key: str) -> QuerySet[Session, str]:
    return Session.objects.filter(session_key=key).values_list("session_data", flat=True)


def session_of(key: str) -> str:
    """What is kept of a desk's session, as Django seals it; empty where there is none.

    Whether it is over follows from what is in it.
    """
    return next(iter(_kept_session(key)), "")

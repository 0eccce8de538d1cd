"""From an invitation to a holder with keys, whom the next signed roster can name."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from heard.access.own_keys import are_taken
from heard.actions.sign_in import _ceremony as ceremony
from heard.actions.sign_in import _challenge as challenge
from heard.actions.sign_in._checks import bad_keys, check_keyring, check_public, check_recovery
from heard.actions.sign_in._me import Me, SignedIn, me_of, passkey_way
from heard.records.models import Holder, Passkey
from heard.rules.refusals import AbsentError, MalformedError

INVITE_LIFE = timedelta(days=7)
_KIND = "join"


# Never made, used up, or too old: one answer, so that a guess learns nothing.
_NOT_VALID = (
    "This invitation is not valid any more. If you have joined already, sign in; "
    "otherwise ask the person who invited you for a new link."
)


@dataclass(frozen=True, kw_only=True)
class NewKeys:
    """What the new holder's browser made. ``recovery`` is the SHA-256 of the verifier, hex."""

    keyring: bytes
    recipient: str
    signing: str
    recovery: str
    prf: bool


def invite_holder(
    *, name: str, role: str, unit: str, tier: int, now: datetime, email: str = ""
) -> tuple[str, str]:
    """Make a place for a holder: (holder id, one-time token for the link).

    The token is kept as SHA-256 only and is shown this once.
    """
    token = secrets.token_urlsafe(32)
    holder = Holder.objects.create(
        id=secrets.token_hex(16),
        name=name,
        role=role,
        unit=unit,
        tier=tier,
        email=email,
        invite=_digest(token),
        invite_until=now + INVITE_LIFE,
        since=now.date(),
    )
    return holder.id, token


def join_options(
    *, token: str, party: ceremony.RelyingParty, browser: str, now: datetime
) -> tuple[Me, ceremony.Json]:
    """Who is invited, and the options for their first passkey. Raises ``AbsentError``.

    ``browser``: a random text that the browser alone keeps; only there can it be taken up.
    """
    holder = _invited(token, now)
    fresh = challenge.make(kind=_KIND, bound=browser, now=now)
    options = ceremony.creation_options(
        party=party, challenge=fresh, user=holder.id, name=holder.name, known=()
    )
    return me_of(holder), options


def join(
    *,
    token: str,
    party: ceremony.RelyingParty,
    browser: str,
    credential: ceremony.Json,
    keys: NewKeys,
    now: datetime,
) -> SignedIn:
    """Take the invitation up, once.

    Raises ``AbsentError``, ``MalformedError``.
    """
    answered = challenge.open_in(credential, kind=_KIND, bound=browser, now=now)
    check_keyring(keys.keyring)
    check_public(recipient=keys.recipient, signing=keys.signing)
    check_recovery(keys.recovery)
    holder = _invited(token, now)
    passkey = ceremony.check_registration(party=party, challenge=answered, credential=credential)
    with transaction.atomic():
        _refuse_anothers(keys)
        _take_up(token, keys, holder)
        _, new = Passkey.objects.get_or_create(
            id=passkey.id,
            defaults={
                "holder": holder,
                "public_key": passkey.public_key,
                "sign_count": passkey.sign_count,
                "label": "",
                "prf": keys.prf,
                "created": now,
            },
        )
        if not new:  # credential ids are unique (WebAuthn 7.1, step 26)
            raise MalformedError(ceremony.NOT_CHECKED)
    holder.refresh_from_db()
    return SignedIn(me=me_of(holder), keyring=keys.keyring, way=passkey_way(passkey.id))


def _refuse_anothers(keys: NewKeys) -> None:
    if are_taken(recipient=keys.recipient, signing=keys.signing):
        raise bad_keys("new key")


def _take_up(token: str, keys: NewKeys, holder: Holder) -> None:
    # The condition is in the UPDATE: of two browsers with the same link one wins.
    taken = Holder.objects.filter(invite=_digest(token), state=Holder.State.INVITED).update(
        # Who stands in no roster waits for no signature.
        state=Holder.State.JOINED if holder.tier else Holder.State.ACTIVE,
        invite="",
        invite_until=None,
        keyring=keys.keyring,
        recipient=keys.recipient,
        signing=keys.signing,
        recovery=keys.recovery,
    )
    if not taken:
        raise AbsentError(_NOT_VALID)


def _invited(token: str, now: datetime) -> Holder:
    # Looked up by digest: what the time of the look-up might tell is about a hash, not the token.
    row = Holder.objects.filter(
        invite=_digest(token), state=Holder.State.INVITED, invite_until__gt=now
    ).first()
    if row is None:
        raise AbsentError(_NOT_VALID)
    return row


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()

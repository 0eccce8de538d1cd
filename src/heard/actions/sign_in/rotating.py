"""A holder's own keys, followed by new ones: made here, in use once a signed roster names them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from heard.access import own_keys
from heard.actions.sign_in._changing import Change, change
from heard.actions.sign_in._checks import bad_keys, check_public
from heard.formats import newkeys
from heard.formats.wire import Answer, about
from heard.records.models import EarlierKeys, Holder, NewKeys, Organisation
from heard.rules.codes.keyring import KeyringChange
from heard.rules.refusals import RefusedError


class NewKeysView(Answer, kw_only=True):
    """Keys that this holder made and that wait for a roster."""

    signing: Annotated[str, about("Ed25519 public key, base64.")]
    made: datetime


@dataclass(frozen=True, kw_only=True)
class NextKeys:
    """What the browser made. ``signature``: base64, by the signing key that is in use."""

    recipient: str
    signing: str
    signature: str


def waiting(*, holder: str) -> NewKeysView | None:
    """The keys that this holder made and no roster names yet."""
    row = NewKeys.objects.filter(holder=holder).first()
    return NewKeysView(signing=row.signing, made=row.made) if row else None


def make_keys(*, asked: Change, keys: NextKeys, now: datetime) -> None:
    """Keep new keys for the next roster, in the place of any that wait; the keyring has them.

    Raises ``RefusedError``, ``MalformedError`` and as ``change``.
    """
    check_public(recipient=keys.recipient, signing=keys.signing)

    def alter(row: Holder) -> None:
        _refuse(row)
        site = Organisation.objects.get().site
        before = own_keys.public(row.recipient, row.signing)
        after = own_keys.public(keys.recipient, keys.signing)
        if not newkeys.is_signed(
            keys.signature, site=site, holder=row.id, before=before, after=after
        ):
            raise bad_keys("signature of the key before")
        if own_keys.are_taken(recipient=keys.recipient, signing=keys.signing):
            raise bad_keys("new key")
        kept = {
            "recipient": keys.recipient,
            "signing": keys.signing,
            "signature": keys.signature,
            "made": now,
        }
        NewKeys.objects.update_or_create(holder=row, defaults=kept)

    change(KeyringChange.KEYS_MADE, asked, alter, now=now)


def _refuse(row: Holder) -> None:
    if row.state != Holder.State.ACTIVE or not row.tier:
        raise RefusedError("Your keys stand in no signed list yet: nothing can follow them.")
    if EarlierKeys.objects.filter(holder=row).count() >= newkeys.MOST_EARLIER:
        raise RefusedError(
            f"Your keys were changed {newkeys.MOST_EARLIER} times, and the list of people holds no"
            " more. Ask whoever runs Heard here to invite you again."
        )

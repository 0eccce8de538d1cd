"""A holder's passkeys and recovery code. Each change stores the keyring sealed anew."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from heard.actions.keyring import _ceremony as ceremony
from heard.actions.keyring._checks import check_keyring, check_recovery
from heard.actions.keyring._me import Way, recovery_way
from heard.records.models import Holder, Passkey

MAX_PASSKEYS = 16


class PasskeyUnknownError(Exception):
    """Not one of this holder's passkeys."""

    def __init__(self) -> None:
        super().__init__("There is no such passkey in your keyring. Reload the page and try again.")


class PasskeyKnownError(Exception):
    """Registered already, or too many."""

    def __init__(self) -> None:
        super().__init__(
            f"That passkey is registered already, or you have {MAX_PASSKEYS}. "
            "Use another device, or remove a passkey first."
        )


class LastWayInError(Exception):
    """Removing it would leave only the printed recovery code."""

    def __init__(self) -> None:
        super().__init__("This is your last passkey. Add another one before you remove it.")


@dataclass(frozen=True, kw_only=True)
class PasskeyView:
    """A passkey as its holder sees it; without ``prf`` it signs in but unlocks nothing."""

    id: str
    label: str
    prf: bool
    created: datetime
    used: datetime | None


def read_keyring(*, holder: str) -> tuple[bytes, list[PasskeyView]]:
    """The sealed keyring and the passkeys, oldest first."""
    found = Holder.objects.get(id=holder)
    passkeys = [
        PasskeyView(id=p.id, label=p.label, prf=p.prf, created=p.created, used=p.used)
        for p in Passkey.objects.filter(holder=holder).order_by("created", "id")
    ]
    return bytes(found.keyring), passkeys


def passkey_options(
    *, holder: str, party: ceremony.RelyingParty, challenge: bytes
) -> ceremony.Json:
    """Options for one more passkey of this holder."""
    found = Holder.objects.get(id=holder)
    known = Passkey.objects.filter(holder=holder).values_list("id", flat=True)
    return ceremony.creation_options(
        party=party, challenge=challenge, user=holder, name=found.name, known=known
    )


def add_passkey(
    *,
    holder: str,
    party: ceremony.RelyingParty,
    challenge: bytes,
    credential: ceremony.Json,
    label: str,
    prf: bool,
    keyring: bytes,
    now: datetime,
) -> None:
    """Raises ``CeremonyError``, ``PasskeyKnownError``, ``BadKeysError``."""
    check_keyring(keyring)
    passkey = ceremony.check_registration(party=party, challenge=challenge, credential=credential)
    if Passkey.objects.filter(holder=holder).count() >= MAX_PASSKEYS:
        raise PasskeyKnownError
    try:
        with transaction.atomic():
            Passkey.objects.create(
                id=passkey.id,
                holder_id=holder,
                public_key=passkey.public_key,
                sign_count=passkey.sign_count,
                label=label,
                prf=prf,
                created=now,
            )
            Holder.objects.filter(id=holder).update(keyring=keyring)
    except IntegrityError as twice:
        raise PasskeyKnownError from twice


def remove_passkey(*, holder: str, passkey: str, keyring: bytes) -> None:
    """Raises ``PasskeyUnknownError``, ``LastWayInError``, ``BadKeysError``."""
    check_keyring(keyring)
    with transaction.atomic():
        # The holder's row is locked first, or two removals at once could each see the other's key.
        Holder.objects.select_for_update().get(id=holder)
        mine = Passkey.objects.filter(holder=holder)
        if not mine.filter(id=passkey).exists():
            raise PasskeyUnknownError
        if mine.count() == 1:
            raise LastWayInError
        mine.filter(id=passkey).delete()
        Holder.objects.filter(id=holder).update(keyring=keyring)


def new_recovery(*, holder: str, way: Way, recovery: str, keyring: bytes) -> Way:
    """Replace the recovery code and return the way that this session hangs on from now.

    The old code ends, and every session made with it. Raises ``BadKeysError``.
    """
    check_keyring(keyring)
    check_recovery(recovery)
    Holder.objects.filter(id=holder).update(recovery=recovery, keyring=keyring)
    return recovery_way(recovery) if way.startswith("recovery:") else way

"""A holder's passkeys and recovery code. Each change stores the keyring sealed again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from heard.actions.sign_in import _ceremony as ceremony
from heard.actions.sign_in import _challenge as challenge
from heard.actions.sign_in._changing import KEPT, Change, change
from heard.actions.sign_in._checks import check_recovery
from heard.actions.sign_in._me import Way, recovery_way
from heard.actions.sign_in.rotating import NewKeysView, waiting
from heard.formats.wire import Answer, about
from heard.records.models import Holder, KeptKeyring, NewKeys, Passkey
from heard.rules.codes.keyring import KeyringChange
from heard.rules.refusals import AbsentError, RefusedError

MAX_PASSKEYS = 16
_KIND = "passkey"


class PasskeyView(Answer, kw_only=True):
    """A passkey as its holder sees it."""

    id: str
    label: str
    prf: Annotated[bool, about("Without it, it signs in but unlocks nothing.")]
    created: datetime
    used: datetime | None


class KeyChange(Answer, kw_only=True):
    """Something that was changed at this holder's ways in."""

    at: datetime
    change: Annotated[str, about("A code of docs/spec/log.md, `keyring_changed`.")]


class EarlierKeyring(Answer, kw_only=True):
    """A keyring that was replaced."""

    keyring: bytes
    ended: datetime


@dataclass(frozen=True, kw_only=True)
class NewWay:
    """What a browser made: ``credential`` answers ``passkey_options`` of the same session."""

    party: ceremony.RelyingParty
    session: str
    credential: ceremony.Json
    label: str
    prf: bool


class KeyringView(Answer, kw_only=True):
    """The sealed keyring, what opens it, and what was changed last."""

    keyring: bytes
    passkeys: Annotated[list[PasskeyView], about("Oldest first.")]
    changes: Annotated[list[KeyChange], about("Newest first.")]
    new_keys: Annotated[NewKeysView | None, about("Keys that no signed roster names yet.")]


def read_keyring(*, holder: str) -> KeyringView:
    """The keyring of this holder as it is now."""
    row = Holder.objects.get(id=holder)
    passkeys = [
        PasskeyView(id=p.id, label=p.label, prf=p.prf, created=p.created, used=p.used)
        for p in Passkey.objects.filter(holder=holder).order_by("created", "id")
    ]
    changes = [KeyChange(at=each.ended, change=each.change) for each in _kept(holder)]
    return KeyringView(
        keyring=bytes(row.keyring),
        passkeys=passkeys,
        changes=changes,
        new_keys=waiting(holder=holder),
    )


def earlier_keyrings(*, holder: str) -> list[EarlierKeyring]:
    """The last few that were replaced, newest first.

    A code that was replaced opens them still: confirm first.
    """
    return [EarlierKeyring(keyring=bytes(each.keyring), ended=each.ended) for each in _kept(holder)]


def _kept(holder: str) -> list[KeptKeyring]:
    return list(KeptKeyring.objects.filter(holder=holder).order_by("-id")[:KEPT])


def passkey_options(
    *, holder: str, party: ceremony.RelyingParty, session: str, now: datetime
) -> ceremony.Json:
    """Options for one more passkey of this holder."""
    row = Holder.objects.get(id=holder)
    known = Passkey.objects.filter(holder=holder).values_list("id", flat=True)
    fresh = challenge.make(kind=_KIND, bound=_bound(holder, session), now=now)
    return ceremony.creation_options(
        party=party, challenge=fresh, user=holder, name=row.name, known=known
    )


def _bound(holder: str, session: str) -> str:
    return f"{holder} {session}"


def add_passkey(*, asked: Change, new: NewWay, now: datetime) -> None:
    """Raises ``MalformedError``, ``RefusedError`` and as ``change``."""
    bound = _bound(asked.holder, new.session)
    answered = challenge.open_in(new.credential, kind=_KIND, bound=bound, now=now)
    passkey = ceremony.check_registration(
        party=new.party, challenge=answered, credential=new.credential
    )

    def alter(row: Holder) -> None:
        mine = Passkey.objects.filter(holder=row)
        if mine.count() >= MAX_PASSKEYS or Passkey.objects.filter(id=passkey.id).exists():
            raise RefusedError(
                f"That passkey is registered already, or you have {MAX_PASSKEYS}. "
                "Use another device, or remove a passkey first."
            )
        Passkey.objects.create(
            id=passkey.id,
            holder=row,
            public_key=passkey.public_key,
            sign_count=passkey.sign_count,
            label=new.label,
            prf=new.prf,
            created=now,
        )

    change(KeyringChange.PASSKEY_ADDED, asked, alter, now=now)


def remove_passkey(*, asked: Change, passkey: str, now: datetime) -> None:
    """Raises ``AbsentError``, ``RefusedError`` and as ``change``."""

    def alter(row: Holder) -> None:
        # The row is locked: two removals at once could else each see the other's key.
        mine = Passkey.objects.filter(holder=row)
        if not mine.filter(id=passkey).exists():
            raise AbsentError(
                "There is no such passkey in your keyring. Reload the page and try again."
            )
        if mine.count() == 1:
            raise RefusedError("This is your last passkey. Add another one before you remove it.")
        mine.filter(id=passkey).delete()

    change(KeyringChange.PASSKEY_REMOVED, asked, alter, now=now)


def new_recovery(*, asked: Change, way: Way, recovery: str, now: datetime) -> Way:
    """Replace the recovery code and return the way that this session hangs on from now.

    The old code ends, and every session made with it. Raises as ``change``.
    """
    check_recovery(recovery)

    def alter(row: Holder) -> None:
        Holder.objects.filter(id=row.id).update(recovery=recovery)

    change(KeyringChange.RECOVERY_REPLACED, asked, alter, now=now)
    return recovery_way(recovery) if way.startswith("recovery:") else way


def replace_keyring(*, asked: Change, now: datetime) -> None:
    """Put a keyring in the place of the one there is; ways in stay. Raises as ``change``.

    It may be from before new keys were made: what waits for a roster is called off, or reports
    would be sealed to keys that nobody has.
    """

    def alter(row: Holder) -> None:
        NewKeys.objects.filter(holder=row).delete()

    change(KeyringChange.KEYRING_REPLACED, asked, alter, now=now)

"""How a keyring is put in the place of another: named, kept, logged, told, and once."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from heard.actions.sign_in._checks import check_keyring
from heard.ledger.journal import Actor, JournalEntry, write
from heard.records.models import Holder, KeptKeyring
from heard.rules.codes.keyring import KeyringChange
from heard.rules.codes.notifications import NoticeKind
from heard.rules.events.organisation import KeyringChanged

KEPT = 5
KEPT_FOR = timedelta(days=90)


class KeyringMovedError(Exception):
    """The keyring is not the one that this change was made from."""

    def __init__(self) -> None:
        super().__init__(
            "Your keys were changed in the meantime, on another device or in another tab. Nothing "
            "was changed now. Lock the desk, sign in again and repeat it."
        )


@dataclass(frozen=True, kw_only=True)
class Change:
    """A keyring for the one whose SHA-256 (hexadecimal) is ``replaces``.

    ``about``: the digest of the request that was confirmed; said twice in a row it is done once.
    """

    holder: str
    keyring: bytes
    replaces: str
    about: str


def change(
    what: KeyringChange, asked: Change, alter: Callable[[Holder], None], *, now: datetime
) -> None:
    """Store the keyring, and let ``alter`` do what goes with it, in one commit with its event.

    ``alter`` gets the holder's locked row, and refuses before it writes. The keyring before is
    kept. Raises ``KeyringMovedError``, ``MalformedError`` and what ``alter`` raises.
    """
    check_keyring(asked.keyring)
    digest = hashlib.sha256(asked.keyring).hexdigest()

    def action(entry: JournalEntry) -> None:
        row = Holder.objects.select_for_update().get(id=asked.holder)
        if _did(row, asked.about):
            return
        if hashlib.sha256(row.keyring).hexdigest() != asked.replaces:
            raise KeyringMovedError
        alter(row)
        _keep(row, what, asked.about, now)
        Holder.objects.filter(id=row.id).update(keyring=asked.keyring)
        actor = Actor(kind="holder", id=row.id)
        entry.log(KeyringChanged(change=what, keyring=digest), at=now, actor=actor)
        entry.tell(kind=NoticeKind.KEYRING, holder=row.id, due=now)

    write(action)


def _did(row: Holder, about: str) -> bool:
    """Whether the last thing done here was this very request: then its answer was lost."""
    last = KeptKeyring.objects.filter(holder=row).order_by("-id").first()
    return last is not None and last.about == about


def _keep(row: Holder, what: KeyringChange, about: str, now: datetime) -> None:
    before = bytes(row.keyring)
    KeptKeyring.objects.create(holder=row, keyring=before, change=what, about=about, ended=now)
    theirs = KeptKeyring.objects.filter(holder=row)
    newest = list(theirs.order_by("-id").values_list("id", flat=True)[:KEPT])
    theirs.exclude(id__in=newest).delete()


def forget_old(*, now: datetime) -> int:
    """Drop keyrings that were replaced over 90 days ago; how many."""
    return KeptKeyring.objects.filter(ended__lt=now - KEPT_FOR).delete()[0]

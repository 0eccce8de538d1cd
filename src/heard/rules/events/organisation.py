"""What happens in no case: people, keys and machines of the organisation."""

from datetime import datetime
from typing import ClassVar, Literal

import msgspec

from heard.rules.codes.directory import DirectoryList
from heard.rules.codes.keyring import KeyringChange
from heard.rules.events._event import (
    Event,
    HolderId,
    MaybeSha256,
    MostOfADay,
    NotAHolders,
    PublicKey,
    Sha256,
)


class RosterSigned(Event, frozen=True, kw_only=True):
    """The root key has signed a roster. ``roster``: of its note."""

    event: ClassVar = "roster_signed"
    bound: ClassVar = NotAHolders()
    roster: Sha256
    version: int


class DirectoryImported(Event, frozen=True, kw_only=True):
    """A file was imported. ``rows``: in it; ``kept_out``: of them not taken; the others: people."""

    event: ClassVar = "directory_imported"
    bound: ClassVar = NotAHolders()
    list: DirectoryList
    file: Sha256
    rows: int
    joined: int
    left: int
    changed: int
    kept_out: int


class DirectoryChanged(Event, frozen=True, kw_only=True):
    """What an identity provider did since the last such event, in numbers of people."""

    event: ClassVar = "directory_changed"
    bound: ClassVar = NotAHolders()
    list: Literal[DirectoryList.PEOPLE]
    joined: int
    left: int
    changed: int


class ConflictsPublished(Event, frozen=True, kw_only=True):
    """A conflict table is given out (docs/spec/conflicts.md, 6).

    ``table``: over head and buckets; ``head``: of the head; ``roster``: of the roster's note that
    it was computed from, or empty.
    """

    event: ClassVar = "conflicts_published"
    bound: ClassVar = NotAHolders()
    table: Sha256
    head: Sha256
    roster: MaybeSha256


class ConflictsDeclared(Event, frozen=True, kw_only=True):
    """A holder has said whom they cannot judge. ``count``: how many people."""

    event: ClassVar = "conflicts_declared"
    bound: ClassVar = MostOfADay(50)
    count: int


class OversightChanged(Event, frozen=True, kw_only=True):
    """A holder may see the figures, or no longer."""

    event: ClassVar = "oversight_changed"
    bound: ClassVar = NotAHolders()
    holder: HolderId
    may: bool


class KeyringChanged(Event, frozen=True, kw_only=True):
    """What ``actor`` did to their own ways in. ``keyring``: of the sealed one there is now."""

    event: ClassVar = "keyring_changed"
    bound: ClassVar = MostOfADay(50)
    change: KeyringChange
    keyring: Sha256


class KeysRotated(Event, frozen=True, kw_only=True):
    """A signed roster named new keys that the holder's key before had signed for."""

    event: ClassVar = "keys_rotated"
    bound: ClassVar = NotAHolders()
    holder: HolderId
    before: PublicKey
    after: PublicKey
    roster: Sha256


class ClockAccepted(Event, frozen=True, kw_only=True):
    """Which time was said to hold in place of which."""

    event: ClassVar = "clock_accepted"
    bound: ClassVar = NotAHolders()
    before: datetime = msgspec.field(name="from")
    to: datetime


class PromisesLost(Event, frozen=True, kw_only=True):
    """Entries that were promised and whose words no database has any more. ``count``: of them."""

    event: ClassVar = "promises_lost"
    bound: ClassVar = NotAHolders()
    count: int


class LogCreated(Event, frozen=True, kw_only=True):
    """The log begins."""

    event: ClassVar = "log_created"
    bound: ClassVar = NotAHolders()


class ManifestPublished(Event, frozen=True, kw_only=True):
    """Which pages are served. ``manifest``: of the list of their digests."""

    event: ClassVar = "manifest_published"
    bound: ClassVar = NotAHolders()
    manifest: Sha256

"""A case is worked: what was moved in it, and who has the key to its file."""

from typing import ClassVar

from heard.rules.codes.casework import FileLetterKind, WorkedCode, WorkedMove, WorkedObject
from heard.rules.events._event import (
    EndsByItself,
    Event,
    HolderIds,
    Id,
    MaybeId,
    MaybeSha256,
    MostOfACase,
    NotAHolders,
    OfACase,
    PublicKey,
    Sha256,
)

MOVES = 5000


class _Moved(OfACase, frozen=True, kw_only=True):
    """Of a move. ``shell``: of all that the server sees of it (docs/spec/sealing.md, 11)."""

    object: WorkedObject
    record: Id
    move: WorkedMove
    version: int
    code: WorkedCode
    shell: Sha256
    letter: MaybeSha256
    file_letter: MaybeSha256
    party_letter: MaybeSha256


class RecordMoved(_Moved, frozen=True, kw_only=True):
    """Something of the case was moved, and the reporter is shown it."""

    event: ClassVar = "record_moved"
    bound: ClassVar = MostOfACase(MOVES)
    told_to_reporter: ClassVar = True


class FileRecordMoved(_Moved, frozen=True, kw_only=True):
    """The same, of what the reporter is not shown."""

    event: ClassVar = "file_record_moved"
    bound: ClassVar = MostOfACase(MOVES)


class AssentGiven(OfACase, frozen=True, kw_only=True):
    """A holder has signed a move that another will make. ``shell``: of that move."""

    event: ClassVar = "assent_given"
    bound: ClassVar = MostOfACase(MOVES)
    object: WorkedObject
    record: Id
    move: WorkedMove
    version: int
    shell: Sha256
    file_letter: Sha256


class FileKeyMade(OfACase, frozen=True, kw_only=True):
    """The file has a key, or a new one. ``statement``: the digest of who its author says reads it.

    ``recipients``: who reads it now; ``waiting``: who will once something happened; ``excluded``:
    who read or waited and does no longer; ``told``: of the letter by which the reporter learns it.
    """

    event: ClassVar = "file_key_made"
    bound: ClassVar = MostOfACase(64)
    matter: Id
    generation: int
    file_recipient: Sha256
    statement: Sha256
    recipients: HolderIds
    waiting: HolderIds
    excluded: HolderIds
    letter: Sha256
    told: Sha256


class FileKeyGiven(OfACase, frozen=True, kw_only=True):
    """A reader of the file sealed its newest key to those who were owed a copy."""

    event: ClassVar = "file_key_given"
    bound: ClassVar = MostOfACase(500)
    generation: int
    recipients: HolderIds
    statement: MaybeSha256


class FileLetterAdded(OfACase, frozen=True, kw_only=True):
    """A letter among those who read the file, or between them and a party."""

    event: ClassVar = "file_letter_added"
    bound: ClassVar = MostOfACase(MOVES)
    letter: Sha256
    kind: FileLetterKind
    party: MaybeId


class ExhibitKept(OfACase, frozen=True, kw_only=True):
    """The sealed bytes of an exhibit are here, all of them. ``content``: the digest of them."""

    event: ClassVar = "exhibit_kept"
    bound: ClassVar = EndsByItself("once an exhibit, of which there are as many as moves")
    record: Id
    content: Sha256


class ExhibitDamaged(OfACase, frozen=True, kw_only=True):
    """What is kept of an exhibit is not on the server as it came: missing, or changed."""

    event: ClassVar = "exhibit_damaged"
    bound: ClassVar = NotAHolders()
    record: Id


class PartyInvited(OfACase, frozen=True, kw_only=True):
    """A party can enrol keys. ``locator``: SHA-256 of where the invitation is found."""

    event: ClassVar = "party_invited"
    bound: ClassVar = MostOfACase(200)
    party: Id
    locator: Sha256


class ChannelOpened(OfACase, frozen=True, kw_only=True):
    """A party has enrolled keys of their own: the first, or others in their place."""

    event: ClassVar = "channel_opened"
    bound: ClassVar = EndsByItself("once an invitation")
    party: Id
    recipient: Sha256
    signing: PublicKey
    replaces: bool


class MatterLinked(Event, frozen=True, kw_only=True):
    """A reader of two cases linked them. It names neither: who reads one is not told of the other.

    ``link``: its id; ``letter``: that says which they are, and why (docs/spec/sealing.md, 10).
    """

    event: ClassVar = "matter_linked"
    bound: ClassVar = EndsByItself("two cases are linked eight times at most")
    link: Id
    letter: Sha256


class MatterChecked(Event, frozen=True, kw_only=True):
    """Somebody of a later tier looked whether a complaint against a reporter is retaliation.

    ``link``: of the cases, which it does not name; ``letter``: that says what was found.
    """

    event: ClassVar = "matter_checked"
    bound: ClassVar = EndsByItself("once a link")
    link: Id
    letter: Sha256


class MatterUnlinked(Event, frozen=True, kw_only=True):
    """A reader of both ended that."""

    event: ClassVar = "matter_unlinked"
    bound: ClassVar = EndsByItself("once a link")
    link: Id

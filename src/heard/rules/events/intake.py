"""What a reporter does, and what her report sets going."""

from datetime import date, datetime
from typing import ClassVar

from heard.rules.codes.contacts import ContactKind
from heard.rules.codes.duties import DutyKind
from heard.rules.events._event import (
    HolderIds,
    Id,
    MaybeSha256,
    NotAHolders,
    OfACase,
    PublicKey,
    Sha256,
)


class ReportReceived(OfACase, frozen=True, kw_only=True):
    """A report came in, and with it a case.

    ``letter``: of the sealed report; ``recipients``: to whom it is sealed; ``roster``: of the
    roster's note; ``case_recipient``: of the string; ``disclosed``: the day of her first telling,
    where she says it; ``acknowledge_by``: when it is owed to her that a person has seen it.
    """

    event: ClassVar = "report_received"
    bound: ClassVar = NotAHolders()
    letter: Sha256
    recipients: HolderIds
    roster: Sha256
    case_recipient: Sha256
    reporter_key: PublicKey
    disclosed: date | None
    acknowledge_by: datetime


class IdentityReceived(OfACase, frozen=True, kw_only=True):
    """Who she is, sealed to ``recipients`` alone."""

    event: ClassVar = "identity_received"
    bound: ClassVar = NotAHolders()
    letter: Sha256
    recipients: HolderIds


class FileReceived(OfACase, frozen=True, kw_only=True):
    """A file came in whole.

    ``letter``: of the one that says what it is; ``content``: over the SHA-256s of its sealed
    parts, in order.
    """

    event: ClassVar = "file_received"
    bound: ClassVar = NotAHolders()
    letter: Sha256
    file: Id
    content: Sha256


class FileDamaged(OfACase, frozen=True, kw_only=True):
    """A sealed file is not on the server as it was acknowledged: missing, or changed."""

    event: ClassVar = "file_damaged"
    bound: ClassVar = NotAHolders()
    told_to_reporter: ClassVar = True
    file: Id


class CaseWithdrawn(OfACase, frozen=True, kw_only=True):
    """She took her report back."""

    event: ClassVar = "case_withdrawn"
    bound: ClassVar = NotAHolders()


class ContactChanged(OfACase, frozen=True, kw_only=True):
    """She can be told in another way. ``contact``: of what was sealed, empty where it is gone."""

    event: ClassVar = "contact_changed"
    bound: ClassVar = NotAHolders()
    kind: ContactKind
    contact: MaybeSha256


class PackageTaken(OfACase, frozen=True, kw_only=True):
    """She made a package to show to others. ``package``: its digest (docs/spec/package.md, 3)."""

    event: ClassVar = "package_taken"
    bound: ClassVar = NotAHolders()
    package: Sha256


class LateOnArrival(OfACase, frozen=True, kw_only=True):
    """What was owed before the report existed. ``since``: their due times, in the same order."""

    event: ClassVar = "late_on_arrival"
    bound: ClassVar = NotAHolders()
    duties: tuple[DutyKind, ...]
    since: tuple[datetime, ...]

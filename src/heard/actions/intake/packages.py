"""What she took away to show to others: noted by its digest, for her alone."""

from datetime import datetime

import msgspec

from heard.access.case_access import inbox_for, lock
from heard.actions.intake._sealed import check_id, content_of
from heard.formats.wire import Digest
from heard.ledger.journal import Actor, JournalEntry, Receipt, truncate_to_hour, write
from heard.records.models import Event
from heard.rules.events.intake import PackageTaken
from heard.rules.refusals import TooLargeError

REPORTER = Actor(kind="reporter")
MOST_PACKAGES = 100  # of one case: each is an event that the log keeps for ever


class NewPackage(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``POST inbox/packages``. ``digest``: the package's (docs/spec/package.md, 3)."""

    id: str
    digest: Digest


def note_package(*, authorization: str, package: NewPackage, now: datetime) -> Receipt:
    """Log that she made a package. Nobody else of the case is told: whom it is for is hers to say.

    Raises NoSuchCaseError, MalformedError, TooLargeError (after a hundred),
    IdempotencyConflictError, UnavailableError.
    """
    case, at = inbox_for(authorization), truncate_to_hour(now)
    check_id(package.id)

    def action(entry: JournalEntry) -> None:
        lock(case.id)
        if Event.of(case.id).filter(kind=PackageTaken.event).count() >= MOST_PACKAGES:
            raise TooLargeError(
                f"Of this report {MOST_PACKAGES} packages were made. Use one that you have."
            )
        taken = PackageTaken(case=case.id, package=package.digest)
        entry.log(taken, at=at, actor=REPORTER)

    content = content_of("package", case.id, package.digest)
    return write(action, key=package.id, sha256=content).receipts[0]

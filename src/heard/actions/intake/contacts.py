"""Where she wants to be told: a sealed address that she may leave, replace and take away."""

from datetime import datetime

import msgspec

from heard.access import erasures, notify_key, roster
from heard.access.case_access import NoSuchCaseError, inbox_for, lock
from heard.actions.intake._sealed import check_contact, check_id, content_of
from heard.ledger.journal import Actor, JournalEntry, truncate_to_hour, write
from heard.records.models import Case, Contact, Event
from heard.rules.codes.contacts import ContactKind
from heard.rules.events.intake import ContactChanged
from heard.rules.refusals import RefusedError, TooLargeError

REPORTER = Actor(kind="reporter")
OVER = (
    "This case was closed, and what was kept to tell you of it was erased. Nothing was kept. Come"
    " back with your words to see whether anything changed."
)
MOST_CHANGES = 1000  # of one case: each is an event that the log keeps for ever


class NewContact(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``POST inbox/contacts``."""

    id: str
    kind: ContactKind
    sealed: bytes


class OldContact(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``POST inbox/contacts/remove``."""

    id: str
    kind: ContactKind


def set_contact(*, authorization: str, contact: NewContact, now: datetime) -> None:
    """Keep a contact in place of the one of its kind before.

    Raises NoSuchCaseError (also once what she took back is stopped: nothing will come of it),
    MalformedError, TooLargeError (after a thousand changes), RefusedError,
    IdempotencyConflictError, UnavailableError.
    """
    case, at = inbox_for(authorization), truncate_to_hour(now)
    check_id(contact.id)
    digest = check_contact(contact.sealed)
    refusal = _refusal(contact.sealed)

    def action(entry: JournalEntry) -> None:
        if refusal:  # only here: a repeat of what was kept stays done when the roster changes
            raise refusal
        if lock(case.id).state == Case.State.STOPPED:
            raise NoSuchCaseError
        if erasures.is_over(case):
            raise RefusedError(OVER)
        if Event.of(case.id).filter(kind=ContactChanged.event).count() >= MOST_CHANGES:
            raise TooLargeError("This was changed too often. You can still take the last one away.")
        Contact.objects.filter(case=case, kind=contact.kind).delete()
        Contact.objects.create(case=case, kind=contact.kind, sealed=contact.sealed, at=at)
        _log(entry, case, contact.kind, digest, at)

    content = content_of("contact", case.id, contact.kind, contact.sealed)
    write(action, key=contact.id, sha256=content)


def remove_contact(*, authorization: str, contact: OldContact, now: datetime) -> None:
    """Forget a contact; where there is none, nothing happens.

    Raises NoSuchCaseError, MalformedError, IdempotencyConflictError, UnavailableError.
    """
    case, at = inbox_for(authorization), truncate_to_hour(now)
    check_id(contact.id)

    def action(entry: JournalEntry) -> None:
        if Contact.objects.filter(case=case, kind=contact.kind).delete()[0]:
            _log(entry, case, contact.kind, "", at)

    write(action, key=contact.id, sha256=content_of("no contact", case.id, contact.kind))


def _refusal(sealed: bytes) -> Exception | None:
    """Whoever named another key to her page must not find the address here, nor have it kept."""
    service = roster.notices()
    if service is None:
        return RefusedError("Notices cannot be set up on this site yet. Nothing was kept.")
    if notify_key.load().is_sealed_to(service.recipient, sealed):
        return None
    return RefusedError(
        "This is not sealed to the key that the newest roster names. Load it again."
    )


def _log(entry: JournalEntry, case: Case, kind: ContactKind, digest: str, at: datetime) -> None:
    changed = ContactChanged(case=case.id, kind=kind, contact=digest)
    entry.log(changed, at=at, actor=REPORTER)

"""Keys that a holder puts in the place of their own (docs/spec/roster.md, "New keys").

They wait for a roster that the root key signs, and are nobody's to seal to until then.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from hashlib import sha256

from django.db.models import Q

from heard.formats.newkeys import Earlier, PublicKeys
from heard.formats.roster import Entry as Person
from heard.ledger.journal import Actor, JournalEntry
from heard.records.models import EarlierKeys, Holder, NewKeys, Organisation
from heard.rules.codes.notifications import NoticeKind
from heard.rules.events.organisation import KeysRotated

OVERLAP = timedelta(days=7)  # what a desk that was open signs with the key before still counts


def public(recipient: str, signing: str) -> PublicKeys:
    """As a statement names them."""
    return PublicKeys(sha256(recipient.encode()).hexdigest(), signing)


def are_taken(*, recipient: str, signing: str) -> bool:
    """Whether either is, was or will be somebody's. To be asked in the transaction that keeps them.

    With one key twice no roster could be signed any more (docs/spec/roster.md).
    """
    list(Organisation.objects.select_for_update())  # of two browsers with one key one is first
    digest = public(recipient, signing).recipient
    theirs = Q(recipient=recipient) | Q(signing=signing)
    before = Q(recipient=digest) | Q(signing=signing)
    return (
        Holder.objects.filter(theirs).exists()
        or NewKeys.objects.filter(theirs).exists()
        or EarlierKeys.objects.filter(before).exists()
    )


def earlier(holder: str) -> tuple[Earlier, ...]:
    """The keys that a holder had before, oldest first."""
    rows = EarlierKeys.objects.filter(holder=holder).order_by("id")
    return tuple(
        Earlier(
            recipient=row.recipient, signing=row.signing, until=row.until, signature=row.signature
        )
        for row in rows
    )


def follow_on(person: Person, waiting: NewKeys | None, issued: date) -> Person:
    """The entry of a roster issued on a day (UTC), with the keys that wait for it."""
    if waiting is None:
        return person
    before = Earlier(
        recipient=person.keys.recipient,
        signing=person.signing,
        until=issued + OVERLAP,
        signature=waiting.signature,
    )
    return replace(
        person,
        recipient=waiting.recipient,
        signing=waiting.signing,
        earlier=(*person.earlier, before),
    )


def take_up(entry: JournalEntry, people: Iterable[Person], *, roster: str, now: datetime) -> None:
    """What a signed roster says of keys holds from here on; logged, and its holders are told.

    ``roster``: its SHA-256, hexadecimal.
    """
    named = {each.id: each for each in people}
    for row in NewKeys.objects.select_related("holder").filter(holder__in=named):
        person = named[row.holder_id]
        if person.signing != row.signing:
            continue  # the roster was made before the keys were
        before = person.earlier[-1]
        entry.add(
            EarlierKeys(
                holder=row.holder,
                recipient=before.recipient,
                signing=before.signing,
                signature=before.signature,
                until=before.until,
            )
        )
        Holder.objects.filter(id=person.id).update(recipient=row.recipient, signing=row.signing)
        row.delete()
        rotated = KeysRotated(
            holder=person.id, before=before.signing, after=person.signing, roster=roster
        )
        entry.log(rotated, at=now, actor=Actor(kind="operator"))
        entry.tell(kind=NoticeKind.KEYRING, holder=person.id, due=now)

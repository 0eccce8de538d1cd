"""What there is of a class of what is kept of a case, and how it is destroyed: contacts alone.

Under the lock of the case, in the transaction that logs it.
"""

from django.db.models import QuerySet

from heard.access import casework, contacts
from heard.formats import entry as entries
from heard.records.models import Case, Erasure, Event, Opening
from heard.rules.codes.retention import Kept
from heard.rules.events.intake import ContactChanged

# Of the events of a class: which, and the fields that say more than that something happened.
_FIELDS = {Kept.CONTACTS: ((ContactChanged.event,), ("contact",))}


def is_placed(case: Case, what: Kept) -> bool:
    """Whether each of its events has its place: until then its promise shows every field."""
    return not _openings(case, what).filter(place=None).exists()


def destroy(case: Case, what: Kept) -> tuple[str, ...]:
    """Destroy it; the names of the log's fields whose value and salt are gone, ascending.

    The digests stay, so that every entry verifies as before. Of an entry of version 1 nothing is
    closed: its digests alone would not say under which names they were logged.
    """
    contacts.forget(case)
    names = set()
    for row in _openings(case, what):
        opening = entries.parse(row.fields)
        if opening.version != entries.VERSION:
            continue
        closed = opening.values.keys() & set(_FIELDS[what][1])
        if closed:
            Opening.objects.filter(pk=row.pk).update(fields=opening.close(closed).encode())
            names |= closed
    return tuple(sorted(names))


def is_over(case: Case) -> bool:
    """Whether the case is closed, and what was kept to tell its reporter of it is erased."""
    gone = Erasure.objects.filter(case=case, what=Kept.CONTACTS).exists()
    return gone and casework.state_of(case).phase == "closed"


def _openings(case: Case, what: Kept) -> QuerySet[Opening]:
    numbers = Event.objects.filter(case_number=case.pk, kind__in=_FIELDS[what][0]).values("index")
    return Opening.objects.filter(index__in=numbers)

"""What there is of a class of what is kept of a case, and how it is destroyed.

Under the lock of the case, in the transaction that logs it. Rows stay, empty, with the digest of
what was in them: numbers, chains and receipts go on from them (docs/spec/retention.md, 4).
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from django.db.models import Q, QuerySet

from heard.access import casework, contacts
from heard.access.kept_letters import Thing, file_letters_of, letters_of
from heard.formats import entry as entries
from heard.records import blobs
from heard.records.models import (
    Case,
    CaseLink,
    Erasure,
    Event,
    Evidence,
    File,
    FileLetter,
    FileWrap,
    Invitation,
    Letter,
    LinkCheck,
    Opening,
    Outgoing,
    PartyKeys,
    SecondWrap,
    Segment,
    Wrap,
)
from heard.rules.codes.retention import Kept
from heard.rules.events.cases import Erased
from heard.rules.events.casework import ChannelOpened, FileLetterAdded, PartyInvited
from heard.rules.events.evidence import EvidenceNoted, PreservationOrdered
from heard.rules.events.intake import (
    ContactChanged,
    IdentityReceived,
    PackageTaken,
    ReportReceived,
)

# Of the events of a class: the fields that say more than that something happened.
_FIELDS: dict[Kept, dict[str, tuple[str, ...]]] = {
    Kept.CONTACTS: {ContactChanged.event: ("contact",)},
    Kept.IDENTITY: {IdentityReceived.event: ("recipients",)},
    Kept.REPORT: {
        ReportReceived.event: ("disclosed",),
        EvidenceNoted.event: ("overwritten",),
        PreservationOrdered.event: ("document",),
        PackageTaken.event: ("package",),
    },
    Kept.RESPONDENT_NAME: {
        PartyInvited.event: ("party", "locator"),
        ChannelOpened.event: ("party", "recipient", "signing"),
        FileLetterAdded.event: ("party",),
    },
}
# With the last of a case go all fields but these: what happened, when, by whom and in which order.
# Digests of sealed letters are of random bytes that nobody has any more; by them a letter that is
# gone is told from one that is kept back.
_STAYS = frozenset({
    *("event", "at", "actor", "case", "prev", "object", "record", "move", "version"),
    *("from", "to", "code", "route", "shell", "generation"),
    *("letter", "file_letter", "party_letter"),
})  # fmt: skip


class Destroyed(NamedTuple):
    """``fields``: names of the log's fields whose value and salt are gone, ascending.

    ``segments``: of files, whose bytes ``drop`` takes from the disk once it is committed.
    """

    fields: tuple[str, ...]
    segments: tuple[str, ...]


def is_placed(case: Case, thing: Thing) -> bool:
    """Whether each of its events has its place: until then its promise shows every field."""
    waiting = _openings(case, thing).filter(place=None)
    return not any(_closing(row, thing) for row in waiting)


def destroy(case: Case, thing: Thing) -> Destroyed:
    """Destroy it; the case must be locked.

    The digests stay, so that every entry verifies as before. Of an entry of version 1 nothing is
    closed: its digests alone would not say under which names they were logged.
    """
    segments = tuple(_ROWS[thing.what](case, thing) or ())
    names = set[str]()
    for row in _openings(case, thing):
        if closed := _closing(row, thing):
            opening = entries.parse(row.fields).close(closed)
            Opening.objects.filter(pk=row.pk).update(fields=opening.encode())
            names |= closed
    return Destroyed(tuple(sorted(names)), segments)


def drop(destroyed: Destroyed) -> None:
    """Remove the bytes, after the commit. What a crash leaves of them is swept as leftovers."""
    there = Segment.objects.filter(pk__in=destroyed.segments).values_list("pk", flat=True)
    for segment in set(destroyed.segments) - set(there):
        blobs.forget(segment)


def is_over(case: Case) -> bool:
    """Whether the case is closed, and what was kept to tell its reporter of it is erased."""
    gone = Erasure.objects.filter(case=case, what=Kept.CONTACTS).exists()
    return gone and casework.state_of(case).phase == "closed"


def _openings(case: Case, thing: Thing) -> QuerySet[Opening]:
    events = Event.objects.filter(case_number=case.pk)
    if thing.what == Kept.WRAPS:
        events = events.exclude(kind=Erased.event)
    else:
        events = events.filter(kind__in=_FIELDS.get(thing.what, ()))
    return Opening.objects.filter(index__in=events.values("index"))


def _closing(row: Opening, thing: Thing) -> set[str]:
    """The names of the fields of an event that are still open and go."""
    opening = entries.parse(row.fields)
    said = opening.values
    if opening.version != entries.VERSION or thing.record not in ("", said.get("party")):
        return set()
    if thing.what == Kept.WRAPS:
        return said.keys() - _STAYS
    return said.keys() & set(_FIELDS[thing.what][said["event"]])


def _contacts(case: Case, _thing: Thing) -> None:
    contacts.forget(case)


def _letters(case: Case, thing: Thing) -> None:
    Letter.objects.filter(case=case, id__in=letters_of(case, thing)).update(sealed=b"")
    FileLetter.objects.filter(case=case, id__in=file_letters_of(case, thing)).update(sealed=b"")


def _report(case: Case, thing: Thing) -> list[str]:
    _letters(case, thing)
    segments = list(Segment.objects.filter(file__case=case).values_list("pk", flat=True))
    File.objects.filter(exhibit__case=case).delete()
    # Of what came with the report the row stays: the case still says that there was a file.
    Segment.objects.filter(file__case=case).delete()
    Case.objects.filter(pk=case.pk).update(disclosed=None)
    Evidence.objects.filter(case=case).update(overwritten=None, document="")
    return segments


def _party(case: Case, thing: Thing) -> None:
    _letters(case, thing)
    _rooms(case, Q(party=thing.record))


def _rooms(case: Case, whose: Q) -> None:
    """Parties' keys, and how they came to them: the twelve words open nothing any more."""
    PartyKeys.objects.filter(whose, case=case).delete()
    Invitation.objects.filter(whose, case=case).delete()


def _wraps(case: Case, thing: Thing) -> None:
    _letters(case, thing)
    _rooms(case, Q())
    Wrap.objects.filter(case=case).update(sealed=b"")
    SecondWrap.objects.filter(case=case).update(sealed=b"")
    FileWrap.objects.filter(case=case).update(sealed=b"")
    Outgoing.objects.filter(case=case.id).delete()
    _links(case)


def _links(case: Case) -> None:
    """That two cases were linked is kept as long as either can be read."""
    gone = Erasure.objects.filter(what=Kept.WRAPS).values("case")
    ours = CaseLink.objects.filter(Q(case=case, other__in=gone) | Q(other=case, case__in=gone))
    LinkCheck.objects.filter(link__in=ours).update(sealed=b"")
    ours.update(sealed=b"")


def _nothing(_case: Case, _thing: Thing) -> None:
    """Two people destroy it, by a move."""


_ROWS: dict[Kept, Callable[[Case, Thing], Iterable[str] | None]] = {
    Kept.CONTACTS: _contacts,
    Kept.IDENTITY: _letters,
    Kept.IRRELEVANT: _nothing,
    Kept.RECORDINGS: _nothing,
    Kept.REPORT: _report,
    Kept.FINDINGS: _letters,
    Kept.DRAFTS: _letters,
    Kept.RESPONDENT_NAME: _party,
    Kept.WRAPS: _wraps,
}

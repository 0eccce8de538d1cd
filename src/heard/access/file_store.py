"""The blob store as this machine sees it, and what happens when a part of it is not as it was.

A file is named once, in its case's history and to those who read the case; the reporter is told
as of everything that was not her own doing. What cannot be seen at all is not called damaged: the
disk or the share is not there, and then no file is taken and none is given.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime

from heard.access import file_key
from heard.access.case_access import lock
from heard.access.contacts import overseers
from heard.access.tiers import readers_of
from heard.formats import FormatError
from heard.formats.ageheader import check_header
from heard.ledger import alarms, closed
from heard.ledger.journal import Actor, JournalEntry, truncate_to_hour, write
from heard.ledger.writer import UnavailableError
from heard.records import blobs
from heard.records.blobs import DamagedError
from heard.records.models import Case, ExhibitCopy, File, Part, Segment, Store
from heard.rules.codes.notifications import NoticeKind
from heard.rules.events.casework import ExhibitDamaged
from heard.rules.events.intake import FileDamaged
from heard.rules.refusals import MalformedError

CLOCK = Actor(kind="clock")
AT_ONCE = 8 * 2**20  # bytes of a file in one answer; our pages ask for 4 MiB


__all__ = [
    "AT_ONCE",
    "DamagedError",
    "PastTheEndError",
    "Stretch",
    "WrongOffsetError",
    "check_start",
    "drop_refused",
    "ensure_mark",
    "read",
    "refuse_unseen",
    "seen",
    "tell_damage",
]


def ensure_mark() -> None:
    """Mark the store of a Heard that has none yet. The file first: a row alone would shut it."""
    if Store.objects.exists():
        return
    mark = blobs.mark() or secrets.token_hex(16)
    blobs.put_mark(mark)
    Store.objects.get_or_create(defaults={"mark": mark})


def seen() -> bool:
    """Whether this machine sees the store that the database belongs to."""
    marks = Store.objects.values_list("mark", flat=True)
    return all(mark == blobs.mark() for mark in marks)


def refuse_unseen() -> None:
    """Raise UnavailableError."""
    if not seen():
        raise UnavailableError("Files cannot be taken or given just now. Try again in a while.")


class WrongOffsetError(Exception):
    """A part does not begin where its segment ends."""

    def __init__(self, received: int) -> None:
        super().__init__(f"Go on at byte {received}.")
        self.received = received


def check_start(data: bytes) -> None:
    """Raise MalformedError unless these begin an age file to one recipient."""
    try:
        check_header(data, recipients_expected=1, size=max(len(data), 2**20))
    except FormatError as error:
        if error.kind != "payload":  # how long it will be is not known yet
            raise MalformedError(f"The file is not sealed as it must be. {error}") from error


def drop_refused(case: Case, part: Part) -> None:
    """Take away what was refused after it was written.

    Not where the segment goes on behind it: another sender of the same bytes was counted. Its row
    may be of this very commit and not stand in the table yet, its segment does.
    """
    lock(case.id)
    beyond = Segment.objects.filter(pk=part.segment_id, received__gt=part.offset)
    others = Part.objects.filter(segment=part.segment_id, offset=part.offset)
    if not beyond.exists() or others.exclude(sha256=part.sha256).exists():
        blobs.drop(part.segment_id, part.offset, part.sha256)


class PastTheEndError(Exception):
    """The range begins where the segment has ended; ``total`` is its length."""

    def __init__(self, total: int) -> None:
        super().__init__(f"The file ends at byte {total}. Please reload the page.")
        self.total = total


@dataclass(frozen=True, slots=True)
class Stretch:
    """Bytes from ``start`` to before ``end`` of a segment that has ``total``."""

    start: int
    end: int
    total: int
    data: bytes


def read(segment: Segment, start: int | None, end: int | None, *, now: datetime) -> Stretch:
    """A stretch of a sealed segment as it was acknowledged; the ends as RFC 9110, 14.1.2, has them.

    ``start`` None means the last ``end`` bytes; ``end`` None means up to what is there; both None
    all of it. At most the first ``AT_ONCE`` bytes of that, whole in memory: an answer that is read
    from the disk while it is sent holds a thread for as long as its reader likes.
    Raises PastTheEndError, MalformedError (both None), UnavailableError, DamagedError; tells of
    damage.
    """
    total = segment.received
    if start is None and end is None and total > AT_ONCE:
        raise MalformedError(
            "This file is given in ranges of at most 8 MiB. Please reload the page."
        )
    first, after = _bounds(start, end, total)
    if first >= after and (start, end) != (None, None):
        raise PastTheEndError(total)
    return Stretch(first, after, total, _bytes(segment, first, after, now=now))


def _bounds(start: int | None, end: int | None, total: int) -> tuple[int, int]:
    if start is None:
        first, after = max(0, total - (total if end is None else end)), total
    else:
        first, after = start, total if end is None else min(end, total)
    return first, min(after, first + AT_ONCE)


def _bytes(segment: Segment, first: int, after: int, *, now: datetime) -> bytes:
    refuse_unseen()
    rows = Part.objects.filter(segment=segment).order_by("offset")
    parts = list(rows.values_list("offset", "size", "sha256"))
    try:
        return b"".join(blobs.read(segment.id, parts, first, after))
    except DamagedError as fault:
        tell_damage(segment.file, fault.what, now=now)
        raise


def tell_damage(file: File, what: str, *, now: datetime) -> None:
    """Name a damaged file, once. The time is cut to the hour: she may have been the one to ask.

    That an exhibit is damaged is told to those who have the file of the case, and to no reporter.
    """
    if closed.mode():
        return
    at = truncate_to_hour(now)

    def action(entry: JournalEntry) -> None:
        case = lock(file.case.id)
        if not Segment.objects.filter(file=file.id).exists():
            return  # its bytes are gone by who destroyed it, or were erased, a moment ago
        if not alarms.raise_once(kind=alarms.Kind.FILE, subject=file.id, what=what, now=at):
            return
        event, readers = _damage(file, case)
        entry.log(event, at=at, actor=CLOCK)
        for holder in readers:
            entry.tell(kind=NoticeKind.DAMAGED, holder=holder, case=case.id, due=now)
        for holder in overseers([case.id]):
            entry.tell(kind=NoticeKind.DAMAGED, holder=holder, due=now)

    write(action)


def _damage(file: File, case: Case) -> tuple[FileDamaged | ExhibitDamaged, list[str]]:
    """The event, and whom it concerns."""
    copy = ExhibitCopy.objects.filter(file=file).first()
    if copy is None:
        return FileDamaged(case=case.id, file=file.id), list(readers_of(case.id))
    return ExhibitDamaged(case=case.id, record=copy.record), file_key.readers_of(case)

"""The blob store as this machine sees it, and what happens when a part of it is not as it was.

A file is named once, in its case's history and to those who read the case; the reporter is told
as of everything that was not her own doing. What cannot be seen at all is not called damaged: the
disk or the share is not there, and then no file is taken and none is given.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime

from heard.access.case_access import lock
from heard.access.contacts import overseers
from heard.access.tiers import readers_of
from heard.ledger import alarms, closed
from heard.ledger.journal import Actor, JournalEntry, truncate_to_hour, write
from heard.records import blobs
from heard.records.blobs import Damaged, Part
from heard.records.models import File, Store
from heard.rules.events.intake import FileDamaged

CLOCK = Actor(kind="clock")
AT_ONCE = 8 * 2**20  # bytes of a file in one answer; our pages ask for 4 MiB


__all__ = [
    "AT_ONCE",
    "AskForRange",
    "Damaged",
    "StoreUnseen",
    "ensure_mark",
    "read",
    "refuse_unseen",
    "seen",
    "tell_damage",
]


class StoreUnseen(Exception):
    """This machine does not see the sealed files that the database speaks of."""

    def __init__(self) -> None:
        super().__init__("Files cannot be taken or given just now. Try again in a while.")


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
    """Raise StoreUnseen."""
    if not seen():
        raise StoreUnseen


class AskForRange(Exception):
    """More than is given at once, and no range was asked for."""

    def __init__(self) -> None:
        super().__init__("This file is given in ranges of at most 8 MiB. Please reload the page.")


def read(
    file: File, segment: str, parts: Sequence[Part], start: int, end: int, *, now: datetime
) -> bytes:
    """Bytes of a segment as they were acknowledged, whole in memory, at most ``AT_ONCE``.

    An answer that is read from the disk while it is sent holds a thread for as long as its reader
    likes. Raises StoreUnseen, Damaged; tells of it.
    """
    assert end - start <= AT_ONCE
    refuse_unseen()
    try:
        return b"".join(blobs.read(segment, parts, start, end))
    except Damaged as fault:
        tell_damage(file, fault.what, now=now)
        raise


def tell_damage(file: File, what: str, *, now: datetime) -> None:
    """Name a damaged file, once. The time is cut to the hour: she may have been the one to ask."""
    if closed.mode():
        return
    at = truncate_to_hour(now)

    def action(entry: JournalEntry) -> None:
        lock(file.case_id)
        if not alarms.raise_once(kind=alarms.Kind.FILE, subject=file.id, what=what, now=at):
            return
        entry.log(FileDamaged(case=file.case_id, file=file.id), at=at, actor=CLOCK)
        for holder in readers_of(file.case_id):
            entry.tell(kind="damaged", holder=holder, case=file.case_id, due=now)
        for holder in overseers([file.case_id]):
            entry.tell(kind="damaged", holder=holder, due=now)

    write(action)

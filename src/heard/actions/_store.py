"""The blob store as this machine sees it, and what happens when a part of it is not as it was.

A file is named once, in its case's history and to those who read the case; the reporter is told
as of everything that was not her own doing. What cannot be seen at all is not called damaged: the
disk or the share is not there, and then no file is taken and none is given.
"""

import secrets
from collections.abc import Iterator, Sequence
from datetime import datetime

from heard.actions import _alarms, _closed
from heard.actions._access import lock
from heard.actions._contacts import overseers
from heard.actions._journal import Actor, Entry, hour, write
from heard.actions._tiers import readers_of
from heard.records import blobs
from heard.records.blobs import Damaged, Part
from heard.records.models import File, Store

CLOCK = Actor(kind="clock")


__all__ = [
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


def read(
    file: File, segment: str, parts: Sequence[Part], start: int, end: int, *, now: datetime
) -> Iterator[bytes]:
    """Bytes of a segment as they were acknowledged. Raises StoreUnseen, Damaged; tells of it."""
    refuse_unseen()
    try:
        data = blobs.read(segment, parts, start, end)
    except Damaged as fault:
        tell_damage(file, fault.what, now=now)
        raise
    return _watched(data, file, now)


def _watched(data: Iterator[bytes], file: File, now: datetime) -> Iterator[bytes]:
    try:
        yield from data
    except Damaged as fault:
        # Too late for an answer in words: it breaks off, and the reader's browser says so.
        tell_damage(file, fault.what, now=now)
        raise


def tell_damage(file: File, what: str, *, now: datetime) -> None:
    """Name a damaged file, once. The time is cut to the hour: she may have been the one to ask."""
    if _closed.mode():
        return
    at = hour(now)

    def deed(entry: Entry) -> None:
        lock(file.case_id)
        if not _alarms.raise_once(kind=_alarms.Kind.FILE, subject=file.id, what=what, now=at):
            return
        entry.event("file_damaged", at=at, actor=CLOCK, case=file.case_id, fields={"file": file.id})
        for holder in readers_of(file.case_id):
            entry.tell(kind="damaged", holder=holder, case=file.case_id, due=now)
        for holder in overseers([file.case_id]):
            entry.tell(kind="damaged", holder=holder, due=now)

    write(deed)

"""Keeping the sealed bytes of an exhibit, block by block, and giving them to who has the file.

The digest of them is in the log since ``exhibit.receive``. Who sends says first which blocks it is
made of; from then on nothing else is taken than these.
"""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.db.models import Sum

from heard.access import casework, exhibit_copies, file_key, file_store
from heard.access.case_access import NoSuchCaseError
from heard.access.casework_answers import KeptView
from heard.access.file_letters import tell_readers
from heard.access.file_store import Stretch, WrongOffsetError
from heard.access.permission import actor_of, lock, require_decider, require_reader
from heard.actions.casework._content import NOT_IN_IT
from heard.formats.blocks import BLOCK
from heard.formats.ids import new_id
from heard.ledger.journal import JournalEntry, write
from heard.ledger.writer import UnavailableError
from heard.records import blobs
from heard.records.models import Case, ExhibitCopy, File, Part, Segment
from heard.rules.events.casework import ExhibitKept
from heard.rules.refusals import MalformedError, RefusedError, TooLargeError

MOST_COPIES = 500  # of one case
MOST_OF_A_CASE = 25  # times the largest file, in bytes
MOST_UNFINISHED = 20  # of one holder, in all cases
SHA256 = 32
_NOT_IT = "This is not the file that was received. Choose the copy that was sealed and saved then."
_KEPT_BY = frozenset({"received", "verified", "exhibited", "withheld"})


def announce(
    *, holder: str, case: str, exhibit: str, size: int, blocks: Sequence[str], now: datetime
) -> KeptView:
    """Say how large the sealed bytes are and which blocks they have; how much of them is here.

    ``blocks``: the SHA-256 of each 8 MiB, hexadecimal. Said again it answers where to go on. Raises
    NoSuchCaseError, RefusedError, MalformedError, TooLargeError, UnavailableError, OSError (where
    the disk is too full for it).
    """
    found = _may_keep(holder, case)
    file_store.refuse_unseen()
    _check_size(size, len(blocks))
    joined = b"".join(bytes.fromhex(each) for each in blocks)
    known = ExhibitCopy.objects.filter(case=found, record=exhibit).first()
    if known is None or not known.whole:
        segment = exhibit_copies.segment_of(found, exhibit)
        blobs.check_room(size - (segment.received if segment else 0))

    def action(_entry: JournalEntry) -> None:
        locked = lock(case)
        _may_keep(holder, case)
        _check_is_it(locked, exhibit, joined)
        row = ExhibitCopy.objects.filter(case=locked, record=exhibit).first()
        if row is None:
            _check_bounds(locked, holder, size)
            _begin(locked, exhibit, size, joined, holder, now)
        elif not row.whole:
            ExhibitCopy.objects.filter(pk=row.pk).update(size=size, holder=holder, at=now)

    write(action)
    return next(each for each in exhibit_copies.views(found) if each.record == exhibit)


def put_part(
    *, holder: str, case: str, exhibit: str, offset: int, data: bytes, now: datetime
) -> KeptView:
    """Keep one block durably; with the last of them the exhibit is kept, and the log says so.

    Raises NoSuchCaseError, MalformedError, WrongOffsetError, RefusedError, UnavailableError,
    OSError.
    """
    found = _may_keep(holder, case)
    file_store.refuse_unseen()
    segment = exhibit_copies.segment_of(found, exhibit)
    if segment is None:
        raise NoSuchCaseError
    digest = sha256(data).hexdigest()
    _check_block(segment.file.exhibit, offset, data, digest)
    part = Part(segment_id=segment.pk, offset=offset, size=len(data), sha256=digest)
    if not _is_here(part):
        if offset != segment.received:
            raise WrongOffsetError(segment.received)
        blobs.put(segment.pk, offset, digest, data)
        _count(holder, found, part, now)
    return next(each for each in exhibit_copies.views(found) if each.record == exhibit)


def _is_here(part: Part) -> bool:
    return Part.objects.filter(segment=part.segment_id, offset=part.offset).exists()


def _count(holder: str, case: Case, part: Part, now: datetime) -> None:
    try:
        write(lambda entry: _grow(entry, holder, case, part, now))
    except UnavailableError:
        raise  # it may still be done; if it is not, what was written is swept up (leftovers.py)
    except Exception:
        write(lambda _entry: file_store.drop_refused(case, part))
        raise


def _grow(entry: JournalEntry, holder: str, case: Case, part: Part, now: datetime) -> None:
    """Count the part; what was looked at before the action may be otherwise by now.

    Of two windows that send the same block one wins, and the other is told where to go on.
    """
    lock(case.id)
    _may_keep(holder, case.id)
    segment = Segment.objects.select_related("file__exhibit").filter(pk=part.segment_id).first()
    if segment is None:
        raise RefusedError("Nothing of this exhibit is kept any more. Load the page again.")
    grown = Segment.objects.filter(pk=segment.pk, received=part.offset)
    if not blobs.is_there(part.segment_id, part.offset, part.sha256) or not grown.update(
        received=part.offset + part.size
    ):
        raise WrongOffsetError(Segment.objects.get(pk=segment.pk).received)
    entry.add(part)
    copy = segment.file.exhibit
    whole = part.offset + part.size == copy.size
    ExhibitCopy.objects.filter(pk=copy.pk).update(at=now, whole=whole)
    if whole:
        kept = ExhibitKept(case=case.id, record=copy.record, content=copy.digest)
        entry.log(kept, at=now, actor=actor_of(holder))
        tell_readers(entry, case=case, but=holder, now=now)


def read(
    *, holder: str, case: str, exhibit: str, start: int | None, end: int | None, now: datetime
) -> Stretch:
    """A stretch of the sealed bytes, as ``file_store.read`` takes and refuses its ends.

    For who has the file of the case; what is still coming is not there yet. Raises NoSuchCaseError
    beside what that raises.
    """
    found = require_reader(holder=holder, case=case).case
    segment = exhibit_copies.segment_of(found, exhibit)
    if segment is None or not segment.file.exhibit.whole or not file_key.reads(found, holder):
        raise NoSuchCaseError
    return file_store.read(segment, start, end, now=now)


def _may_keep(holder: str, case: str) -> Case:
    found = require_decider(holder=holder, case=case).case
    if not file_key.reads(found, holder):
        raise RefusedError(NOT_IN_IT)
    return found


def _check_size(size: int, blocks: int) -> None:
    if size > settings.HEARD.max_file_bytes:
        raise TooLargeError("The file is larger than this Heard takes. Keep it where it is.")
    if size < 1 or blocks != -(-size // BLOCK):
        raise MalformedError("A file has as many blocks as its size says. Load the page again.")


def _check_is_it(case: Case, exhibit: str, blocks: bytes) -> None:
    """Whether these are the blocks of what the log has. The case must be locked."""
    record = casework.state_of(case).get("exhibit", exhibit)
    if record is None or record.state not in _KEPT_BY:
        raise RefusedError("This exhibit is not received, or not here any more.")
    if record.digest != sha256(blocks).hexdigest():
        raise RefusedError(_NOT_IT)


def _check_bounds(case: Case, holder: str, size: int) -> None:
    kept = ExhibitCopy.objects.filter(case=case)
    held = kept.aggregate(held=Sum("size"))["held"] or 0
    if kept.count() >= MOST_COPIES or held + size > MOST_OF_A_CASE * settings.HEARD.max_file_bytes:
        raise TooLargeError("This case has as many sealed files as it can. Keep it where it is.")
    if ExhibitCopy.objects.filter(holder=holder, whole=False).count() >= MOST_UNFINISHED:
        raise TooLargeError("You have begun to send 20 files. Finish some of them first.")


def _begin(case: Case, exhibit: str, size: int, blocks: bytes, holder: str, now: datetime) -> None:
    file = File.objects.create(id=new_id(), case=case, author=holder)
    Segment.objects.create(id=new_id(), file=file, place=0)
    ExhibitCopy.objects.create(
        file=file, case=case, record=exhibit, digest=sha256(blocks).hexdigest(), size=size,
        blocks=blocks, holder=holder, at=now,
    )  # fmt: skip


def _check_block(copy: ExhibitCopy, offset: int, data: bytes, digest: str) -> None:
    at, beside = divmod(offset, BLOCK)
    wanted = bytes(copy.blocks)[at * SHA256 : (at + 1) * SHA256].hex()
    if beside or digest != wanted or offset + len(data) != min(copy.size, offset + BLOCK):
        raise MalformedError(
            "This part is not of the file that was received, or was damaged on its way."
        )
    if offset == 0:
        file_store.check_start(data)

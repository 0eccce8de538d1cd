"""Files come in sealed segments, part by part, and go out by range."""

import hmac
from datetime import datetime
from hashlib import sha256

import msgspec
from django.conf import settings
from django.db.models import QuerySet, Sum

from heard.access import file_store
from heard.access.case_access import NoSuchCaseError, check_generation, inbox_for, lock
from heard.access.file_store import Stretch, WrongOffsetError
from heard.actions.intake._sealed import check_digest, check_id, content_of
from heard.actions.intake.letters import Generation, Seq, keep_letter, letter_row, tell_readers
from heard.ledger.journal import Actor, JournalEntry, Receipt, truncate_to_hour, write
from heard.ledger.writer import UnavailableError
from heard.records import blobs
from heard.records.models import Case, File, Part, Segment
from heard.rules.codes.letters import IntakeKind
from heard.rules.codes.notifications import NoticeKind
from heard.rules.events.intake import FileReceived
from heard.rules.refusals import MalformedError, RefusedError, TooLargeError

REPORTER = Actor(kind="reporter")
MOST_FILES = 500  # of one case
MOST_SEGMENTS = 1000  # of one file


class FileLetter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The letter that announces or closes a file; ``generation`` as in ``NewLetter``."""

    id: str
    seq: Seq
    sealed: bytes
    generation: Generation = 0


class NewFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``POST inbox/files``."""

    id: str
    start: FileLetter


class Whole(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A segment as its sender knows it."""

    id: str
    size: int


class Finish(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``POST inbox/files/<file>/finish``."""

    letter: FileLetter
    segments: tuple[Whole, ...]


_FINISHED = "This file is complete already. Send another file instead."


def start_file(*, authorization: str, file: NewFile, now: datetime) -> None:
    """Announce a file.

    Raises NoSuchCaseError, MalformedError, TooLargeError, StaleGenerationError, SeqTakenError,
    IdempotencyConflictError.
    """
    case, start = inbox_for(authorization), file.start
    check_id(file.id, start.id)
    row = letter_row(case, start, IntakeKind.FILE_START, truncate_to_hour(now))

    def action(entry: JournalEntry) -> None:
        lock(case.id)
        keep_letter(entry, row)
        if _sent(case).count() >= MOST_FILES:
            raise TooLargeError("A report holds at most 500 files. Put several into one archive.")
        entry.add(File(id=file.id, case=case, author="reporter", start=row))

    write(action, key=file.id, sha256=content_of("file", case.id, start.id, start.sealed))


def put_part(
    *, authorization: str, file: str, segment: str, offset: int, data: bytes, digest: str
) -> int:
    """Keep a part durably; how many bytes of its segment are here now.

    A part sent again as it was is answered again. Raises NoSuchCaseError, MalformedError,
    TooLargeError, StaleGenerationError, WrongOffsetError, RefusedError, UnavailableError,
    OSError.
    """
    found = _file_of_reporter(authorization, file)
    file_store.refuse_unseen()
    check_id(segment)
    _check_part(found, segment, offset, data, digest)
    kept = Part.objects.filter(segment_id=segment, offset=offset).first()
    if kept and kept.sha256 == digest and kept.size == len(data):
        return Segment.objects.get(pk=segment).received
    part = Part(segment_id=segment, offset=offset, size=len(data), sha256=digest)
    _refuse(found, part)
    blobs.put(segment, offset, digest, data)
    try:
        write(lambda entry: _grow(entry, found, part))
    except UnavailableError:
        raise  # it may still be done; if it is not, what was written is swept up (leftovers.py)
    except Exception:
        write(lambda _entry: file_store.drop_refused(found.case, part))
        raise
    return offset + len(data)


def _check_part(file: File, segment: str, offset: int, data: bytes, digest: str) -> None:
    check_digest(digest)
    if not hmac.compare_digest(sha256(data).hexdigest(), digest):
        raise MalformedError("The part was damaged on its way. Send it again.")
    if not 0 < len(data) <= settings.HEARD.part_bytes:
        raise TooLargeError("A part is at most 8 MiB and at least one byte.")
    if offset == 0:
        file_store.check_start(data)
    _refuse_too_large(file, len(data))
    if Segment.objects.filter(pk=segment).exclude(file=file).exists():
        raise MalformedError("This segment belongs to another file.")


def _refuse_too_large(file: File, more: int) -> None:
    held = Segment.objects.filter(file=file).aggregate(held=Sum("received"))["held"] or 0
    if held + more > settings.HEARD.max_file_bytes:
        raise TooLargeError("The file is larger than this Heard takes. Send it in several files.")


def _lock_open(file: File) -> None:
    """Let parts and the finish of one file come one after the other, from any process.

    A file is sealed to the case identity of its first letter. Once there is a newer one, nothing
    more is taken of it: a reader who was left out could open that.
    """
    lock(file.case.id)
    check_generation(file.case, _generation(file))
    if File.objects.select_for_update().get(pk=file.id).letter_id:
        raise RefusedError(_FINISHED)


def _generation(file: File) -> int:
    assert file.start is not None  # ``_sent``
    return file.start.generation


def _refuse(file: File, part: Part) -> None:
    """Looked at again in the action: nothing that can be told before is written first."""
    check_generation(file.case, _generation(file))
    if file.letter_id:
        raise RefusedError(_FINISHED)
    there = Segment.objects.filter(pk=part.segment_id, file=file).first()
    received = there.received if there else 0
    if part.offset != received:
        raise WrongOffsetError(received)
    if there is None:
        _refuse_another(Segment.objects.filter(file=file).count())


def _refuse_another(segments: int) -> None:
    if segments >= MOST_SEGMENTS:
        raise TooLargeError("This file was broken off too often. Send it as a new file.")


def _grow(entry: JournalEntry, file: File, part: Part) -> None:
    """Count the part.

    The segment's end is compared in the UPDATE itself: of two senders of the same offset one
    wins, and the other is told where to go on. What was looked at before the action is looked at
    again: a file may have been finished meanwhile, and the log says what was in it then.
    """
    _lock_open(file)
    _refuse_too_large(file, part.size)
    if not blobs.is_there(part.segment_id, part.offset, part.sha256):
        raise WrongOffsetError(part.offset)  # dropped by another sender's refusal: send it again
    there = Segment.objects.filter(pk=part.segment_id).first()
    if part.offset == 0:
        if there is not None:
            raise WrongOffsetError(there.received)
        place = Segment.objects.filter(file=file).count()
        _refuse_another(place)
        Segment.objects.create(id=part.segment_id, file=file, place=place, received=part.size)
    else:
        grown = Segment.objects.filter(pk=part.segment_id, file=file, received=part.offset)
        if not grown.update(received=part.offset + part.size):
            raise WrongOffsetError(Segment.objects.get(pk=part.segment_id).received)
    entry.add(part)


def finish_file(*, authorization: str, file: str, finish: Finish, now: datetime) -> Receipt:
    """Close a file with the letter that says what it is.

    Raises NoSuchCaseError, MalformedError, TooLargeError, StaleGenerationError,
    RefusedError, SeqTakenError, IdempotencyConflictError.
    """
    found, letter, at = _file_of_reporter(authorization, file), finish.letter, truncate_to_hour(now)
    check_id(letter.id)
    row = letter_row(found.case, letter, IntakeKind.FILE, at)

    def action(entry: JournalEntry) -> None:
        _lock_open(found)
        keep_letter(entry, row)
        content = _content(found, finish)
        File.objects.filter(pk=found.id).update(letter=row)
        received = FileReceived(
            case=found.case.id, letter=row.sha256, file=found.id, content=content
        )
        entry.log(received, at=at, actor=REPORTER, marks=(row,))
        tell_readers(entry, found.case, NoticeKind.FILE, at)

    named = (text for whole in finish.segments for text in (whole.id, str(whole.size)))
    key = content_of("finish", found.id, str(letter.seq), letter.sealed, *named)
    return write(action, key=letter.id, sha256=key).receipts[0]


def _content(file: File, finish: Finish) -> str:
    """SHA-256 over the SHA-256s of all parts in order (docs/spec/log.md).

    Raises RefusedError.
    """
    rows = Segment.objects.filter(file=file).order_by("place").values_list("id", "received")
    if list(rows) != [(whole.id, whole.size) for whole in finish.segments] or not rows:
        raise RefusedError("Parts of the file are missing here. Send them, then finish again.")
    parts = Part.objects.filter(segment__file=file).order_by("segment__place", "offset")
    whole = sha256()
    for digest in parts.values_list("sha256", flat=True):
        whole.update(bytes.fromhex(digest))
    return whole.hexdigest()


def _sent(case: Case) -> QuerySet[File]:
    """Those that came with the report: what is kept of an exhibit is none of the reporter's."""
    return File.objects.filter(case=case, start__isnull=False)


def _file_of_reporter(authorization: str, file: str) -> File:
    case = inbox_for(authorization)
    row = _sent(case).filter(pk=file).select_related("case", "start").first()
    if row is None:
        raise NoSuchCaseError
    return row


def read_segment(
    *,
    authorization: str,
    file: str,
    segment: str,
    now: datetime,
    start: int | None = None,
    end: int | None = None,
) -> Stretch:
    """Sealed bytes of a segment, as ``file_store.read`` takes and refuses their ends.

    Raises NoSuchCaseError beside what that raises.
    """
    theirs = _file_of_reporter(authorization, file)
    row = Segment.objects.filter(pk=segment, file=theirs).select_related("file__case").first()
    if row is None:
        raise NoSuchCaseError
    return file_store.read(row, start, end, now=now)

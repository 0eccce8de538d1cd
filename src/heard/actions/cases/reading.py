"""Opening a case and reading its sealed letters and files."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Q
from django.db.models.functions import Coalesce

from heard.access import file_store
from heard.access.case_access import NoSuchCase
from heard.access.permission import actor_of, do, require_reader
from heard.actions.cases._view import CaseView, view_of
from heard.ledger import closed
from heard.ledger.journal import JournalEntry
from heard.records.models import Event, Letter, Part, Segment, Wrap
from heard.rules.events.cases import CaseOpened


class PastTheEndError(Exception):
    """The range begins where the segment has ended; ``total`` is its length."""

    def __init__(self, total: int) -> None:
        super().__init__(f"The file ends at byte {total}. Please reload the page.")
        self.total = total


def open_case(*, holder: str, case: str, now: datetime) -> CaseView:
    """The case as this holder may read it. Raises ``NoSuchCase``.

    Opening is an action: the log and the reporter see it, once for each holder and UTC day,
    whatever id the browser gave (it opens again on each reload). A copy that was restored to be
    read can log nothing, and is read all the same.
    """
    require_reader(holder=holder, case=case)
    day = now.date().isoformat()

    def action(entry: JournalEntry) -> None:
        require_reader(holder=holder, case=case)
        entry.log(CaseOpened(case=case), at=now, actor=actor_of(holder))
        Wrap.objects.filter(case=case, holder=holder).update(opened=Coalesce("opened", now))

    if not closed.mode():
        do(action, holder=holder, case=case, key=f"{case} opened {day}", content=("open", day))
    wrap = require_reader(holder=holder, case=case)
    if not closed.mode():
        _read_up_to_now(wrap)
    return view_of(wrap, now=now)


def _read_up_to_now(wrap: Wrap) -> None:
    newest = _newest(wrap)
    if newest > wrap.read:
        # Of every generation, so that what an older wrap says stays true. The condition keeps it
        # from going back when two windows are open.
        theirs = Wrap.objects.filter(case=wrap.case_id, holder=wrap.holder_id)
        theirs.filter(read__lt=newest).update(read=newest)


def _newest(wrap: Wrap) -> int:
    """The place of the last event of its case; -1 where there is none."""
    newest = Event.of(wrap.case_id).aggregate(newest=Max("index"))["newest"]
    return -1 if newest is None else int(newest)


def _seen(wrap: Wrap) -> int:
    """Up to which event this holder may read; a closed copy cannot note how far that is."""
    return _newest(wrap) if closed.mode() else wrap.read


def read_letter(*, holder: str, case: str, letter: str) -> bytes:
    """A sealed letter. Raises ``NoSuchCase``, also where the case has no such letter.

    What came since this holder opened the case is not there yet: whoever kept the case's key
    would otherwise read on without a word of it in the log.
    """
    wrap = require_reader(holder=holder, case=case)
    seen = Q(index=None) | Q(index__lte=_seen(wrap))
    found = Letter.objects.filter(seen, id=letter, case=case).first()
    if found is None:
        raise NoSuchCase
    return bytes(found.sealed)


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """Bytes from ``start`` to before ``end`` of a segment that has ``total``."""

    start: int
    end: int
    total: int
    data: bytes


def read_segment(
    *,
    holder: str,
    case: str,
    file: str,
    segment: str,
    start: int | None,
    end: int | None,
    now: datetime,
) -> Stretch:
    """A stretch of a sealed segment; the ends as RFC 9110, 14.1.2, has them.

    ``start`` None means the last ``end`` bytes; ``end`` None means up to what is there.
    At most the first 8 MiB of what was asked for. Raises ``NoSuchCase``, ``PastTheEndError``,
    ``AskForRange`` (both None), ``StoreUnseen``, ``Damaged``. A file that came
    since this holder opened the case is not there yet, as in ``read_letter``; nor is one that is
    still coming: it could be read as it grows, without a word of it in the log.
    """
    wrap = require_reader(holder=holder, case=case)
    there = Segment.objects.filter(file__letter__index__lte=_seen(wrap))
    theirs = there.filter(id=segment, file=file, file__case=case)
    found = theirs.select_related("file").first()
    if found is None:
        raise NoSuchCase
    total = found.received
    if start is None and end is None and total > file_store.AT_ONCE:
        raise file_store.AskForRange
    first = 0 if end is None else max(0, total - end)
    first = first if start is None else start
    after = total if start is None or end is None else min(end, total)
    after = min(after, first + file_store.AT_ONCE)
    if first >= after:
        raise PastTheEndError(total)
    parts = Part.objects.filter(segment=found).order_by("offset")
    places = list(parts.values_list("offset", "size", "sha256"))
    data = file_store.read(found.file, found.id, places, first, after, now=now)
    return Stretch(start=first, end=after, total=total, data=data)

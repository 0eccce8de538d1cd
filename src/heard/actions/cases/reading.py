"""Opening a case and reading its sealed letters and files."""

from datetime import datetime

from django.db.models import Max, Q
from django.db.models.functions import Coalesce

from heard.access import casework, file_store
from heard.access.case_access import NoSuchCaseError
from heard.access.file_store import Stretch
from heard.access.permission import actor_of, do, require_reader
from heard.actions.cases._view import DeskCase, view_of
from heard.ledger import closed
from heard.ledger.journal import JournalEntry
from heard.records.models import Event, Letter, Segment, Wrap
from heard.rules.codes.letters import MessageKind
from heard.rules.events.cases import CaseOpened

_MOVED = MessageKind.RECORD


def open_case(*, holder: str, case: str, now: datetime) -> DeskCase:
    """The case as this holder may read it. Raises ``NoSuchCaseError``.

    Opening is an action: the log and the reporter see it, once for each holder and UTC day,
    whatever id the browser gave (it opens again on each reload). A copy that was restored to be
    read can log nothing, and is read all the same.
    """
    require_reader(holder=holder, case=case)
    day = now.date().isoformat()

    def action(entry: JournalEntry) -> None:
        require_reader(holder=holder, case=case)
        entry.log(CaseOpened(case=case), at=now, actor=actor_of(holder))
        Wrap.objects.filter(case__id=case, holder=holder).update(opened=Coalesce("opened", now))

    if not closed.mode():
        do(action, holder=holder, case=case, key=f"{case} opened {day}", content=("open", day))
    wrap = require_reader(holder=holder, case=case)
    if not closed.mode():
        _read_up_to(wrap, now)
    return view_of(wrap, now=now)


def _read_up_to(wrap: Wrap, now: datetime) -> None:
    newest = _newest(wrap)
    if newest > wrap.read:
        # Of every generation, so that what an older wrap says stays true. The condition keeps it
        # from going back when two windows are open.
        theirs = Wrap.objects.filter(case=wrap.case_id, holder=wrap.holder_id)
        theirs.filter(read__lt=newest).update(read=newest, looked=now)


def _newest(wrap: Wrap) -> int:
    """The place of the last event of its case; -1 where there is none."""
    newest = Event.of(wrap.case.id).aggregate(newest=Max("index"))["newest"]
    return -1 if newest is None else int(newest)


def _seen(wrap: Wrap) -> int:
    """Up to which event this holder may read; a closed copy cannot note how far that is."""
    return _newest(wrap) if closed.mode() else wrap.read


def read_letter(*, holder: str, case: str, letter: str) -> bytes:
    """A sealed letter. Raises ``NoSuchCaseError``, also where the case has no such letter.

    What came since this holder opened the case is not there yet: a reader who kept the case's
    key would otherwise read on, and the log would not say so.
    """
    wrap = require_reader(holder=holder, case=case)
    seen = Q(index=None) | Q(index__lte=_seen(wrap))
    row = Letter.objects.filter(seen, id=letter, case=wrap.case).first()
    if row is None or (row.kind == _MOVED and casework.is_kept_from(wrap.case, holder, letter)):
        raise NoSuchCaseError
    return bytes(row.sealed)


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
    """A stretch of a sealed segment, as ``file_store.read`` takes and refuses its ends.

    Raises ``NoSuchCaseError`` beside what that raises. A file that came since this holder opened
    the case is not there yet, as in ``read_letter``; nor is one that is still coming: it could be
    read as it grows, without a word of it in the log.
    """
    wrap = require_reader(holder=holder, case=case)
    there = Segment.objects.filter(file__letter__index__lte=_seen(wrap))
    theirs = there.filter(id=segment, file=file, file__case=wrap.case)
    row = theirs.select_related("file__case").first()
    if row is None:
        raise NoSuchCaseError
    return file_store.read(row, start, end, now=now)

"""Opening a case and reading its sealed letters."""

from datetime import datetime

from django.db.models import Max
from django.db.models.functions import Coalesce

from heard.actions._access import NoSuchCase
from heard.actions._journal import Entry
from heard.actions.cases._mine import actor_of, do, mine
from heard.actions.cases._view import CaseView, view_of
from heard.records.models import Event, Letter, Wrap


def open_case(*, holder: str, case: str, now: datetime) -> CaseView:
    """The case as this holder may read it. Raises ``NoSuchCase``.

    Opening is a deed: the log and the reporter see it, once for each holder and UTC day, whatever
    id the browser gave (it opens again on each reload).
    """
    mine(holder=holder, case=case)
    day = now.date().isoformat()

    def deed(entry: Entry) -> None:
        mine(holder=holder, case=case)
        entry.event("case_opened", at=now, actor=actor_of(holder), case=case)
        Wrap.objects.filter(case=case, holder=holder).update(opened=Coalesce("opened", now))

    do(deed, holder=holder, case=case, key=f"{case} opened {day}", content=("open", day))
    wrap = mine(holder=holder, case=case)
    _read_up_to_now(wrap)
    return view_of(wrap)


def _read_up_to_now(wrap: Wrap) -> None:
    newest = Event.objects.filter(case=wrap.case_id).aggregate(newest=Max("index"))["newest"]
    if newest is not None and newest > wrap.read:
        # The condition keeps it from going back when two windows are open.
        Wrap.objects.filter(id=wrap.id, read__lt=newest).update(read=newest)


def read_letter(*, holder: str, case: str, letter: str) -> bytes:
    """A sealed letter. Raises ``NoSuchCase``, also where the case has no such letter."""
    mine(holder=holder, case=case)
    found = Letter.objects.filter(id=letter, case=case).first()
    if found is None:
        raise NoSuchCase
    return bytes(found.sealed)

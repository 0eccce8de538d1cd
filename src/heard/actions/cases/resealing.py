"""A holder's own wraps, sealed to other keys of theirs, in their browser, a page at a time.

Nothing is lost on the way: each takes the place of the one that it was made from, and of no other,
in one commit. A person who stops in between goes on later, on any device, with what is left. The
case keys stay what they are: only who holds which age identity may read them changes.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from django.db.models import Q, QuerySet

from heard.access.letters import UNSEALED
from heard.actions.cases.queue import NO_SUCH_PAGE
from heard.formats import wrap as wraps
from heard.formats._errors import FormatError
from heard.formats.wire import Answer, Id, about
from heard.ledger.journal import Actor, JournalEntry, write
from heard.records.models import CaseKey, Holder, Wrap
from heard.rules.codes.keyring import KeyringChange
from heard.rules.codes.notifications import NoticeKind
from heard.rules.events.organisation import KeyringChanged
from heard.rules.refusals import MalformedError

PAGE = 100
_CURSOR = re.compile(r"([0-9a-f]{32})-([0-9]{1,5})", re.ASCII)


class OwnWrap(Answer, kw_only=True):
    """A case key of one generation, sealed to this holder."""

    case: Id
    generation: int
    case_recipient: Annotated[str, about("What the key fits.")]
    wrap: bytes


class OwnWraps(Answer, kw_only=True):
    """At most PAGE, by case and generation."""

    wraps: list[OwnWrap]
    next: Annotated[str | None, about("The cursor of the following page.")]
    total: Annotated[int, about("Of all pages.")]


@dataclass(frozen=True, kw_only=True)
class Resealed:
    """``was``: SHA-256 (hexadecimal) of the wrap that this one takes the place of."""

    case: str
    generation: int
    was: str
    wrap: bytes


def own_wraps(*, holder: str, after: str | None) -> OwnWraps:
    """What is open to a holder; nothing of what waits for their tier. Raises MalformedError."""
    mine = _mine(holder)
    rows = list(_beyond(mine, after).order_by("case__id", "generation")[: PAGE + 1])
    page = rows[:PAGE]
    keys = CaseKey.objects.filter(case__in={row.case_id for row in page})
    named = {(key.case_id, key.generation): key.recipient for key in keys}
    return OwnWraps(
        wraps=[
            OwnWrap(
                case=row.case.id,
                generation=row.generation,
                case_recipient=named[row.case_id, row.generation],
                wrap=bytes(row.sealed),
            )
            for row in page
        ],
        next=f"{page[-1].case.id}-{page[-1].generation}" if len(rows) > PAGE else None,
        total=mine.count(),
    )


def _mine(holder: str) -> QuerySet[Wrap]:
    theirs = Wrap.objects.filter(holder=holder, released__isnull=False, left__isnull=True)
    return theirs.filter(holder__state=Holder.State.ACTIVE).select_related("case")


def _beyond(mine: QuerySet[Wrap], after: str | None) -> QuerySet[Wrap]:
    if after is None:
        return mine
    match = _CURSOR.fullmatch(after)
    if match is None:
        raise MalformedError(NO_SUCH_PAGE)
    case, generation = match[1], int(match[2])
    return mine.filter(Q(case__id__gt=case) | Q(case__id=case, generation__gt=generation))


def reseal(*, holder: str, made: Sequence[Resealed], now: datetime) -> int:
    """Put wraps in the place of those they were made from; how many are there now.

    One whose place another has taken, or that is not open to this holder, stays as it is and is not
    counted: its holder looks again. Raises MalformedError, TooOftenError.
    """
    for each in made:
        try:
            wraps.check_sealed(each.wrap)
        except FormatError as unsealed:
            raise MalformedError(UNSEALED) from unsealed

    def action(entry: JournalEntry) -> int:
        kept = sum(_put(holder, each) for each in made)
        if kept:
            ring = bytes(Holder.objects.get(id=holder).keyring)
            resealed = KeyringChanged(
                change=KeyringChange.WRAPS_RESEALED, keyring=hashlib.sha256(ring).hexdigest()
            )
            entry.log(resealed, at=now, actor=Actor(kind="holder", id=holder))
            entry.tell(kind=NoticeKind.KEYRING, holder=holder, due=now)
        return kept

    return write(action).value or 0


def _put(holder: str, made: Resealed) -> bool:
    mine = _mine(holder).filter(case__id=made.case, generation=made.generation)
    row = mine.select_for_update(of=("self",)).first()
    if row is None:
        return False
    there = hashlib.sha256(row.sealed).hexdigest()
    if there == hashlib.sha256(made.wrap).hexdigest():
        return True  # the answer was lost, and it came again
    if there != made.was:
        return False
    Wrap.objects.filter(id=row.id).update(sealed=made.wrap)
    return True

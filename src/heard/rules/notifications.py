"""What is said to people, and when: nothing of what it is about (docs/spec/notices.md).

The words stand in ``words/``. Their lengths are a rule: in each language the two texts to a handler
have as many ASCII and as many other characters as each other,
so that they are as long in every encoding that a mail server or a chat room may choose.
"""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta, tzinfo
from importlib import resources

from heard.languages import TAGS
from heard.rules.codes.notifications import NoticeKind
from heard.rules.duties import KINDS, SAFETY_CHECK

SUBJECT = "A note from Heard"


def _book(tag: str) -> dict[str, str]:
    """``waits``, ``nothing`` and ``more`` are for a handler; the ``reminder`` is for a reporter.

    That and its subject name neither the sender nor Heard, and have no link and no reason.
    """
    book = resources.files("heard.rules").joinpath("words", f"{tag}.json")
    loaded: dict[str, str] = json.loads(book.read_text("utf-8"))
    return loaded


_BOOKS = {tag: _book(tag) for tag in TAGS}

# What may not wait for the end of somebody's quiet hours: a case that is new to them, a duty that
# is soon due, one that was missed, and a file that cannot
# be read any more, a witness of the log that refuses, and a change at their own ways in.
URGENT = frozenset(
    {NoticeKind.REPORT, NoticeKind.TIER, NoticeKind.PASSED, NoticeKind.SOON, NoticeKind.MISSED}
    | {NoticeKind.DAMAGED, NoticeKind.ALARM, NoticeKind.KEYRING}
)

LAST = timedelta(hours=1)
_FIRST: dict[str, timedelta] = {SAFETY_CHECK: timedelta(hours=2)}  # half of the four that there are
_FIRST_OF_OTHERS = timedelta(hours=12)  # half of the day that an acknowledgement may take

HOURS = 24
MOST_A_DAY = 3  # messages to a reporter about one case


def to_handler(*, waits: bool, desk: str, languages: Iterable[str]) -> str:
    """The text to a handler, in each language of the site; of one length whatever it says."""
    said = "notice.waits" if waits else "notice.nothing"
    books = (_BOOKS[each] for each in languages)
    return "\n\n".join(f"{book[said]}\n{desk}\n{book['notice.more']}" for book in books) + "\n"


def to_reporter(language: str) -> tuple[str, str]:
    """Subject and text to a reporter. Raises KeyError for a language that there is not."""
    book = _BOOKS[language]
    return book["notice.reminder_subject"], f"{book['notice.reminder']}\n"


def leads() -> dict[timedelta, frozenset[str]]:
    """How long before it is due a duty is called to mind, and which kinds: each of them twice."""
    found: dict[timedelta, set[str]] = {LAST: set(KINDS)}
    for kind in KINDS:
        found.setdefault(_FIRST.get(kind, _FIRST_OF_OTHERS), set()).add(kind)
    return {lead: frozenset(kinds) for lead, kinds in found.items()}


def quiet_until(
    now: datetime, *, start: int | None, end: int | None, zone: tzinfo
) -> datetime | None:
    """When somebody's quiet hours end, where it is quiet now; hours of the day in ``zone``.

    From 22 to 7 runs over midnight; from 7 to 7, and without both, it is never quiet.
    """
    if start is None or end is None or start == end:
        return None
    local = now.astimezone(zone)
    if (local.hour - start) % HOURS >= (end - start) % HOURS:
        return None
    ending = local.replace(hour=end, minute=0, second=0, microsecond=0)
    if ending <= local:
        ending += timedelta(days=1)  # of the calendar, whatever its clock does that night
    return ending.astimezone(now.tzinfo)


def digest_at(now: datetime, *, hour: int, zone: tzinfo) -> datetime:
    """When today's digest is due, today being what it is in ``zone``."""
    local = now.astimezone(zone).replace(hour=hour, minute=0, second=0, microsecond=0)
    return local.astimezone(now.tzinfo)


def next_to_reporter(now: datetime, *, sent: Iterable[datetime]) -> datetime | None:
    """When she may be written to again about a case, or None where it may be now.

    ``sent``: the full hours in which she was. One an hour, and ``MOST_A_DAY`` in a day and night.
    """
    hours = sorted({each for each in sent if each > now - timedelta(days=1)})
    if len(hours) >= MOST_A_DAY:
        return hours[-MOST_A_DAY] + timedelta(days=1)
    whole = now.replace(minute=0, second=0, microsecond=0)
    return whole + timedelta(hours=1) if whole in hours else None

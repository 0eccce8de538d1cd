"""Whether she is to be told of what an action logs: only where she left a contact.

It stands in the journal, so that no action can forget her. The row says which case and an hour, no
more; what she is told is always the same (docs/spec/notices.md).
"""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import QuerySet

from heard.ledger.bulk_insert import Row
from heard.records.models import Contact, Outgoing
from heard.records.questions import Question
from heard.rules.codes.notifications import NoticeKind
from heard.rules.events import TOLD_TO_REPORTER

HOUR = timedelta(hours=1)


def for_reporter(made: Iterable[tuple[str, datetime, str, str]]) -> list[Row]:
    """A notice for each case in which something happened that was not her own doing.

    ``made``: kind, time, actor and case of each event.
    """
    cases = {
        case: at
        for kind, at, actor, case in made
        if actor != "reporter" and kind in TOLD_TO_REPORTER
    }
    if not cases:
        return []
    told = _with_contacts(list(cases))
    if not told:
        return []
    # What has not gone out yet will say this too. (``case`` as the partial index has it.)
    waiting = Outgoing.objects.filter(case__in=told, holder="", attempts=0, sent=None)
    waits = set(waiting.exclude(case="").values_list("case", flat=True))
    return [
        Row(Outgoing, kind=NoticeKind.REPORTERS, holder="", case=case, due=_later(cases[case]))
        for case in told
        if case not in waits
    ]


def _with_contacts(cases: list[str]) -> list[str]:
    """Those in which she left a contact."""
    if len(cases) == 1:
        return cases if _contacts(cases[0]) else []
    # In order, or two processes that tell of the same cases could wait for each other.
    left = Contact.objects.filter(case__id__in=cases).order_by("case__id")
    return list(left.values_list("case__id", flat=True).distinct())


@Question
def _contacts(case: str) -> QuerySet[Contact, int]:
    return Contact.objects.filter(case__id=case).values_list("id", flat=True)


def _later(at: datetime) -> datetime:
    """From the next full hour, up to an hour later by chance.

    A mail that came within seconds of a handler's action would tell anybody who sees her mailbox,
    or the mail server's log, which action it was about.
    """
    whole = at.replace(minute=0, second=0, microsecond=0)
    return whole + HOUR + timedelta(seconds=secrets.randbelow(3600))

"""Copies of file keys: given out once that happened which they wait for, and ended with their case.

Asked by whatever opens a case to somebody or takes it from them, in the same commit.
"""

from collections.abc import Collection, Mapping
from datetime import datetime

from heard.records.models import FileWrap
from heard.rules.codes.casework import Until

OF_TIER = {2: Until.TIER_2, 3: Until.TIER_3}


def release(
    *,
    cases: Collection[str],
    until: Until,
    now: datetime,
    holders: Collection[str] | None = None,
) -> None:
    """Give out what waits for this in these cases, of every generation: both copies at once.

    ``holders``: whose; of everybody where it is None. The cases must be locked.
    """
    theirs = FileWrap.objects.filter(case__id__in=cases, until=until, left=None, released=None)
    (theirs if holders is None else theirs.filter(holder__in=holders)).update(released=now)


def give_to(*, case: str, holder: str, now: datetime) -> None:
    """Give out to somebody to whom the case is passed what waited for their tier alone."""
    for until in OF_TIER.values():
        release(cases=[case], until=until, now=now, holders=[holder])


def open_to(
    turns: Mapping[str, int], recipients: Mapping[str, Collection[str]], *, now: datetime
) -> None:
    """Give out what waited for the tier that was opened in each of these cases, to these of it.

    One question for all of them: a sweep opens a hundred, and few have any. They must be locked.
    """
    waiting = FileWrap.objects.filter(
        case__id__in=turns, until__in=OF_TIER.values(), left=None, released=None
    )
    theirs = [
        number
        for number, case, until, holder in waiting.values_list("pk", "case__id", "until", "holder")
        if until == OF_TIER.get(turns[case]) and holder in recipients[case]
    ]
    if theirs:
        FileWrap.objects.filter(pk__in=theirs).update(released=now)


def end(*, holders: Collection[str], now: datetime, case: str | None = None) -> None:
    """Take these holders' copies away, in one case or in all: never served again.

    The rows stay, because who ever had a generation says whether it may still be written to.
    """
    theirs = FileWrap.objects.filter(holder__in=holders, left=None)
    if case is not None:
        theirs = theirs.filter(case__id=case)
    theirs.update(left=now, sealed=b"")

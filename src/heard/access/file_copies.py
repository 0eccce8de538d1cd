"""Copies of file keys: given out once that happened which they wait for, and ended with their case.

Asked by whatever opens a case to somebody or takes it from them, in the same commit.
"""

from collections.abc import Collection
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


def end(*, holders: Collection[str], now: datetime, case: str | None = None) -> None:
    """Take these holders' copies away, in one case or in all: never served again.

    The rows stay, because who ever had a generation says whether it may still be written to.
    """
    theirs = FileWrap.objects.filter(holder__in=holders, left=None)
    if case is not None:
        theirs = theirs.filter(case__id=case)
    theirs.update(left=now, sealed=b"")

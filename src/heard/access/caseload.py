"""How many cases somebody works at a time, and who has as many as anybody should.

A handler with too many keeps no promise, and nobody who hears of assaults all day should do it
without end (process rule 57). The number is the organisation's; it warns, and refuses nothing.
"""

from collections import Counter
from collections.abc import Collection

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from heard.access.closings import last_end
from heard.records.models import Case, Move
from heard.rules.codes.casework import WorkedMove, WorkedObject

# Places with the daily work of a case; who advises, asks afterwards or keeps the key has little.
WORKING = ("lead", "investigator", "decider", "reviewer", "committee", "presiding")
_GIVEN_UP = (WorkedMove.DECLINE, WorkedMove.STEP_OUT, WorkedMove.STRIKE, WorkedMove.UPHOLD)


def full(holders: Collection[str]) -> list[str]:
    """Those of them who have a place in as many open cases as anybody should, sorted by id.

    Of which cases, and of how many more, nobody is told.
    """
    rows = _seats().filter(holder__in=holders).values_list("holder", "case_id").distinct()
    number = Counter(holder for holder, _ in rows)
    return sorted(id for id, cases in number.items() if cases >= settings.HEARD.caseload)


def crowded() -> int:
    """In how many open cases somebody has a place who has more of them than anybody should."""
    rows = set(_seats().values_list("holder", "case_id"))
    number = Counter(holder for holder, _ in rows)
    return len({case for holder, case in rows if number[holder] > settings.HEARD.caseload})


def _seats() -> QuerySet[Move]:
    """What proposed each place that somebody has, or is asked to take, in an open case."""
    own = Move.objects.filter(case=OuterRef("case"), object=WorkedObject.SEAT)
    given_up = own.filter(record=OuterRef("record"), move__in=_GIVEN_UP)
    proposed = Move.objects.filter(
        object=WorkedObject.SEAT, move=WorkedMove.PROPOSE, code__in=WORKING
    )
    there = proposed.exclude(case__state=Case.State.STOPPED).exclude(Exists(given_up))
    ended = there.annotate(end=last_end("case"))
    return ended.filter(Q(end=None) | Q(end=WorkedMove.REOPEN))

"""Second copies of case identities that holders made, by the reporter, to those who wait.

Whoever makes an identity seals it to everybody who reads or waits. Who waits finds out that theirs
does not open when their turn has come, which is too late (docs/spec/sealing.md, 3). Each is served
and ends with the first copy, which says for whom and until when.
"""

from collections.abc import Collection

from heard.access.case_answers import OwedWrapView
from heard.records.models import Case, Event, Holder, SecondWrap, Wrap
from heard.rules.casework import REPORTER
from heard.rules.events.cases import IdentityRenewed


def owed(case: Case) -> list[OwedWrapView]:
    """Of holders' generations, whose second copy is not there yet; by generation and holder."""
    renewed = Event.of(case.id).filter(kind=IdentityRenewed.event).order_by("index")
    makers = enumerate(renewed.values_list("actor", flat=True), start=1)
    made = [generation for generation, actor in makers if actor != REPORTER]
    if not made:
        return []
    waiting = Wrap.objects.filter(
        case=case, generation__in=made, released=None, left=None, holder__state=Holder.State.ACTIVE
    )
    there = set(SecondWrap.objects.filter(case=case).values_list("generation", "holder"))
    rows = waiting.order_by("generation", "holder").values_list("generation", "holder")
    return [
        OwedWrapView(generation=generation, holder=str(holder))
        for generation, holder in rows
        if (generation, holder) not in there
    ]


def of(case: Case, holder: str) -> dict[int, bytes]:
    """A holder's, by generation."""
    rows = SecondWrap.objects.filter(case=case, holder=holder)
    return {row.generation: bytes(row.sealed) for row in rows}


def end(*, case: str, holders: Collection[str]) -> None:
    """Take them away with the first copies of these holders."""
    SecondWrap.objects.filter(case__id=case, holder__in=holders).delete()

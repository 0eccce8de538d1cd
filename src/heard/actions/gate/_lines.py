"""Who stands above whom: nobody looks at what is done to their own people, or by their own boss."""

from collections.abc import Collection, Iterable, Mapping

from heard.records.models import FiledAction, GateSeat, Person

DEEP = 100  # steps up: a stored line has no circle, and this is the second lock on that door
Lines = Mapping[str, frozenset[str]]


def lines(people: Iterable[str]) -> Lines:
    """Everyone above each of ``people``, by number: a query for each step up, for all together."""
    asked = set(people)
    managers, frontier = dict[str, str | None](), set(asked)
    for _ in range(DEEP):
        if not frontier:
            break
        found = Person.objects.filter(id__in=frontier).values_list("id", "manager_id")
        managers |= dict(found)
        frontier = {above for above in managers.values() if above} - managers.keys()
    return {person: _above(person, managers) for person in asked}


def _above(person: str, managers: Mapping[str, str | None]) -> frozenset[str]:
    above: set[str] = set()
    here = managers.get(person)
    while here and here not in above:
        above.add(here)
        here = managers.get(here)
    return frozenset(above)


def of_actions(actions: Collection[FiledAction], seats: Collection[GateSeat]) -> Lines:
    """The lines of all that these actions and seats are about."""
    concerned = {each.person_id for each in actions} | {
        each.by_id for each in actions if each.by_id
    }
    return lines(concerned | {each.person_id for each in seats if each.person_id})


def may_look(seat: GateSeat, action: FiledAction, known: Lines) -> bool:
    """Whether this seat is far enough: neither is above the other, and it is none of them.

    The two whom the action is about and by. Who does not work here is far from everybody.
    """
    if seat.holder_id == action.filer_id:
        return False
    if not (own := seat.person_id):
        return True
    both = {action.person_id} | ({action.by_id} if action.by_id else set())
    if own in both:
        return False
    return all(own not in known[each] and each not in known[own] for each in both)

"""Who cannot judge whom, from places in the organisation.

What holders declare besides is looked up by what they wrote, not by who it is (_gathering).

A person is named by an id; who holds cases is a number. Lines that end nowhere or in a circle, as
a directory may come to have them, are followed as far as they go and no further.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

# The first that fits is what is said. The last is not found here, and is the weakest of all.
RELATIONS = ("self", "manager", "report", "unit", "declared")
Pair = tuple[int, str]  # holder, relation
Pairs = tuple[Pair, ...]


class Placed(NamedTuple):
    """Where somebody stands; empty where nobody says."""

    manager: str
    unit: str  # the smallest


class Candidate(NamedTuple):
    """Somebody in the directory who has the name of a holder."""

    id: str
    active: bool
    unit: str
    same: bool  # letter for letter, not by another spelling


class Judge(NamedTuple):
    """A holder of cases."""

    people: frozenset[str]  # who in the directory they are; more than one where e-mails repeat
    unit: str  # as the roster has it


def same_person(by_email: Collection[str], named: Sequence[Candidate], unit: str) -> frozenset[str]:
    """Who of the directory a holder is: by work e-mail, else by name where only one fits.

    A name that several have proves nothing: then the unit, and that they work here, must decide.
    """
    if by_email:
        return frozenset(by_email)
    for fits in (
        named,
        [each for each in named if each.active],
        [each for each in named if each.active and each.same],
        [each for each in named if each.active and unit and each.unit == unit],
    ):
        if len(fits) == 1:
            return frozenset({fits[0].id})
    return frozenset()


def conflicts(people: Mapping[str, Placed], judges: Sequence[Judge]) -> dict[str, Pairs]:
    """Everyone whom some holder cannot judge, with those holders by number, each once."""
    below = _below(people)
    members = _members(people, _units(people, judges))
    matches: dict[str, Pairs] = {}
    one: dict[tuple[Pairs, Pair], Pairs] = {}  # thousands share a few tuples
    for number, judge in enumerate(judges):
        for relation, person in _of(people, judge, below, members):
            had = matches.get(person, ())
            if not had or had[-1][0] != number:
                pair = (number, relation)
                matches[person] = one.setdefault((had, pair), (*had, pair))
    return matches


def _below(people: Mapping[str, Placed]) -> dict[str, list[str]]:
    below: defaultdict[str, list[str]] = defaultdict(list)
    for id, placed in people.items():
        if placed.manager:
            below[placed.manager].append(id)
    return below


def _units(people: Mapping[str, Placed], judges: Sequence[Judge]) -> set[str]:
    named = {judge.unit for judge in judges}
    stand = {people[id].unit for judge in judges for id in judge.people if id in people}
    return (named | stand) - {""}


def _members(people: Mapping[str, Placed], units: Collection[str]) -> dict[str, list[str]]:
    members: defaultdict[str, list[str]] = defaultdict(list)
    for id, placed in people.items():
        if placed.unit in units:
            members[placed.unit].append(id)
    return members


def _of(
    people: Mapping[str, Placed],
    judge: Judge,
    below: Mapping[str, list[str]],
    members: Mapping[str, list[str]],
) -> Iterator[tuple[str, str]]:
    here = sorted(judge.people & people.keys())
    yield from (("self", each) for each in here)
    yield from (("manager", each) for each in under(below, here))
    managers = (people[each].manager for each in here)
    yield from (("report", each) for each in managers if each in people)
    units = sorted({judge.unit, *(people[each].unit for each in here)} - {""})
    yield from (("unit", each) for unit in units for each in members.get(unit, ()))


def under(below: Mapping[str, list[str]], top: Iterable[str]) -> Iterator[str]:
    """Everyone under these, at any depth, each once; a circle ends where it began."""
    seen = set(top)
    left = list(seen)
    while left:
        for each in below.get(left.pop(), ()):
            if each not in seen:
                seen.add(each)
                left.append(each)
                yield each


def strongest(told: Iterable[Pair]) -> list[Pair]:
    """One relation a holder, by number: what is said of people of one name together."""
    matches: dict[int, str] = {}
    for holder, relation in sorted(told, key=lambda pair: RELATIONS.index(pair[1])):
        matches.setdefault(holder, relation)
    return sorted(matches.items())

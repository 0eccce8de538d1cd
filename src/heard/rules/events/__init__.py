"""The vocabulary of the log: what can happen, and what must be said of it (docs/spec/log.md).

Each event is a class of its subject's file; all that is here follows from those classes.
"""

from collections.abc import Iterable, Iterator
from types import ModuleType
from typing import get_origin

from heard.rules.events import (
    cases,
    casework,
    deadlines,
    evidence,
    gate,
    intake,
    letters,
    organisation,
)
from heard.rules.events._event import (
    MAX_VALUE,
    EndsByItself,
    Event,
    MostOfACase,
    MostOfADay,
    NotAHolders,
    OfACase,
    annotations,
    codes,
    rfc3339,
    said,
)

__all__ = [
    "MAX_VALUE",
    "EndsByItself",
    "Event",
    "MostOfACase",
    "MostOfADay",
    "NotAHolders",
    "OfACase",
    "rfc3339",
    "said",
]
_SUBJECTS = (intake, letters, cases, casework, deadlines, evidence, gate, organisation)


def _classes(subjects: Iterable[ModuleType]) -> Iterator[type[Event]]:
    for subject in subjects:
        for each in vars(subject).values():
            if not isinstance(each, type) or each.__module__ != subject.__name__:
                continue  # imported into it
            if each.__name__.startswith("_"):
                continue  # what several of them have in common
            if issubclass(each, Event):
                if missing := {"event", "bound"} - vars(each).keys():
                    raise TypeError(
                        f"{subject.__name__}.{each.__name__} does not say {' and '.join(missing)}:"
                        " as the events of the other files do."
                    )
                yield each


ALWAYS = frozenset({"event", "at", "actor"})
OF_A_CASE = ALWAYS | {"case", "prev"}
# Who is named in ``actor`` by a word; else the id of a holder or a party.
ACTORS = frozenset({"reporter", "operator", "clock"})

KINDS: dict[str, type[Event]] = {each.event: each for each in _classes(_SUBJECTS)}
FIELDS: dict[str, frozenset[str]] = {
    kind: (OF_A_CASE if issubclass(each, OfACase) else ALWAYS)
    | {name for name, *_ in annotations(each)}
    for kind, each in KINDS.items()
}
# Of each event the fields of a closed vocabulary, with all that each of them can say.
CODES: dict[str, dict[str, frozenset[str]]] = {
    kind: {
        name: frozenset(closed.values())
        for name, _, annotation in annotations(each)
        if (closed := codes(annotation))
    }
    for kind, each in KINDS.items()
}
# Fields that have several codes in one value, with commas between.
LISTS = frozenset(
    name
    for each in KINDS.values()
    for name, _, annotation in annotations(each)
    if get_origin(annotation) is tuple and codes(annotation)
)
# By all holders of a case together, and by one holder in a day.
MOST_OF_A_CASE = {
    kind: each.bound.count for kind, each in KINDS.items() if isinstance(each.bound, MostOfACase)
}
MOST_OF_A_DAY = {
    kind: each.bound.count for kind, each in KINDS.items() if isinstance(each.bound, MostOfADay)
}
TOLD_TO_REPORTER = frozenset(kind for kind, each in KINDS.items() if each.told_to_reporter)
